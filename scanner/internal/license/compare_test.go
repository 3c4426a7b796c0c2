package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKindsOfChange(t *testing.T) {
	mpl, busl := read(t, images+"/terraform-1.5.7/LICENSE"), read(t, images+"/terraform-1.6.0/LICENSE")
	edit := func(b []byte, from, to string) []byte {
		require.Contains(t, string(b), from)
		return []byte(strings.Replace(string(b), from, to, 1))
	}
	bsd := read(t, "testdata/golang-x-mod.LICENSE") // of golang.org/x/mod v0.42.0
	r := recognizer(t)
	for _, c := range []struct {
		name string
		a, b []byte
		want Kind
	}{
		{"the same", mpl, mpl, None},
		{"white space", mpl, edit(mpl, "\n", "\n\n  "), None},
		{"a year", edit(mpl, "Copyright (c) 2014", "Copyright (c) 2015-2019"), mpl, Copyright},
		{"another license", mpl, busl, Relicensed},
		{"another grant", busl, edit(busl, "You may make production use of the Licensed Work,", "You may use up to 3 nodes,"), Parameters},
		{"a license by another name", []byte("This edition is licensed under the Acme Community License. You may not resell it."), []byte("This edition is licensed under the Acme Enterprise License. You may not resell it."), Relicensed},
		{"a holder that is no name", bsd, edit(bsd, "name of Google LLC", "name of the age project"), Copyright},
		{"terms in place of a holder", bsd, edit(bsd, "name of Google LLC nor", "name of Google LLC, nor any use for commercial purposes, nor"), Edited},
		{"more terms in place of a holder", bsd, edit(bsd, "name of Google LLC nor", "name of Google LLC or its logo, which must be displayed on startup, nor"), RiderAdded},
		{"terms in capitals", bsd, append(append([]byte{}, bsd...), "\n\n4. NO USE IN WEAPONS.\n"...), Edited},
		{"a holder's name in a clause", bsd, edit(edit(bsd, "name of Google LLC", "name of Acme Corporation"), "2009 The Go Authors", "2009 Acme"), Copyright},
		{"a condition", mpl, append(append([]byte{}, mpl...), "\n\nYou may not sell this software, nor offer it as a hosted service to third parties.\n"...), RiderAdded},
		{"a condition within the text", bsd, edit(bsd, "   * Neither the name", "   * You may not sell the software.\n   * Neither the name"), RiderAdded},
		{"a condition gone", append(append([]byte{}, mpl...), "\n\nYou may not sell this software, nor offer it as a hosted service to third parties.\n"...), mpl, RiderRemoved},
	} {
		require.Equal(t, c.want, r.Compare(c.a, c.b).Kind, c.name)
	}
}

func TestATextThatWasSeenBeforeIsComparedAsOneThatWasNot(t *testing.T) {
	old, changed := read(t, images+"/terraform-1.5.7/LICENSE"), read(t, images+"/terraform-1.6.0/LICENSE")
	r, err := New()
	require.NoError(t, err)
	want := r.Compare(old, changed)
	first := r.Text(old)
	require.Equal(t, first, r.Text(old))
	require.Equal(t, want, r.Compare(old, changed))
	require.Equal(t, first, r.Text(old))
}
