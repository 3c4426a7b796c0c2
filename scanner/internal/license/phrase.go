package license

import (
	"bytes"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// phraseTable has the names of licenses that are found in prose, by their first
// word: full names of the list and of the table of names. Short and ambiguous
// ones are left to the rules of [mentions].
var phraseTable = sync.OnceValue(func() map[string][]phrase { return readPhrases(nameTable()) })

func readPhrases(known names) map[string][]phrase {
	// names that differ only in signs, such as a plus, mean two things as words
	meaning := map[string]string{}
	add := func(name, expression string) {
		ws, _ := nameWords([]byte(name))
		if len(ws) < 2 || len(name) < 8 {
			return
		}
		if !distinctive(ws) {
			ws = append(ws, "license")
		}
		key := strings.Join(ws, " ")
		if have, ok := meaning[key]; ok {
			expression = shared(have, expression)
		}
		meaning[key] = expression
	}
	restricted := restrictedIDs()
	for key, expression := range known.byName {
		scope, name, _ := strings.Cut(key, "\x00")
		if scope == string(Any) && expression != "" && (!strings.Contains(expression, "LicenseRef-") || restricted[expression]) {
			add(name, expression)
		}
	}
	for _, l := range spdx.All() {
		if l.Deprecated || !strings.ContainsAny(l.ID, "-0123456789") {
			continue
		}
		add(l.ID, l.ID)
		if n := strings.IndexAny(l.ID, "0123456789"); n > 1 && l.ID[n-1] == '-' && !strings.HasPrefix(l.ID, "BSL-") {
			add(l.ID[:n]+"license "+l.ID[n:], l.ID) // BSL is two licenses' name
		}
	}
	out := map[string][]phrase{}
	for key, expression := range meaning {
		if ws := strings.Fields(key); expression != "" {
			out[ws[0]] = append(out[ws[0]], phrase{ws, expression})
		}
	}
	return out
}

// shared is what two licenses of one name have in common: the version without the later
// ones, which a phrase's words tell apart; or nothing.
func shared(a, b string) string {
	base := func(s string) string { return strings.TrimSuffix(strings.TrimSuffix(s, "-only"), "-or-later") }
	switch {
	case a == b:
		return a
	case base(a) == base(b) && a != "":
		return base(a) + "-only"
	}
	return ""
}

type phrase struct {
	words      []string
	expression string
}

// distinctive names have a word that says license, or a version.
func distinctive(ws []string) bool {
	for _, w := range ws {
		if w == "license" || w == "licence" || w == "public" || w == "clause" || strings.ContainsAny(w, "0123456789") {
			return true
		}
	}
	return false
}

// phrases finds names of the table in a sentence; of those that begin at one word
// the longest.
func phrases(sentence []byte) []namedAt {
	ws, at := nameWords(sentence)
	var out []namedAt
	for i := 0; i < len(ws); {
		n, expression := 0, ""
		for _, p := range phraseTable()[ws[i]] {
			if len(p.words) > n && hasPrefix(ws[i:], p.words) {
				n, expression = len(p.words), p.expression
			}
		}
		if n == 0 || ws[i+n-1] == "license" && ofPath(sentence, at[i+n-1]) {
			i++ // none, or a file: doc/LICENSE, Doc-License.html
			continue
		}
		if last := at[i+n-1]; ws[i+n-1] == "license" && sentence[last.end-1]|0x20 == 's' && !beforeSeveral.in(sentence[max(0, at[i].start-nearDenial):at[i].start]) {
			i += n // several that are compared
			continue
		}
		if e, err := spdx.Parse(expression); err == nil {
			where := span{at[i].start, at[i+n-1].end}
			m := later(sentence, match{Expression: e, Start: where.start, End: where.end, Notice: true})
			out = append(out, namedAt{m.Expression, span{m.Start, m.End}, anyVersion(ws[i:i+n], expression)})
		}
		i += n
	}
	return out
}

// anyVersion reports whether a name leaves open which version it means.
func anyVersion(ws []string, expression string) bool {
	return strings.HasSuffix(expression, "-or-later") && !strings.ContainsAny(strings.Join(ws, ""), "0123456789")
}

// nameWords are the words of a license's name, without those that every name may
// have or lack: "MPL version 1.0" and "MPL 1.0" are one.
func nameWords(b []byte) (ws []string, at []span) {
	eachWord(b, func(w []byte, s span) {
		low := strings.ReplaceAll(string(bytes.ToLower(w)), "licence", "license")
		if low == "licenses" {
			low = "license" // of several names together
		}
		if low == "version" || low == "ver" || low == "v" {
			return
		}
		if len(low) > 1 && low[0] == 'v' && isDigit(low[1]) {
			low = low[1:]
		}
		ws, at = append(ws, low), append(at, s)
	})
	return ws, at
}

func hasPrefix(ws, prefix []string) bool {
	if len(ws) < len(prefix) {
		return false
	}
	for i, w := range prefix {
		if ws[i] != w {
			return false
		}
	}
	return true
}

// beforeSeveral stand before the names of licenses that all are meant: "under the MIT and the
// University of Illinois Open Source Licenses".
var beforeSeveral = anyOf("under|Under|terms of|via ")

// ofPath reports whether a word is a file's name or ends before its extension.
func ofPath(sentence []byte, w span) bool {
	return w.start > 0 && sentence[w.start-1] == '/' || w.end+1 < len(sentence) && sentence[w.end] == '.' && lowerCase(sentence[w.end+1])
}
