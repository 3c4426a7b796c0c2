package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRichTextIsReadByItsWords(t *testing.T) {
	mit := string(read(t, "testdata/MIT.txt"))
	rtf := `{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}{\*\generator Word;}{\info{\title No commercial use.}}\f0\fs24 ` +
		strings.NewReplacer("\n", "\\par\n", `"`, `\'22`, "whom", `{\b wh}om`, "free of charge", `free\~of \u99?harge`).Replace(mit) + `}`
	require.Equal(t, "MIT", recognizer(t).Text([]byte(rtf)).Expression.String())
	for rtf, want := range map[string]string{
		`{\rtf1 a \{b\} \\c\par d \'e9}`:           "a {b} \\c\nd é",
		`{\rtf1 \uc0\u8220 evaluation\u8221 }`:     "“evaluation”",
		`{\rtf1 \uc2\u8220 xxevaluation{\uc0 a}b}`: "“evaluationab",
		`{\rtf1 \'93it\'92s\'94 \bin3 {{{end}`:     `"it's" end`,
	} {
		require.Equal(t, want, string(rtfText([]byte(rtf))), rtf)
	}
}
