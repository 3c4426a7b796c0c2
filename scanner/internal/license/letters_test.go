package license

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestALicenseIsFoundHoweverItsLettersAreWritten(t *testing.T) {
	r := recognizer(t)
	mit := string(read(t, "testdata/MIT.txt"))
	object, err := json.MarshalIndent(map[string]string{"name": "x", "text": mit}, "", " ")
	require.NoError(t, err)
	var lines, wide strings.Builder
	for l := range strings.Lines(mit) {
		lines.WriteString("    " + strconv.Quote(l) + "\n")
	}
	for _, c := range mit {
		if c > ' ' && c < 0x7f {
			c += 0xFEE0
		}
		wide.WriteRune(c)
	}
	utf16be := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(mit)) {
		utf16be = append(utf16be, byte(u>>8), byte(u))
	}
	for how, text := range map[string]string{
		"ligatures":        strings.NewReplacer("ffi", "ﬃ", "ff", "ﬀ", "fi", "ﬁ", "fl", "ﬂ").Replace(mit),
		"soft hyphens":     strings.NewReplacer("tion", "\u00adtion", "war", "war\u00ad", "sub", "sub\u200d").Replace(mit),
		"carriage returns": strings.ReplaceAll(mit, "\n", "\r"),
		"full width":       wide.String(),
		"a program":        "static const char *license =\n" + lines.String() + "    ;\n",
		"JSON":             string(object),
		"escapes":          strings.ReplaceAll(string(object), "hereby", "\\u0068er\\u0065by"),
		"UTF-16":           string(utf16be),
		"DocBook":          "<?xml version=\"1.0\"?>\n<!DOCTYPE appendix>\n<appendix id=\"mit\">\n<para role=\"legal\">" + strings.ReplaceAll(mit, "\n\n", "</para>\n<para role=\"legal\">") + "</para></appendix>",
	} {
		res := r.Text([]byte(text))
		assert.Equal(t, "MIT", res.Expression.String(), how)
	}
	for _, text := range []string{"\\newline and \\noindent", "{ a\\b }", "ﬁ"[:2] + "x", "甲，乙（丙）", "a\r\nb"} {
		assert.Equal(t, text, string(letters([]byte(text))))
	}
}
