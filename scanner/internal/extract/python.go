package extract

import (
	"bufio"
	"bytes"
	"context"
	"net/textproto"
	"path"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// pythonMetadata reads the core metadata of installed distributions.
// https://packaging.python.org/en/latest/specifications/core-metadata/
type pythonMetadata struct{}

func (pythonMetadata) Wants(p string) bool {
	dir := path.Base(path.Dir(p))
	switch path.Base(p) {
	case "METADATA":
		return strings.HasSuffix(dir, ".dist-info")
	case "PKG-INFO":
		return strings.HasSuffix(dir, ".egg-info") || dir == "EGG-INFO"
	}
	return strings.HasSuffix(p, ".egg-info")
}

func (pythonMetadata) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxManifest)
	if err != nil {
		return nil, err
	}
	h, _ := textproto.NewReader(bufio.NewReader(bytes.NewReader(foldable(b)))).ReadMIMEHeader()
	if h.Get("Name") == "" {
		return nil, damaged("no Name in its metadata")
	}
	p := Package{Type: "pypi", Name: strings.ToLower(strings.ReplaceAll(h.Get("Name"), "_", "-")), Version: h.Get("Version")}
	dir := folder(f.Path)
	if strings.HasSuffix(dir, "-info/") || strings.HasSuffix(dir, "EGG-INFO/") {
		p.Root = dir
		p.Texts = []string{dir, dir + "licenses/", dir + "license_files/"}
	}
	p.Declared = pythonLicense(h)
	return &Fact{Packages: []Package{p}, Read: int64(len(b))}, nil
}

// foldable ends the headers at the first blank line and keeps a license text
// in the License field from breaking them: its blank lines are indented by 8
// spaces or not at all.
func foldable(b []byte) []byte {
	b = bytes.ReplaceAll(trimBOM(b), []byte("\r\n"), []byte("\n"))
	head, _, _ := bytes.Cut(b, []byte("\n\n"))
	return append(head, "\n\n"...)
}

// pythonLicense trusts the expression most, then the classifiers, then the free
// field.
func pythonLicense(h textproto.MIMEHeader) []inventory.Evidence {
	if e := declared(license.Python, h.Get("License-Expression")); e != nil {
		return e
	}
	var stated []string
	var all []spdx.Expr
	for _, c := range h.Values("Classifier") {
		if !strings.HasPrefix(c, "License ::") || c == "License :: OSI Approved" {
			continue
		}
		stated = append(stated, c)
		if e, ok := license.Statement(license.Python, c); ok {
			all = append(all, e)
		}
	}
	free := declared(license.Python, firstLine(h.Get("License")))
	if len(all) == 0 || len(all) < len(stated) {
		if free != nil {
			return free
		}
	}
	if len(stated) == 0 {
		return free
	}
	// the free field may say what several classifiers leave open: all or any of them
	if len(free) > 0 && len(free[0].Expression.Licenses()) >= len(all) {
		return free
	}
	e := inventory.Evidence{Kind: inventory.KindDeclared, Stated: strings.Join(stated, "; ")}
	if len(all) == len(stated) {
		e.Expression = spdx.And(all...)
	}
	return []inventory.Evidence{e}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if strings.EqualFold(s, "unknown") || len(s) > 200 {
		return ""
	}
	return s
}
