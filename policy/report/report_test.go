package report

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/terms"
)

// Keys that the code makes of a prefix and a value.
func madeKeys(t *testing.T) []string {
	k, err := terms.Load()
	require.NoError(t, err)
	var out []string
	for _, d := range k.Codes() {
		out = append(out, "duty."+string(d))
	}
	for _, u := range terms.AllUses() {
		out = append(out, "use."+u.String())
	}
	for _, f := range k.Families() {
		out = append(out, "family."+f)
	}
	for _, x := range k.Traits() {
		out = append(out, "trait."+x)
	}
	for v := policy.Proceed; v <= policy.Forgo; v++ {
		out = append(out, "verdict."+v.String(), "why."+v.String())
	}
	for _, kind := range []string{"none", "copyright", "parameters", "edited", "notices", "rider-added", "rider-removed", "relicensed"} {
		out = append(out, "change."+kind)
	}
	return out
}

func TestEveryMessageExistsInBothLanguages(t *testing.T) {
	for key, m := range messages() {
		require.NotEmpty(t, m[0], key)
		require.NotEmpty(t, m[1], key)
		verbs := regexp.MustCompile(`%[sd]`)
		require.Equal(t, verbs.FindAllString(m[0], -1), verbs.FindAllString(m[1], -1), key)
	}
	for _, key := range madeKeys(t) {
		require.Contains(t, messages(), key)
	}
	used := regexp.MustCompile(`"((?:head|breach|explain|why|coverage|rest|title|members|line|effect|remedy|list|clause|use|text|change)\.[a-z.]+)"`)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	n := 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, m := range used.FindAllStringSubmatch(string(b), -1) {
			if strings.HasSuffix(m[1], ".") {
				continue
			}
			n++
			require.Contains(t, messages(), m[1], name)
		}
	}
	require.Greater(t, n, 20)
}

func TestWhatIsCountedAgreesWithItsNumber(t *testing.T) {
	counted := 0
	for key, m := range messages() {
		if !strings.Contains(m[0], "[s]") {
			continue
		}
		counted++
		for _, n := range []int{0, 1, 2} {
			args := make([]any, strings.Count(m[0], "%d"))
			for i := range args {
				args[i] = n
			}
			said := newCatalog(English).say(key, args...)
			require.NotContains(t, said, "[", key)
			require.Equal(t, n == 1, regexp.MustCompile(`\b1 (more license )?[a-z]+[^s]\b`).MatchString(said), said)
		}
	}
	require.NotZero(t, counted)
	require.Equal(t, "packages: 1 foo[s]", newCatalog(English).say("members", "1 foo[s]"))
}

func TestChineseIsChinese(t *testing.T) {
	han := regexp.MustCompile(`\p{Han}`)
	for key, m := range messages() {
		switch key {
		case "key", "list.sep", "sign.colon", "sign.note", "clause.sep", "why.adjust", "line.uses", "line.parameter", "explain.coded":
			continue
		}
		require.Regexp(t, han, m[1], key)
		require.NotRegexp(t, han, m[0], key)
	}
}

func TestWhatComesFromAnImageCannotWriteOverTheTerminal(t *testing.T) {
	require.Equal(t, "a·[2Jb·c", Safe("a\x1b[2Jb\x07c"))
	require.Equal(t, "·x", Safe("\u202ex"))
	require.Equal(t, "许可证", Safe("许可证"))
}

func TestLinesBreakByColumns(t *testing.T) {
	require.Equal(t, []string{"short"}, wrap("short", 40))
	for _, l := range wrap(strings.Repeat("许可证变更", 30), 40) {
		require.LessOrEqual(t, columns(l), 40)
	}
	for _, l := range wrap(strings.Repeat("word ", 40), 33) {
		require.LessOrEqual(t, columns(l), 33)
	}
}
