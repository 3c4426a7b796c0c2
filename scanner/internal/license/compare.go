package license

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Kind says how a text differs from an earlier one.
type Kind string

// Kinds of change between two texts, from the least to the most.
const (
	None         Kind = "none"          // the same words
	Copyright    Kind = "copyright"     // other years, holders, titles
	Notices      Kind = "notices"       // terms of bundled parts came or went, the work's own stayed
	Parameters   Kind = "parameters"    // the same license with other values
	Edited       Kind = "edited"        // the same license in other words
	RiderAdded   Kind = "rider-added"   // a condition was put on top of the license
	RiderRemoved Kind = "rider-removed" // such a condition was taken away
	Relicensed   Kind = "relicensed"    // another license
)

// Difference is what changed between two texts.
type Difference struct {
	Kind       Kind
	Old, New   Result
	Parameters []ParameterChange
	Hunks      []Hunk // of the words, where the texts have enough in common
}

// ParameterChange is a parameter with its two values.
type ParameterChange struct{ Name, Old, New string }

// Compare tells what changed between two texts. It decides on words first and
// on ids where the words differ.
func (r *Recognizer) Compare(before, after []byte) Difference {
	d := Difference{Old: r.text(before, sha256.Sum256(before)), New: r.text(after, sha256.Sum256(after))}
	a, b := r.index.read(before), r.index.read(after)
	d.Parameters = parameterChanges(d.Old.Parameters, d.New.Parameters)
	if d.Kind = r.kind(a, b, d); d.Kind != None {
		d.Hunks, _ = hunks(a, b)
	}
	return d
}

func (r *Recognizer) kind(a, b []byte, d Difference) Kind {
	if slices.Equal(words(a), words(b)) {
		return None
	}
	if d.Old.Words == d.New.Words {
		return Copyright
	}
	if !d.Old.Found.Equal(d.New.Found) {
		return r.otherLicense(a, b, d)
	}
	if len(d.Parameters) > 0 {
		x, y := withoutParameters(a, d.Old.Parameters), withoutParameters(b, d.New.Parameters)
		switch {
		case !nearlyEqual(words(terms(x)), words(terms(y))):
			return Edited
		case len(d.Parameters) == 1 && d.Parameters[0].Name == LicensedWork:
			return Copyright // the name of the work with its version and year
		}
		return Parameters
	}
	if !slices.Equal(titles(a), titles(b)) {
		return Relicensed
	}
	if !d.Old.Expression.Equal(d.New.Expression) {
		return riderOrEdit(d)
	}
	if cosmetic(a, b, d) {
		return Copyright
	}
	return Edited
}

// otherLicense tells apart what happened when the ids found differ.
func (r *Recognizer) otherLicense(a, b []byte, d Difference) Kind {
	gone, come := minus(d.Old.Found, d.New.Found), minus(d.New.Found, d.Old.Found)
	if d.Old.Found.IsZero() && d.New.Found.IsZero() || slices.Equal(families(d.Old.Found), families(d.New.Found)) {
		return riderOrEdit(d)
	}
	switch {
	case d.New.copies(d.Old.Found) && d.New.Resembles.adds:
		return RiderAdded
	case d.Old.copies(d.New.Found) && d.Old.Resembles.adds:
		return RiderRemoved
	case d.New.copies(d.Old.Found), d.Old.copies(d.New.Found):
		return Edited
	}
	if len(gone) == 0 && slices.ContainsFunc(come, rider) {
		return RiderAdded
	}
	if len(come) == 0 && slices.ContainsFunc(gone, rider) {
		return RiderRemoved
	}
	if first(d.Old).Equal(first(d.New)) && !AnyRestricted(come) && !AnyRestricted(gone) && (len(gone) == 0 || len(come) == 0) && longMain(a, b, d) {
		return Notices
	}
	return Relicensed
}

// copies reports whether a text in which no license was found is a modified copy of one.
func (res Result) copies(of spdx.Expr) bool {
	return res.Found.IsZero() && res.Resembles != nil && matchExpr(res.Resembles.License).Equal(of)
}

// title is the name of a license, known or not, under which something is said to
// be given.
var title = lazily(`\bunder\s+(?:the\s+)?(?:terms\s+of\s+)?(?:the\s+)?((?:[A-Z][\w&.'-]*\s+){1,5}Licen[sc]e)\b`)

// titles lists the names of licenses that a text says something is given under.
func titles(text []byte) []string {
	var out []string
	for _, m := range title().FindAllSubmatch(text, 64) {
		if t := strings.ReplaceAll(strings.ToLower(string(oneSpace(m[1]))), "licence", "license"); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// longMain reports whether the licenses that both texts begin with are texts
// of their own, so that what follows can be notices of other parts.
func longMain(a, b []byte, d Difference) bool {
	return len(d.Old.matches) > 0 && len(d.New.matches) > 0 && !d.Old.matches[0].Notice && !d.New.matches[0].Notice &&
		d.Old.matches[0].End-d.Old.matches[0].Start > 500
}

// families are the licenses of an expression apart from the versions that may be
// chosen.
func families(e spdx.Expr) []string {
	var out []string
	for _, l := range e.Licenses() {
		out = append(out, l.Family()+" "+l.Exception)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func first(res Result) spdx.Expr {
	if len(res.matches) == 0 {
		return spdx.Expr{}
	}
	return res.matches[0].Expression
}

// rider reports whether a license is a condition on top of another.
func rider(l spdx.License) bool {
	return strings.HasPrefix(l.ID, "LicenseRef-Commons-Clause") || strings.HasPrefix(l.ID, "LicenseRef-Anti-996")
}

// riderOrEdit serves texts whose licenses are the same and whose unexplained
// terms differ.
func riderOrEdit(d Difference) Kind {
	before, after := d.Old.Restricts != "", d.New.Restricts != ""
	switch {
	case !before && after:
		return RiderAdded
	case before && !after:
		return RiderRemoved
	}
	return Edited
}

// cosmetic reports whether texts whose licenses are fully explained on both sides differ
// only in names: of the holder whom a clause names, of a title.
func cosmetic(a, b []byte, d Difference) bool {
	if d.Old.Share < openShare || d.New.Share < openShare {
		return false
	}
	hs, ok := hunks(withoutHolders(a), withoutHolders(b))
	return ok && !slices.ContainsFunc(hs, func(h Hunk) bool { return !nameLike(h.Old) || !nameLike(h.New) })
}

// holderPlace is where a license names its holder: whose name may not be used, who gives no
// warranty and is not liable.
var holderPlace = lazily(`(?i)\b(the names? of|provided by|in no event shall) ([^;:]{1,100}?) (nor the names?|may not be used|may be used to|["'“\x60]{0,2}as[ -]is|be liable)\b`)

// withoutHolders gives the terms of a text without the names of its holders.
func withoutHolders(text []byte) []byte {
	return holderPlace().ReplaceAllFunc(oneSpace(terms(text)), func(b []byte) []byte {
		at := holderPlace().FindSubmatchIndex(b)
		if at == nil || !saysNothing(b[at[4]:at[5]]) {
			return b
		}
		return slices.Concat(b[:at[4]], b[at[5]:])
	})
}

// nameLike reports whether a few words may be a name: each begins with a capital
// or a digit, and none says more.
func nameLike(s string) bool {
	n, name := 0, true
	eachWord([]byte(s), func(w []byte, _ span) {
		n++
		name = name && (w[0] < 'a' || w[0] > 'z') && partOfName(w)
	})
	return n <= maxHolder && name
}

// maxHolder is how many words a holder's name has.
const maxHolder = 12

// saysNothing reports whether words may be no more than names, years and addresses.
func saysNothing(b []byte) bool {
	n, name := 0, true
	eachWord(plainAddress().ReplaceAll(b, nil), func(w []byte, _ span) {
		n++
		name = name && partOfName(w)
	})
	return n <= maxHolder && name
}

var plainAddress = lazily(`(?i)\bhttps?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|se|de|me|in)\b\S*`)

// onlyNames is saysNothing for words that stand beside a name rather than for one.
func onlyNames(b []byte) bool {
	names := true
	eachWord(plainAddress().ReplaceAll(b, nil), func(w []byte, _ span) {
		names = names && (w[0] < 'a' || w[0] > 'z' || besideNames[string(w)])
	})
	return names && saysNothing(b)
}

var besideNames = setOf("the of and by c s contributors authors others present rights reserved all copyright team project inc llc ltd gmbh")

// partOfName reports whether a word may stand in a name: no word that joins sentences or
// restricts a use.
func partOfName(w []byte) bool {
	low := string(lowerWord(nil, w))
	return inNames[low] || !leading[low] && !following[low] && !turning[low] && tellingStems().of([]byte(low))&restrict == 0
}

// inNames are words that join those of names.
var inNames = setOf("the of and by")

func minus(a, b spdx.Expr) []spdx.License {
	var out []spdx.License
	for _, l := range a.Licenses() {
		if !slices.Contains(b.Licenses(), l) {
			out = append(out, l)
		}
	}
	return out
}

// nearlyEqual allows for the words around the parameters that belong to
// neither: a title, a link.
func nearlyEqual(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	common := 0
	for _, w := range b {
		if count[w] > 0 {
			count[w]--
			common++
		}
	}
	return float64(common) >= 0.97*float64(len(b))
}

// parameterChanges lists the parameters whose values differ.
func parameterChanges(before, after []inventory.Parameter) []ParameterChange {
	var out []ParameterChange
	value := func(ps []inventory.Parameter, name string) string {
		for _, p := range ps {
			if p.Name == name {
				return p.Value
			}
		}
		return ""
	}
	for _, name := range []string{Licensor, LicensedWork, Software, BaseLicense, Grant, GrantClass, ChangeDate, ChangeLicense, UserLimit, RevenueLimit, TrialPeriod} {
		if a, b := value(before, name), value(after, name); a != b && (len(before) > 0 && len(after) > 0) {
			out = append(out, ParameterChange{name, a, b})
		}
	}
	return out
}
