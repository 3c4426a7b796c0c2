package spdx

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// The lists are the ids of the SPDX License List, a line each with the columns
// of its head. Origin: https://spdx.org/licenses/, by way of the npm packages
// spdx-license-list, spdx-license-ids and spdx-exceptions.
//
//go:embed licenses.tsv
var licensesTSV string

//go:embed exceptions.tsv
var exceptionsTSV string

// Listed is an entry of the SPDX License List.
type Listed struct {
	ID         string
	Name       string
	Deprecated bool
	OSI        bool // approved by the Open Source Initiative
}

type list struct {
	licenses   map[string]Listed // by lower-case id
	exceptions map[string]string // lower-case id → id
}

var lists = sync.OnceValue(func() list {
	l := list{licenses: map[string]Listed{}, exceptions: map[string]string{}}
	for _, f := range rows(licensesTSV) {
		l.licenses[strings.ToLower(f[0])] = Listed{ID: f[0], Name: f[3], Deprecated: f[1] == "1", OSI: f[2] == "1"}
	}
	for _, f := range rows(exceptionsTSV) {
		l.exceptions[strings.ToLower(f[0])] = f[0]
	}
	return l
})

func rows(tsv string) [][]string {
	var out [][]string
	for i, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		if i > 0 {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// Lookup finds a listed license by its id in any case.
func Lookup(id string) (Listed, bool) {
	l, ok := lists().licenses[strings.ToLower(id)]
	return l, ok
}

// Exception gives the listed spelling of an exception's id.
func Exception(id string) (string, bool) {
	x, ok := lists().exceptions[strings.ToLower(id)]
	return x, ok
}

// All lists the licenses of the SPDX License List by their ids.
func All() []Listed {
	out := make([]Listed, 0, len(lists().licenses))
	for _, l := range lists().licenses {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Listed) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// renamed gives the successors of deprecated ids that have one, as the list's
// own notes name them. The GNU family is handled by rule.
var renamed = map[string]License{
	"bsd-2-clause-freebsd":             {ID: "BSD-2-Clause"},
	"bsd-2-clause-netbsd":              {ID: "BSD-2-Clause"},
	"bzip2-1.0.5":                      {ID: "bzip2-1.0.6"},
	"standardml-nj":                    {ID: "SMLNJ"},
	"nunit":                            {ID: "zlib-acknowledgement"},
	"wxwindows":                        {ID: "LGPL-2.0-or-later", Exception: "WxWindows-exception-3.1"},
	"ecos-2.0":                         {ID: "GPL-2.0-or-later", Exception: "eCos-exception-2.0"},
	"gpl-2.0-with-gcc-exception":       {ID: "GPL-2.0-only", Exception: "GCC-exception-2.0"},
	"gpl-3.0-with-gcc-exception":       {ID: "GPL-3.0-only", Exception: "GCC-exception-3.1"},
	"gpl-2.0-with-font-exception":      {ID: "GPL-2.0-only", Exception: "Font-exception-2.0"},
	"gpl-2.0-with-autoconf-exception":  {ID: "GPL-2.0-only", Exception: "Autoconf-exception-2.0"},
	"gpl-3.0-with-autoconf-exception":  {ID: "GPL-3.0-only", Exception: "Autoconf-exception-3.0"},
	"gpl-2.0-with-bison-exception":     {ID: "GPL-2.0-only", Exception: "Bison-exception-2.2"},
	"gpl-2.0-with-classpath-exception": {ID: "GPL-2.0-only", Exception: "Classpath-exception-2.0"},
}

// canonical gives a license its listed spelling and its successor's id. It
// fails on ids that are neither listed nor a reference.
func canonical(id, exception string) (License, bool) {
	if exception != "" {
		x, ok := Exception(exception)
		if !ok && !reference(exception) {
			return License{}, false
		}
		if ok {
			exception = x
		}
	}
	if r, ok := renamed[strings.ToLower(id)]; ok && (exception == "" || r.Exception == "") {
		if r.Exception == "" {
			r.Exception = exception
		}
		return r, true
	}
	if reference(id) {
		return License{id, exception}, true
	}
	base, plus := strings.CutSuffix(id, "+")
	l, ok := Lookup(base)
	if !ok {
		return License{}, false
	}
	id = l.ID
	if gnu(id) {
		id = versioned(id, plus)
		return License{id, exception}, true
	}
	if plus {
		id += "+"
	}
	return License{id, exception}, true
}

// reference reports whether the id is one of a document's own: of letters, digits, hyphens and
// full stops, and of the two signs more that people use.
// https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
func reference(id string) bool {
	rest, ok := strings.CutPrefix(id, "LicenseRef-")
	if !ok {
		if rest, ok = strings.CutPrefix(id, "AdditionRef-"); !ok {
			return strings.HasPrefix(id, "DocumentRef-") && strings.Contains(id, ":LicenseRef-")
		}
	}
	return rest != "" && !strings.ContainsFunc(rest, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-._+", c)
	})
}

// gnu reports whether the id is of the family whose version alone is
// deprecated: GPL-2.0 must say -only or -or-later.
func gnu(id string) bool {
	family, _, ok := strings.Cut(id, "-")
	switch family {
	case "GPL", "LGPL", "AGPL", "GFDL":
		return ok
	}
	return false
}

func versioned(id string, plus bool) string {
	if base, ok := strings.CutSuffix(id, "-only"); ok && plus {
		return base + "-or-later"
	}
	switch {
	case strings.HasSuffix(id, "-only"), strings.HasSuffix(id, "-or-later"):
		return id
	case plus:
		return id + "-or-later"
	}
	return id + "-only"
}

// Family gives the id without what says which later versions may be chosen:
// GPL-2.0 for GPL-2.0-only and GPL-2.0-or-later. The text of both is the same.
func (l License) Family() string {
	id := strings.TrimSuffix(l.ID, "+")
	id = strings.TrimSuffix(id, "-only")
	return strings.TrimSuffix(id, "-or-later")
}

const unrecognized = "LicenseRef-unrecognized-"

// Unrecognized stands for license terms that were read and not recognized. The
// digest identifies their words, so that the same terms compare equal.
func Unrecognized(digest string) Expr {
	return Of(License{ID: unrecognized + digest[:min(len(digest), 12)]})
}

// Recognized reports whether the license is a known one.
func (l License) Recognized() bool { return !strings.HasPrefix(l.ID, unrecognized) }

// Recognized reports whether something is known and all of it is recognized.
func (e Expr) Recognized() bool {
	for _, l := range e.Licenses() {
		if !l.Recognized() {
			return false
		}
	}
	return !e.IsZero()
}

// Known is the expression without the licenses that were not recognized.
func (e Expr) Known() Expr {
	return e.Map(func(l License) Expr {
		if !l.Recognized() {
			return Expr{}
		}
		return Of(l)
	})
}
