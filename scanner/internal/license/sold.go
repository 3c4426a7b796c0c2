package license

import (
	"bytes"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A license that asks for the source is often sold free of: "This is under the AGPL. A commercial
// license is available for those who cannot comply with it." That takes nothing from the one that
// is given, which is what a work is under for whoever buys nothing. Beside a permissive license, or
// where it is said who must buy, the same words are a restriction.

// sold are sentences that offer another license for money or by agreement.
var sold = gated(
	`licens|licenc`,
	`^\W*alternatively,? (?:this|the) \w+ (?:may|can) (?:also )?be (?:used|distributed|licen[sc]ed|redistributed)\b[^.;]{0,40}\bunder (?:the terms of )?(?:an? |the |our )?(?:\w+ )?(?:`+forMoney+`) (?:\w+ )?licen[sc]e\b[^;]{0,100}$`+
		`|^\W*(?:alternatively,? |however,? |if you (?:do not|don['’]t|cannot|can['’]?t|are unable to|are not able to) [^.;:]{3,80}, )?(?:an? |the |our |other )?(?:`+forMoney+`)(?: \w+){0,2} licen[sc](?:es?|ing)(?: (?:terms|options?|agreements?|models?))* (?:is|are|can be|may be) (?:also )?(?:available|obtained|offered|purchased|negotiated|arranged)\b[^;]{0,160}$`+
		`|^\W*(?:if you (?:do not|don['’]t|cannot|can['’]?t|are unable to|are not able to|would rather not|prefer not to) [^.;:]{3,80}, )you (?:can|may) (?:buy|purchase|obtain|get|acquire) (?:an? |our )?(?:\w+ ){0,2}(?:`+forMoney+`) licen[sc]e\b[^;]{0,100}$`+
		`|^\W*for (?:an? |information (?:on|about) )?(?:`+forMoney+`) (?:\w+ )?licen[sc](?:ing|es?)(?: (?:options?|terms|inquiries|information|questions))?,? (?:please )?(?:see|contact|visit|e-?mail|write|go to|refer to)\b[^;]{0,240}$`+
		`|^\W*(?:please )?(?:contact|e-?mail) [^;]{2,80} (?:for|about|regarding) (?:an? |our )?(?:`+forMoney+`) (?:\w+ )?licen[sc](?:ing|es?)\b[^;]{0,60}$`,
)

// soldWords are parts of the words for such a license, forMoney the words.
var soldWords = anyOf("commercial|proprietary|alternativ|paid|oem")

const forMoney = `commercial|proprietary|alternative|paid|oem|commercial or proprietary`

// forSome are words of those who must buy, or of what is not given away.
var forSome = lazily(`\b(?:non-?commercial|commercial(?:ly)? (?:use|usage|purposes?|projects?|products?|users?|customers?)|compan(?:y|ies)|business(?:es)?|corporat\w+|firms?|organi[sz]ations?|enterprises?|production|revenue|employees|students?|personal|private|academic|educational|evaluation|trial|startups?|individuals?|hobby\w*|only|required|requires?|must|shall)\b`)

// sells reports whether a sentence offers another license beside one that asks for the source.
func (d *document) sells(at span) bool {
	return d.copyleft && soldWords.in(d.low[at.start:at.end]) && soldToo(oneSpace(d.text[at.start:at.end]))
}

func soldToo(sentence []byte) bool {
	low := unmarked(lower(nil, sentence))
	return sold.match(low) && !forSome().Match(address().ReplaceAll(low, nil))
}

// soldBeside is such a license in the sentence that names the other.
var soldBeside = lazily(`(?i),? (?:and|or)(?: alternatively)?(?: also)?(?: under)?(?: the terms of)?(?: (?:an?|the|our|its|[A-Z][\w.-]*))?(?: [\w.&-]+){0,4}? (?:commercial|proprietary) (?:software )?licen[sc]e(?: agreement| terms)?(?: (?:from|by|with|of) [\w .,&-]{2,50})?\W*$|(?:an? |both an? )(?:commercial|proprietary)(?: licen[sc]e)? and (?:also )?under `)

// withoutSold leaves it out of the sentence.
func withoutSold(sentence []byte) []byte {
	low := lower(nil, sentence)
	if !soldWords.in(low) {
		return sentence
	}
	at := soldBeside().FindIndex(sentence)
	if at == nil || !copyleftNamed.in(low) || forSome().Match(low) || !asksForSource(mentioned(sentence).all()) {
		return sentence
	}
	return bytes.Join([][]byte{sentence[:at[0]], sentence[at[1]:]}, []byte(" "))
}

// soldItem reports whether an item of a choice, which names no license, offers one for money.
func soldItem(item []byte) bool {
	return !forSome().Match(address().ReplaceAll(lower(nil, oneSpace(item)), nil))
}

// givesSource reports whether one of the licenses of a text asks for the source, and none restricts
// use.
func givesSource(ms []match) bool {
	some := false
	for _, m := range ms {
		if AnyRestricted(m.Expression.Licenses()) {
			return false
		}
		some = some || asksForSource(m.Expression)
	}
	return some
}

func anyForSource(all []spdx.Expr) bool { return asksForSource(spdx.And(all...)) }
