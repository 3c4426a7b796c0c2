// Command gen makes templates.bin and templates.txt from the templates of the SPDX
// License List, as the Go module sigs.k8s.io/bom carries them. It runs
// offline once the module is downloaded: go generate ./scanner/internal/license
package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/licdrift/licdrift/scanner/internal/license"
)

const module, list = "sigs.k8s.io/bom@v0.7.1", "pkg/license/data/license-list-v3.27.0.zip"

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
}

func generate() error {
	texts, err := read()
	if err != nil {
		return err
	}
	f, manifest := compile(texts)
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(z).Encode(f); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	log.Printf("%d templates, %d words, %d bytes", len(f.Templates), len(f.Words), b.Len())
	if err := os.WriteFile("templates.txt", manifest, 0o644); err != nil {
		return err
	}
	return os.WriteFile("templates.bin", b.Bytes(), 0o644)
}

func read() ([]listed, error) {
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
		if path.Base(path.Dir(e.Name)) != "details" || path.Ext(e.Name) != ".json" {
			continue
		}
		r, err := e.Open()
		if err != nil {
			return nil, err
		}
		var l listed
		err = json.NewDecoder(r).Decode(&l)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
		if l.ID != "" && !l.Deprecated {
			texts = append(texts, l)
		}
	}
	// of ids with the same words, the plainest stands for all
	slices.SortFunc(texts, func(a, b listed) int { return cmp.Or(rank(a.ID)-rank(b.ID), strings.Compare(a.ID, b.ID)) })
	return texts, nil
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

func compile(texts []listed) (license.TemplateFile, []byte) {
	var f license.TemplateFile
	ids := map[string]uint16{}
	seen := map[string]string{}
	var manifest bytes.Buffer
	fmt.Fprintf(&manifest, "# Templates in templates.bin: id, words. Origin of all: SPDX License List 3.27.0, by way of the Go module %s (%s).\n", module, list)
	for _, l := range texts {
		t, ws := template(l)
		key := strings.Join(ws, " ")
		if same, ok := seen[key]; ok || len(ws) < 6 {
			fmt.Fprintf(&manifest, "%s\t%d\tsame words as %s\n", l.ID, len(ws), same)
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
		fmt.Fprintf(&manifest, "%s\t%d\n", l.ID, len(ws))
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
				t.Blank++
			}
		}
	}
	add(l.Template[at:])
	t.Runs = append(t.Runs, uint16(run))
	return t, words
}
