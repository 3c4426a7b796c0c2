package license

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// index finds templates by their grams.
type index struct {
	word      dictionary
	templates []template
	sampled   grams           // of all templates
	others    grams           // of short templates: those that are not sampled
	negates   map[uint16]bool // words that turn a sentence's meaning
	grants    map[uint16]bool // words that say what is allowed
	allows    map[uint16]bool // words without which nothing is
	obliging  map[uint16]bool // words that oblige to something
	sells     uint16          // the right that is left out first
	names     []string        // words by their places
	arenas    sync.Pool       // of *arena
}

type template struct {
	id       string
	words    []uint16
	musts    []uint16 // before each word, how many of those that every copy has
	required int      // how many those are
	blanks   []uint16
	grams    int // of it in the index, but across blanks
	needed   int // of them those that every copy has
}

var loadIndex = sync.OnceValues(func() (*index, error) {
	c, err := embedded()
	if err != nil {
		return nil, fmt.Errorf("read license templates: %w", err)
	}
	return newIndex(c), nil
})

func newIndex(c Corpus) *index {
	ix := &index{word: newDictionary(len(c.Words) + len(variants)), names: c.Words}
	for i, w := range c.Words {
		ix.word.add(w, uint16(i))
	}
	for w, same := range variants {
		if i := ix.word.of(same); i != unknownWord {
			ix.word.add(w, i)
		} else if same == "" {
			ix.word.add(w, silentWord)
		}
	}
	ix.negates = ix.set("not no noncommercial never")
	ix.allows = ix.set("granted permitted any free unrestricted royalty irrevocable perpetual")
	ix.sells = ix.word.of("sell")
	ix.obliging = ix.set("must shall have has need needs required")
	ix.grants = ix.set("purpose purposes restriction modify modification sell sublicense distribute redistribute commercial fee charge")
	words := 0
	for _, t := range c.Templates {
		words += len(t.Words)
	}
	ix.sampled.all = make([]gramAt, 0, words/(gramSample-1))
	for _, t := range c.Templates {
		ix.add(t)
	}
	ix.sampled.sort()
	ix.others.sort()
	return ix
}

func (ix *index) set(words string) map[uint16]bool {
	out := map[uint16]bool{}
	for w := range strings.FieldsSeq(words) {
		if i := ix.word.of(w); i != unknownWord {
			out[i] = true
		}
	}
	return out
}

// blank reports whether a copy may have words of its own between two words of the
// template.
func (t *template) blank(before, behind int) bool {
	i, _ := slices.BinarySearch(t.blanks, uint16(before+1))
	return i < len(t.blanks) && int(t.blanks[i]) <= behind
}

// optional reports whether a copy may lack a word of the template.
func (t *template) optional(n int) bool { return t.must(n, n+1) == 0 }

// must is how many words between two places every copy has.
func (t *template) must(from, to int) int { return int(t.musts[to] - t.musts[from]) }

func (ix *index) add(t Template) {
	n := uint16(len(ix.templates))
	x := template{id: t.ID, words: t.Words, musts: make([]uint16, 1, len(t.Words)+1), blanks: t.Blanks}
	for i, run := range t.Runs {
		for range run {
			if i%2 == 0 {
				x.required++
			}
			x.musts = append(x.musts, uint16(x.required))
		}
	}
	for i := 0; i+gramSize <= len(x.words); i++ {
		switch h := gram(x.words[i:]); {
		case taken(h):
			ix.sampled.all = append(ix.sampled.all, gramAt{h, n, uint16(i)})
		case len(x.words) < shortWords:
			ix.others.all = append(ix.others.all, gramAt{h, n, uint16(i)})
		default:
			continue
		}
		if x.blank(i, i+gramSize-1) {
			continue
		}
		x.grams++
		if x.must(i, i+gramSize) == gramSize {
			x.needed++
		}
	}
	ix.templates = append(ix.templates, x)
}

// token is a word of a text as templates know it.
type token struct {
	word uint16
	n    int32 // its place among the document's words
}

// Normalize gives the words of a text as templates know them: spelling variants
// are one, tags and list markers are none.
func Normalize(text []byte) []string {
	var out []string
	eachToken(text, func(w []byte, _ span) { out = append(out, string(w)) })
	return out
}

// eachToken yields the normalized words. Markup is passed over: tags, entities,
// and the markers of list items and comments at the beginning of a line. A word is
// good until the next.
func eachToken(text []byte, f func(w []byte, at span)) {
	var buf []byte
	markup := 0 // where the last ends
	eachWord(text, func(w []byte, at span) {
		if at.start < markup {
			return
		}
		if markup = wordMarkupEnd(text, at.start); markup > 0 || marker(text, at) {
			return
		}
		buf = lowerWord(buf[:0], w)
		if v, ok := variants[string(buf)]; ok {
			buf = append(buf[:0], v...)
		}
		if len(buf) > 0 {
			f(buf, at)
		}
	})
}

// maxIndent is how far into its line the marker of a list item can stand, in
// bytes. Without a bound a line of numbers would be walked back for each of them.
const maxIndent = 64

// marker reports whether a word only numbers a list item, or is the comment sign
// of a language, at the beginning of a line.
func marker(text []byte, at span) bool {
	if at.end-at.start > 4 || !marks(text[at.start:at.end], text[at.end:]) {
		return false
	}
	for i := at.start - 1; i >= 0 && text[i] != '\n'; i-- {
		if at.start-i > maxIndent {
			return false
		}
		switch text[i] {
		case ' ', '\t', '(', '*', '#', '/', ';', '>', '-', '%', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		default:
			return false
		}
	}
	return true
}

// marks reports whether a short word is a marker where it begins its line.
func marks(w, rest []byte) bool {
	if len(w) > 1 && !slices.Contains([]byte("0123456789ivxdr"), w[0]|0x20) {
		return false
	}
	var next byte
	if len(rest) > 0 {
		next = rest[0]
	}
	switch next {
	case ' ', '\t':
		return of(w, "0123456789") || commands(w) // a listing's line number
	case '.', ')', ':':
		return len(w) == 1 || of(w, "0123456789") || of(w, "ivxIVX") || commands(w)
	}
	return commands(w)
}

// commands reports whether a word begins a comment of m4 or of DOS.
func commands(w []byte) bool {
	return len(w) == 3 && (bytes.EqualFold(w, []byte("dnl")) || bytes.EqualFold(w, []byte("rem")))
}

// of reports whether a word is made of some letters alone.
func of(w []byte, letters string) bool {
	for _, c := range w {
		if strings.IndexByte(letters, c) < 0 {
			return false
		}
	}
	return true
}

// variants are words that the SPDX matching guidelines hold to be the same.
// https://spdx.github.io/spdx-spec/v2.3/license-matching-guidelines-and-templates/
var variants = func() map[string]string {
	out := map[string]string{"https": "http", "www": "", "c": "", "quot": ""}
	for _, line := range strings.Fields(`acknowledgement=acknowledgment analogue=analog analyse=analyze artefact=artifact authorisation=authorization authorised=authorized
		calibre=caliber cancelled=canceled capitalisations=capitalizations catalogue=catalog categorise=categorize centre=center emphasised=emphasized favour=favor favourite=favorite
		fulfil=fulfill fulfilment=fulfillment initialise=initialize judgement=judgment labelling=labeling labour=labor licence=license licences=licenses maximise=maximize modelled=modeled
		modelling=modeling offence=offense optimise=optimize organisation=organization organise=organize practise=practice programme=program realise=realize recognise=recognize
		signalling=signaling sublicence=sublicense utilisation=utilization whilst=while wilful=willful`) {
		a, b, _ := strings.Cut(line, "=")
		out[a] = b
	}
	return out
}()
