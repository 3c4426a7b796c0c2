package license

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// written is a pattern of our own as its file has it.
type written struct {
	name, id, expr string
	stage          Stage
}

func ownPatterns(t *testing.T) []written {
	files, err := filepath.Glob(filepath.FromSlash("patterns/*/*.lre"))
	require.NoError(t, err)
	require.Greater(t, len(files), 60)
	var out []written
	for _, name := range files {
		id, variant, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".lre"), "_")
		id = strings.NewReplacer("+or+", " OR ", "+", " AND ").Replace(id)
		stage := Own
		switch {
		case filepath.Base(filepath.Dir(name)) == "restricted":
			stage = Restricted
		case filepath.Base(filepath.Dir(name)) == "whole":
			stage = Whole
		case variant == "notice":
			stage = Notice
		}
		out = append(out, written{name, id, string(read(t, name)), stage})
	}
	return out
}

func TestTheCorpusHasThePatternsAsTheyAreWritten(t *testing.T) {
	have, err := embedded()
	require.NoError(t, err)
	codes := map[string]bool{}
	for _, p := range have.Patterns {
		codes[fmt.Sprint(p)] = true
	}
	for _, p := range ownPatterns(t) {
		words := len(have.Words)
		require.NoError(t, have.AddPattern(p.id, p.stage, p.expr), p.name)
		require.Len(t, have.Words, words, "go generate ./scanner/internal/license after a change of %s", p.name)
		last := have.Patterns[len(have.Patterns)-1]
		require.True(t, codes[fmt.Sprint(last)], "go generate ./scanner/internal/license after a change of %s", p.name)
	}
}

// filled turns a pattern into a text that it must match: groups give their
// first alternative, optional ones too, and blanks a word.
func filled(lre string) string {
	lre = regexp.MustCompile(`(?s)//\*\*.*?\*\*//`).ReplaceAllString(lre, "")
	lre = regexp.MustCompile(`__\d+__`).ReplaceAllString(lre, " something ")
	group := regexp.MustCompile(`(?s)\(\(((?:[^()]|\([^(]|[^)]\)[^)])*?)\)\)(\?\?)?`)
	for range 8 {
		lre = group.ReplaceAllStringFunc(lre, func(g string) string {
			body, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(g, "(("), "??"), "))"), "||")
			return body
		})
	}
	return lre
}

func TestOwnPatternsAreRecognizedAndRestricted(t *testing.T) {
	r := recognizer(t)
	for _, p := range ownPatterns(t) {
		res := r.Text([]byte(filled(p.expr)))
		if _, ok := spdx.Exception(p.id); ok {
			require.NotEmpty(t, r.scan(readDocument([]byte(filled(p.expr))))[0].exception, p.id)
			continue
		}
		want := matchExpr(p.id)
		require.True(t, Within(want, res.Found), "%s in %s", want, res.Found)
		if p.stage == Restricted {
			require.True(t, res.Restricted, p.id)
		}
	}
}

// A word of a match that reaches over the end of a region is none of it.
func TestMatchesEndWithinTheirRegion(t *testing.T) {
	notice := "This file is part of the Independent JPEG Group's software a. For conditions of distribution and use see the accompanying README file\n"
	r := recognizer(t)
	for n := range 8 {
		res := r.Text([]byte(strings.Repeat("x", 37+n) + "\n" + strings.Repeat(notice, 2200)))
		require.Equal(t, "IJG", res.Found.String())
	}
}

func TestACorpusCutShortIsAnError(t *testing.T) {
	c, err := embedded()
	require.NoError(t, err)
	c.Templates = c.Templates[:1]
	c.Patterns = c.Patterns[:1]
	whole, err := c.Bytes()
	require.NoError(t, err)
	again, err := ReadCorpus(whole)
	require.NoError(t, err)
	require.Equal(t, c.Patterns, again.Patterns)
	require.Equal(t, c.Templates, again.Templates)
	for n := 0; n < len(whole); n += 499 {
		_, err := ReadCorpus(whole[:n])
		require.Error(t, err, n)
	}
}

// Each template must explain nine tenths of its own words, and find the license
// or one of its siblings with nearly the same words.
func TestTemplatesAreFoundByTheirWords(t *testing.T) {
	ix, err := loadIndex()
	require.NoError(t, err)
	require.Greater(t, len(ix.templates), 700)
	r := recognizer(t)
	var missed []string
	for _, x := range ix.templates {
		var text []string
		for n, w := range x.words {
			if text = append(text, ix.names[w]); n%12 == 11 {
				text = append(text, "\n")
			}
		}
		d := readDocument([]byte(strings.Join(text, " ")))
		explained := 0
		found := false
		want, exception := spdx.Exception(x.id)
		for _, m := range r.similar(d, d.whole()) {
			explained += len(d.in(span{m.Start, m.End}))
			found = found || exception && m.exception == want || !exception && Within(matchExpr(x.id), m.Expression)
		}
		if explained*10 < len(d.words)*9 || !found {
			missed = append(missed, x.id)
		}
	}
	// siblings whose words are all in another's, and texts of a line
	require.LessOrEqual(t, len(missed), len(ix.templates)/50, "%v", missed)
}

func wordsOf(t *testing.T, id string) []string {
	ix, err := loadIndex()
	require.NoError(t, err)
	for _, x := range ix.templates {
		if x.id == id {
			var out []string
			for _, w := range x.words {
				out = append(out, ix.names[w])
			}
			return out
		}
	}
	t.Fatal(id)
	return nil
}
