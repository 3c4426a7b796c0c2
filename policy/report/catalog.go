package report

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// messages.tsv: key, English, Chinese.
//
//go:embed messages.tsv
var messagesTSV string

var messages = sync.OnceValue(func() map[string][2]string {
	out := map[string][2]string{}
	for line := range strings.Lines(messagesTSV) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) == 3 {
			out[f[0]] = [2]string{f[1], f[2]}
		}
	}
	return out
})

// Languages of reports.
const (
	English = "en"
	Chinese = "zh"
)

// catalog speaks one language.
type catalog struct{ column int }

func newCatalog(lang string) catalog {
	if lang == Chinese {
		return catalog{1}
	}
	return catalog{0}
}

// say gives a message with its values. A key without an entry is said as it
// is, so that nothing is lost.
func (c catalog) say(key string, args ...any) string {
	m, ok := messages()[key]
	if !ok {
		_, key, _ = strings.Cut(key, ".")
		return key
	}
	if len(args) == 0 {
		return m[c.column]
	}
	said := fmt.Sprintf(m[c.column], args...)
	if !strings.Contains(m[c.column], "[s]") {
		return said
	}
	return plural().ReplaceAllStringFunc(said, func(counted string) string {
		counted, _ = strings.CutSuffix(counted, "[s]")
		if strings.HasPrefix(counted, "1 ") {
			return counted
		}
		return counted + "s"
	})
}

// plural is a number with what it counts: 3 component[s].
var plural = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b\d+(?: [a-z]+){1,3}\[s\]`) })

// labeled puts a label before what it stands for.
func (c catalog) labeled(label, s string) string { return label + c.say("sign.colon") + s }

// note is a remark behind a name.
func (c catalog) note(s string) string { return c.say("sign.note", s) }

func (c catalog) list(items []string) string { return strings.Join(items, c.say("list.sep")) }
