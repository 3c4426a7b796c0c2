package license

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/internal/lre"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// patterns are those of one stage, by the two words that they begin with.
type patterns struct {
	all    []Pattern
	starts map[[2]uint16][]int
	first  []bool // by word: a pattern begins with it
}

func newPatterns(c Corpus, stages ...Stage) (*patterns, error) {
	out := &patterns{starts: map[[2]uint16][]int{}, first: make([]bool, 1<<16)}
	for _, p := range c.Patterns {
		if !slices.Contains(stages, p.Stage) {
			continue
		}
		starts, err := p.Code.Starts()
		if err != nil {
			return nil, err
		}
		for _, s := range starts {
			out.first[s[0]] = true
			if at := out.starts[s]; !slices.Contains(at, len(out.all)) {
				out.starts[s] = append(at, len(out.all))
			}
		}
		out.all = append(out.all, p)
	}
	return out, nil
}

// patternWords gives a text's words as patterns see them.
func (r *Recognizer) patternWords(d *document) *lre.Words {
	if d.pattern != nil {
		return d.pattern
	}
	ids := d.indexed(r.index)
	copyright := r.index.word.of("copyright")
	d.pattern = &lre.Words{Text: d.low}
	for _, p := range d.pieces() {
		id := copyright
		if p.word >= 0 {
			if id = ids[p.word]; id == silentWord {
				continue
			}
		}
		if int(id) < len(r.alike) {
			id = r.alike[id]
		}
		d.pattern.IDs = append(d.pattern.IDs, id)
		d.pattern.At = append(d.pattern.At, lre.Span{Start: int32(p.at.start), End: int32(p.at.end)})
	}
	return d.pattern
}

// within gives the words that lie in a span.
func within(w *lre.Words, s span) lre.Words {
	from, _ := slices.BinarySearchFunc(w.At, s.start, func(w lre.Span, at int) int { return int(w.Start) - at })
	to, _ := slices.BinarySearchFunc(w.At, s.end, func(w lre.Span, at int) int { return int(w.End) - at - 1 })
	to = max(from, to)
	return lre.Words{IDs: w.IDs[from:to], At: w.At[from:to], Text: w.Text}
}

// Bounds of the steps that matching a region takes, for a text that begins a pattern with
// a long blank again and again. What lies behind is not understood. Real texts take half a
// step a word, and twelve at most.
const (
	leastSteps   = 100_000
	stepsPerWord = 16
)

// matching finds the patterns of a stage in a region: of each pattern those matches that
// do not overlap.
func (r *Recognizer) matching(ps *patterns, d *document, at span) []match {
	ws := within(r.patternWords(d), at)
	m := r.matchers.Get().(*lre.Matcher)
	defer r.matchers.Put(m)
	var out []match
	free := map[int]int{} // by pattern: the end of its last match
	limit := m.Steps + leastSteps + stepsPerWord*len(ws.IDs)
	for i := 0; i+1 < len(ws.IDs) && m.Steps < limit; i++ {
		if !ps.first[ws.IDs[i]] {
			continue
		}
		for _, n := range ps.starts[[2]uint16(ws.IDs[i:i+2])] {
			if i < free[n] {
				continue
			}
			if end := m.Longest(ps.all[n].Code, ws, i); end > i {
				free[n] = end
				out = append(out, matched(d.text, at, ps.all[n], ws.At, i, end))
			}
		}
	}
	d.cut = d.cut || m.Steps >= limit
	return slices.DeleteFunc(out, func(m match) bool { return m.brief && d.doubtful(m) })
}

// doubtful reports whether a notice of a few words is taken back by those before it, or has
// words of its own in its blanks that restrict use.
func (d *document) doubtful(m match) bool {
	return restrictive(oneSpace(d.text[m.Start:m.End])) || denies(append(oneSpace(d.text[max(0, m.Start-nearDenial):m.Start]), ' '))
}

// matched is a pattern's match from one word of a region to another, with the signs around
// them in their lines.
func matched(text []byte, region span, p Pattern, at []lre.Span, from, to int) match {
	s := span{int(at[from].Start), int(at[to-1].End)}
	before, behind := region.start, region.end
	if from > 0 {
		before = int(at[from-1].End)
	}
	if to < len(at) {
		behind = int(at[to].Start)
	}
	if n := bytes.LastIndexByte(text[before:s.start], '\n'); n >= 0 {
		s.start = before + n + 1
	} else if from == 0 {
		s.start = before
	}
	if n := bytes.IndexByte(text[s.end:behind], '\n'); n >= 0 {
		s.end += n + 1
	} else if to == len(at) {
		s.end = behind
	}
	if x, ok := spdx.Exception(p.ID); ok {
		return match{exception: x, Start: s.start, End: s.end, brief: p.Stage == Notice}
	}
	return exceptedBehind(text, withVersions(text, later(text, match{Expression: matchExpr(p.ID), Start: s.start, End: s.end, Notice: p.Stage == Notice || s.end-s.start < 600 && noticeID(p.ID), brief: p.Stage == Notice})))
}

// restrictedIDs are the licenses whose patterns lie under restricted/.
var restrictedIDs = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	c, _ := embedded()
	for _, p := range c.Patterns {
		if p.Stage == Restricted {
			parts := strings.Split(p.ID, " AND ")
			out[parts[len(parts)-1]] = true // an open license of several stands first
		}
	}
	return out
})
