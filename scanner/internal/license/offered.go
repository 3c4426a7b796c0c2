package license

import (
	"bytes"
	"slices"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// offered takes the meaning from the texts of licenses among which a sentence of the same
// text offers the choice, all of them above it or below: they say what the options are, not
// that all apply. Right below an offer of the work's own a notice stands for a text.
func offered(text []byte, ms []match) []match {
	offers := 0
	for i, m := range ms {
		if !m.Notice || len(m.Expression.Options()) < 2 {
			continue
		}
		if offers++; offers > maxChoices {
			break
		}
		options := func(t match) bool { return !t.Notice && Within(t.Expression, m.Expression) }
		for _, side := range [][]match{ms[:i], ms[i+1:]} {
			if m.toldBy(side, options) {
				from, to := side[0].Start, side[len(side)-1].End
				return meaningless(ms, func(t match) bool {
					again := t.Notice && Within(t.Expression, m.Expression) && (inPlace(text[t.Start:t.End]) || leadsTo(t, ms))
					return (options(t) || again) && t.Start >= from && t.End <= to
				})
			}
		}
		below := m.below(text, ms[i+1:])
		if slices.ContainsFunc(below, options) && m.toldBy(below, func(match) bool { return true }) {
			end := below[len(below)-1].End
			ms = meaningless(ms, func(t match) bool {
				return t.Start >= m.End && t.End <= end && (options(t) || Within(t.Expression, m.Expression) && (t.onTheWhole(text) || t.elected(text, m.End)))
			})
		}
	}
	return ms
}

// withOffered gives an offer of families, such as BSD/GPL, the licenses that notices near below
// it name of them, one of each: they say which versions can be chosen.
func withOffered(ms []match) []match {
	for i, m := range ms {
		if !m.vague || len(m.Expression.Options()) < 2 {
			continue
		}
		open := map[string]bool{}
		for _, l := range m.Expression.Licenses() {
			open[kin(l)] = true
		}
		var all []spdx.Expr
		last := i
		for j := i + 1; j < len(ms) && len(open) > 0 && ms[j].Notice && ms[j].Start-m.End < nearTexts; j++ {
			ls := ms[j].Expression.Licenses()
			if ms[j].vague || slices.ContainsFunc(ls, func(l spdx.License) bool { return !open[kin(l)] }) {
				break
			}
			for _, l := range ls {
				delete(open, kin(l))
				all = append(all, spdx.Of(l))
			}
			last = j
		}
		if len(open) > 0 {
			continue
		}
		out := slices.Clone(ms)
		out[i].Expression, out[i].vague, out[i].End = spdx.Or(all...), false, ms[last].End
		return slices.Delete(out, i+1, last+1)
	}
	return ms
}

// leadsTo reports whether a notice of one license stands right above its text.
func leadsTo(t match, ms []match) bool {
	return slices.ContainsFunc(ms, func(o match) bool {
		return !o.Notice && o.Start >= t.End && o.Start-t.End < nearText && o.Expression.Equal(t.Expression)
	})
}

// nearText is how far above a text a notice of it stands, in bytes.
const nearText = 200

// toldBy reports whether each license that a match offers is told by some of others.
func (m match) toldBy(others []match, which func(match) bool) bool {
	open := m.Expression.Licenses()
	for _, t := range others {
		if len(open) == 0 {
			return true
		}
		if which(t) {
			open = slices.DeleteFunc(open, func(l spdx.License) bool { return contains(t.Expression, l) })
		}
	}
	return len(open) == 0
}

// nearOffer is how far below an offer its options are, in bytes.
const nearOffer = 6 << 10

// below gives the texts, and the notices that stand for one, near below an offer of the work's
// own, as long as nothing between tells that they are another work's or a part's.
func (m match) below(text []byte, ms []match) []match {
	if said := oneSpace(text[m.Start:m.End]); !thisOffer().Match(said) || bothLicenses().Match(said) {
		return nil
	}
	var out []match
	at := m.End
	for _, t := range ms {
		if t.Start-m.End > nearOffer {
			break
		}
		if t.Start < at {
			continue
		}
		between := text[at:t.Start]
		elected := t.elected(text, at)
		if !elected && leadsElsewhere(between) {
			break
		}
		if at = t.End; !t.Notice || elected || t.onTheWhole(text) {
			out = append(out, t)
		}
	}
	return out
}

// elected reports whether a match is about one option of a choice, or leads to its words.
func (m match) elected(text []byte, from int) bool {
	return electing().Match(oneSpace(text[max(from, m.Start-nearText):m.Start])) || electing().Match(oneSpace(text[m.Start:m.End]))
}

var electing = lazily(`(?i)\bif you (?:elect|choose)(?: to)? [^.:;]{0,160}\bthe following applies:\W*$`)

var thisOffer = lazily(`(?i)\bthis (program|file|library|software|package|work|code|module|driver|project|header)\b|^\W*(dual[- ]licen|licen[sc]ed under|distributed under|available under)`)

// leadsElsewhere reports whether what stands between an offer and one of its options is more
// than the option's name.
func leadsElsewhere(between []byte) bool {
	for line := range bytes.Lines(between) {
		line = bytes.TrimRight(commentSigns(line), " \t\r\n*/")
		if bytes.HasSuffix(line, []byte(":")) && !optionHead().Match(line) || elsewhere().Match(address().ReplaceAll(line, nil)) {
			return true
		}
	}
	return false
}

var (
	optionHead = lazily(`(?i)licen|alternativ|contact|terms|\bor\b`)
	elsewhere  = lazily(`(?i)\b(plugins?|parts?|portions?|third[- ]party|vendor|components?|dependenc\w+|dataset|source files?|both|members?|only|appl(y|ies)|except|otherwise|must)\b|\w/\w`)
)

// onTheWhole reports whether a notice is one license's on the work that it stands in.
func (m match) onTheWhole(text []byte) bool {
	if !m.Notice || len(m.Expression.Licenses()) != 1 {
		return false
	}
	said := oneSpace(text[m.Start:m.End])
	return thisWork().Match(said) && !atTimes().Match(said)
}

var (
	thisWork = lazily(`(?i)^\W*this (program|file|library|software|package|work|code|module|driver) is (free software|licen[sc]ed|distributed)\b`)
	atTimes  = lazily(`(?i)\b(when|where|if|unless|while)\b`)
)
