package known

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// relicensings.tsv: component; package URLs without version, * for anything but a
// slash; the first versions under the new license, of the main line first, then
// of older branches; from; to; day of the first release; forks as name=address;
// source; how it was checked (a registry: the license was read there on both
// sides; upstream: in the work's own repository; public: in the source alone).
//
//go:embed relicensings.tsv
var relicensingsTSV string

// Relicensing is a change of a component's license.
type Relicensing struct {
	Component string
	Packages  []string // patterns of package URLs
	Since     []string // first versions under the new license
	From, To  spdx.Expr
	Day       time.Time
	Forks     []Fork
	Source    string // address
}

// Fork is a work that went on under the old terms.
type Fork struct{ Name, URL string }

// Table is what is known.
type Table struct {
	list  []Relicensing
	exact map[string][]int // by package URL
	globs []glob
}

type glob struct {
	pattern string
	index   int
}

// Load reads the table.
func Load() (*Table, error) {
	t := &Table{exact: map[string][]int{}}
	n := 0
	for line := range strings.Lines(relicensingsTSV) {
		if n++; n == 1 {
			continue
		}
		r, err := parse(strings.Split(strings.TrimRight(line, "\n"), "\t"))
		if err != nil {
			return nil, fmt.Errorf("relicensings.tsv line %d: %w", n, err)
		}
		for _, p := range r.Packages {
			if strings.Contains(p, "*") {
				t.globs = append(t.globs, glob{p, len(t.list)})
			} else {
				t.exact[p] = append(t.exact[p], len(t.list))
			}
		}
		t.list = append(t.list, r)
	}
	return t, nil
}

func parse(f []string) (r Relicensing, err error) {
	if len(f) != 9 {
		return r, fmt.Errorf("%d columns", len(f))
	}
	r = Relicensing{Component: f[0], Packages: strings.Fields(strings.ToLower(f[1])), Since: strings.Fields(f[2]), Source: f[7]}
	if r.From, err = spdx.Parse(f[3]); err != nil {
		return r, err
	}
	if r.To, err = spdx.Parse(f[4]); err != nil {
		return r, err
	}
	if r.Day, err = time.Parse(time.DateOnly, f[5]); err != nil {
		return r, err
	}
	for s := range strings.FieldsSeq(f[6]) {
		name, url, _ := strings.Cut(s, "=")
		r.Forks = append(r.Forks, Fork{strings.ReplaceAll(name, "_", " "), url})
	}
	if len(r.Packages) == 0 || len(r.Since) == 0 {
		return r, fmt.Errorf("no package or no version")
	}
	return r, nil
}

// Size is the number of relicensings.
func (t *Table) Size() int { return len(t.list) }

// History lists the relicensings of a package in the order of versions. A version
// and qualifiers of the package URL are passed over.
func (t *Table) History(purl string) []Relicensing {
	base := Base(purl)
	found := slices.Clone(t.exact[base])
	for _, g := range t.globs {
		if ok, _ := path.Match(g.pattern, base); ok {
			found = append(found, g.index)
		}
	}
	slices.Sort(found)
	var out []Relicensing
	for _, i := range slices.Compact(found) {
		out = append(out, t.list[i])
	}
	slices.SortStableFunc(out, func(a, b Relicensing) int { return compare(a.Since[0], b.Since[0]) })
	return out
}

// Base is a package URL without version, qualifiers and subpath, in lower case.
func Base(purl string) string {
	if i := strings.IndexAny(purl, "@?#"); i >= 0 {
		purl = purl[:i]
	}
	return strings.ToLower(purl)
}

// Applies reports whether a version is under the new license: it is not before
// the first one of the main line, or of its own branch.
func (r *Relicensing) Applies(version string) bool {
	for i, since := range r.Since {
		if (i == 0 || sameBranch(since, version)) && compare(version, since) >= 0 {
			return true
		}
	}
	return false
}

// spans reports whether a version is nothing but the major one of a relicensing
// within it: it may be either side.
func (r *Relicensing) spans(version string) bool {
	v, since := parts(upstream(version)), parts(upstream(r.Since[0]))
	return len(v) == 1 && len(since) > 1 && v[0] == since[0] && strings.Trim(strings.Join(since[1:], ""), "0") != ""
}

// sameBranch compares major and minor version.
func sameBranch(a, b string) bool {
	x, y := parts(upstream(a)), parts(upstream(b))
	return len(x) > 1 && len(y) > 1 && x[0] == y[0] && x[1] == y[1]
}

// License gives the license that a version of a package is known to have, with
// the relicensing that tells: the last one that applies, else the next, whose old
// license it still has.
func (t *Table) License(purl, version string) (spdx.Expr, Relicensing, bool) {
	history := t.History(purl)
	if len(history) == 0 || !comparable(version) || slices.ContainsFunc(history, func(r Relicensing) bool { return r.spans(version) }) {
		return spdx.Expr{}, Relicensing{}, false
	}
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Applies(version) {
			return history[i].To, history[i], true
		}
	}
	return history[0].From, history[0], true
}

// Between lists the relicensings that a package went through from one version to
// another.
func (t *Table) Between(purl, before, after string) []Relicensing {
	if !comparable(before) || !comparable(after) {
		return nil
	}
	return slices.DeleteFunc(t.History(purl), func(r Relicensing) bool { return r.Applies(before) || !r.Applies(after) })
}
