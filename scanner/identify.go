package scanner

import (
	"bytes"
	"slices"

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
	Expression spdx.Expr             `json:"license"`              // of the whole text, with what was not recognized
	Found      spdx.Expr             `json:"found"`                // of what was recognized
	Share      float64               `json:"explained"`            // the share of the words that state terms, 0 to 1
	SHA256     string                `json:"sha256"`               // of the bytes
	Parameters []inventory.Parameter `json:"parameters,omitempty"` // of licenses that leave values to the licensor
	Conflict   string                `json:"conflict,omitempty"`   // a name that contradicts its text
	Restricts  string                `json:"restricts,omitempty"`  // first sentence that restricts use and was not explained
	Unread     string                `json:"unread,omitempty"`     // first sentence with terms that was not explained
	Parts      []inventory.Bundled   `json:"parts,omitempty"`      // stanzas of a DEP-5 file
	Modified   *Modified             `json:"modified,omitempty"`   // what a part that was not explained is a changed copy of
	Empty      bool                  `json:"empty,omitempty"`      // there is not a word in it
}

// Modified is a license that a text is too different from to conclude it, and
// alike enough to name it.
type Modified struct {
	License string  `json:"license"`
	Share   float64 `json:"share"` // of the license's words, 0 to 1
	Words   []Hunk  `json:"words,omitempty"`
}

// Hunk is a place where two texts differ, with the words around it.
type Hunk struct {
	Before string `json:"before,omitempty"`
	Old    string `json:"old,omitempty"`
	New    string `json:"new,omitempty"`
	After  string `json:"after,omitempty"`
}

// Identify names the licenses of a text.
func (id *Identifier) Identify(text []byte) Identified {
	r := id.texts.Text(text)
	out := Identified{
		Expression: r.Expression, Found: r.Found, Share: r.Share, SHA256: r.SHA256, Parameters: slices.Clone(r.Parameters), Conflict: r.Conflict,
		Restricts: r.Restricts, Unread: r.Unread, Parts: slices.Clone(r.Parts), Empty: len(bytes.TrimSpace(text)) == 0,
	}
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
	Kind       string            `json:"change"` // none, copyright, parameters, edited, notices, rider-added, rider-removed or relicensed
	Old        Identified        `json:"old"`
	New        Identified        `json:"new"`
	Parameters []ParameterChange `json:"parameters,omitempty"`
	Words      []Hunk            `json:"words,omitempty"` // nil where the texts have too little in common
}

// ParameterChange is a parameter of a license with its two values.
type ParameterChange struct {
	Name string `json:"name"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

// Compare tells what changed between two texts.
func (id *Identifier) Compare(before, after []byte) TextChange {
	d := id.texts.Compare(before, after)
	c := TextChange{Kind: string(d.Kind), Old: id.Identify(before), New: id.Identify(after), Words: hunks(d.Hunks)}
	for _, p := range d.Parameters {
		c.Parameters = append(c.Parameters, ParameterChange(p))
	}
	return c
}
