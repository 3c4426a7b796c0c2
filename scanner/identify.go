package scanner

import (
	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Identifier names the licenses of single texts. It is safe for concurrent use.
type Identifier struct{ texts *license.Recognizer }

// NewIdentifier returns an identifier.
func NewIdentifier() (*Identifier, error) {
	texts, err := license.New()
	return &Identifier{texts}, err
}

// Identified is what a text says of licenses.
type Identified struct {
	Expression spdx.Expr             // of the whole text, with what was not recognized
	Found      spdx.Expr             // of what was recognized
	Share      float64               // of the words that state terms, how many are explained, 0 to 1
	SHA256     string                // of the bytes
	Parameters []inventory.Parameter // of licenses that leave values to the licensor
	Restricts  string                // first sentence that restricts use and was not explained
	Unread     string                // first sentence with terms that was not explained
	Parts      []inventory.Bundled   // stanzas of a DEP-5 file
	Modified   *Modified             // what a part that was not explained is a changed copy of
}

// Modified is a license that a text is too different from to conclude it, and
// alike enough to name it.
type Modified struct {
	License string
	Share   float64 // of the license's words, 0 to 1
	Words   []Hunk
}

// Hunk is a place where two texts differ, with the words around it.
type Hunk struct{ Before, Old, New, After string }

// Identify names the licenses of a text.
func (id *Identifier) Identify(text []byte) Identified {
	r := id.texts.Text(text)
	out := Identified{r.Expression, r.Found, r.Share, r.SHA256, r.Parameters, r.Restricts, r.Unread, r.Parts, nil}
	if r.Resembles != nil {
		out.Modified = &Modified{r.Resembles.License, r.Resembles.Share, hunks(r.Resembles.Hunks(text))}
	}
	return out
}

func hunks(hs []license.Hunk) []Hunk {
	var out []Hunk
	for _, h := range hs {
		out = append(out, Hunk(h))
	}
	return out
}

// TextChange is what changed between two texts.
type TextChange struct {
	Kind       string // none, copyright, parameters, edited, notices, rider-added, rider-removed or relicensed
	Old, New   Identified
	Parameters []ParameterChange
	Words      []Hunk // nil where the texts have too little in common
}

// ParameterChange is a parameter of a license with its two values.
type ParameterChange struct{ Name, Old, New string }

// Compare tells what changed between two texts.
func (id *Identifier) Compare(before, after []byte) TextChange {
	d := id.texts.Compare(before, after)
	c := TextChange{Kind: string(d.Kind), Old: id.Identify(before), New: id.Identify(after), Words: hunks(d.Hunks)}
	for _, p := range d.Parameters {
		c.Parameters = append(c.Parameters, ParameterChange(p))
	}
	return c
}
