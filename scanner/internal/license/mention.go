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
	{named(`business source license,?( version| v)?\.?( ?1\.1)?( \(bu?sl\))?`), "BUSL-1.1", anyOf("business")},
	{named(`busl(-1\.1)?|bsl[ -]?(version |v)?1\.1`), "BUSL-1.1", anyOf("busl|bsl")},
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
	{named(`boost software licen[sc]e(,?( -)?( (version|v))?\.? ?1(\.0)?)?`), "BSL-1.0", anyOf("boost")},
	{named(`(sil )?open font licen[sc]e`), "OFL-1.1", anyOf("open font")},
	{named(`(the )?artistic licen[sc]e,?( (version|v))?\.? ?2(\.0)?`), "Artistic-2.0", anyOf("artistic")},
	{named(`(the )?("|')?artistic("|')? licen[sc]e`), "Artistic-1.0-Perl", anyOf("artistic")},
	{named(`(2|two)[- ]clause (free)?bsdl?( licen[sc]e)?|(free|simplified) ?bsd( licen[sc]e)?|bsd[- ](2|two)[- ]clause( licen[sc]ed?)?|bsd-2 licen[sc]ed?`), "BSD-2-Clause", anyOf("bsd")},
	{named(`((new|modified|revised) )?(3|three)[- ]clause bsd( licen[sc]e)?|(new|modified|revised) bsd( licen[sc]e)?|bsd \((new|modified|revised)\)|bsd[- ](3|three)[- ]clause( licen[sc]ed?)?|bsd-3 licen[sc]ed?`), "BSD-3-Clause", anyOf("bsd")},
	{named(`0-?bsd( licen[sc]e)?|zero[- ]clause bsd( licen[sc]e)?|bsd zero[- ]clause( licen[sc]e)?`), "0BSD", anyOf("bsd")},
	{named(`(the )?bsd licen[sc]e|bsd[- ]style licen[sc]e (that can be |which can be |that is |which is )?(found|included)( with this \w+)? in`), unspecifiedBSD, anyOf("bsd")},
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
	some  bool      // one is named, whatever is said of it
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
	sentence = withoutAbbreviations(reworded(sentence), betweenName)
	hits := namesIn(sentence)
	if len(hits) == 0 || len(hits) > maxNames {
		return mention{rest: sentence}
	}
	slices.SortFunc(hits, func(a, b namedAt) int { return a.at.start - b.at.start })
	hits = withoutDenied(sentence, hits)
	out := mention{some: true, rest: without(sentence, slices.DeleteFunc(slices.Clone(hits), func(h namedAt) bool { return inFileName().Match(sentence[:h.at.start]) }))}
	hits = slices.DeleteFunc(hits, func(h namedAt) bool { return h.named(hits) })
	out.other = qualified(sentence, out.rest, hits)
	hits = grouped(sentence, hits)
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
	words := inCompliance().ReplaceAll(orLaterWords().ReplaceAll(sentence, nil), nil)
	if len(all) > 1 && (chosen(words) && (offersChoice().Match(sentence) || between(sentence, hits)) || slashed(words, sentence, hits)) {
		if out.exact, out.vague = spdx.Or(all...), (spdx.Expr{}); !slices.ContainsFunc(all, func(e spdx.Expr) bool { return !anyFamily(e) }) {
			out.exact, out.vague = out.vague, out.exact
		}
	}
	return out
}

// inCompliance excepts nothing from a choice.
var inCompliance = lazily(`(?i)\bexcept in compliance\b`)

// without leaves out the names of a sentence, but those within an address.
func without(sentence []byte, hits []namedAt) []byte {
	out := bytes.Clone(sentence)
	var addresses [][]int
	if bytes.Contains(sentence, []byte("://")) {
		addresses = address().FindAllIndex(sentence, maxNames)
	}
	for _, h := range hits {
		if slices.ContainsFunc(addresses, func(at []int) bool { return at[0] < h.at.start && h.at.end <= at[1] }) {
			continue
		}
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
		h.e, h.at.end = orNewer(h.e, sentence, h.at.end)
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
			if i := slices.IndexFunc(longer, func(p namedAt) bool {
				return p.at.start <= loc[0] && p.at.end >= loc[1] && p.at.end-p.at.start > loc[1]-loc[0]
			}); i >= 0 {
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
	return wholeNames(sentence, withJoined(sentence, hits))
}

// withJoined adds the short names that a list has beside other names: each stands next to one
// that is known, before or behind it.
func withJoined(sentence []byte, hits []namedAt) []namedAt {
	if len(hits) == 0 {
		return hits
	}
	names := slices.Clone(hits)
	for _, m := range bareName().FindAllIndex(sentence, maxNames+1) {
		if at := (span{m[0], m[1]}); !overlaps(hits, at) && shortName().Match(sentence[at.end:]) {
			names = append(names, namedAt{at: at})
		}
	}
	slices.SortFunc(names, func(a, b namedAt) int { return a.at.start - b.at.start })
	take := func(near, n namedAt, between []byte) namedAt {
		if n.e.IsZero() && !near.e.IsZero() && listedBy().Match(between) {
			n.e = spdx.Ref(bareNames[string(sentence[n.at.start:n.at.end])])
			hits = append(hits, n)
		}
		return n
	}
	for i := 1; i < len(names); i++ {
		names[i] = take(names[i-1], names[i], sentence[names[i-1].at.end:names[i].at.start])
	}
	for i := len(names) - 2; i >= 0; i-- {
		names[i] = take(names[i+1], names[i], sentence[names[i].at.end:names[i+1].at.start])
	}
	return hits
}

var (
	// listedBy stands between two names of a list
	listedBy = lazily(`(?i)^(?: licen[sc]ed?)?(?: \([^()]{0,40}\))?(?:,? (?:and|or|as well as|&) (?:(?:under )?the )?|, ?| ?/ ?)$`)
	// shortName stands behind one that is a name and no part of another word's
	shortName = lazily(`(?i)^(?:[.,;:)!\]/]|\s*$| \(| (?:and|or|as|at|licen[sc]es?|terms)\b| [-–—])`)
)

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
func withoutAbbreviations(sentence []byte, which lazy) []byte {
	if !bytes.Contains(sentence, []byte(" (")) {
		return sentence
	}
	var out []byte
	at := 0
	for _, m := range which().FindAllSubmatchIndex(sentence, maxNames) {
		if initials(sentence[:m[0]], sentence[m[2]:m[3]]) {
			out = append(out, sentence[at:m[0]]...)
			at = m[4]
		}
	}
	return append(out, sentence[at:]...)
}

var (
	betweenName = lazily(` \(["'“]?([A-Z]{2,6})["'”]?\)(,? (?:[Vv]ersion|[Vv]\.?)? ?\d)`)
	behindName  = lazily(` \(["'“]?([A-Z]{2,6})["'”]?\)()`)
)

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

// midWord reports whether a name ends within a word, or a version: "MIT license" in "MIT
// licensed", "Apache 2" in "Apache 2.1".
func midWord(s []byte, at int) bool {
	return at < len(s) && latin[s[at-1]] && (latin[s[at]] || midVersion(s, at))
}

// midVersion reports whether a version goes on behind a place.
func midVersion(s []byte, at int) bool {
	return s[at] == '.' && at+1 < len(s) && isDigit(s[at-1]) && isDigit(s[at+1])
}

// bareNamesIn finds short names, as groups of the matches.
func bareNamesIn(low, sentence []byte, others bool) [][]int {
	switch {
	case !bareWords.in(low):
		return nil
	case others && offersTwo().Match(sentence):
		return slices.DeleteFunc(bareName().FindAllSubmatchIndex(sentence, maxNames+1), func(m []int) bool { return inFileName().Match(sentence[:m[0]]) })
	}
	stated := append(statedName().FindAllSubmatchIndex(sentence, maxNames+1), statedPair().FindAllSubmatchIndex(sentence, maxNames+1)...)
	return slices.DeleteFunc(stated, func(m []int) bool {
		return negated().Match(sentence[max(0, m[0]-nearDenial):m[0]])
	})
}

// inFileName stands before a name that is part of a file's: LICENSE-MIT.
var inFileName = lazily(`(?i)(?:licen[sc]e|copying)[-._]$`)

// withNamed adds to a license the exception that is named behind it, and gives the end of
// that name: one that is not known adds nothing.
func withNamed(e spdx.Expr, sentence []byte, end int) (spdx.Expr, int) {
	m := exceptionNamed().FindSubmatchIndex(sentence[end:])
	if m == nil || len(e.Licenses()) != 1 || e.Licenses()[0].Exception != "" {
		return e, end
	}
	name := slices.Concat(sentence[end+m[2]:end+m[3]], []byte(" "), sentence[end+m[4]:end+m[5]])
	id, ok := exceptionID(e.String(), string(name))
	if !ok || missing().Match(name) || restrictive(name) {
		return e, end
	}
	return spdx.Of(spdx.License{ID: e.Licenses()[0].ID, Exception: id}), end + m[1]
}

var exceptionNamed = lazily(`(?i)^(?: licensing)?,? with (?:the |an? )?((?:[\w."'+-]+ ){1,4}?)exceptions?\b((?: (?:on|for|allowing) (?:\w+ ){0,3}linking(?: described in)?)?)`)

var missing = lazily(`(?i)\b(no|not|non|neither|nor|without|missing)\b`)

// ccMentions finds Creative Commons licenses with their version.
func ccMentions(low, sentence []byte) []namedAt {
	if !ccWords.in(low) {
		return nil
	}
	var out []namedAt
	for _, m := range ccNamed().FindAllSubmatchIndex(sentence, maxNames+1) {
		e, ok := ccLicense(string(sentence[m[2]:m[3]])+string(sentence[m[6]:m[7]]), string(sentence[m[4]:m[5]]))
		if !ok {
			continue
		}
		h := namedAt{e: e, at: span{m[0], m[1]}}
		if port := ccPort().FindSubmatch(sentence[m[1]:]); port != nil {
			if l, ok := spdx.Lookup(e.String() + "-" + string(port[1])); ok {
				h.e, h.at.end = spdx.Ref(l.ID), m[1]+len(port[0])
			}
		}
		out = append(out, h)
	}
	return out
}

// ccPort says whose law a license was written for: a country's, or none (IGO).
var ccPort = lazily(`^[ -](AT|AU|DE|FR|IGO|JP|NL|UK|US)\b`)

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
	bareName   = lazily(`\b(MIT|ISC|Expat|Apache2?|BSD[23]?)\b`)
	statedName = lazily(`\b(?:under|via|Under|Via|[Ll]icensed as) (?:the )?(?:terms of (?:the )?)?\[?(MIT|ISC|Expat|Apache2|BSD[23]?)(?:[.,;:)!\]]\W| [(–-]|[.,;:)!\]]?\W*$)|(?:^\W*|[,;|] |\b(?:is|are) )\[?(MIT|ISC|Apache2?|BSD)[ -](?i:licen[sc]ed)\b`)
	statedPair = lazily(`\b(?:(?:under|via|Under|Via) (?:both |either )?(?:the )?|two (?:different )?licen[sc]es: (?:the )?)(MIT|ISC|Expat|Apache2?|BSD[23]?)(?: and | or |/)(?:the )?(MIT|ISC|Expat|Apache2?|BSD[23]?)(?:[.,;:)!]| [(–-]|\W*$| licen)`)
	negated    = lazily(`(?i)\b(not|no longer|no part|nothing|none|neither|nor|never|except|unless|if|used to|was|were|stopped|would|could|will|uses|depends|replacement|unlike|(in)?compatible|instead of)\b|n['’]t\b`)
	bareNames  = map[string]string{"MIT": "MIT", "Expat": "MIT", "ISC": "ISC", "Apache": "Apache-2.0", "Apache2": "Apache-2.0", "BSD": unspecifiedBSD, "BSD2": "BSD-2-Clause", "BSD3": "BSD-3-Clause"}
)
