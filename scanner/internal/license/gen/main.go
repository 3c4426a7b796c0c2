// Command gen makes corpus.bin and corpus.txt from the templates of the SPDX License
// List, as the Go module sigs.k8s.io/bom carries them, and from the patterns, our own and
// licensecheck's. It runs
// offline once the module is downloaded: go generate ./scanner/internal/license
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// The templates, and the npm package that has the plain texts of newer licenses.
const (
	module = "sigs.k8s.io/bom@v0.7.1"
	list   = "pkg/license/data/license-list-v3.27.0.zip"
	newer  = "spdx-license-list@6.12.0"

	exceptionsModule = "sigs.k8s.io/bom@v0.6.0"
	exceptionsList   = "pkg/license/data/license-list-v3.22.zip"
)

func main() {
	log.SetFlags(0)
	if err := generate(); err != nil {
		log.Fatal(err)
	}
}

type listed struct {
	ID         string `json:"licenseId"`
	Deprecated bool   `json:"isDeprecatedLicenseId"`
	Template   string `json:"standardLicenseTemplate"`
	Text       string `json:"licenseText"` // in the npm package
	origin     string

	Exception         string `json:"licenseExceptionId"`
	ExceptionTemplate string `json:"licenseExceptionTemplate"`
	ExceptionText     string `json:"licenseExceptionText"`
}

func generate() error {
	texts, err := read()
	if err != nil {
		return err
	}
	f, manifest := compile(texts)
	patterns, err := addPatterns(&f)
	if err != nil {
		return err
	}
	manifest = append(manifest, patterns...)
	b, err := f.Bytes()
	if err != nil {
		return err
	}
	log.Printf("%d templates, %d patterns, %d words, %d bytes", len(f.Templates), len(f.Patterns), len(f.Words), len(b))
	if err := os.WriteFile("corpus.txt", manifest, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile("known.tsv", known(texts), 0o644); err != nil {
		return err
	}
	return os.WriteFile("corpus.bin", b, 0o644)
}

// known lists the fingerprints of the plain texts, so that a verbatim copy needs
// no template.
func known(texts []listed) []byte {
	ids := map[string]string{}
	for _, l := range texts {
		for _, f := range license.Fingerprints([]byte(cmp.Or(l.ExceptionText, l.Text))) {
			if _, ok := ids[f]; !ok {
				ids[f] = l.ID
			}
		}
	}
	var out bytes.Buffer
	for _, f := range slices.Sorted(maps.Keys(ids)) {
		fmt.Fprintf(&out, "%s\t%s\n", f, ids[f])
	}
	log.Printf("%d fingerprints, %d bytes", len(ids), out.Len())
	return out.Bytes()
}

func read() ([]listed, error) {
	texts, err := readZip(module, list, "details")
	if err != nil {
		return nil, err
	}
	more, err := readNewer(texts)
	if err != nil {
		return nil, err
	}
	exceptions, err := readZip(exceptionsModule, exceptionsList, "exceptions")
	if err != nil {
		return nil, err
	}
	texts = append(append(texts, more...), exceptions...)
	// of ids with the same words, the plainest stands for all
	slices.SortFunc(texts, func(a, b listed) int { return cmp.Or(rank(a.ID)-rank(b.ID), strings.Compare(a.ID, b.ID)) })
	return texts, nil
}

// readZip reads the documents in a folder of a module's list.
func readZip(module, list, folder string) ([]listed, error) {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return nil, fmt.Errorf("download %s: %w", module, err)
	}
	var m struct{ Dir string }
	if err := json.Unmarshal(out, &m); err != nil {
		return nil, err
	}
	z, err := zip.OpenReader(filepath.Join(m.Dir, filepath.FromSlash(list)))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	var texts []listed
	for _, e := range z.File {
		if path.Base(path.Dir(e.Name)) != folder || path.Ext(e.Name) != ".json" {
			continue
		}
		l, err := readDocument(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
		if l.Exception != "" {
			l.ID, l.Template = l.Exception, cmp.Or(l.ExceptionTemplate, l.ExceptionText)
		}
		if l.origin = module; l.ID != "" && !l.Deprecated {
			texts = append(texts, l)
		}
	}
	return texts, nil
}

func readDocument(e *zip.File) (listed, error) {
	var l listed
	r, err := e.Open()
	if err != nil {
		return l, err
	}
	defer r.Close()
	return l, json.NewDecoder(r).Decode(&l)
}

// readNewer takes from the npm package the licenses that the templates lack.
func readNewer(have []listed) ([]listed, error) {
	dir, err := os.MkdirTemp("", "gen")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	pack := exec.Command("npm", "pack", "--silent", newer)
	pack.Dir = dir
	name, err := pack.Output()
	if err != nil {
		return nil, fmt.Errorf("npm pack %s: %w", newer, err)
	}
	f, err := os.Open(filepath.Join(dir, strings.TrimSpace(string(name))))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []listed
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		id, ok := strings.CutSuffix(path.Base(h.Name), ".json")
		if !ok || path.Base(path.Dir(h.Name)) != "licenses" || slices.ContainsFunc(have, func(l listed) bool { return l.ID == id }) {
			continue
		}
		if l, known := spdx.Lookup(id); !known || l.Deprecated {
			continue
		}
		l := listed{ID: id, origin: "npm " + newer}
		if err := json.NewDecoder(t).Decode(&l); err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name, err)
		}
		l.Template = l.Text
		out = append(out, l)
	}
}

func rank(id string) int {
	n := 0
	for _, special := range []string{"invariants", "RFN", "-or-later", "-exception", "-Exception"} {
		if strings.Contains(id, special) {
			n++
		}
	}
	return n
}

func compile(texts []listed) (license.Corpus, []byte) {
	var f license.Corpus
	ids := map[string]uint16{}
	seen := map[string]string{}
	var manifest bytes.Buffer
	fmt.Fprintf(&manifest, "# What corpus.bin holds. Templates: id, words, origin of the text (the SPDX License List 3.27.0 and newer, by way of these packages).\n")
	for _, l := range texts {
		t, ws := template(l)
		key := strings.Join(ws, " ")
		if same, ok := seen[key]; ok || len(ws) < 6 {
			fmt.Fprintf(&manifest, "%s\t%d\t%s\tsame words as %s\n", l.ID, len(ws), l.origin, same)
			continue
		}
		seen[key] = l.ID
		for _, w := range ws {
			if _, ok := ids[w]; !ok {
				ids[w] = uint16(len(f.Words))
				f.Words = append(f.Words, w)
			}
			t.Words = append(t.Words, ids[w])
		}
		f.Templates = append(f.Templates, t)
		fmt.Fprintf(&manifest, "%s\t%d\t%s\n", l.ID, len(ws), l.origin)
	}
	return f, manifest.Bytes()
}

// mark matches the instructions of a template.
// https://spdx.github.io/spdx-spec/v2.3/license-matching-guidelines-and-templates/
var mark = regexp.MustCompile(`(?s)<<(beginOptional|endOptional|var)(.*?)>>`)

func template(l listed) (license.Template, []string) {
	t := license.Template{ID: l.ID}
	var words []string
	depth, at := 0, 0
	optional := false
	run := 0
	add := func(s string) {
		ws := license.Normalize([]byte(s))
		if len(ws) == 0 {
			return
		}
		if (depth > 0) != optional {
			t.Runs = append(t.Runs, uint16(run))
			run, optional = 0, depth > 0
		}
		run += len(ws)
		words = append(words, ws...)
	}
	for _, m := range mark.FindAllStringSubmatchIndex(l.Template, -1) {
		add(l.Template[at:m[0]])
		at = m[1]
		switch l.Template[m[2]:m[3]] {
		case "beginOptional":
			depth++
		case "endOptional":
			depth = max(0, depth-1)
		case "var":
			if !strings.Contains(l.Template[m[4]:m[5]], `name="bullet"`) {
				t.Blanks = append(t.Blanks, uint16(len(words)))
			}
		}
	}
	add(l.Template[at:])
	t.Runs = append(t.Runs, uint16(run))
	return t, words
}
