package license

import (
	"bytes"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// mentions finds the names that licenses have in sentences. The order matters:
// the first that matches at a place wins.
var mentions = []struct {
	name lazy
	id   string
	keys keys // one of these words stands in every name, cheaply looked for
}{
	{named(`redis source available license( agreement)?( \(?rsal\w*\)?)? ?(version )?v?\.?2(\.0)?( \(rsalv2\))?|rsalv2`), "LicenseRef-RSALv2", anyOf("redis|rsal")},
	{named(`redis source available license( agreement)?|rsal(v1)?`), "LicenseRef-RSALv1", anyOf("redis|rsal")},
	{named(`server side public license,?( version| v)?\.?( ?1(\.0)?)?( \(sspl(v1)?\))?|sspl(v1|-1\.0)?`), "SSPL-1.0", anyOf("server|sspl")},
	{named(`business source license,?( version| v)?\.?( ?1\.1)?( \(bu?sl\))?|busl-1\.1`), "BUSL-1.1", anyOf("business|busl")},
	{named(`elastic license,?( version| v)?\.? ?2(\.0)?( \(elv2\))?|elv2`), "Elastic-2.0", anyOf("elastic|elv2")},
	{named(`elastic license`), "LicenseRef-Elastic-1.0", anyOf("elastic")},
	{named(`confluent community license( agreement)?`), "LicenseRef-Confluent-Community-1.0", anyOf("confluent")},
	{named(`timescale license`), "LicenseRef-Timescale-2020", anyOf("timescale")},
	{named(`sustainable use license`), "SUL-1.0", anyOf("sustainable")},
	{named(`commons[ -]clause( license)?( condition)?( v?1\.0)?|commons cla?use restriction`), "LicenseRef-Commons-Clause", anyOf("commons")},
	{named(`mulan psl,? ?v2|mulan permissive software license,? ?(version |v)2`), "MulanPSL-2.0", anyOf("mulan")},
	{named(`apache(?: software)?(?: public)? licen[sc]e,?( \(?(version |v)?\.?2(\.0)?\)?)|apache(?:-| )v?2(\.0)?( licen[sc]e)?|(version |v)2(\.0)? of the apache licen[sc]e`), "Apache-2.0", anyOf("apache")},
	{named(`apache(?: software)?(?: public)? licen[sc]e,?( \(?(version |v)?\.?1\.1\)?)|apache(?:-| )v?1\.1( licen[sc]e)?`), "Apache-1.1", anyOf("apache")},
	{named(`mozilla public licen[sc]e,?( (version|v))?\.? ?2(\.0)?( \(mpl[ -]?2\.0\))?|mpl[ -]?v?2(\.0)?`), "MPL-2.0", anyOf("mozilla|mpl")},
	{named(`mozilla public licen[sc]e,?( (version|v))?\.? ?1\.1|mpl[ -]?1\.1`), "MPL-1.1", anyOf("mozilla|mpl")},
	{named(`eclipse public licen[sc]e,?( -)?( (version|v))?\.? ?2(\.0)?|epl[ -]?2\.0`), "EPL-2.0", anyOf("eclipse|epl")},
	{named(`eclipse public licen[sc]e,?( -)?( (version|v))?\.? ?1(\.0)?|epl[ -]?1\.0`), "EPL-1.0", anyOf("eclipse|epl")},
	{named(`boost software licen[sc]e,?( -)?( (version|v))?\.? ?1(\.0)?`), "BSL-1.0", anyOf("boost")},
	{named(`(the )?artistic licen[sc]e,?( (version|v))?\.? ?2(\.0)?`), "Artistic-2.0", anyOf("artistic")},
	{named(`(the )?("|')?artistic("|')? licen[sc]e`), "Artistic-1.0-Perl", anyOf("artistic")},
	{named(`(2|two)[- ]clause (free)?bsdl?( licen[sc]e)?|(free|simplified) ?bsd( licen[sc]e)?|bsd[- ](2|two)[- ]clause( licen[sc]ed?)?|bsd-2 licen[sc]ed?`), "BSD-2-Clause", anyOf("bsd")},
	{named(`(3|three)[- ]clause bsd( licen[sc]e)?|(new|modified|revised) bsd( licen[sc]e)?|bsd \((new|modified|revised)\)|bsd[- ](3|three)[- ]clause( licen[sc]ed?)?|bsd-3 licen[sc]ed?`), "BSD-3-Clause", anyOf("bsd")},
	{named(`0-?bsd( licen[sc]e)?|zero[- ]clause bsd( licen[sc]e)?|bsd zero[- ]clause( licen[sc]e)?`), "0BSD", anyOf("bsd")},
	{named(`(the )?bsd licen[sc]e|bsd[- ]style licen[sc]e (that can be |which can be |that is |which is )?found in`), unspecifiedBSD, anyOf("bsd")},
	{named(`(mit/x11|mit/expat|expat|mit)( style)?( open source)? licen[sc]e|expat/mit|mit-style licen[sc]e (that can be |which can be |that is |which is )?found in`), "MIT", anyOf("mit|expat|x11")},
	{named(`mit no attribution( licen[sc]e)?`), "MIT-0", anyOf("mit no")},
	{named(`beer-?ware( licen[sc]e)?`), "Beerware", anyOf("beer")},
	{named(`cecill[- ]b\b`), "CECILL-B", anyOf("cecill")},
	{named(`cecill[- ]c\b`), "CECILL-C", anyOf("cecill")},
	{named(`isc (open source )?licen[sc]e`), "ISC", anyOf("isc")},
	{named(`(the )?zlib(/libpng)? licen[sc]e`), "Zlib", anyOf("zlib")},
	{named(`(the )?unlicen[sc]e\b`), "Unlicense", anyOf("unlicen")},
	{named(`blue ?oak model licen[sc]e( 1\.0\.0)?`), "BlueOak-1.0.0", anyOf("oak")},
	{named(`php licen[sc]e,?( (version|v))?\.? ?3\.01`), "PHP-3.01", anyOf("php")},
	{named(`creative commons zero|cc0([- ]1\.0)?`), "CC0-1.0", anyOf("cc0|zero")},
	{named(`(in|to|into) the ["'“]?public domain|(in|into|under) public domain(["'”.,;:)]|$)|public domain(, written by|\.$)`), publicDomain, anyOf("domain")},
	{named(`do what the f\S+ you want to public licen[sc]e|wtfpl`), "WTFPL", anyOf("want|wtfpl")},
	{named(`(the )?openssl (project )?licen[sc]e`), "OpenSSL", anyOf("openssl")},
	{named(`microsoft public licen[sc]e( \(ms-pl\))?|ms-pl`), "MS-PL", anyOf("microsoft|ms-pl")},
	{named(`microsoft reciprocal licen[sc]e( \(ms-rl\))?|ms-rl`), "MS-RL", anyOf("microsoft|ms-rl")},
	{named(`common development and distribution licen[sc]e,?( (version|v))?\.? ?1\.1`), "CDDL-1.1", anyOf("common")},
	{named(`common development and distribution licen[sc]e,?( \("?cddl"?\))?,?( (version|v))?( ?1\.0)?`), "CDDL-1.0", anyOf("common")},
	{named(`(the|either) (mit|expat|x11|mit/x11)\b( or| and|/|,)`), "MIT", anyOf("mit|expat|x11")},
	{named(`(the|either) isc\b( or| and|/|,)`), "ISC", anyOf("isc")},
	{named(`same terms as (the )?perl( ?5)?( programming language)?( system)?( itself)?`), "Artistic-1.0-Perl OR GPL-1.0-or-later", anyOf("perl")},
	{named(`same terms as ruby( itself)?|ruby'?s licen[sc]e`), "Ruby", anyOf("ruby")},
}

func named(s string) lazy { return lazily(`(?i)\b(?:` + s + `)`) }

// orAnyLater is how authors allow later versions of a GNU license.
const orAnyLater = `(?: dated \w+,? \d{4})?(?: of(?: of)? the (?:gnu )?(?:licen[sc]e|gpl|lgpl))?(?:[,;]? \(?(?:or|and)[, ]*\(?(?:at your (?:choice|option)\)?[, ]*)?|\. \(at your option\) )(?:any )?(?:later|newer|higher)(?: versions?)?\)?`

// gnuMention finds the GNU licenses with their version before or after.
var gnuMention = lazily(`(?i)(?:\bversion (\d)(\.\d)?(?:` + orAnyLater + `)? of the )?\b(?:gnu )?(lesser |library |affero )?(?:\((?:lesser|library)\) )?(?:(?:gnu )?general public licen[sc]e|gnu public licen[sc]e|(a|l)?gpl)(?: \(["']?(?:l|a)?gpl["']?\))?((?:[-,; ]|\()*(?:(?:(?:licen[sc]e )?as published by the free software foundation[,;]? )?(?:(?:either|only|using) )?version|v)?\.? ?(\d)(\.\d)?\b\)?)?(?: ?\((?:l|a)?gpl[-v ]*\d?(?:\.\d)?\))?(?:-only\b|(\+|-or-later\b|` + orAnyLater + `)(?: ?\((?:l|a)?gpl-\d\.\d(?:-or-later|\+)\))?)?`)

// runtime is the exception of GCC's libraries, which is named beside the GPL.
var runtime = lazily(`(?i)gcc runtime library exception`)

// named licenses of a sentence, with their places.
type namedAt struct {
	e     spdx.Expr
	at    span
	vague bool
}

// mention is what a sentence says of licenses.
type mention struct {
	exact spdx.Expr // with its version, or of one that has none
	vague spdx.Expr // a family, no version of which is named
	rest  []byte    // the sentence without the names
	other bool      // one is not meant as it is
}

func (m mention) all() spdx.Expr { return spdx.And(m.exact, m.vague) }

// mentionedWithin joins the licenses that a sentence names, with its marks of Markdown or
// without: a sign may be all that ends a name, or stand within one.
func mentionedWithin(sentence []byte) mention {
	plain := unmarked(sentence)
	m := mentioned(plain)
	if len(plain) == len(sentence) {
		return m
	}
	switch marked := mentioned(address().ReplaceAll(sentence, nil)); {
	case m.all().IsZero():
		return marked
	case marked.all().IsZero() || Within(marked.all(), m.all()):
		return m
	case Within(m.all(), marked.all()):
		return marked
	default:
		m.exact, m.vague = spdx.And(m.exact, marked.exact), spdx.And(m.vague, marked.vague)
		return m
	}
}

// mentioned joins the licenses that a sentence names.
func mentioned(sentence []byte) mention {
	sentence = withoutAbbreviations(sentence)
	hits := namesIn(sentence)
	if len(hits) > maxNames {
		return mention{rest: sentence}
	}
	slices.SortFunc(hits, func(a, b namedAt) int { return a.at.start - b.at.start })
	hits = withoutDenied(sentence, hits)
	hits = slices.DeleteFunc(hits, func(h namedAt) bool { return h.named(hits) })
	out := mention{rest: without(sentence, hits)}
	out.other = qualified(sentence, out.rest, hits)
	var all, exact, vague []spdx.Expr
	for _, h := range hits {
		all = append(all, h.e)
		if h.vague {
			vague = append(vague, h.e)
		} else {
			exact = append(exact, h.e)
		}
	}
	out.exact, out.vague = spdx.And(exact...), spdx.And(vague...)
	words := orLaterWords().ReplaceAll(sentence, nil)
	if len(all) > 1 && (chosen(words) && (offersChoice().Match(sentence) || between(sentence, hits)) || slashed(words, sentence, hits)) {
		if out.exact, out.vague = spdx.Or(all...), (spdx.Expr{}); len(exact) == 0 {
			out.exact, out.vague = out.vague, out.exact
		}
	}
	return out
}

// without leaves out the names of a sentence.
func without(sentence []byte, hits []namedAt) []byte {
	out := bytes.Clone(sentence)
	for _, h := range hits {
		for i := h.at.start; i < h.at.end; i++ {
			out[i] = ' '
		}
	}
	return out
}

// namesIn finds the names of licenses in a sentence, none within another.
func namesIn(sentence []byte) []namedAt {
	var hits []namedAt
	longer := phrases(sentence)
	add := func(h namedAt) {
		h.e, h.at.end = wholeID(h.e, sentence, h.at)
		h.e, h.at.end = withID(h.e, sentence, h.at.end)
		if !overlaps(hits, h.at) {
			hits = append(hits, h)
		}
	}
	low := bytes.ToLower(sentence)
	for _, m := range mentions {
		if !m.keys.in(low) {
			continue
		}
		for _, loc := range m.name().FindAllIndex(sentence, maxNames+1) {
			if midWord(sentence, loc[1]) {
				continue
			}
			if i := slices.IndexFunc(longer, func(p namedAt) bool { return p.at.start <= loc[0] && p.at.end > loc[1] }); i >= 0 {
				add(longer[i])
				continue
			}
			e, _ := spdx.Parse(m.id)
			add(namedAt{e: e, at: span{loc[0], loc[0] + len(connector().ReplaceAll(sentence[loc[0]:loc[1]], nil))}})
		}
	}
	for _, m := range gnuMentions(low, sentence) {
		h := namedAt{at: span{m[0], m[1]}}
		if bytes.HasPrefix(bytes.TrimLeft(sentence[m[1]:], "- "), []byte("compatib")) || overlaps(hits, h.at) || variantSign().Match(sentence[m[1]:]) || slices.ContainsFunc(longer, func(p namedAt) bool { return p.at.start < m[0] && p.at.end >= m[1] && !gnu(p.e) }) {
			continue
		}
		h.e, h.vague = gnuMentioned(sentence, m)
		if h.e, h.at.end = withID(h.e, sentence, h.at.end); h.at.end == m[1] {
			h.e, h.at.end = withNamed(h.e, sentence, h.at.end)
		}
		// a name within that of an exception is no license: GPL with the OpenSSL license exception
		hits = append(slices.DeleteFunc(hits, func(o namedAt) bool { return o.at.start >= m[1] && o.at.start < h.at.end }), h)
	}
	for _, h := range ccMentions(low, sentence) {
		add(h)
	}
	for _, h := range idsIn(sentence) {
		add(h)
	}
	for _, h := range longer {
		add(h)
	}
	for _, m := range bareNamesIn(low, sentence, len(hits) > 0) {
		for i := 2; i < len(m); i += 2 {
			if m[i] >= 0 {
				add(namedAt{e: spdx.Ref(bareNames[string(sentence[m[i]:m[i+1]])]), at: span{m[i], m[i+1]}})
			}
		}
	}
	return hits
}

// gnu reports whether a license is one of GNU's, without an exception.
func gnu(e spdx.Expr) bool {
	name, _, _ := strings.Cut(e.String(), "-")
	return (name == "GPL" || name == "LGPL" || name == "AGPL") && !strings.Contains(e.String(), " WITH ")
}

// variantSign follows the name of a license of which another one is made: GPL-3.0-NC.
var variantSign = lazily(`^-[A-Z]{2,5}\b`)

// connector ends the names that are none without one.
var connector = lazily(`(?i)(?: or| and|/|,)$`)

func overlaps(hits []namedAt, at span) bool {
	return slices.ContainsFunc(hits, func(h namedAt) bool { return at.start < h.at.end && h.at.start < at.end })
}

// maxNames are the names of one sentence that are understood: a longer list is none.
const maxNames = 64

// withoutAbbreviations takes out what stands between a name and its version: the Mozilla
// Public License (MPL) 1.1. It must be of the first letters of the name.
func withoutAbbreviations(sentence []byte) []byte {
	if !bytes.Contains(sentence, []byte(" (")) {
		return sentence
	}
	var out []byte
	at := 0
	for _, m := range abbreviation().FindAllSubmatchIndex(sentence, maxNames) {
		if initials(sentence[:m[0]], sentence[m[2]:m[3]]) {
			out = append(out, sentence[at:m[0]]...)
			at = m[4]
		}
	}
	return append(out, sentence[at:]...)
}

var abbreviation = lazily(` \(["'“]?([A-Z]{2,6})["'”]?\)(,? (?:[Vv]ersion|[Vv]\.?)? ?\d)`)

// initials reports whether letters are the first ones of the last words, of which some
// are too short to count.
func initials(name, letters []byte) bool {
	ws := bytes.Fields(name)
	for i := len(letters) - 1; i >= 0; i-- {
		for len(ws) > 0 && slices.Contains([]string{"and", "of", "the"}, string(ws[len(ws)-1])) {
			ws = ws[:len(ws)-1]
		}
		if len(ws) == 0 || ws[len(ws)-1][0]|0x20 != letters[i]|0x20 {
			return false
		}
		ws = ws[:len(ws)-1]
	}
	return true
}

// denied ends what stands before a name that is said not to apply, or not yet or any more,
// or to apply to others' works.
var denied = gated(
	`not|never|neither|no longer|previously|formerly|n't|n’t`, `(?:\b(?:not|never|neither|no longer|previously|formerly)|n['’]t)\W{1,4}(?:\w+ ){0,4}under (?:the )?(?:terms of (?:the )?)?$`,
	`nothing|none |no part|no code`, `\b(?:nothing|none|no (?:parts?|code)) (?:[\w'’]+ ){0,6}(?:is|are) (?:\w+ )?under (?:the )?(?:terms of (?:the )?)?$`,
	`if you `, `\bif you (?:want|need|prefer|would like) (?:[\w'’]+ ){0,8}under (?:the )?(?:terms of (?:the )?)?$`,
	`will |would |could `, `\b(?:will|would|could) (?:\w+ )?be (?:\w+ )?under (?:the )?(?:terms of (?:the )?)?$`,
	`t mean `, `n['’]t mean (?:[\w'’]+ ){0,5}under (?:the )?(?:terms of (?:the )?)?$`,
	`compatible with `, `compatible with (?:the )?$`,
	`unlike |non-|never `, `\bunlike (?:the )?$|\bnon-$|\bnever $`,
	`other `, `\bother (?:software|programs|works?|code) (?:[\w'’]+ ){0,4}under (?:the )?(?:terms of (?:the )?)?$`,
)

// undenied are words that make of a denial none: "not only under", "includes other software".
var undenied = gated(
	`just|only|necessarily|solely|merely|exclusively|except|if not`, `\b(?:just|only|necessarily|solely|merely|exclusively|except|if not)\b`,
	`includ|contain|incorporat|bundl`, `\b(?:includ|contain|incorporat|bundl)`,
	`but `, `\bbut (?:it )?(?:is )?\w+ under (?:the )?(?:terms of (?:the )?)?$`,
)

// denies reports whether the words before a name say that it does not apply.
func denies(before []byte) bool {
	low := lower(nil, before)
	return deniedBy.in(low[max(0, len(low)-len(denialEnd)):]) && denied.match(low) && !undenied.match(low)
}

// denialEnd is the longest end of a denial, in which one of deniedBy stands.
const denialEnd = "under the terms of the "

var deniedBy = anyOf("under|unlike|non-|never|compatible with")

// neverGiven stands before "in the public domain" where the work is not, or another is.
var neverGiven = gated(
	`not |never |t |earlier |previous `, `(?:\b(?:not|never)|n['’]t) (?:\w+ ){0,5}$|\b(?:earlier|previous) (?:\w+ ){1,3}$`,
	`be `, `\b(?:will|would|could|may|might|can|cannot) (?:\w+ ){0,3}be (?:\w+ ){0,5}$`,
	`part|portion|no |nothing|none|if |neither|when |plan|hope`, `\b(?:parts?|portions?|no|nothing|none|if|neither|when|plan(?:s|ned)?|hopes?) (?:\w+ ){0,9}$`,
)

// givenBut stands behind such words where that is not all.
var givenBut = lazily(`(?i)^\W*(?:as long as|as of|except|unless|if|provided|until|after|only|but|when|once)\b`)

// withoutDenied leaves out of the names of a sentence, in their order, those that are said
// not to apply: "not under the MIT License or the GPL" denies both.
func withoutDenied(sentence []byte, hits []namedAt) []namedAt {
	var out []namedAt
	end := -1 // of a name that was denied
	for _, h := range hits {
		before := sentence[max(0, h.at.start-nearDenial):h.at.start]
		no := denies(before) || end >= 0 && andNot().Match(sentence[end:h.at.start]) ||
			given(h.e) && (neverGiven.match(lower(nil, before)) || givenBut().Match(sentence[h.at.end:]))
		if no && !AnyRestricted(h.e.Licenses()) {
			end = h.at.end
			continue
		}
		end = -1
		out = append(out, h)
	}
	return out
}

var andNot = lazily(`(?i)^[\s,/]*(?:or|nor)(?: (?:under )?the)? *$`)

// nearDenial is how far before a name it can be denied, in bytes.
const nearDenial = 90

// offersChoice are words that offer a choice wherever they stand in a sentence.
var offersChoice = lazily(`(?i)\b(either|choice|your option|dual[- ]licen[sc]ed|dual|alternatively|may choose|choose)\b|\w/\w`)

// between reports whether an "or" stands between two of the names, and nothing that
// tells what each is for.
func between(sentence []byte, hits []namedAt) bool {
	for i := 1; i < len(hits); i++ {
		if a, b := hits[i-1].at.end, hits[i].at.start; a <= b && choice(sentence[a:b]) {
			return true
		}
	}
	return false
}

// slashed reports whether all names stand behind one another with a stroke between two, as
// in MIT/Apache-2.0.
func slashed(words, sentence []byte, hits []namedAt) bool {
	for i := 1; i < len(hits); i++ {
		if a, b := hits[i-1].at.end, hits[i].at.start; a > b || string(bytes.TrimSpace(sentence[a:b])) != "/" {
			return false
		}
	}
	return !bothLicenses().Match(words) && !partsNamed().Match(address().ReplaceAll(without(sentence, hits), nil))
}

// partsNamed are the parts of a work that the licenses of such a list are for, in a list of
// their own.
var partsNamed = lazily(`\w ?/ ?\w`)

func gnuMentions(low, sentence []byte) [][]int {
	if !gnuWords.in(low) {
		return nil
	}
	return gnuMention().FindAllSubmatchIndex(sentence, maxNames+1)
}

// midWord reports whether a name ends within a word: "MIT license" in "MIT licensed".
func midWord(s []byte, at int) bool { return at < len(s) && latin[s[at]] && latin[s[at-1]] }

// bareNamesIn finds short names, as groups of the matches.
func bareNamesIn(low, sentence []byte, others bool) [][]int {
	switch {
	case !bareWords.in(low):
		return nil
	case others && offersTwo().Match(sentence):
		return bareName().FindAllSubmatchIndex(sentence, maxNames+1)
	}
	return slices.DeleteFunc(statedName().FindAllSubmatchIndex(sentence, maxNames+1), func(m []int) bool {
		return negated().Match(sentence[max(0, m[0]-nearDenial):m[0]])
	})
}

// withNamed adds to a license the exception that is named behind it, and gives the end of
// that name: one that is not known adds nothing.
func withNamed(e spdx.Expr, sentence []byte, end int) (spdx.Expr, int) {
	m := exceptionNamed().FindSubmatchIndex(sentence[end:])
	if m == nil || len(e.Licenses()) != 1 || e.Licenses()[0].Exception != "" {
		return e, end
	}
	name := sentence[end+m[2] : end+m[3]]
	id, ok := exceptionID(e.String(), string(name))
	if !ok || missing().Match(name) || restrictive(name) {
		return e, end
	}
	return spdx.Of(spdx.License{ID: e.Licenses()[0].ID, Exception: id}), end + m[1]
}

var exceptionNamed = lazily(`(?i)^,? with (?:the |an? )?((?:[\w."'+-]+ ){1,4}?)(?:linking )?exceptions?\b`)

var missing = lazily(`(?i)\b(no|not|non|neither|nor|without|missing)\b`)

// ccMentions finds Creative Commons licenses with their version.
func ccMentions(low, sentence []byte) []namedAt {
	if !ccWords.in(low) {
		return nil
	}
	var out []namedAt
	for _, m := range ccNamed().FindAllSubmatchIndex(sentence, maxNames+1) {
		if e, ok := ccLicense(string(sentence[m[2]:m[3]])+string(sentence[m[6]:m[7]]), string(sentence[m[4]:m[5]])); ok {
			out = append(out, namedAt{e: e, at: span{m[0], m[1]}})
		}
	}
	return out
}

var ccNamed = lazily(`(?i)\b(?:creative commons[ ,-]*(?:by|attribution)|cc[ -]by)((?:[ ,/-]*(?:nc|non[ -]?commercial|sa|share[ -]?alike|nd|no[ -]?deriv\w*)\b)*)[ ,-]*(?:licen[sc]e,? )?(?:version |v\.?)?(\d\.\d)((?:[ ,/-]*(?:nc|non[ -]?commercial|sa|share[ -]?alike|nd|no[ -]?deriv\w*)\b)*)`)

var (
	gnuWords  = anyOf("gpl|general|gnu")
	ccWords   = anyOf("commons|cc-by|cc by")
	bareWords = anyOf("mit|isc|expat|apache|bsd")
)

// named reports whether one of the hits says more exactly what one says at large: the
// version of its family, or the text by which a work is given to the public domain.
func (h namedAt) named(hits []namedAt) bool {
	family, _, _ := strings.Cut(h.e.String(), "-")
	return slices.ContainsFunc(hits, func(o namedAt) bool {
		return h.vague && !o.vague && strings.HasPrefix(o.e.String(), family+"-") || given(h.e) && dedications[o.e.String()]
	})
}

// Names that are too short to be looked for, but where a sentence offers two
// licenses and another was found, or where they stand behind "under" or before
// "licensed".
var (
	offersTwo  = lazily(`(?i)\bdual\b|\beither\b|\bor\b|\w/\w`)
	bareName   = lazily(`\b(MIT|ISC|Expat|Apache2?|BSD)\b`)
	statedName = lazily(`\b(?:under|via|Under|Via|[Ll]icensed as) (?:the )?(?:terms of (?:the )?)?\[?(MIT|ISC|Expat|Apache2|BSD)(?:[.,;:)!\]]\W| [(–-]|[.,;:)!\]]?\W*$)|(?:^\W*|[,;|] |\b(?:is|are) )\[?(MIT|ISC|Apache2?|BSD)[ -](?i:licen[sc]ed)\b`)
	negated    = lazily(`(?i)\b(not|no longer|no part|nothing|none|neither|nor|never|except|unless|if|used to|was|were|stopped|would|could|will|uses|depends|replacement|unlike|(in)?compatible|instead of)\b|n['’]t\b`)
	bareNames  = map[string]string{"MIT": "MIT", "Expat": "MIT", "ISC": "ISC", "Apache": "Apache-2.0", "Apache2": "Apache-2.0", "BSD": unspecifiedBSD}
)

var orLaterWords = lazily(`(?i)` + orAnyLater)

// gnuMentioned reads a GNU license's name. Without a version every version may be
// chosen (GPL-2.0 section 9), and the mention is vague.
func gnuMentioned(s []byte, m []int) (e spdx.Expr, vague bool) {
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return strings.ToLower(strings.TrimSpace(string(s[m[2*i]:m[2*i+1]])))
	}
	family := "GPL"
	switch group(3) + group(4) {
	case "lesser", "library", "l":
		family = "LGPL"
	case "affero", "a":
		family = "AGPL"
	}
	major, minor := group(1)+group(6), group(2)+group(7)
	if major == "" {
		return spdx.Ref(map[string]string{"GPL": "GPL-1.0-or-later", "LGPL": "LGPL-2.0-or-later", "AGPL": "AGPL-3.0-or-later"}[family]), true
	}
	if minor == "" {
		minor = ".0"
	}
	suffix := "-only"
	whole := strings.ToLower(string(s[m[0]:m[1]]))
	if group(8) != "" || strings.Contains(whole, "later") {
		suffix = "-or-later"
	}
	e, _ = spdx.Parse(family + "-" + major + minor + suffix)
	if strings.HasPrefix(e.String(), "GPL-3") && runtime().Match(s) {
		e = spdx.Of(spdx.License{ID: e.String(), Exception: "GCC-exception-3.1"})
	}
	return e, false
}

var (
	choiceWords = lazily(`(?i)\b(either|choice|your option|dual[- ]licen[sc]ed|alternatively|may choose|choose|or)\b`)
	bothWords   = lazily(`(?i)\b(both|respectively|and also|portions|parts|the following|and)\b`)
	whereElse   = lazily(`(?i)\bor (at|from|on|see|visit|write|online)\b`)
	instead     = lazily(`(?i)^(?:\W*[\w ]{2,30}notice:)?\W*alternatively\b,? *(this|it|you|at|under|may|the (above|following|software|program|library|work|contents?|code|file|licen)|redistrib|licen)`)
)

// maxOffer is how far apart two licenses of a choice stand: an "or", a rule,
// a heading.
const maxOffer = 12

// choice reports whether the words between two licenses offer a choice.
func choice(between []byte) bool {
	between = bytes.TrimSpace(between)
	return len(between) < 400 && countWords(between) <= maxOffer && choiceWords().Match(between) && !bothWords().Match(between) && !whereElse().Match(between)
}

// chosen reports whether a sentence that names licenses offers a choice of them.
func chosen(sentence []byte) bool {
	return choiceWords().Match(sentence) && !bothLicenses().Match(sentence)
}

var bothLicenses = lazily(`(?i)\b(both|respectively|portions|parts|except|excluding|depending on|as (stated|noted|indicated) in|for the|for (individuals|companies))\b|\botherwise\W*$`)
