package license

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestALicenseIsFoundBehindWhatStandsBeforeItsLines(t *testing.T) {
	r := recognizer(t)
	busl := read(t, images+"/terraform-1.6.0/LICENSE")
	want := r.Text(busl)
	for how, prefix := range map[string]func(int) string{
		"numbers":      func(n int) string { return fmt.Sprintf("%5d\t", n+7) },
		"DOS":          func(int) string { return "REM " },
		"m4":           func(int) string { return "dnl " },
		"PostScript":   func(int) string { return "%%Copyright: " },
		"a font":       func(int) string { return "COMMENT " },
		"a letter":     func(int) string { return "_C_ " },
		"two dashes":   func(int) string { return "-- " },
		"number signs": func(int) string { return "## " },
	} {
		var text strings.Builder
		n := 0
		for l := range strings.Lines(string(busl)) {
			text.WriteString(prefix(n) + l)
			n++
		}
		got := r.Text([]byte(text.String()))
		assert.Equal(t, want.Expression.String(), got.Expression.String(), how)
		assert.Equal(t, want.Parameters, got.Parameters, how)
	}
	for _, text := range []string{
		"MIT a\nMIT b\nMIT c\nMIT d\nMIT e\n",
		"1 a\n2 b\n3 c\n", "http: a\nhttp: b\nhttp: c\nhttp: d\n", "//: a\n//: b\n//: c\n//: d\n", "1. a\n2. b\n3. c\n4. d\n5. e", "1999 a\n2001 b\n2002 c\n2004 d\n", "", "\n\n", "a b\n\nc d\n",
	} {
		assert.Equal(t, text, string(unlisted([]byte(text))))
	}
	assert.Equal(t, "x\n  a\n\n b\n\ny", string(unlisted([]byte("x\n 1 a\n2\n3 b\n4\ny"))))
}
