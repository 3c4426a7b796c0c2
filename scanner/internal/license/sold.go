package license

import "bytes"

// A license that asks for the source is often sold free of: "This is under the AGPL. A commercial
// license is available for those who cannot comply with it." That takes nothing from the one that
// is given, which is what a work is under for whoever buys nothing. Beside a permissive license, or
// where it is said who must buy, the same words are a restriction: an offer is understood where
// every word of it is in its place.

// The parts of a sentence that offers, in lower case.
const (
	forMoney  = `(?:commercial|proprietary|alternative|paid|oem|commercial or proprietary|other|different)`
	soldOne   = `(?:an? |the |our |other |some )?(?:\w+ )?` + forMoney + `(?: (?:software|open source))? licen[sc](?:es?|ing)(?: (?:terms|options?|agreements?|models?))*`
	soldWhere = `(?: (?:at|from|via|through|on|by contacting|by writing to) [^.;,]{2,80}| (?:up)?on request| as well| too| \W{0,2}link\W{0,2})`
	soldTo    = `(?: for (?:those|anyone|anybody|everyone|people|users|customers|developers|organi[sz]ations|companies|parties) (?:who|that|which) ` + unable + `[^.;,]{0,60}| for (?:use in |use with )?(?:proprietary|closed[- ]source|non-?gpl) (?:projects?|products?|applications?|software|use|programs?))`
	unable    = `(?:cannot|can['’]?t|can not|do not (?:want|wish) to|don['’]?t (?:want|wish) to|are not able to|are unable to|prefer not to|would rather not) (?:comply|be bound|abide|use|accept|agree|meet|fulfil|publish|open|disclose|share|release|distribute)`
	soldIf    = `(?:if you ` + unable + `[^.;:,]{0,60},? ?|if (?:the|this) (?:[al]?gpl|licen[sc]e|terms)[\w .]{0,20}(?:does|do) not (?:suit|fit|work for) (?:you|your needs),? ?|if these terms do not (?:suit|fit) you(?:r needs)?,? ?)`
	ask       = `(?:please )?(?:see|contact|visit|e-?mail|write|write to|go to|refer to|ask)`
	asked     = ask + `\b[\w ,.'&~@()<>:/+-]{0,200}`
	wanting   = `(?:(?:you )?(?:need|want|would like|wish|require|are interested in)|interested in|want|need)`
)

// sold are sentences that offer another license for money or by agreement. Addresses are "link" in them.
var sold = gated(
	`licens|licenc`,
	`^\W*(?:alternatively,? |however,? )?`+soldIf+`?`+soldOne+` (?:(?:is|are|can be|may be) (?:also )?)?(?:available|obtained|offered|purchased|bought|negotiated|arranged)(?:`+soldWhere+`|`+soldTo+`)*(?:[;,]? `+asked+`)?\W*$`+
		`|^\W*`+soldIf+`you (?:can|may) (?:also )?(?:buy|purchase|obtain|get|acquire) `+soldOne+soldWhere+`*\W*$`+
		`|^\W*you can also (?:buy|purchase|obtain|get|acquire) `+soldOne+soldWhere+`*\W*$`+
		`|^\W*(?:we|i) also (?:sell|offer|provide) `+soldOne+`(?:`+soldWhere+`|`+soldTo+`)*\W*$`+
		`|^\W*`+soldIf+`?(?:for |to (?:buy|obtain|purchase|get) |for information (?:on|about) )`+soldOne+`(?: (?:inquiries|information|questions))?,? `+asked+`$`+
		`|^\W*(?:if )?`+wanting+` (?:to (?:buy|purchase|obtain|have) )?`+soldOne+`[?,] ?`+asked+`$`+
		`|^\W*(?:please )?(?:contact|write to|e-?mail) [\w ,.'&@-]{2,60} if `+wanting+` `+soldOne+`\W*$`+
		`|^\W*(?:please )?(?:contact|e-?mail) [\w ,.'&@-]{2,80} (?:for|about|regarding) (?:an? |our )?`+soldOne+soldWhere+`*\W*$`+
		`|^\W*alternatively,? (?:this|the) \w+ (?:may|can) (?:also )?be (?:used|distributed|licen[sc]ed|redistributed) under (?:the terms of )?`+soldOne+`(?: (?:of|from|with) [\w .&,-]{2,50})?\W*$`+
		`|^\W*you can be released from the requirements of (?:the|this) licen[sc]e by purchasing a commercial licen[sc]e\W*$`,
)

// soldWords are parts of the words for such a license.
var soldWords = anyOf("commercial|proprietary|alternativ|paid|oem|other|different")

// held is what the headers of Qt and KDAB say of those who have bought another license, before they
// give one to everybody.
var held = gated(`holding`, `^\W*(?:qt_begin_licen[sc]e:[\w-]+\W*)?(?:commercial (?:licen[sc]e )?usage\W*)?licensees holding (?:an? )?valid (?:[\w&.-]+ ){0,6}licen[sc]es? may use this (?:file|software|program|library) in accordance with the (?:[\w&.-]+ ){0,6}licen[sc]e agreement provided with the software(?: or,? alternatively,? in accordance with the terms contained in (?:a|the) written agreement between you and [\w&.'-]+(?: [\w&.'-]+){0,3})?\W*$`)

// toEverybody stands behind that.
var toEverybody = lazily(`(?i)\balternatively,?\W+(?:this|you)\b|\bthis\W+\w+\W+may\W+be\W+(?:distributed|used)\b`)

// behindHeld is how far, in bytes: an address to ask stands between.
const behindHeld = 500

// forHolders reports whether a sentence is about those alone who have another license, and everybody's
// follows.
func (d *document) forHolders(at span) bool {
	low := d.low[at.start:at.end]
	return held.open(low) && held.match(oneSpace(low)) && toEverybody().Match(d.text[at.end:min(len(d.text), at.end+behindHeld)])
}

// offersSale reports whether a sentence offers another license beside one that asks for the source.
func (d *document) offersSale(at span) bool {
	if d.forHolders(at) {
		return true
	}
	return d.copyleft && soldWords.in(d.low[at.start:at.end]) && isSaleOffer(d.text[at.start:at.end])
}

func isSaleOffer(sentence []byte) bool {
	low := address().ReplaceAll(spoken(unmarked(lower(nil, oneSpace(sentence)))), []byte("link"))
	return sold.match(low) && !mustBuy(low)
}

// mustBuy reports whether words in lower case say who must buy, or what is not given away.
func mustBuy(low []byte) bool {
	return buyers().Match(lazyBuyers().ReplaceAll(low, nil))
}

var (
	buyers     = lazily(`\b(?:must|shall|required?|requires|only|before|forbidden|prohibited|not allowed|without|unless|revenue|profits?|money|employees|compan(?:y|ies)|business|production|governments?|vendors?|users|at work|need one|needs|per|above|over|more than|free (?:edition|version)|hobby\w*)\b|[$€£]`)
	lazyBuyers = lazily(soldTo) // those who cannot take the license that is given
)

// soldBeside is such a license in the sentence that names the other.
var (
	soldBeside = lazily(`,? (?:and|or|as well as)(?: alternatively)?(?: also)?(?: under)?(?: the terms of)?(?: (?:an?|the|our|its))?(?: [A-Z][\w.&-]*){0,5} (?i:commercial|proprietary) (?i:software )?(?i:licen[sc]e)(?i: agreement| terms)?(?: (?:from|by|with|of) [\w .,&-]{2,50})?\W*$`)
	soldBefore = lazily(`(?:an? |both an? )(?:commercial|proprietary)(?: licen[sc]e)? and (?:also )?under `)
)

// withoutSold leaves it out of a sentence in which nothing stands between the two.
func withoutSold(sentence []byte) []byte {
	if !soldWords.in(lower(nil, sentence)) || !copyleftNamed.in(lower(nil, sentence)) {
		return sentence
	}
	if at := soldBefore().FindIndex(sentence); at != nil {
		return cutOut(sentence, at)
	}
	at := soldBeside().FindIndex(sentence)
	if at == nil || mustBuy(lower(nil, sentence[at[0]:])) {
		return sentence
	}
	before := unmarked(sentence[:at[0]])
	hits := namesIn(before)
	if len(hits) == 0 || !asksForSource(mentioned(before).all()) {
		return sentence
	}
	end := 0
	for _, h := range hits {
		end = max(end, h.at.end)
	}
	if !onlyPoints(before[end:]) || !onlyPoints(address().ReplaceAll(afterUnder(before, hits), nil)) {
		return sentence
	}
	return cutOut(sentence, at)
}

// afterUnder are the words between "under" and the first name behind it.
func afterUnder(sentence []byte, hits []namedAt) []byte {
	first := len(sentence)
	for _, h := range hits {
		first = min(first, h.at.start)
	}
	if n := bytes.LastIndex(lower(nil, sentence[:first]), []byte("under ")); n >= 0 {
		return sentence[n:first]
	}
	return nil
}

func cutOut(sentence []byte, at []int) []byte {
	return bytes.Join([][]byte{sentence[:at[0]], sentence[at[1]:]}, []byte(" "))
}

// soldItem reports whether an item of a choice is such a license, or other terms of the holder's.
func soldItem(item []byte) bool {
	item = address().ReplaceAll(unmarked(oneSpace(itemSign().ReplaceAll(item, nil))), []byte("link"))
	return soldAlone().Match(item) && !mustBuy(lower(nil, ofTheirTerms().ReplaceAll(item, nil)))
}

// The parts of such an item. TinyMCE says more of its terms than most.
const (
	soldName  = `(?:(?i:under )?(?:[Tt]he|[Aa]n?|[Oo]ur) )?(?:[A-Z][\w.&,'-]* ){0,6}(?i:(?:commercial|proprietary|paid|enterprise)(?: software)? licen[sc](?:e|ing)(?: terms| agreement)?|terms (?:and|&) conditions(?: of use)?)`
	soldBy    = `(?: (?:from|by|with|of) [\w .,&-]{2,50})?(?i:,? (?:available|presented|see|at|\(?link\)?|<link>))*`
	soldTerms = `(?: and specifically the [\w -]{2,60} Agreement)?(?:, unless you have signed a [\w ]{2,60} with us in which case your use is governed by those terms)?\W*(?:By use of this Software you have agreed to (?:the|these) [\w ,.&-]{2,60}(?i:terms)[\w &-]{0,40})?`
)

var ofTheirTerms = lazily(soldTerms + `\W*$`)

var soldAlone = lazily(`^\W*(?:or\W+)?` + soldName + soldBy + soldTerms + `\W*$`)

// givesSource reports whether all licenses of a text ask for the source, and none restricts use.
func givesSource(ms []match) bool {
	some := false
	for _, m := range ms {
		if m.Expression.IsZero() {
			continue
		}
		if AnyRestricted(m.Expression.Licenses()) || !asksForSource(m.Expression) {
			return false
		}
		some = true
	}
	return some
}
