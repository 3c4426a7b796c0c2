package report

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
)

var escape = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// columns is the width of a string on a terminal, where Chinese characters
// take two.
func columns(s string) int { return runewidth.StringWidth(escape.ReplaceAllString(s, "")) }

// wrap breaks a line at spaces, and between Chinese characters, to a width. Too
// narrow a width, or none, leaves it whole.
func wrap(s string, width int) []string {
	if width < 30 || columns(s) <= width {
		return []string{s}
	}
	var out []string
	line := ""
	for _, w := range pieces(s) {
		if line != "" && columns(line+strings.TrimRight(w, " ")) > width {
			out = append(out, strings.TrimRight(line, " "))
			line, width = "", width-2*btoi(len(out) == 1)
		}
		line += w
	}
	return append(out, strings.TrimRight(line, " "))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pieces splits where a line may break: after spaces and after wide characters.
func pieces(s string) []string {
	var out []string
	start := 0
	for i, r := range s {
		end := i + len(string(r))
		if r == ' ' || runewidth.RuneWidth(r) == 2 {
			out = append(out, s[start:end])
			start = end
		}
	}
	return append(out, s[start:])
}
