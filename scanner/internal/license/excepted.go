package license

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// exceptionsByText takes an exception that is only named for the one of its kind whose
// text stands in the same file: "with the Autoconf exception, see below".
func exceptionsByText(ms []match) []match {
	kind := func(x string) string { name, _, _ := strings.Cut(x, "-exception"); return name }
	texts := map[string]string{}
	for _, m := range ms {
		if m.exception != "" {
			texts[kind(m.exception)] = m.exception
		}
	}
	out := slices.Clone(ms)
	for i, m := range ms {
		if m.Notice && len(texts) > 0 {
			out[i].Expression = m.Expression.Map(func(l spdx.License) spdx.Expr {
				l.Exception = cmp.Or(texts[kind(l.Exception)], l.Exception)
				return spdx.Of(l)
			})
		}
	}
	return out
}

// excepted gives the texts of exceptions to the license they stand with: the GNU
// license before them, else the one behind, else the one that they name.
func excepted(text []byte, ms []match) []match {
	if !slices.ContainsFunc(ms, func(m match) bool { return m.exception != "" }) {
		return ms
	}
	var out []match
	for _, m := range ms {
		if m.exception == "" {
			out = append(out, m)
		}
	}
	fitting := map[string][]int{} // by exception: the matches that it may be one to
	tried := map[string]int{}
	for _, x := range ms {
		if x.exception == "" {
			continue
		}
		fit, ok := fitting[x.exception]
		if !ok {
			for i, m := range out {
				if exceptable(m.Expression, x.exception) {
					fit = append(fit, i)
				}
			}
			fitting[x.exception] = fit
		}
		best := -1
		if len(fit) > 0 {
			behind, _ := slices.BinarySearchFunc(fit, x.Start, func(i, at int) int { return out[i].Start - at })
			best = fit[max(0, behind-1)]
		}
		if tried[x.exception]++; best < 0 && tried[x.exception] <= maxTries {
			if e := exceptedOf(text[x.Start:x.End], x.exception, len(out) == 0); !e.IsZero() {
				out, best = append(out, match{Expression: e, Start: x.Start, End: x.End}), len(out)
				fitting[x.exception] = []int{best}
			}
		}
		if best >= 0 {
			out[best].Expression = out[best].Expression.Map(func(l spdx.License) spdx.Expr {
				if l.Exception == "" && exceptableLicense(l, x.exception) {
					l.Exception = x.exception
				}
				return spdx.Of(l)
			})
		}
	}
	return out
}

// maxTries is how many texts of one exception are asked what they are one to.
const maxTries = 16

// exceptedOf gives the license that an exception's own text says it is one to, with its
// version where one is told: the text of an exception can stand alone, beside that of its
// license in another file. What it is always one to is guessed where no other license is
// there.
func exceptedOf(text []byte, exception string, alone bool) spdx.Expr {
	var family spdx.Expr
	for _, s := range sentences(text, span{0, len(text)}) {
		m := mentioned(oneSpace(text[s.start:s.end]))
		if l, ok := exceptedAmong(m.exact, exception); ok {
			return l
		}
		if l, ok := exceptedAmong(m.vague, exception); ok && family.IsZero() {
			family = l
		}
	}
	if base := cmp.Or(basesAlone[exception], exceptionBases[exception]); alone && family.IsZero() && listedID(base) {
		return spdx.Ref(base)
	}
	return family
}

// exceptedAmong is the one license of an expression that an exception is made for.
func exceptedAmong(e spdx.Expr, exception string) (spdx.Expr, bool) {
	if !exceptable(e, exception) {
		return spdx.Expr{}, false
	}
	ls := e.Licenses()
	return spdx.Of(ls[slices.IndexFunc(ls, func(l spdx.License) bool { return exceptableLicense(l, exception) })]), true
}

// leastText is how long the text of a GNU license is at least, in bytes: no notice is.
const leastText = 4 << 10

// based takes the meaning from the text of a license right below a notice that states it with
// an exception: it applies with that.
func based(ms []match) []match {
	out := slices.Clone(ms)
	for i := 1; i < len(ms); i++ {
		text, above := ms[i].Expression.Licenses(), ms[i-1]
		if ms[i].End-ms[i].Start >= leastText && above.Notice && len(text) == 1 && text[0].Exception == "" && slices.ContainsFunc(above.Expression.Licenses(), func(l spdx.License) bool {
			return l.ID == text[0].ID && l.Exception != ""
		}) {
			out[i].Expression = spdx.Expr{}
		}
	}
	return out
}

// exceptable reports whether one of a match's licenses is one that the exception is made
// for, or a choice of its versions: of a choice the GNU option.
func exceptable(e spdx.Expr, exception string) bool {
	n := 0
	names := map[string]bool{}
	for _, l := range e.Licenses() {
		if exceptableLicense(l, exception) {
			name, _, _ := strings.Cut(l.ID, "-")
			names[name] = true
			n++
		}
	}
	return n == 1 || len(names) == 1 && len(e.Options()) == n
}

func exceptableLicense(l spdx.License, exception string) bool {
	if base, ok := exceptionBases[exception]; ok {
		return strings.HasPrefix(l.ID, base)
	}
	return strings.Contains(l.ID, "GPL-")
}

// exceptionBases are what the ids of licenses begin with whose exceptions are not made for
// every GNU license; an id where there is one such license.
var exceptionBases = map[string]string{
	"LLVM-exception": "Apache-2.0", "Swift-exception": "Apache-2.0", "CUPS-exception": "Apache-2.0", "mxml-exception": "Apache-2.0",
	"Universal-FOSS-exception-1.0": "", "SHL-2.0": "Apache-2.0", "SHL-2.1": "Apache-2.0",
	"GCC-exception-3.1": "GPL-", "Qt-LGPL-exception-1.1": "LGPL-", "Nokia-Qt-exception-1.1": "LGPL-", "PCRE2-exception": "BSD-", "Google-Patent-WebM": "BSD-", "fmt-exception": "MIT", "GNOME-examples-exception": "CC-BY-SA-",
	"KiCad-libraries-exception": "CC-BY-SA-", "LZMA-exception": "CPL-1.0", "QPL-1.0-INRIA-2004-exception": "QPL-1.0",
}

// basesAlone are the licenses of exceptions whose own texts do not name them.
var basesAlone = map[string]string{
	"Asterisk-exception": "GPL-2.0-only", "Bison-exception-1.24": "GPL-2.0-or-later", "Classpath-exception-2.0-short": "GPL-1.0-or-later",
	"GNOME-examples-exception": "CC-BY-SA-3.0", "KiCad-libraries-exception": "CC-BY-SA-4.0", "PCRE2-exception": "BSD-3-Clause",
	"u-boot-exception-2.0": "GPL-2.0-or-later",
}

// exceptedBehind gives a notice the exception that is named right behind it: "or any later
// version, with the LGPL-3.0 Linking Exception".
func exceptedBehind(text []byte, m match) match {
	behind := text[m.End:min(len(text), m.End+maxReference)]
	if !m.Notice || !gnu(m.Expression) || !bytes.HasPrefix(bytes.TrimLeft(behind, ", \t\r\n*#/;"), []byte("with ")) {
		return m
	}
	behind = oneSpace(behind)
	if len(behind) > 0 && behind[0] == 'w' {
		behind = append([]byte(" "), behind...)
	}
	m.Expression, _ = withNamed(m.Expression, behind, 0)
	return m
}
