// Command gen makes corpus.bin and corpus.txt from the templates of the SPDX License
// List and from the patterns, our own and licensecheck's. It runs offline once the list is
// downloaded, which the Go module proxy has: go generate ./scanner/internal/license
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
)

// module has the SPDX License List, with its templates.
const module = "github.com/spdx/license-list-data@v3.28.0+incompatible"

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
	Text       string `json:"licenseText"`

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
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return nil, fmt.Errorf("download %s: %w", module, err)
	}
	var m struct{ Dir string }
	if err := json.Unmarshal(out, &m); err != nil {
		return nil, err
	}
	var texts []listed
	for _, folder := range []string{"details", "exceptions"} {
		files, err := filepath.Glob(filepath.Join(m.Dir, "json", folder, "*.json"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			l, err := readListed(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			if l.ID != "" && !l.Deprecated {
				texts = append(texts, l)
			}
		}
	}
	// of ids with the same words, the plainest stands for all
	slices.SortFunc(texts, func(a, b listed) int { return cmp.Or(rank(a.ID)-rank(b.ID), strings.Compare(a.ID, b.ID)) })
	return texts, nil
}

func readListed(file string) (listed, error) {
	var l listed
	b, err := os.ReadFile(file)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return l, err
	}
	if l.Exception != "" {
		l.ID, l.Template = l.Exception, cmp.Or(l.ExceptionTemplate, l.ExceptionText)
	}
	return l, nil
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
	fmt.Fprintf(&manifest, "# What corpus.bin holds. Templates: id, words, origin of the text.\n")
	for _, l := range texts {
		t, ws := template(l)
		key := strings.Join(ws, " ")
		if same, ok := seen[key]; ok || len(ws) < 6 {
			fmt.Fprintf(&manifest, "%s\t%d\t%s\tsame words as %s\n", l.ID, len(ws), module, same)
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
		fmt.Fprintf(&manifest, "%s\t%d\t%s\n", l.ID, len(ws), module)
	}
	return f, manifest.Bytes()
}

// mark matches the instructions of a template.
// https://spdx.github.io/spdx-spec/v2.3/license-matching-guidelines-and-templates/
var mark = regexp.MustCompile(`(?s)<<(beginOptional|endOptional|var)(.*?)>>`)

// example is what a variable stands for in the list's own text, where that has terms: that of
// InnoSetup's holder has the disclaimer of warranties.
func example(attributes string) string {
	if m := original.FindStringSubmatch(attributes); m != nil && terms.MatchString(m[1]) {
		return m[1]
	}
	return ""
}

var (
	original = regexp.MustCompile(`(?s)original="(.*)";\s*match=`)
	terms    = regexp.MustCompile(`(?i)\b(warrant(y|ies)|permission|liable)\b.*\b(warrant(y|ies)|permission|liable)\b`)
)

// beside are parts of texts that are none of the terms, and that many copies leave out:
// preambles, what one is asked before one installs a work, exhibits, and what Creative Commons
// says does not form part of its licenses. The list has them as optional in some texts alone.
var beside = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\n[ \t]*Creative Commons Corporation[^\n]* is not a law firm[^\n]*`),
	regexp.MustCompile(`(?s)\nUsing Creative Commons Public Licenses.*?Although not required by our licenses[^\n]*`),
	regexp.MustCompile(`(?s)\n[ \t]*Creative Commons is not a party to.*`),
	regexp.MustCompile(`(?si)[^\n]*\bread before copying, installing or using\b.*?(\n[ \t]*<<var)`),
	regexp.MustCompile(`(?s)\nUnicode Data Files include .*?(\n+NOTICE TO USER)`),
	regexp.MustCompile(`\nNOTICE TO USER: Carefully read [^\n]*`),
	regexp.MustCompile(`(?si)\n[ \t]*preamble[ \t]*\n.*?(\n(?:[ \t]*<<var[^>]*>>)?[ \t\d.]*(?:terms and conditions|definitions)\b)`),
	regexp.MustCompile(`(?si)\n[ \t]*exhibit a\b[^\n]*\n.*`),
}

// maxBeside is which part of a text such a part may be.
const maxBeside = 0.3

// asOptional marks the parts that are none of the terms.
func asOptional(text string) string {
	for _, part := range beside {
		at := part.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		from, to := at[0], at[1]
		if len(at) > 2 {
			to = at[2] // before what follows
		}
		if float64(to-from) < maxBeside*float64(len(text)) {
			text = text[:from] + "<<beginOptional>>" + text[from:to] + "<<endOptional>>" + text[to:]
		}
	}
	return text
}

func template(l listed) (license.Template, []string) {
	t, text := license.Template{ID: l.ID}, asOptional(l.Template)
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
	for _, m := range mark.FindAllStringSubmatchIndex(text, -1) {
		add(text[at:m[0]])
		at = m[1]
		switch text[m[2]:m[3]] {
		case "beginOptional":
			depth++
		case "endOptional":
			depth = max(0, depth-1)
		case "var":
			if attributes := text[m[4]:m[5]]; !strings.Contains(attributes, `name="bullet"`) {
				from := len(words)
				depth++
				add(example(attributes))
				depth--
				for at := from; at <= len(words); at++ {
					t.Blanks = append(t.Blanks, uint16(at))
				}
			}
		}
	}
	add(text[at:])
	t.Runs = append(t.Runs, uint16(run))
	return t, words
}
