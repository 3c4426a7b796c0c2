package license

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/google/licensecheck"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Our own patterns: a file a license, named by its id, or by the ids of all that
// it states, joined by a plus; what follows an underscore tells variants of one
// license apart.
//
//go:embed patterns
var patternFiles embed.FS

// shortPattern is the length of a pattern up to which it is compiled for every
// text that templates leave unexplained: notices, and licenses of a page, which
// vary more than a template allows. Compiling the longer ones would take twenty
// times as long, and templates find those licenses as well.
const shortPattern = 3700

// shardSize is how many patterns are compiled together. Compiling costs by the
// patterns' length, so that a text pays only for the few that may match it.
const shardSize = 6

// wordShare is the part of a pattern's distinct words that a text must contain
// before the pattern is compiled for it.
const wordShare = 0.95

type pattern struct {
	id         string
	restricted bool
	license    licensecheck.License
	opening    lazy     // of an exception: the words it begins with
	words      []uint16 // distinct words that are no option of the pattern, by the vocabulary
	runs       []uint32 // hashes of three words in a row
}

// shard is a scanner that is compiled when first asked for.
type shard struct {
	patterns []pattern
	scanner  func() (*licensecheck.Scanner, error)
}

func newShard(ps []pattern) *shard {
	return &shard{ps, sync.OnceValues(func() (*licensecheck.Scanner, error) {
		var ls []licensecheck.License
		for _, p := range ps {
			ls = append(ls, p.license)
		}
		return licensecheck.NewScanner(ls)
	})}
}

// vocabulary numbers the words of the patterns.
type vocabulary struct {
	indexed []uint16          // by their places in the index
	others  map[string]uint16 // that the index lacks
	size    uint16
}

// noWord is the place of a word that no pattern has.
const noWord = 0xFFFF

func newVocabulary(ix *index) *vocabulary {
	v := &vocabulary{indexed: make([]uint16, len(ix.names)), others: map[string]uint16{}}
	for i := range v.indexed {
		v.indexed[i] = noWord
	}
	return v
}

func (v *vocabulary) place(id uint16) uint16 {
	if int(id) < len(v.indexed) {
		return v.indexed[id]
	}
	return noWord
}

func (v *vocabulary) other(w []byte) uint16 {
	if i, ok := v.others[string(w)]; ok {
		return i
	}
	return noWord
}

func (v *vocabulary) add(ix *index, w string) uint16 {
	id := ix.place([]byte(w))
	at := v.place(id)
	if at == noWord {
		at = v.other([]byte(w))
	}
	if at != noWord {
		return at
	}
	at = v.size
	v.size++
	if int(id) < len(v.indexed) {
		v.indexed[id] = at
	} else {
		v.others[w] = at
	}
	return at
}

// wanted reports whether one of the shard's patterns may match a stretch of a text,
// whose words has tells.
func (s *shard) wanted(has []bool, rows func() *rows) bool {
	return slices.ContainsFunc(s.patterns, func(p pattern) bool { return p.wanted(has) && p.follows(rows()) })
}

// follows reports whether a pattern's words stand in its order, here and there: a long
// text may have all of them.
func (p pattern) follows(in *rows) bool {
	found := 0
	for _, h := range p.runs {
		if in.has(h) {
			found++
		}
	}
	return len(p.runs) < minRuns || found*3 >= len(p.runs)
}

// minRuns are the rows of words that tell a pattern from a heap of words.
const minRuns = 12

func (p pattern) wanted(has []bool) bool {
	missing := int(float64(len(p.words)) * (1 - wordShare))
	for _, w := range p.words {
		if !has[w] {
			if missing--; missing < 0 {
				return false
			}
		}
	}
	return true
}

// load sorts all patterns: licensecheck's short ones, those of our own, and those
// that stand apart.
func (r *Recognizer) load() error {
	ours, err := ownPatterns()
	if err != nil {
		return err
	}
	if r.index, err = loadIndex(); err != nil {
		return err
	}
	r.vocabulary = newVocabulary(r.index)
	has := map[string]bool{"CommonsClause": true}
	for _, p := range ours {
		has[p.id] = true
	}
	var short, alone []pattern
	for _, l := range licensecheck.BuiltinLicenses() {
		p := pattern{id: l.ID, license: l}
		switch {
		case l.LRE == "" || has[l.ID] || strings.HasPrefix(l.ID, "Prosperity-") || strings.HasPrefix(l.ID, "BSD-3-Clause-"):
		case apart[l.ID]:
			alone = append(alone, p)
		case len(l.LRE) <= shortPattern:
			short = append(short, p)
		}
	}
	r.short, r.own, r.apart = newShard(short), r.chunks(ours, shardSize), r.chunks(alone, 1)
	return nil
}

func (r *Recognizer) chunks(ps []pattern, size int) []*shard {
	for i := range ps {
		for _, w := range patternWords(ps[i].license.LRE) {
			ps[i].words = append(ps[i].words, r.vocabulary.add(r.index, w))
		}
		ps[i].runs = patternRuns(ps[i].license.LRE)
	}
	var out []*shard
	for chunk := range slices.Chunk(ps, size) {
		out = append(out, newShard(chunk))
	}
	return out
}

// apart are patterns compiled each alone, for texts that call for them: of
// licenses that the SPDX list has no template for, and two whose blanks multiply
// with those of their siblings.
var apart = map[string]bool{"Aladdin-9": true, "CC-BY-NC-SA-3.0-US": true, "Net-SNMP": true, "BSD-3-Clause": true, "BSD-4-Clause": true}

// restrictedIDs are the licenses whose patterns lie under restricted/.
var restrictedIDs = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	ps, _ := ownPatterns()
	for _, p := range ps {
		parts := strings.Split(p.id, " AND ")
		if p.restricted {
			out[parts[len(parts)-1]] = true // an open license of several stands first
		}
	}
	return out
})

// ownPatterns reads the embedded files. Those under restricted/ are of
// licenses that restrict use.
func ownPatterns() ([]pattern, error) {
	var out []pattern
	err := fs.WalkDir(patternFiles, "patterns", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".lre" {
			return err
		}
		b, err := patternFiles.ReadFile(name)
		if err != nil {
			return err
		}
		id, _, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".lre"), "_")
		id = strings.ReplaceAll(id, "+", " AND ")
		p := pattern{
			id:         id,
			restricted: path.Base(path.Dir(name)) == "restricted",
			license:    licensecheck.License{ID: id, LRE: string(b)},
		}
		if _, ok := spdx.Exception(id); ok {
			p.opening = opening(string(b))
		}
		out = append(out, p)
		return nil
	})
	return out, err
}

// opening matches the words that a pattern begins with: those of its title, which
// a text may lack, and those behind it.
func opening(lre string) lazy {
	var of []string
	depth := 0
	for line := range strings.Lines(patternComment().ReplaceAllString(lre, "")) {
		t := strings.TrimSpace(line)
		ws := words([]byte(t))
		if len(ws) >= 3 && (len(of) == 0 || depth == 0) {
			of = append(of, strings.Join(ws[:3], `\W+`))
		}
		if len(ws) > 0 && depth == 0 {
			break
		}
		depth += strings.Count(t, "((") - strings.Count(t, "))")
	}
	return lazily(`(?i)` + strings.Join(of, "|"))
}

var (
	patternComment = lazily(`(?s)//\*\*.*?\*\*//`)
	patternBlank   = lazily(`__\d+__`)
)

// maxPatternWords are enough to tell a pattern by; to list all words of all
// patterns would cost more than compiling a few.
const maxPatternWords = 60

// patternWords lists the first distinct words of a pattern outside its groups:
// those that every text it matches contains.
func patternWords(lre string) []string {
	if i := strings.Index(lre, "**//"); i >= 0 && strings.HasPrefix(strings.TrimSpace(lre), "//**") {
		lre = lre[i+4:]
	}
	depth := 0
	seen := map[string]bool{}
	var out []string
	for line := range strings.Lines(lre) {
		if len(out) >= maxPatternWords {
			break
		}
		t := strings.TrimSpace(line)
		opens, closes := strings.Count(t, "(("), strings.Count(t, "))")
		if depth == 0 && opens == 0 {
			for _, w := range words([]byte(patternBlank().ReplaceAllString(patternComment().ReplaceAllString(t, ""), " "))) {
				if (len(w) > 3 || w[0] >= 0x80) && !seen[w] { // a Chinese character is a word
					seen[w] = true
					out = append(out, w)
				}
			}
		}
		depth = max(0, depth+opens-closes)
	}
	return out
}
