package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// javaArchive reads jars, wars and ears with the jars inside of them: the
// manifest, Maven's pom files and the license texts.
// https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html
type javaArchive struct{}

func (javaArchive) Wants(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".jar", ".war", ".ear", ".hpi", ".jpi":
		return true
	}
	return false
}

// Bounds: the deepest real nesting is an ear with a war with jars; the largest
// jars have some 200 MB. A jar inside another is held in memory.
const (
	maxJarDepth   = 6
	maxJarStream  = 96 << 20
	maxNested     = 64 << 20
	maxJarEntries = 200_000
	maxJarFile    = 1 << 20
	maxJarWork    = 384 << 20
)

func (javaArchive) Extract(ctx context.Context, f *source.File, in *Tools) (*Fact, error) {
	at, size := f.At, f.Size
	if at == nil {
		b, err := readAll(f, maxJarStream)
		if err != nil {
			return nil, err
		}
		at, size = bytes.NewReader(b), int64(len(b))
	}
	j := &jarReader{ctx: ctx, in: in, fact: &Fact{}, left: maxJarWork}
	if err := j.read(at, size, f.Path, 0); err != nil {
		return j.fact, err
	}
	return j.fact, nil
}

type jarReader struct {
	ctx  context.Context
	in   *Tools
	fact *Fact
	left int64 // bytes that may still be decompressed
}

func (j *jarReader) gap(name, reason, detail string) {
	if len(j.fact.Gaps) < 100 {
		j.fact.Gaps = append(j.fact.Gaps, inventory.Gap{Path: name, Reason: reason, Detail: detail})
	}
}

func (j *jarReader) read(at io.ReaderAt, size int64, name string, depth int) error {
	z, err := zip.NewReader(at, size)
	if err != nil {
		return damaged("%v", err)
	}
	if len(z.File) > maxJarEntries {
		return &gapError{inventory.GapTooLarge, fmt.Sprintf("%d entries", len(z.File))}
	}
	jar := &jarContent{path: name}
	for _, e := range z.File {
		if j.ctx.Err() != nil {
			return j.ctx.Err()
		}
		j.entry(jar, e, depth)
	}
	j.fact.Packages = append(j.fact.Packages, jar.packages(j.in.Texts)...)
	return nil
}

// jarContent is what a jar says of itself.
type jarContent struct {
	path     string
	manifest map[string]string
	poms     []pom
	texts    []inventory.Evidence
	notes    []inventory.Bundled
}

func (j *jarReader) entry(jar *jarContent, e *zip.File, depth int) {
	name := e.Name
	full := jar.path + "!/" + name
	upper := strings.ToUpper(name)
	switch {
	case (javaArchive{}).Wants(name):
		j.nested(e, full, depth)
	case upper == "META-INF/MANIFEST.MF":
		if b := j.content(e, full, maxJarFile); b != nil {
			jar.manifest = javaManifest(b)
		}
	case strings.HasPrefix(name, "META-INF/maven/") && path.Base(name) == "pom.xml":
		if b := j.content(e, full, maxJarFile); b != nil {
			if p, err := readPom(b); err == nil {
				jar.poms = append(jar.poms, p)
			} else {
				j.gap(full, inventory.GapDamaged, err.Error())
			}
		}
	case (licenseFile{}).Wants(name), name == eclipseAbout:
		if b := j.content(e, full, maxJarFile); b != nil {
			jar.text(full, j.in.Texts.Text(b))
		}
	}
}

// eclipseAbout is where plug-ins of Eclipse say their license.
// https://www.eclipse.org/legal/guidetolegaldoc/
const eclipseAbout = "about.html"

func (jar *jarContent) text(name string, res license.Result) {
	if res.Expression.IsZero() {
		return
	}
	_, inside, _ := strings.Cut(name, "!/")
	if i := strings.LastIndex(inside, "!/"); i >= 0 {
		inside = inside[i+2:]
	}
	own := !strings.Contains(inside, "/") || strings.EqualFold(path.Dir(inside), "META-INF")
	if notes(name) || !own {
		part := res.Found
		if res.Restricts != "" {
			part = res.Main
		}
		if !part.IsZero() {
			jar.notes = append(jar.notes, inventory.Bundled{Files: inside, License: part})
			if res.Restricted || res.Restricts != "" {
				jar.texts = append(jar.texts, textEvidence(name, &res))
			}
		}
		return
	}
	jar.texts = append(jar.texts, textEvidence(name, &res))
}

func (j *jarReader) nested(e *zip.File, full string, depth int) {
	if depth+1 >= maxJarDepth {
		j.gap(full, inventory.GapTooDeep, fmt.Sprintf("archives nested more than %d deep", maxJarDepth))
		return
	}
	b := j.content(e, full, maxNested)
	if b == nil {
		return
	}
	if err := j.read(bytes.NewReader(b), int64(len(b)), full, depth+1); err != nil && j.ctx.Err() == nil {
		g := gap(full, err)
		j.gap(full, g.Reason, g.Detail)
	}
}

// content decompresses an entry within the bounds of the entry and the archive.
func (j *jarReader) content(e *zip.File, full string, limit int64) []byte {
	limit = min(limit, j.left)
	if e.UncompressedSize64 > uint64(limit) {
		j.gap(full, inventory.GapTooLarge, fmt.Sprintf("%d bytes", e.UncompressedSize64))
		return nil
	}
	r, err := e.Open()
	if err != nil {
		j.gap(full, inventory.GapDamaged, err.Error())
		return nil
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	j.left -= int64(len(b))
	if err != nil {
		j.gap(full, inventory.GapDamaged, err.Error())
		return nil
	}
	if int64(len(b)) > limit {
		j.gap(full, inventory.GapTooLarge, fmt.Sprintf("more than %d bytes", limit))
		return nil
	}
	return b
}

// javaManifest reads the main section of a manifest, whose lines are folded at
// 72 bytes.
func javaManifest(b []byte) map[string]string {
	out := map[string]string{}
	last := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if strings.HasPrefix(line, " ") {
			out[last] += line[1:]
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		last = name
		out[last] = strings.TrimSpace(value)
	}
	return out
}

// pom is what licdrift needs of Maven's project file.
// https://maven.apache.org/pom.html
type pom struct {
	XMLName  xml.Name `xml:"project"`
	Group    string   `xml:"groupId"`
	Artifact string   `xml:"artifactId"`
	Version  string   `xml:"version"`
	Parent   struct {
		Group   string `xml:"groupId"`
		Version string `xml:"version"`
	} `xml:"parent"`
	Licenses []struct {
		Name string `xml:"name"`
		URL  string `xml:"url"`
	} `xml:"licenses>license"`
}

func readPom(b []byte) (pom, error) {
	var p pom
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	if err := d.Decode(&p); err != nil {
		return p, err
	}
	if p.Group == "" {
		p.Group = p.Parent.Group
	}
	if p.Version == "" {
		p.Version = p.Parent.Version
	}
	return p, nil
}

// license joins the licenses of a pom as a choice, as Maven means them.
func (p pom) license() []inventory.Evidence {
	var stated []string
	var options []spdx.Expr
	for _, l := range p.Licenses[:min(len(p.Licenses), 32)] {
		s := strings.TrimSpace(l.Name)
		e, ok := license.Statement(license.Maven, s)
		if !ok && l.URL != "" {
			e, ok = license.Statement(license.Maven, strings.TrimSpace(l.URL))
		}
		if s == "" {
			s = l.URL
		}
		stated = append(stated, s)
		if ok {
			options = append(options, e)
		}
	}
	if len(stated) == 0 {
		return nil
	}
	out := inventory.Evidence{Kind: inventory.KindDeclared, Stated: strings.Join(stated, " / ")}
	if len(options) == len(stated) {
		out.Expression = spdx.Or(options...)
	}
	return []inventory.Evidence{out}
}

var jarVersion = regexp.MustCompile(`^(.+?)[-_](v?\d[\w.+-]*)$`)

// packages names the components of a jar: by its pom files, several of which
// mean that others were merged into it, else by its manifest, else by its name.
func (jar *jarContent) packages(*license.Recognizer) []Package {
	file, version := strings.TrimSuffix(path.Base(jar.path), path.Ext(jar.path)), ""
	if m := jarVersion.FindStringSubmatch(file); m != nil {
		file, version = m[1], m[2]
	}
	var out []Package
	own := -1
	for _, p := range jar.poms {
		if p.Artifact == "" || strings.Contains(p.Version+p.Group, "${") {
			continue
		}
		if p.Artifact == file || len(jar.poms) == 1 {
			own = len(out)
		}
		out = append(out, Package{Type: "maven", Namespace: p.Group, Name: p.Artifact, Version: p.Version, Declared: p.license()})
	}
	if own < 0 {
		p := Package{Type: "maven", Namespace: jar.manifest["Implementation-Vendor-Id"], Name: file, Version: version}
		if n := jar.manifest["Bundle-SymbolicName"]; n != "" && p.Namespace == "" {
			n, _, _ = strings.Cut(n, ";")
			p.Namespace = n
			if i := strings.LastIndexByte(n, '.'); i > 0 && strings.HasSuffix(n, file) {
				p.Namespace = n[:i]
			}
		}
		for _, key := range []string{"Implementation-Version", "Bundle-Version", "Specification-Version"} {
			if p.Version == "" {
				p.Version = jar.manifest[key]
			}
		}
		own = len(out)
		out = append(out, p)
	}
	p := &out[own]
	if p.Declared == nil {
		p.Declared = bundleLicense(jar.manifest["Bundle-License"])
	}
	p.Declared = append(p.Declared, jar.texts...)
	p.Bundled = jar.notes
	return out
}

// bundleLicense reads OSGi's header: names or URLs with attributes, separated
// by commas, or one name that has a comma itself.
// https://docs.osgi.org/specification/osgi.core/8.0.0/framework.module.html
func bundleLicense(s string) []inventory.Evidence {
	if s == "" {
		return nil
	}
	var options []spdx.Expr
	for part := range strings.SplitSeq(s, ",") {
		part, _, _ = strings.Cut(part, ";")
		e, ok := license.Statement(license.Maven, strings.Trim(part, ` "`))
		if !ok {
			if name, attribute, _ := strings.Cut(s, ";"); !strings.ContainsAny(attribute, ",;") {
				s = name
			}
			return declared(license.Maven, strings.Trim(s, ` "`))
		}
		options = append(options, e)
	}
	return []inventory.Evidence{{Kind: inventory.KindDeclared, Stated: s, Expression: spdx.Or(options...)}}
}
