package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// text is a license text that belongs to a package.
type text struct {
	path string
	res  *license.Result
}

// conclude weighs what a package declares against the texts that lie with it.
// Where they contradict each other both count: the stricter one decides.
func conclude(c *inventory.Component, declared []inventory.Evidence, texts []text) {
	stated := statement(declared)
	texts = pointed(c, offered(c, texts))
	var found, main, unread spdx.Expr
	restricts := ""
	for _, t := range texts {
		c.Evidence = append(c.Evidence, textEvidence(t.path, t.res))
		c.Parameter = append(c.Parameter, t.res.Parameters...)
		if t.res.Conflict != "" {
			c.Conflict = t.res.Conflict
		}
		c.Bundled = append(c.Bundled, t.res.Parts...)
		if notes(t.path) && !t.res.Restricted {
			part := t.res.Found
			if t.res.Restricts != "" {
				part = t.res.Main
			}
			if !part.IsZero() {
				c.Bundled = append(c.Bundled, inventory.Bundled{Files: t.path, License: part})
			}
			continue
		}
		// a text of which little was recognized contradicts nothing
		if t.res.Share >= contradicts || t.res.Restricted || stated.IsZero() {
			found = spdx.And(found, t.res.Main.Known())
		}
		main = spdx.And(main, t.res.Main)
		if t.res.Found.IsZero() {
			unread = spdx.And(unread, t.res.Main) // nothing of it was recognized: it may say anything
		}
		if restricts == "" {
			restricts = t.res.Restricts
		}
	}
	switch {
	case main.IsZero() && stated.IsZero():
		if said := words(declared); said != "" {
			c.Concluded = spdx.Unrecognized(license.Digest(said))
		}
	case main.IsZero():
		c.Concluded = stated
	case stated.IsZero():
		c.Concluded = main
	default:
		weigh(c, stated, found, main, restricts)
		c.Concluded = spdx.And(c.Concluded, unread)
	}
	if said := words(declared); stated.IsZero() && said != "" && !main.IsZero() && !pointers.MatchString(said) {
		c.Conflict = "“" + said + "” ≠ " + main.String()
	}
}

// pointers are statements that leave it to a file.
var pointers = regexp.MustCompile(`(?i)licen[sc]e (in|file)|^see |^(custom|other|dual|unknown)`)

// offered sets aside, where one file offers a choice, the files that hold the
// texts of its options.
func offered(c *inventory.Component, texts []text) []text {
	for i, t := range texts {
		var others spdx.Expr
		for j, o := range texts {
			if j != i && o.res.Main.Recognized() {
				others = spdx.And(others, o.res.Main)
			}
		}
		if !t.res.Noticed || !license.Offers(t.res.Main, others) {
			continue
		}
		return slices.DeleteFunc(slices.Clone(texts), func(o text) bool {
			option := o.path != t.path && o.res.Main.Recognized() && license.Within(o.res.Main, t.res.Main)
			if option {
				c.Evidence = append(c.Evidence, textEvidence(o.path, o.res))
			}
			return option
		})
	}
	return texts
}

// pointed sets aside, where one file tells which folders are under which license,
// the files that hold the texts of these.
func pointed(c *inventory.Component, texts []text) []text {
	for i, t := range texts {
		if !t.res.Noticed || len(t.res.Parts) == 0 {
			continue
		}
		told := t.res.Main
		for _, p := range t.res.Parts {
			told = spdx.And(told, p.License)
		}
		return slices.DeleteFunc(slices.Clone(texts), func(o text) bool {
			if o.path == texts[i].path || !o.res.Main.Recognized() || o.res.Restricts != "" || !license.Within(o.res.Main.Known(), told) && !revise(c, o.res.Main, t.res.Parts) {
				return false
			}
			c.Evidence = append(c.Evidence, textEvidence(o.path, o.res))
			c.Parameter = append(c.Parameter, o.res.Parameters...)
			return true
		})
	}
	return texts
}

// revise puts the license of a text in the place of one that a sentence names
// without its version.
func revise(c *inventory.Component, found spdx.Expr, parts []inventory.Bundled) bool {
	stem := func(e spdx.Expr) string { return version.ReplaceAllString(e.String(), "") }
	for _, p := range parts {
		if stem(p.License) == stem(found) {
			c.Bundled = append(c.Bundled, inventory.Bundled{Files: p.Files, License: found})
			return true
		}
	}
	return false
}

var version = regexp.MustCompile(`-[\d.]+$`)

// contradicts is the share of a text's terms that must be explained before it
// stands against what a package declares.
const contradicts = 0.5

// statement is the first thing declared that was understood.
func statement(declared []inventory.Evidence) spdx.Expr {
	for _, e := range declared {
		if e.Kind != inventory.KindText && !e.Expression.IsZero() {
			return e.Expression
		}
	}
	return spdx.Expr{}
}

func words(declared []inventory.Evidence) string {
	for _, e := range declared {
		if e.Stated != "" {
			return e.Stated
		}
	}
	return ""
}

func weigh(c *inventory.Component, stated, found, main spdx.Expr, restricts string) {
	extra := without(found, stated)
	missing := without(stated, found)
	switch {
	case len(extra) == 0 && restricts == "":
		c.Concluded = stated
	case len(extra) == 0 || found.IsZero():
		c.Concluded = stated
		if restricts != "" {
			c.Concluded = spdx.And(stated, main)
			c.Conflict = stated.String() + " ≠ “" + restricts + "”"
		}
	case vague(stated):
		c.Concluded = main
	case len(missing) == 0 && !license.AnyRestricted(extra):
		// the text holds what is declared, and the terms of other parts
		c.Concluded = stated
		for _, l := range extra {
			c.Bundled = append(c.Bundled, inventory.Bundled{Files: "LICENSE", License: spdx.Of(l)})
		}
	default:
		c.Concluded = spdx.And(stated, main)
		c.Conflict = stated.String() + " ≠ " + found.String()
	}
}

// vague reports whether a statement names a family rather than a license, so
// that the text says more.
func vague(e spdx.Expr) bool {
	for _, l := range e.Licenses() {
		if strings.HasSuffix(l.ID, "-unspecified") {
			return true
		}
	}
	return false
}

// without lists the licenses of a that b does not cover. A text of the GPL says
// nothing of which versions may be chosen, and that of the LGPL comes with the
// GPL's.
func without(a, b spdx.Expr) []spdx.License {
	have := map[string]bool{}
	for _, l := range b.Licenses() {
		f := l.Family()
		have[f] = true
		have[f+".1"] = true     // a revision of the text under the same name: Python-2.0.1
		have[f+"-Views"] = true // says besides whose views a work has: BSD-2-Clause-Views
		have[f+"-0"] = true     // asks for less: MIT-0
		kind, version, _ := strings.Cut(f, "-")
		switch kind {
		case "LGPL":
			have["GPL-"+strings.Replace(version, "2.1", "2.0", 1)] = true
			have["GPL-3.0"] = have["GPL-3.0"] || strings.HasSuffix(l.ID, "-or-later")
			have["LGPL-3.0"] = have["LGPL-3.0"] || strings.HasSuffix(l.ID, "-or-later")
			have["LGPL-2.1"] = have["LGPL-2.1"] || strings.HasSuffix(l.ID, "-or-later")
		case "GPL":
			if strings.HasSuffix(l.ID, "-or-later") {
				have["GPL-2.0"], have["GPL-3.0"] = true, true
			}
		}
	}
	var out []spdx.License
	for _, l := range a.Licenses() {
		if !have[l.Family()] {
			out = append(out, l)
		}
	}
	return out
}
