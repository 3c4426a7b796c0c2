package license

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/internal/lre"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Recognizer recognizes license texts. It is safe for concurrent use.
type Recognizer struct {
	own, short, apart, whole *patterns
	index                    *index
	alike                    []uint16  // by word: the one that stands for it in patterns
	matchers                 sync.Pool // of *lre.Matcher
	seen                     memory
}

// New returns a recognizer with all patterns.
func New() (*Recognizer, error) {
	r := &Recognizer{seen: memory{results: map[string]Result{}}}
	if err := r.load(); err != nil {
		return nil, fmt.Errorf("load license patterns: %w", err)
	}
	return r, nil
}

func (r *Recognizer) load() error {
	c, err := embedded()
	if err != nil {
		return err
	}
	if r.index, err = loadIndex(); err != nil {
		return err
	}
	r.alike = r.index.alikeInPatterns()
	r.matchers.New = func() any { return lre.NewMatcher(c.Words) }
	var errs [4]error
	r.own, errs[0] = newPatterns(c, Own, Notice, Restricted)
	r.short, errs[1] = newPatterns(c, Short)
	r.apart, errs[2] = newPatterns(c, Apart)
	r.whole, errs[3] = newPatterns(c, Whole)
	return errors.Join(errs[:]...)
}

// Result is what a text says of licenses.
type Result struct {
	Expression spdx.Expr             // of the whole text, with what was not recognized
	Found      spdx.Expr             // of the recognized parts alone
	Main       spdx.Expr             // of the work itself, without the parts listed below
	Parts      []inventory.Bundled   // stanzas of a DEP-5 file for other than all files
	Share      float64               // of the words that state terms, how many are explained
	Words      string                // digest of the normalized words without copyright lines
	SHA256     string                // of the bytes
	Parameters []inventory.Parameter // of licenses that leave values to the licensor
	Restricts  string                // first unexplained sentence that restricts use
	Unread     string                // first unexplained sentence that states terms
	Restricted bool                  // a recognized license restricts use
	Conflict   string                // a name that contradicts its text
	Noticed    bool                  // licenses are only named, no text is given
	Resembles  *Resemblance          // what a stretch that was not explained is a modified copy of

	matches []match // in the order of the text
	pointed bool    // it says no more than where a text is
}

// match is a stretch of a text that states a license.
type match struct {
	Expression spdx.Expr
	Start, End int    // bytes of the text
	Notice     bool   // names the license rather than being its text
	vague      bool   // names a family of licenses; says nothing beside one that names a version
	link       bool   // is an address; says nothing beside a statement
	packaging  bool   // speaks of what a distribution adds
	rest       []byte // of the sentence of a notice, without the names in it
	limited    bool   // its sentence keeps the license from some
	exception  string
	brief      bool // by a pattern of a few words
}

// Text recognizes the licenses of a text. Empty, binary and unrelated input
// gives a zero expression, if it is read to its end: of a longer one than MaxText nobody knows.
func (r *Recognizer) Text(b []byte) Result {
	sum := sha256.Sum256(b)
	return r.seen.of(string(sum[:]), func() Result { return r.text(b, sum) })
}

// text recognizes bytes of a SHA-256.
func (r *Recognizer) text(b []byte, sum [sha256.Size]byte) Result {
	text := r.index.read(b)
	if len(bytes.TrimSpace(text)) == 0 {
		return Result{SHA256: hex.EncodeToString(sum[:])}
	}
	res := r.dep5(text)
	if res == nil {
		res = new(r.plain(text))
	}
	res.SHA256 = hex.EncodeToString(sum[:])
	if len(b) > MaxText {
		res.cutShort(b)
	}
	return *res
}

// cutShort adds to what a text says that its end was not read.
func (res *Result) cutShort(b []byte) {
	unread := spdx.Unrecognized(res.SHA256[:32])
	res.Expression, res.Main = spdx.And(res.Expression, unread), spdx.And(res.Main, unread)
	res.Share = min(res.Share, openShare)
	if res.Unread == "" {
		res.Unread = quote(b[MaxText:min(len(b), MaxText+maxField)])
	}
}

// plain recognizes a text that has no structure of its own.
func (r *Recognizer) plain(text []byte) Result {
	d := readDocument(text)
	res := Result{Words: d.digest(d.whole())}
	var whole spdx.Expr
	var parts []inventory.Bundled
	res.matches, whole, parts = r.texts(d, res.Words)
	res.matches = r.withParameters(text, res.matches)
	noticed := notices(d, unexplained(text, res.matches))
	appendix := appendices(text, res.matches)
	sampled(res.matches, appendix)
	sampled(noticed, appendix)
	if len(res.matches)+len(noticed) == 0 {
		noticed = pointers(d)
		res.pointed = noticed != nil
	}
	res.matches = inOrder(append(res.matches, noticed...))
	d.copyleft = givesSource(res.matches)
	open, left := res.unreadTerms(d)
	says := withTerms(d, open)
	res.Share = share(d, res.matches, open)
	res.Found = r.join(text, res.matches)
	packed := onPackaging(res.matches)
	if packed != nil {
		res.Found = r.join(text, slices.DeleteFunc(slices.Clone(res.matches), func(m match) bool { return m.packaging }))
	}
	res.Parameters = parameters(text, res.Found)
	res.Restricts = cmp.Or(restriction(d, left), withdrawn(text, noticed), partsAlone(text, res.matches), beside(d, res.matches), retitled(text, res.matches), condition(d, left, res.matches))
	res.Restricted = AnyRestricted(res.Found.Licenses())
	res.Expression = res.Found
	res.Resembles = d.resembles(res.matches)
	if res.Restricts != "" || d.cut || len(open) > 0 && (res.Share < openShare || len(says) > 0) {
		id := d.digest(unread(d, &res, open, left, noticed)...)
		if res.Restricts != "" {
			id = Digest(res.Restricts + " " + id) // it may stand within what is explained
		}
		res.Expression = spdx.And(res.Found, spdx.Unrecognized(id))
		if res.Share == 1 {
			res.Share = openShare // something was left, if not a sentence with terms
		}
		if len(open) > 0 {
			first := append(says, open...)[0]
			res.Unread = quote(text[first.start:first.end])
		}
	}
	res.Main = res.Expression
	if len(says) > 0 {
		whole, parts = spdx.Expr{}, nil
	}
	setApart(&res, whole, parts)
	res.Parts = append(res.Parts, packed...)
	res.Noticed = len(res.matches) > 0 && !slices.ContainsFunc(res.matches, func(m match) bool { return !m.Notice })
	return res
}

// texts finds the texts of licenses, and what is said of the whole and of its folders.
func (r *Recognizer) texts(d *document, digest string) (ms []match, whole spdx.Expr, parts []inventory.Bundled) {
	if m, ok := d.verbatim(digest); ok {
		return []match{m}, whole, nil
	}
	ms = r.scan(d)
	if len(regions(d, ms)) == 0 {
		return ms, whole, nil
	}
	whole, parts, said := folders(d)
	d.parts = parts != nil
	return disjoint(append(ms, said...)), whole, parts
}

// withParameters adds the lines in which a license leaves values to the licensor.
func (r *Recognizer) withParameters(text []byte, ms []match) []match {
	p, ok := parameterSpan(text, r.join(text, ms))
	if !ok {
		return ms
	}
	for _, m := range ms {
		if m.Start < p.Start {
			p.Start = max(p.Start, min(m.End, p.End)) // a heading that ends in the first label
		} else if m.Start < p.End && p.End < m.End {
			p.End = m.Start // a match of the terms that begins within the last value
		}
	}
	return disjoint(append(ms, p))
}

// unreadTerms gives the sentences that state terms and were not understood, and all that is
// left; it adds the grants among them to the matches.
func (res *Result) unreadTerms(d *document) (open, left []span) {
	find := func() {
		left = unexplained(d.text, res.matches)
		open = said(d.text, statesTerms(d, left, len(res.matches) > 0), res.matches)
	}
	find()
	if granted := permissions(d.text, open); granted != nil {
		res.matches = inOrder(append(res.matches, granted...))
		find()
	}
	return open, left
}

// joined puts stretches in order, those that overlap as one.
func joined(all []span) []span {
	slices.SortFunc(all, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, s := range all {
		if n := len(out); n > 0 && s.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// openShare is the part of a text's terms that must be explained before a
// license is concluded from it alone.
const openShare = 0.95

// unread lists the stretches that were not understood: those that state terms, and a modified
// copy of a license whole; where use is restricted all that is left, and the sentences that name
// a license and take it back. What is left out here could change without being noticed.
func unread(d *document, res *Result, open, left []span, noticed []match) []span {
	if res.Restricts == "" && len(open) > 0 {
		if res.Resembles != nil {
			return joined(append(slices.Clone(open), res.Resembles.at))
		}
		return open
	}
	out := slices.Concat(left, d.held)
	for _, m := range noticed {
		out = append(out, span{m.Start, m.End})
	}
	return out
}

// scan runs the stages, each on the regions that those before left unexplained:
// templates; the patterns of our own, which know what was added to open texts;
// licensecheck's.
func (r *Recognizer) scan(d *document) []match {
	var found []match
	for _, stage := range []func(*document, span) []match{r.similar, r.ownPatterns, r.shortPatterns, r.apartPatterns, r.wholePatterns} {
		var more []match
		for _, at := range regions(d, found) {
			more = append(more, stage(d, at)...)
		}
		more = slices.DeleteFunc(more, func(m match) bool { return !d.addsTo(found, m) })
		if more != nil {
			found = disjoint(append(found, more...))
		}
	}
	return found
}

// addsTo reports whether a match explains words of terms that others, of stages before, do
// not: a longer one may have no more than the lines of the holder.
func (d *document) addsTo(found []match, m match) bool {
	n := d.count(span{m.Start, m.End})
	for _, f := range found {
		if at := (span{max(f.Start, m.Start), min(f.End, m.End)}); at.start < at.end {
			n -= d.count(at)
		}
	}
	return n > 0
}

func (r *Recognizer) ownPatterns(d *document, at span) []match {
	return slices.DeleteFunc(r.matching(r.own, d, at), d.hides)
}

func (r *Recognizer) shortPatterns(d *document, at span) []match {
	return d.believed(r.matching(r.short, d, at))
}

func (r *Recognizer) apartPatterns(d *document, at span) []match {
	return d.believed(r.matching(r.apart, d, at))
}

func (r *Recognizer) wholePatterns(d *document, at span) []match {
	return slices.DeleteFunc(d.believed(r.matching(r.whole, d, at)), func(m match) bool { return !d.wholeSentences(m) || d.doubtful(m) })
}

// wholeSentences reports whether a match begins and ends as sentences do: what stands in the
// same one may take it back.
func (d *document) wholeSentences(m match) bool {
	ws := d.in(span{m.Start, m.End})
	if len(ws) == 0 {
		return false
	}
	if first := d.from(m.Start); first > 0 {
		before := d.words[first-1]
		if !before.holder && !partsSentences(d.text[before.end:ws[0].start]) {
			return false
		}
	}
	end := ws[len(ws)-1].end
	next := d.from(int(end))
	return next == len(d.words) || partsSentences(d.text[end:d.words[next].start])
}

// partsSentences reports whether the signs between two words end a sentence: a full stop, or
// nothing but a blank line.
func partsSentences(between []byte) bool {
	signs := bytes.TrimLeft(between, " \t\"')”’")
	return bytes.HasPrefix(signs, []byte(".")) || bytes.Count(between, []byte("\n")) > 1 && !bytes.ContainsAny(signs[:min(1, len(signs))], ",;:(")
}

// believed leaves out what patterns found where a template was laid and says something else, or
// where markup that they pass over restricts use.
func (d *document) believed(ms []match) []match {
	return slices.DeleteFunc(ms, func(m match) bool { return d.turnedHere(m) || d.hides(m) })
}

// hides reports whether the markup within a match restricts use.
func (d *document) hides(m match) bool {
	at := span{m.Start, m.End}
	if bytes.IndexByte(d.text[m.Start:m.End], '<') < 0 {
		return false
	}
	end := 0
	for _, w := range d.in(at) {
		if int(w.start) < end {
			continue
		}
		if end = wordMarkupEnd(d.text, int(w.start)); end > 0 {
			markup := span{int(w.start), min(end, m.End)}
			said := d.text[markup.start:markup.end]
			if d.has(restrict, markup) && restrictive(oneSpace(said)) || AnyRestricted(linked(said).Licenses()) {
				return true
			}
		}
	}
	return false
}

// later extends a notice of one version of a GNU license by the words that allow
// later ones, where the pattern ended before them.
func later(text []byte, m match) match {
	id, only := strings.CutSuffix(m.Expression.String(), "-only")
	if !m.Notice || !only {
		return m
	}
	if tail := laterTail().FindIndex(text[m.End:min(len(text), m.End+200)]); tail != nil {
		m.Expression, m.End = spdx.Ref(id+"-or-later"), m.End+tail[1]
	}
	return m
}

// noticeID reports whether a short match of the id is a reference to the
// license, as its text is long.
func noticeID(id string) bool {
	for _, long := range []string{"GPL-", "LGPL-", "AGPL-", "Apache-2.0", "MPL-", "GFDL-", "EPL-", "CDDL-", "Artistic-", "EUPL-"} {
		if strings.HasPrefix(id, long) {
			return true
		}
	}
	return false
}

// disjoint keeps of overlapping matches the longer one.
func disjoint(ms []match) []match {
	if len(ms) == 1 && ms[0].Start < ms[0].End {
		return ms
	}
	slices.SortStableFunc(ms, func(a, b match) int { return (b.End - b.Start) - (a.End - a.Start) })
	end := 0
	for _, m := range ms {
		end = max(end, m.End)
	}
	covered := make([]bool, end)
	var out []match
	for _, m := range ms {
		// what overlaps it is no shorter, and so covers one of its ends
		if m.Start == m.End || covered[m.Start] || covered[m.End-1] {
			continue
		}
		for i := m.Start; i < m.End; i++ {
			covered[i] = true
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b match) int { return a.Start - b.Start })
	return out
}

// inOrder sorts matches by where they begin.
func inOrder(ms []match) []match {
	slices.SortStableFunc(ms, func(a, b match) int { return a.Start - b.Start })
	return ms
}

// unexplained returns the stretches between matches.
func unexplained(text []byte, ms []match) []span {
	var out []span
	at := 0
	for _, m := range ms {
		if m.Start > at {
			out = append(out, span{at, m.Start})
		}
		at = max(at, m.End)
	}
	if at < len(text) {
		out = append(out, span{at, len(text)})
	}
	return out
}

// share is the explained part of the words that state terms.
func share(d *document, ms []match, open []span) float64 {
	explained, rest := 0, 0
	for _, m := range ms {
		explained += len(d.in(span{m.Start, m.End}))
	}
	for _, s := range open {
		rest += d.count(s)
	}
	if explained+rest == 0 {
		return 0
	}
	return float64(explained) / float64(explained+rest)
}

// AnyRestricted reports whether one of the licenses restricts use, as far as
// this package has a pattern of its own for it.
func AnyRestricted(ls []spdx.License) bool {
	restricted := restrictedIDs()
	return slices.ContainsFunc(ls, func(l spdx.License) bool { return restricted[l.ID] || strings.Contains(l.ID, "-NC-") })
}

// Digest identifies the words of a statement.
func Digest(s string) string { return digest([]byte(s)) }
