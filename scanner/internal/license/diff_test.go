package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheDifferenceOfTwoTextsIsInWords(t *testing.T) {
	before := []byte("You may use the Software for any purpose,\nincluding production, at your own risk.\nNo warranty is given.")
	after := []byte("You may use the Software for any purpose other than a competing\nservice, including production, at your risk. No warranty is given.")
	got, ok := hunks(before, after)
	require.True(t, ok)
	require.Equal(t, []Hunk{
		{Before: "use the Software for any purpose", New: "other than a competing service", After: "including production, at your risk. No"},
		{Before: "competing service, including production, at your", Old: "own", After: "risk. No warranty is given"},
	}, got[:min(2, len(got))])

	_, ok = hunks(before, []byte("Redistribution and use in source and binary forms, with or without modification, are permitted."))
	require.False(t, ok, "texts without words in common have no difference to read")
}

func TestWhatACopyMayHaveOfItsOwnIsNoDifference(t *testing.T) {
	text := strings.Replace(string(read(t, "testdata/golang-x-mod.LICENSE")), "binary form must reproduce", "binary form may or may not\nreproduce", 1)
	m := recognizer(t).Text([]byte(text)).Resembles
	require.NotNil(t, m)
	require.Equal(t, "BSD-3-Clause", m.License)
	require.Greater(t, m.Share, 0.95)
	hunks := m.Hunks([]byte(text))
	require.Len(t, hunks, 1)
	require.Equal(t, []string{"must", "may or may not"}, []string{hunks[0].Old, hunks[0].New})
}
