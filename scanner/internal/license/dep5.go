package license

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// A DEP-5 file is a list of paragraphs of fields:
// https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

var dep5Head = lazily(`(?i)^\s*(#[^\n]*\n\s*)*(format(-specification)?|files):[^\n]*`)

// maxTexts bounds how many texts of one file are read; what lies behind is not understood.
const maxTexts = 2500

// maxStanzas bounds what is read of one file; the Linux kernel's has some 500,
// Chromium's 1,500.
const maxStanzas = 20000

type paragraph map[string]string // field in lower case → value, lines as they are

// stanzas splits a DEP-5 file. Lines that belong to no field are given apart.
func stanzas(text []byte) (out []paragraph, loose []byte) {
	fields := map[string]*strings.Builder{}
	field := ""
	flush := func() {
		if len(fields) > 0 {
			p := make(paragraph, len(fields))
			for name, value := range fields {
				p[name] = value.String()
			}
			out = append(out, p)
		}
		fields, field = map[string]*strings.Builder{}, ""
	}
	for line := range bytes.Lines(text) {
		s := strings.TrimRight(string(line), " \t\r\n")
		switch {
		case s == "":
			flush()
		case s[0] == '#':
		case s[0] == ' ' || s[0] == '\t':
			if field == "" {
				loose = append(append(loose, s...), '\n')
				continue
			}
			fields[field].WriteString("\n" + strings.TrimPrefix(strings.TrimSpace(s), "."))
		default:
			name, value, ok := strings.Cut(s, ":")
			if !ok || strings.ContainsAny(name, " \t") {
				field = ""
				loose = append(append(loose, s...), '\n')
				continue
			}
			field = strings.ToLower(name)
			if fields[field] == nil {
				fields[field] = new(strings.Builder)
			}
			fields[field].WriteString(strings.TrimSpace(value))
		}
		if len(out) == maxStanzas {
			break
		}
	}
	flush()
	return out, loose
}

// isDEP5 reports whether a text has the form of such a file.
func isDEP5(text []byte) bool {
	return dep5Head().Match(text[:min(len(text), 4096)]) && bytes.Contains(bytes.ToLower(text), []byte("license:"))
}

// dep5 reads a machine-readable copyright file; it returns nil for any other
// text.
func (r *Recognizer) dep5(text []byte) *Result {
	if !isDEP5(text) {
		return nil
	}
	ps, loose := stanzas(text)
	texts := licenseTexts(ps)
	res := &Result{Words: digest(terms(text))}
	d := &dep5Reader{r: r, texts: texts, res: res, known: map[string]spdx.Expr{}}
	var all, main []spdx.Expr
	seen := false
	for _, p := range ps {
		files, isFiles := p["files"]
		license, licensed := p["license"]
		if !isFiles {
			loose = append(loose, p.remarks()...)
		}
		if !isFiles || !licensed {
			continue
		}
		seen = true
		e := d.license(license)
		all = append(all, e)
		if coversAll(files) {
			main = append(main, e)
			continue
		}
		res.Parts = append(res.Parts, inventory.Bundled{Files: oneLine(files), License: e})
	}
	if !seen {
		return nil
	}
	if len(main) == 0 {
		main = mainParts(res)
	}
	if more := r.memo(loose); len(loose) > 0 && more.Restricts != "" {
		// what stands outside of the stanzas holds for all
		main, all = append(main, more.Expression), append(all, more.Expression)
		res.Restricts = more.Restricts
	}
	res.Main = spdx.And(main...)
	res.Expression = spdx.And(all...)
	res.Found = res.Expression.Known()
	res.Share = 1
	if !res.Expression.Recognized() {
		res.Share = 0.5
	}
	res.Restricted = AnyRestricted(res.Expression.Licenses())
	return res
}

// remarks are the fields of the header in which something can be said of all.
func (p paragraph) remarks() []byte {
	var out []byte
	for _, name := range []string{"disclaimer", "comment", "license"} {
		if _, short := p["files"]; p[name] != "" && !short && (name != "license" || p["format"] != "") {
			out = append(append(out, p[name]...), "\n\n"...)
		}
	}
	return out
}

// coversAll reports whether a stanza speaks for the whole work.
func coversAll(files string) bool {
	for _, f := range strings.FieldsFunc(files, func(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == ',' }) {
		if f == "*" || f == "./*" || f == "*.*" {
			return true
		}
	}
	return false
}

// mainParts serves files without a stanza for all: every part but the packaging
// speaks for the work.
func mainParts(res *Result) []spdx.Expr {
	var out []spdx.Expr
	for _, b := range res.Parts {
		if !strings.HasPrefix(b.Files, "debian/") {
			out = append(out, b.License)
		}
	}
	if out == nil {
		for _, b := range res.Parts {
			out = append(out, b.License)
		}
	}
	return out
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// licenseTexts collects the texts that paragraphs give for short names, the
// longest for each.
func licenseTexts(ps []paragraph) map[string]string {
	out := map[string]string{}
	for _, p := range ps {
		if license, ok := p["license"]; ok {
			short, text, _ := strings.Cut(license, "\n")
			key := nameKey(short)
			if len(text) > len(out[key]) {
				out[key] = text
			}
		}
	}
	return out
}

type dep5Reader struct {
	r     *Recognizer
	texts map[string]string
	res   *Result
	known map[string]spdx.Expr // by short name and text
	read  int                  // texts
}

// license resolves a License field: its short name where it has a known
// meaning, else the text given for it here or in a paragraph of its own.
func (d *dep5Reader) license(field string) spdx.Expr {
	if e, ok := d.known[field]; ok {
		return e
	}
	short, text, _ := strings.Cut(field, "\n")
	e := d.resolve(strings.TrimSpace(short), text)
	d.known[field] = e
	return e
}

func (d *dep5Reader) resolve(short, text string) spdx.Expr {
	if short == "" {
		return d.fromText(text)
	}
	own := text != ""
	if !own {
		text = d.texts[nameKey(short)]
	}
	if e, ok := Statement(Deb, short); ok {
		return d.checked(e, short, text, own)
	}
	e, err := spdx.ParseFunc(orLater().ReplaceAllString(short, "+"), func(n, exception string) (spdx.Expr, bool) {
		if e, ok := name(Deb, n, exception); ok {
			return e, true
		}
		full := n
		if exception != "" {
			full += " with " + exception
		}
		for _, key := range []string{full, n} {
			if t := d.texts[nameKey(key)]; t != "" {
				return d.fromText(t), true
			}
		}
		return spdx.Expr{}, false
	})
	if err == nil && !e.IsZero() {
		return e
	}
	if text != "" {
		e := d.fromText(text)
		if firstVersion().MatchString(text) {
			return e
		}
		return versionOf(short, e)
	}
	return spdx.Unrecognized(digest([]byte(short)))
}

// firstVersion is one that no other is meant by.
var firstVersion = lazily(`(?i)\bversion\s+1(?:\.0)?(?:[^\d.]|\.(?:\D|$)|$)`)

// versionOf gives the GPL that a text excepts something from, and does not give the version
// of, that which the short name begins with.
func versionOf(short string, e spdx.Expr) spdx.Expr {
	base, _, _ := strings.Cut(short, " with ")
	named, ok := Statement(Deb, base)
	if !ok || len(named.Licenses()) != 1 {
		return e
	}
	by := named.Licenses()[0].ID
	return e.Map(func(l spdx.License) spdx.Expr {
		if l.Exception != "" && (l.ID == "GPL-1.0-or-later" && strings.HasPrefix(by, "GPL-") || l.ID == "LGPL-2.0-or-later" && strings.HasPrefix(by, "LGPL-")) {
			l.ID = by
		}
		return spdx.Of(l)
	})
}

func (d *dep5Reader) fromText(text string) spdx.Expr {
	b := []byte(strings.TrimSpace(text))
	if d.read++; d.read > maxTexts {
		return spdx.Unrecognized(digest(b))
	}
	res := d.r.memo(b)
	if d.res.Restricts == "" {
		d.res.Restricts = res.Restricts
	}
	if d.res.Unread == "" {
		d.res.Unread = res.Unread
	}
	d.res.Parameters = append(d.res.Parameters, res.Parameters...)
	if res.Expression.IsZero() {
		return spdx.Unrecognized(res.Words)
	}
	return res.Expression
}

// telling are words of license texts that restrict use; a short name that means
// an open license is not believed beside them.
var telling = gated(`commons clause|commercial|business source|server side public|elastic licen|source availabl|competing`, `commons clause|non-?commercial|business source|server side public|elastic licen|source available|competing`)

// checked compares a short name that is understood with its text: the stanza's own, or one
// that may stand for other files as well.
func (d *dep5Reader) checked(e spdx.Expr, short, text string, own bool) spdx.Expr {
	e = d.ofItsText(e, text)
	low := lower(nil, []byte(text))
	if text == "" || !copyleftNamed.in(low) && !asksForSource(e) && !telling.match(low) && wordKinds([]byte(text))&restrict == 0 && !asksFor(low) {
		return e
	}
	if d.read++; d.read > maxTexts {
		return spdx.And(e, spdx.Unrecognized(digest([]byte(text))))
	}
	res := d.r.memo([]byte(strings.TrimSpace(text)))
	if res.Restricts != "" {
		d.contradicts(short, "“"+res.Restricts+"”")
		return spdx.And(e, res.Expression)
	}
	if !res.Restricted {
		if res.Expression.Recognized() && !res.pointed && lies(e, res.Found) {
			d.contradicts(short, res.Found.String())
			return spdx.And(e, res.Found)
		}
		if own {
			e = detailed(e, res.Found)
		}
		return e
	}
	for _, l := range res.Found.Licenses() {
		if !contains(e, l) {
			d.contradicts(short, res.Found.String())
			return spdx.And(e, res.Expression)
		}
	}
	return e
}

// ofItsText gives a family of licenses, as "BSD" names one, the member whose text or notice stands
// below the name.
func (d *dep5Reader) ofItsText(e spdx.Expr, text string) spdx.Expr {
	if !anyFamily(e) || text == "" || d.read >= maxTexts {
		return e
	}
	d.read++
	res := d.r.memo([]byte(strings.TrimSpace(text)))
	if told, ok := ofFamily(e, res.Found); ok && res.Expression.Recognized() && !res.pointed {
		return told
	}
	return e
}

// contradicts notes the first name that its text contradicts.
func (d *dep5Reader) contradicts(short, text string) {
	d.res.Conflict = cmp.Or(d.res.Conflict, short+" ≠ "+text)
}

// detailed adds to the licenses of a short name the exceptions that their own text makes
// and the name leaves out.
func detailed(e, text spdx.Expr) spdx.Expr {
	return e.Map(func(l spdx.License) spdx.Expr {
		var same []spdx.License
		for _, t := range text.Licenses() {
			if t.Family() == l.Family() {
				same = append(same, t)
			}
		}
		if len(same) == 1 && l.Exception == "" {
			l.Exception = same[0].Exception
		}
		return spdx.Of(l)
	})
}

func contains(e spdx.Expr, l spdx.License) bool {
	for _, x := range e.Licenses() {
		if x.Family() == l.Family() {
			return true
		}
	}
	return false
}
