package known

import (
	"cmp"
	"regexp"
	"strings"
)

// upstream cuts from a version what a distribution adds to it: epoch, revision,
// and the marks of repacked sources.
func upstream(v string) string {
	if i := strings.IndexByte(v, ':'); i >= 0 {
		v = v[i+1:]
	}
	if _, really, ok := strings.Cut(v, "+really"); ok {
		v = really // what Debian packages under a number it cannot lower
	}
	if !strings.HasPrefix(v, "RELEASE.") {
		for _, mark := range []string{"+dfsg", "+ds", "+git", "~dfsg", "-"} {
			if i := strings.Index(v, mark); i > 0 && (mark != "-" || revision(v[i+1:])) {
				v = v[:i]
			}
		}
	}
	return strings.TrimPrefix(strings.TrimPrefix(v, "v"), "V")
}

// comparable reports whether something is a version that can be ordered: no tag
// such as latest, no digest, no commit.
func comparable(v string) bool {
	if epoch, _, ok := strings.Cut(v, ":"); pseudo.MatchString(v) || ok && strings.Trim(epoch, "0123456789") != "" {
		return false
	}
	return strings.HasPrefix(v, "RELEASE.") || numbered.MatchString(upstream(v))
}

var (
	numbered = regexp.MustCompile(`^\d[\w.~+-]*$`)
	// https://go.dev/ref/mod#pseudo-versions
	pseudo = regexp.MustCompile(`^v?0\.0\.0-|[-.]\d{14}-[0-9a-f]{12}`)
)

// revision reports whether what follows a hyphen counts builds, rather than being
// the name of a pre-release.
func revision(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// compare orders two versions: numbers by value, words by letter, and a word that
// names a pre-release before the release itself.
func compare(a, b string) int {
	x, y := parts(upstream(a)), parts(upstream(b))
	for i := range max(len(x), len(y)) {
		if c := comparePart(at(x, i), at(y, i)); c != 0 {
			return c
		}
	}
	return 0
}

func at(parts []string, i int) string {
	if i < len(parts) {
		return parts[i]
	}
	return ""
}

// parts splits a version into runs of digits and of letters.
func parts(v string) []string {
	v, _, _ = strings.Cut(v, "+")
	var out []string
	start := 0
	for i := 0; i <= len(v); i++ {
		if i == len(v) || kind(v[i]) != kind(v[start]) {
			if i > start && kind(v[start]) != 0 {
				out = append(out, strings.ToLower(v[start:i]))
			}
			start = i
		}
	}
	return out
}

func kind(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return 1
	case 'a' <= c|0x20 && c|0x20 <= 'z':
		return 2
	}
	return 0
}

func comparePart(a, b string) int {
	if rank(a) != rank(b) {
		return cmp.Compare(rank(a), rank(b))
	}
	if rank(a) == nothing {
		return 0
	}
	if rank(a) == number {
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}

// Ranks of a part: a pre-release, nothing or zero, a word, a number.
const (
	early = iota
	nothing
	word
	number
)

func rank(s string) int {
	switch {
	case strings.Trim(s, "0") == "":
		return nothing
	case kind(s[0]) == 1:
		return number
	}
	for _, p := range []string{"alpha", "beta", "rc", "pre", "preview", "dev", "snapshot", "m", "a", "b", "next", "canary"} {
		if s == p {
			return early
		}
	}
	return word
}
