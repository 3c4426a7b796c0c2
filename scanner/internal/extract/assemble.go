package extract

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Assemble makes components of the merged facts of a target. The name serves a
// source tree whose manifests give none.
func Assemble(v *View, name string) ([]inventory.Component, []inventory.Gap) {
	a := &assembly{view: v, owner: map[string]int{}, claimed: map[string]bool{}}
	a.collect()
	a.own()
	for i := range a.parts {
		a.component(i)
	}
	a.leftover(name)
	a.programs()
	out := make([]inventory.Component, len(a.parts))
	for i, p := range a.parts {
		out[i] = p.c
	}
	return out, a.gaps
}

// part is a package on its way to a component.
type part struct {
	p  Package
	at string // the file that told of it
	c  inventory.Component
}

type assembly struct {
	view    *View
	parts   []part
	owner   map[string]int // path → index of the part that ships it
	claimed map[string]bool
	gaps    []inventory.Gap
	os      *OS
	tree    bool // a source tree, no root file system
}

func (a *assembly) collect() {
	for _, at := range a.view.paths() {
		f := a.view.facts[at]
		a.gaps = append(a.gaps, f.Gaps...)
		if f.OS != nil && (a.os == nil || at == "etc/os-release") {
			a.os = f.OS
		}
		for _, p := range f.Packages {
			a.parts = append(a.parts, part{p: p, at: at})
		}
	}
	a.tree = a.os == nil && !slices.ContainsFunc(a.parts, func(p part) bool { return system(p.p.Type) })
	if !a.tree {
		a.parts = slices.DeleteFunc(a.parts, func(p part) bool { return (rootManifest{}).Wants(p.at) })
	}
}

// system reports whether packages of the type make up an operating system.
func system(purlType string) bool {
	return purlType == "deb" || purlType == "apk" || purlType == "rpm"
}

// own notes which package ships which file.
func (a *assembly) own() {
	byName := map[string]int{}
	for i, p := range a.parts {
		if system(p.p.Type) {
			byName[p.p.Name] = i
			for _, file := range p.p.Files {
				a.ownFile(file, i)
			}
		}
	}
	for _, at := range a.view.paths() {
		f := a.view.facts[at]
		if f.List == nil {
			continue
		}
		if i, ok := byName[f.List.Package]; ok {
			for _, file := range f.List.Files {
				a.ownFile(file, i)
			}
		}
	}
}

// ownFile also notes the name that the file has where links lead: /lib/x is
// /usr/lib/x.
func (a *assembly) ownFile(file string, i int) {
	a.owner[file] = i
	if p, ok := a.view.Resolve(file); ok {
		a.owner[p] = i
	}
}

func (a *assembly) component(i int) {
	p := &a.parts[i]
	c := &p.c
	*c = inventory.Component{
		Type: p.p.Type, Namespace: p.p.Namespace, Name: p.p.Name, Version: p.p.Version, Source: p.p.Source,
		Places: []inventory.Place{{Path: p.at, Layer: a.view.layer[p.at]}}, Free: p.p.Free,
		Evidence: slices.Clone(p.p.Declared), Bundled: slices.Clone(p.p.Bundled),
	}
	c.Namespace = a.namespace(i)
	c.PURL = packageURL(c, p.p.Arch)
	if o, ok := a.owner[p.at]; ok && o != i {
		c.Owner = packageURL(&inventory.Component{Type: a.parts[o].p.Type, Namespace: a.namespace(o), Name: a.parts[o].p.Name, Version: a.parts[o].p.Version}, a.parts[o].p.Arch)
	}
	for n := range c.Evidence {
		if c.Evidence[n].Path == "" {
			c.Evidence[n].Path = p.at
		}
	}
	c.Declared = words(p.p.Declared)
	conclude(c, p.p.Declared, a.ownTexts(p.p))
	inner(c)
	library(c)
}

// inner counts the texts that lie within an archive with the component.
func inner(c *inventory.Component) {
	var main spdx.Expr
	for _, e := range c.Evidence {
		if e.Kind == inventory.KindText && strings.Contains(e.Path, "!/") {
			main = spdx.And(main, e.Expression)
		}
	}
	switch {
	case main.IsZero():
	case c.Concluded.IsZero() || !c.Concluded.Recognized():
		c.Concluded = main
	default:
		restricts := ""
		for _, e := range c.Evidence {
			if restricts == "" {
				restricts = e.Open
			}
		}
		weigh(c, c.Concluded, main.Known(), main, restricts)
	}
}

func (a *assembly) ownTexts(p Package) []text {
	var out []text
	seen := map[string]bool{}
	for _, place := range p.Texts {
		for _, file := range a.view.texts(place) {
			if !seen[file] && (place != "" || a.tree) {
				seen[file], a.claimed[file] = true, true
				out = append(out, text{file, a.view.facts[file].Text})
			}
		}
		if len(out) > 0 && !strings.HasSuffix(place, "/") && place != "" {
			break // the file that the metadata names is the license
		}
	}
	return out
}

// leftover gives the texts that no package claimed to whom they belong: the
// package whose folder they lie in, the one that ships them, or a component of
// their own.
func (a *assembly) leftover(name string) {
	roots := map[string]int{}
	for i, p := range a.parts {
		if p.p.Root != "" {
			roots[p.p.Root] = i
		} else if a.tree && !strings.Contains(p.at, "/") && !system(p.p.Type) {
			roots[""] = i
		}
	}
	var alone []string
	for _, file := range a.view.paths() {
		f := a.view.facts[file]
		if f.Text == nil || a.claimed[file] {
			continue
		}
		if i, ok := a.within(roots, file); ok {
			a.bundle(i, file, f.Text)
			continue
		}
		if i, ok := a.owner[file]; ok {
			if (!a.parts[i].c.Free || f.Text.Restricted) && !debianCopyright(file) {
				a.bundle(i, file, f.Text)
			}
			continue
		}
		alone = append(alone, file)
	}
	a.standalone(alone, name)
}

// within finds the package whose folder is the nearest above a file.
func (a *assembly) within(roots map[string]int, file string) (int, bool) {
	for dir := folder(file); ; {
		if i, ok := roots[dir]; ok {
			return i, true
		}
		if dir == "" {
			return 0, false
		}
		dir = folder(strings.TrimSuffix(dir, "/"))
	}
}

// bundle adds a text to a component as the license of a part of it.
func (a *assembly) bundle(i int, file string, res *license.Result) {
	c := &a.parts[i].c
	part := strings.TrimPrefix(folder(file), a.parts[i].p.Root)
	if part == "" {
		part = path.Base(file)
	}
	e := res.Main
	if !res.Restricted && res.Restricts == "" {
		e = res.Found
	}
	if e.IsZero() {
		return
	}
	c.Bundled = append(c.Bundled, inventory.Bundled{Files: part, License: e})
	c.Parameter = append(c.Parameter, res.Parameters...)
	c.Evidence = append(c.Evidence, textEvidence(file, res))
}

// standalone makes components of folders with license texts that no package
// manager knows. A folder below another belongs to it.
func (a *assembly) standalone(files []string, name string) {
	tops := map[string][]string{}
	var order []string
	for _, file := range files {
		top := a.top(tops, file)
		if _, ok := tops[top]; !ok {
			order = append(order, top)
		}
		tops[top] = append(tops[top], file)
	}
	for _, top := range order {
		a.folderComponent(top, tops[top], name)
	}
}

// top finds the component folder a file belongs to: one already made above it,
// or its own.
func (a *assembly) top(tops map[string][]string, file string) string {
	own := folder(file)
	if a.tree {
		return ""
	}
	for dir := own; dir != ""; dir = folder(strings.TrimSuffix(dir, "/")) {
		if _, ok := tops[dir]; ok && !commonFolder(dir) && strings.Count(dir, "/") > 1 {
			return dir
		}
	}
	return own
}

// programs makes components of folders with programs that no package ships and
// no license speaks for: what cannot be judged must be seen. Folders with
// programs of many origins tell nothing.
func (a *assembly) programs() {
	spoken := map[string]bool{}
	for _, p := range a.parts {
		spoken[p.p.Root] = true
		for _, place := range p.c.Places {
			spoken[folder(place.Path)] = true
		}
	}
	if a.tree {
		return
	}
	for _, file := range a.view.paths() {
		dir := folder(file)
		if _, owned := a.owner[file]; owned || !a.view.facts[file].Program || a.spokenFor(spoken, dir) || !strings.HasPrefix(dir, "opt/") && !strings.HasPrefix(dir, "srv/") && !strings.HasPrefix(dir, "usr/local/") {
			continue
		}
		top := strings.TrimSuffix(strings.TrimSuffix(dir, "/"), "/bin") + "/"
		if spoken[dir] = true; commonFolder(top) && path.Base(top) != "app" {
			continue
		}
		c := inventory.Component{Type: "generic", Name: folderName(top, ""), Places: []inventory.Place{{Path: top, Layer: a.view.layer[file]}}}
		if m := folderVersion.FindStringSubmatch(c.Name); m != nil {
			c.Name, c.Version = m[1], m[2]
		}
		c.PURL = packageURL(&c, "")
		a.parts = append(a.parts, part{p: Package{Type: c.Type, Root: top}, c: c})
		spoken[top] = true
	}
}

// spokenFor reports whether a component was found in a folder or above it.
func (a *assembly) spokenFor(spoken map[string]bool, dir string) bool {
	for ; dir != ""; dir = folder(strings.TrimSuffix(dir, "/")) {
		if spoken[dir] {
			return true
		}
	}
	return false
}

var folderVersion = regexp.MustCompile(`^(.+?)[-_]v?(\d[\w.+~-]*)$`)

func (a *assembly) folderComponent(top string, files []string, name string) {
	c := inventory.Component{Type: "generic", Name: folderName(top, name), Places: []inventory.Place{{Path: top, Layer: a.view.layer[files[0]]}}}
	if m := folderVersion.FindStringSubmatch(c.Name); m != nil {
		c.Name, c.Version = m[1], m[2]
	}
	c.PURL = packageURL(&c, "")
	a.parts = append(a.parts, part{p: Package{Type: c.Type, Root: top}, c: c})
	i := len(a.parts) - 1
	var own []text
	for _, file := range files {
		if folder(file) == top {
			own = append(own, text{file, a.view.facts[file].Text})
		}
	}
	conclude(&a.parts[i].c, nil, own)
	for _, file := range files {
		if folder(file) != top {
			a.bundle(i, file, a.view.facts[file].Text)
		}
	}
}

// folderName names a component by its folder, past those that every product
// has.
func folderName(top, name string) string {
	dir := strings.TrimSuffix(top, "/")
	for dir != "" && dir != "." {
		switch base := path.Base(dir); strings.ToLower(base) {
		case "licenses", "license", "legal", "doc", "docs", "bin", "share", "lib", "src", "current":
			dir = path.Dir(dir)
		default:
			return base
		}
	}
	return name
}

func packageURL(c *inventory.Component, arch string) string {
	var q packageurl.Qualifiers
	if arch != "" {
		q = packageurl.Qualifiers{{Key: "arch", Value: arch}}
	}
	namespace := c.Namespace
	if namespace == "." {
		namespace = ""
	}
	return packageurl.NewPackageURL(c.Type, namespace, c.Name, c.Version, q, "").ToString()
}

// namespace of a system package is the system's id.
func (a *assembly) namespace(i int) string {
	p := a.parts[i].p
	if system(p.Type) && p.Type != "apk" && a.os != nil && a.os.ID != "" {
		return a.os.ID
	}
	return p.Namespace
}

// System gives the name of the operating system, empty for a source tree.
func (v *View) System() string {
	for _, p := range []string{"etc/os-release", "usr/lib/os-release"} {
		if r, ok := v.Resolve(p); ok && v.facts[r] != nil && v.facts[r].OS != nil {
			return v.facts[r].OS.Name
		}
	}
	return ""
}
