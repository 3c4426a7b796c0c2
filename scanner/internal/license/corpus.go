package license

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/licdrift/licdrift/scanner/internal/lre"
)

// corpus.bin holds the texts of the SPDX License List as words, and all patterns,
// compiled. It is made from the list's own templates, the files in patterns/ and
// licensecheck's patterns by the program in gen; corpus.txt names the origin of each.
//
//go:generate go run ./gen
//go:embed corpus.bin
var corpusBin []byte

// Corpus is the content of corpus.bin: a dictionary, and what licenses say as places in
// it.
type Corpus struct {
	Words     []string
	Templates []Template
	Patterns  []Pattern
}

// Template is a license text as its list gives it: words that every copy has,
// and runs that a copy may lack.
type Template struct {
	ID     string
	Words  []uint16
	Runs   []uint16 // lengths of required and optional runs, in turn
	Blanks []uint16 // places, by the word behind, where a copy may have words of its own
}

// Pattern is what a license says, as an expression of package lre.
type Pattern struct {
	ID    string // of the licenses that it states, an expression
	Stage Stage
	Code  lre.Code
}

// Stage is when a pattern is tried.
type Stage string

// Stages of patterns: our own, those of notices and of licenses that restrict use among
// them; licensecheck's of notices and of licenses of a page, which vary more than a template
// allows; some that would take from those what is theirs; and licenses and exceptions without
// what often stands beside them, which count where they are whole sentences.
const (
	Own        Stage = "own"
	Notice     Stage = "notice"
	Restricted Stage = "restricted"
	Short      Stage = "short"
	Apart      Stage = "apart"
	Whole      Stage = "whole"
)

// AddPattern compiles a license expression and adds it, with the words that are new.
func (c *Corpus) AddPattern(id string, stage Stage, expr string) error {
	place := make(map[string]uint16, len(c.Words))
	for i, w := range c.Words {
		place[w] = uint16(i)
	}
	code, err := lre.Compile(expr, func(stretch string) []uint16 {
		d := readDocument([]byte(stretch))
		var out []uint16
		for _, p := range d.pieces() {
			w := "copyright"
			if p.word >= 0 {
				w = patternWord(string(d.spelled(d.words[p.word], new([]byte))))
			}
			if w == "" {
				continue
			}
			if _, ok := place[w]; !ok {
				place[w] = uint16(len(c.Words))
				c.Words = append(c.Words, w)
			}
			out = append(out, place[w])
		}
		return out
	})
	if err == nil && len(c.Words) > int(lre.End) {
		err = fmt.Errorf("more than %d words", lre.End)
	}
	if err != nil {
		return err
	}
	c.Patterns = append(c.Patterns, Pattern{id, stage, code})
	return nil
}

// maxCorpus bounds what is decompressed of the file.
const maxCorpus = 64 << 20

// Bytes gives the file: the words, the templates' ids and the patterns' stages and ids,
// a line each, behind the bytes that they take; then all numbers, of two bytes each: the
// count and the numbers of each template's words, runs and blanks, and of each pattern's
// code. To read it takes little more than to decompress it, which every run of the program
// does.
func (c Corpus) Bytes() ([]byte, error) {
	var templates, patterns []string
	var lists [][]uint16
	for _, t := range c.Templates {
		templates = append(templates, t.ID)
		lists = append(lists, t.Words, t.Runs, t.Blanks)
	}
	for _, p := range c.Patterns {
		patterns = append(patterns, string(p.Stage)+" "+p.ID)
		lists = append(lists, p.Code)
	}
	var b []byte
	for _, lines := range [][]string{c.Words, templates, patterns} {
		s := strings.Join(lines, "\n")
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
	}
	for _, list := range lists {
		if len(list) > math.MaxUint16 {
			return nil, fmt.Errorf("a list of %d numbers", len(list))
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(len(list)))
		for _, n := range list {
			b = binary.LittleEndian.AppendUint16(b, n)
		}
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return nil, err
	}
	return z.EncodeAll(b, nil), z.Close()
}

// ReadCorpus reads what Bytes gave. A file that is cut short is an error.
func ReadCorpus(file []byte) (Corpus, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxCorpus))
	if err != nil {
		return Corpus{}, err
	}
	defer z.Close()
	b, err := z.DecodeAll(file, nil)
	if err != nil {
		return Corpus{}, err
	}
	in := corpusReader{rest: b}
	c := Corpus{Words: in.lines()}
	templates, patterns := in.lines(), in.lines()
	in.numbers = make([]uint16, 0, len(in.rest)/2)
	for _, id := range templates {
		c.Templates = append(c.Templates, Template{ID: id, Words: in.list(), Runs: in.list(), Blanks: in.list()})
	}
	for _, p := range patterns {
		stage, id, _ := strings.Cut(p, " ")
		c.Patterns = append(c.Patterns, Pattern{ID: id, Stage: Stage(stage), Code: in.list()})
	}
	if in.short {
		return Corpus{}, io.ErrUnexpectedEOF
	}
	if len(in.rest) > 0 {
		return Corpus{}, errors.New("more numbers than licenses")
	}
	return c, nil
}

// embedded is what corpus.bin holds.
var embedded = sync.OnceValues(func() (Corpus, error) { return ReadCorpus(corpusBin) })

// corpusReader reads the parts of a file, and remembers that one was short.
type corpusReader struct {
	rest    []byte
	numbers []uint16 // of all lists, so that they are allocated once
	short   bool
}

func (r *corpusReader) take(n int) []byte {
	if n > len(r.rest) {
		r.short = true
		return make([]byte, min(n, 4))
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *corpusReader) lines() []string {
	n := binary.LittleEndian.Uint32(r.take(4))
	return strings.Split(string(r.take(int(n))), "\n")
}

func (r *corpusReader) list() []uint16 {
	n := int(binary.LittleEndian.Uint16(r.take(2)))
	b := r.take(2 * n)
	from := len(r.numbers)
	for i := 0; i+1 < len(b); i += 2 {
		r.numbers = append(r.numbers, binary.LittleEndian.Uint16(b[i:]))
	}
	return r.numbers[from:len(r.numbers):len(r.numbers)]
}
