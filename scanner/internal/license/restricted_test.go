package license

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The worst error there is: a restricted work whose license is told as an open one alone.
func TestARestrictedWorkIsNotOpen(t *testing.T) {
	r := recognizer(t)
	texts := map[string]string{"@MIT@": string(read(t, "testdata/MIT.txt")), "@Apache-2.0@": strings.Join(wordsOf(t, "Apache-2.0"), " ")}
	bsd := string(read(t, "testdata/golang-x-mod.LICENSE"))
	letter := regexp.MustCompile(`\\u[0-9a-f]{4}`)
	for line := range strings.Lines(string(read(t, "testdata/restricted.txt"))) {
		if strings.HasPrefix(line, ";;") {
			continue
		}
		text := letter.ReplaceAllStringFunc(strings.TrimSuffix(line, "\n"), func(s string) string {
			n, _ := strconv.ParseUint(s[2:], 16, 16)
			return string(rune(n))
		})
		text = strings.ReplaceAll(text, `\n`, "\n")
		for name, whole := range texts {
			text = strings.ReplaceAll(text, name, whole)
		}
		if more, ok := strings.CutPrefix(text, "@BSD-3-Clause@"); ok {
			text = strings.Replace(bsd, "THIS SOFTWARE IS PROVIDED", more+"\n\nTHIS SOFTWARE IS PROVIDED", 1)
		}
		res := r.Text([]byte(text))
		assert.True(t, !res.Expression.Recognized() || AnyRestricted(res.Expression.Licenses()), "%s of %s", res.Expression, line)
	}
}
