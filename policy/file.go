package policy

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Problem is something wrong in a policy file.
type Problem struct {
	Line int
	Text string
	Hint string // what was probably meant
}

func (p Problem) String() string {
	s := fmt.Sprintf("line %d: %s", p.Line, p.Text)
	if p.Hint != "" {
		s += " – did you mean " + p.Hint + "?"
	}
	return s
}

// FileError lists the problems of a policy file.
type FileError struct {
	Name     string
	Problems []Problem
}

func (e *FileError) Error() string {
	var lines []string
	for _, p := range e.Problems {
		lines = append(lines, e.Name+": "+p.String())
	}
	return strings.Join(lines, "\n")
}

// Remedy tells how to see what a policy file may hold.
func (e *FileError) Remedy() string {
	return "licdrift policy init prints a commented file, licdrift policy schema the schema for an editor"
}

// MaxFile bounds a policy file, in bytes.
const MaxFile = 4 << 20

// Read reads a policy file. Its form is that of [Schema]; every problem is told
// with its line, as a *[FileError].
func Read(r io.Reader, name string, k *terms.Knowledge) (*Policy, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > MaxFile {
		return nil, &FileError{name, []Problem{{Line: 1, Text: "the file is too large"}}}
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(b))
	switch err := decoder.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, &FileError{name, []Problem{{Line: 1, Text: "the file is empty"}}}
	case err != nil:
		return nil, &FileError{name, []Problem{{Line: lineOf(err), Text: unlined.ReplaceAllString(strings.TrimPrefix(err.Error(), "yaml: "), "")}}}
	}
	f := &reader{terms: k, policy: ForUses(Uses{})}
	f.policy.Name = name
	if alias := aliased(doc.Content[0]); alias != nil {
		f.wrong(alias, "", "aliases are not read: write the value out")
	}
	if more := decoder.Decode(new(yaml.Node)); !errors.Is(more, io.EOF) {
		f.wrong(doc.Content[0], "", "more than one document: only the first would be read")
	}
	f.read(doc.Content[0])
	if len(f.problems) > 0 {
		slices.SortStableFunc(f.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
		return nil, &FileError{name, f.problems}
	}
	return f.policy, nil
}

var unlined = regexp.MustCompile(`^line \d+: `)

func lineOf(err error) int {
	var n int
	if _, s, ok := strings.Cut(err.Error(), "line "); ok {
		_, _ = fmt.Sscanf(s, "%d", &n)
	}
	return max(n, 1)
}

// reader is the state of reading one file.
type reader struct {
	terms    *terms.Knowledge
	policy   *Policy
	problems []Problem
}

// field reads the value of a key.
type field struct {
	name string
	read func(*yaml.Node)
}

// maxProblems are enough to mend a file by.
const maxProblems = 50

func (f *reader) wrong(n *yaml.Node, hint, format string, args ...any) {
	if len(f.problems) >= maxProblems {
		return
	}
	f.problems = append(f.problems, Problem{n.Line, fmt.Sprintf(format, args...), hint})
}

func (f *reader) read(root *yaml.Node) {
	p := f.policy
	f.mapping(root, []field{
		{"version", func(n *yaml.Node) {
			if n.Value != "1" {
				f.wrong(n, "1", "version %s is not known", n.Value)
			}
		}},
		{"company", f.company},
		{"uses", func(n *yaml.Node) { p.Uses = f.uses(n, Uses{}) }},
		{"accept", func(n *yaml.Node) { p.Accept = f.duties(n) }},
		{"allow", func(n *yaml.Node) { p.Allow = f.rules(n) }},
		{"deny", func(n *yaml.Node) { p.Deny = f.rules(n) }},
		{"choices", func(n *yaml.Node) { f.each(n, f.choice) }},
		{"waivers", func(n *yaml.Node) { f.each(n, f.waiver) }},
		{"unknown", func(n *yaml.Node) {
			if v, ok := ParseVerdict(n.Value); ok && (v == Review || v == Forgo) {
				p.Unknown = v
				return
			}
			f.wrong(n, "", "unknown: %q is neither review nor forgo", n.Value)
		}},
		{"scopes", f.scopes}, // behind uses, from which they start
	})
	for _, r := range p.Deny {
		if slices.Contains(p.Allow, r) {
			f.wrong(root, "", "%s is both allowed and denied", cmp.Or(r.Family, r.License.String()))
		}
	}
	if len(p.Uses.All()) == 0 {
		f.wrong(root, "", "no use is required or droppable")
	}
	if p.Company.NonCommercial && p.anyUse(terms.Commercial) {
		f.wrong(root, "", "the company is not commercial, but the use commercial is declared")
	}
}

// mapping reads a mapping, in the order of the fields.
func (f *reader) mapping(n *yaml.Node, fields []field) {
	if n.Kind != yaml.MappingNode {
		f.wrong(n, "", "expected keys and values")
		return
	}
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case values[key.Value] != nil:
			f.wrong(key, "", "key %q stands twice", key.Value)
		case !slices.Contains(names(fields), key.Value):
			f.wrong(key, nearest(key.Value, names(fields)), "unknown key %q", key.Value)
		}
		values[key.Value] = n.Content[i+1]
	}
	for _, x := range fields {
		if v := values[x.name]; v != nil {
			x.read(v)
		}
	}
}

// aliased finds an alias, whose value would have to be looked up wherever one is
// read.
func aliased(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n
	}
	for _, c := range n.Content {
		if a := aliased(c); a != nil {
			return a
		}
	}
	return nil
}

func names(fields []field) []string {
	var out []string
	for _, x := range fields {
		out = append(out, x.name)
	}
	return out
}

func (f *reader) each(n *yaml.Node, read func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		if n.Tag != "!!null" {
			f.wrong(n, "", "expected a list")
		}
		return
	}
	for _, x := range n.Content {
		read(x)
	}
}

func (f *reader) company(n *yaml.Node) {
	c := &f.policy.Company
	f.mapping(n, []field{
		{"commercial", func(n *yaml.Node) {
			var yes bool
			if n.Tag != "!!bool" || n.Decode(&yes) != nil {
				f.wrong(n, "", "commercial: %q is neither true nor false", n.Value)
			}
			c.NonCommercial = !yes
		}},
		{"revenue", func(n *yaml.Node) { c.Revenue = f.number(n, "revenue") }},
		{"users", func(n *yaml.Node) {
			c.Users = int(f.number(n, "users"))
			if strings.ContainsAny(n.Value, ".eE") {
				f.wrong(n, "", "users: %q is no whole number", n.Value)
			}
		}},
	})
}

func (f *reader) number(n *yaml.Node, name string) float64 {
	x, err := strconv.ParseFloat(strings.ReplaceAll(n.Value, "_", ""), 64)
	if err != nil || !(x >= 0 && x < 1e15) {
		f.wrong(n, "", "%s: %q is no number", name, n.Value)
	}
	return x
}

// uses reads how each use is declared; those that are not named stay as they are.
func (f *reader) uses(n *yaml.Node, base Uses) Uses {
	out := Uses{slices.Clone(base.Required), slices.Clone(base.Droppable)}
	var fields []field
	for _, u := range terms.AllUses() {
		fields = append(fields, field{u.String(), func(n *yaml.Node) {
			drop := func(x terms.Use) bool { return x == u }
			out.Required, out.Droppable = slices.DeleteFunc(out.Required, drop), slices.DeleteFunc(out.Droppable, drop)
			switch n.Value {
			case "required":
				out.Required = append(out.Required, u)
			case "droppable":
				out.Droppable = append(out.Droppable, u)
			case "none":
			default:
				f.wrong(n, nearest(n.Value, []string{"required", "droppable", "none"}), "%s: %q is not required, droppable or none", u, n.Value)
			}
		}})
	}
	f.mapping(n, fields)
	slices.Sort(out.Required)
	slices.Sort(out.Droppable)
	return out
}

func (f *reader) duties(n *yaml.Node) []terms.Duty {
	var out []terms.Duty
	var known []string
	for _, d := range f.terms.Codes() {
		known = append(known, string(d))
	}
	f.each(n, func(n *yaml.Node) {
		if !slices.Contains(known, n.Value) {
			f.wrong(n, nearest(n.Value, known), "unknown obligation %q", n.Value)
		}
		out = append(out, terms.Duty(n.Value))
	})
	return out
}

func (f *reader) rules(n *yaml.Node) []Rule {
	var out []Rule
	f.each(n, func(n *yaml.Node) {
		if family, ok := strings.CutPrefix(n.Value, "family:"); ok {
			if !slices.Contains(f.terms.Families(), family) {
				f.wrong(n, nearest(family, f.terms.Families()), "unknown family %q", family)
			}
			out = append(out, Rule{Family: family})
			return
		}
		e, ok := f.license(n)
		if ls := e.Licenses(); ok && len(ls) == 1 {
			out = append(out, Rule{License: ls[0]})
		} else if ok {
			f.wrong(n, "", "%q is more than one license: name each by itself", n.Value)
		}
	})
	return out
}

// license reads an expression whose licenses are known: a name with a slip would
// allow or deny nothing.
func (f *reader) license(n *yaml.Node) (spdx.Expr, bool) {
	e, err := spdx.Parse(n.Value)
	if err == nil && !e.IsZero() {
		bad := ""
		for _, l := range e.Licenses() {
			if _, ok := f.terms.Lookup(l.ID); !ok && f.slip(l) {
				bad = l.ID
			}
		}
		if bad == "" {
			return e, true
		}
		f.wrong(n, nearest(bad, f.terms.IDs()), "unknown license %q", bad)
		return e, false
	}
	f.wrong(n, nearest(n.Value, f.terms.IDs()), "%q is no license expression", n.Value)
	return e, false
}

// slip reports whether an id that is not known is one of the list, misspelled: an own
// one begins with LicenseRef-, and differs from the known ones by more than a letter.
func (f *reader) slip(l spdx.License) bool {
	own, ok := strings.CutPrefix(l.ID, ownLicense)
	if !ok || !l.Recognized() {
		return !ok
	}
	return slices.ContainsFunc(f.terms.IDs(), func(id string) bool {
		known, ok := strings.CutPrefix(id, ownLicense)
		return ok && distance(strings.ToLower(own), strings.ToLower(known)) <= 1
	})
}

const ownLicense = "LicenseRef-"

func (f *reader) pattern(n *yaml.Node) string {
	kind, name, _ := strings.Cut(strings.TrimPrefix(n.Value, "pkg:"), "/")
	if _, err := path.Match(normalized(n.Value), ""); !strings.HasPrefix(n.Value, "pkg:") || kind == "" || name == "" || err != nil {
		f.wrong(n, "", "%q is no package URL such as pkg:npm/husky", n.Value)
	}
	return n.Value
}

func (f *reader) choice(n *yaml.Node) {
	var c Choice
	f.mapping(n, []field{
		{"component", func(n *yaml.Node) { c.Component = f.pattern(n) }},
		{"license", func(n *yaml.Node) {
			c.License, _ = f.license(n)
			if len(c.License.Options()) > 1 {
				f.wrong(n, "", "%q is a choice itself: name the one that is taken", n.Value)
			}
		}},
	})
	if c.Component == "" || c.License.IsZero() {
		f.wrong(n, "", "a choice needs component and license")
	}
	f.policy.Choices = append(f.policy.Choices, c)
}

func (f *reader) waiver(n *yaml.Node) {
	var w Waiver
	f.mapping(n, []field{
		{"component", func(n *yaml.Node) { w.Component = f.pattern(n) }},
		{"license", func(n *yaml.Node) { w.License, _ = f.license(n) }},
		{"text", func(n *yaml.Node) {
			w.Text = strings.TrimPrefix(n.Value, "sha256:")
			if len(w.Text) != 64 || strings.Trim(strings.ToLower(w.Text), "0123456789abcdef") != "" {
				f.wrong(n, "", "text: %q is no sha256 of a license text", n.Value)
			}
		}},
		{"reason", func(n *yaml.Node) { w.Reason = n.Value }},
		{"approver", func(n *yaml.Node) { w.Approver = n.Value }},
		{"expires", func(n *yaml.Node) {
			var err error
			if w.Expires, err = time.Parse(time.DateOnly, n.Value); err != nil {
				f.wrong(n, "", "expires: %q is no day such as 2027-01-31", n.Value)
			}
		}},
	})
	for _, x := range []struct{ name, value string }{{"component", w.Component}, {"reason", w.Reason}, {"approver", w.Approver}} {
		if v := strings.TrimSpace(x.value); v == "" || v == "~" || v == "null" {
			f.wrong(n, "", "a waiver needs %s", x.name)
		}
	}
	if w.Expires.IsZero() {
		f.wrong(n, "", "a waiver needs expires: the day on which it is looked at again")
	}
	f.policy.Waivers = append(f.policy.Waivers, w)
}

func (f *reader) scopes(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		f.wrong(n, "", "expected scopes by name")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		s := Scope{Name: n.Content[i].Value, Uses: f.policy.Uses}
		if slices.ContainsFunc(f.policy.Scopes, func(o Scope) bool { return o.Name == s.Name }) {
			f.wrong(n.Content[i], "", "scope %q stands twice", s.Name)
		}
		f.mapping(n.Content[i+1], []field{
			{"packages", func(n *yaml.Node) {
				s.Packages = nil
				f.each(n, func(n *yaml.Node) { s.Packages = append(s.Packages, f.pattern(n)) })
				if s.Packages == nil {
					f.wrong(n, "", "no package is named")
				}
			}},
			{"linkage", func(n *yaml.Node) { s.Uses = f.linkage(n, s.Uses) }},
			{"uses", func(n *yaml.Node) { s.Uses = f.uses(n, s.Uses) }},
		})
		if len(f.policy.Deny) > 0 && len(s.Uses.All()) == 0 {
			f.wrong(n.Content[i], "", "scope %q has no use left, so what is denied would pass in it", s.Name)
		}
		if len(s.Packages) == 0 && s.Name != scopeBaseOS && s.Name != scopeApplication {
			f.wrong(n.Content[i], nearest(s.Name, []string{scopeBaseOS, scopeApplication}), "scope %q needs packages", s.Name)
		}
		f.policy.Scopes = append(f.policy.Scopes, s)
	}
}

// linkage tells how a part stands to one's own product: what is separate from it is
// not embedded in it.
func (f *reader) linkage(n *yaml.Node, u Uses) Uses {
	switch n.Value {
	case "linked":
	case "separate":
		drop := func(x terms.Use) bool { return x == terms.Embed }
		return Uses{slices.DeleteFunc(slices.Clone(u.Required), drop), slices.DeleteFunc(slices.Clone(u.Droppable), drop)}
	default:
		f.wrong(n, nearest(n.Value, []string{"linked", "separate"}), "linkage: %q is neither linked nor separate", n.Value)
	}
	return u
}

// nearest gives the known word that a slip most likely meant, or none.
func nearest(word string, known []string) string {
	if word == "" {
		return ""
	}
	best, least := "", max(2, len(word)/4)+1
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to change, add or leave out between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
