package license

import "bytes"

// A name may stand in a sentence in another order than in the list, or with something between
// it and its version. Reworded, it is found as any other.

var rewordings = []struct {
	keys keys
	find lazy
	by   string
}{
	{anyOf("and/or"), lazily(`(?i)\band/or\b`), "or"},
	{anyOf("either version"), lazily(`((?i:licen[sc]e)|\b[A-Z]{3,5}|\))(,)? either (version)`), "$1$2 $3"},
	{anyOf("set forth in the"), lazily(`(?i) when the conditions for such availability set forth in the eclipse public licen[sc]e[^:;]{0,30} are satisfied`), ""}, // EPL-2.0, exhibit A
	{anyOf("invariant section"), lazily(`(?i)(\binvariant sections? being )["“][^"”]{0,120}["”](?:,? and ["“][^"”]{0,120}["”])*`), "$1"},                          // titles
	// those of Apache and of GNU are found as they are
	{anyOf(" of the "), lazily(`\b(?:[Vv]ersion |[Vv]\.? ?)(\d+(?:\.\d+)*[a-z]?) of the ((?:(?:Artistic|Mozilla|Eclipse|Boost|Common|Academic|Open|European|LaTeX|PHP|Python|Zope|SIL|Microsoft|Universal|Mulan|Creative)\b)(?: [A-Z][\w-]+){0,5} [Ll]icen[sc]e)\b`), "$2 version $1"},
	{anyOf("exception; either version|exception, either version"), lazily(`(?i)(, with (?:the |an? )?(?:[\w.-]+ ){1,3}exception)[;,]( either version \d(?:\.\d)?(?: of the licen[sc]e)?(?:,? or,? (?:\(?at your (?:option|choice)\)?,? )?any later version)?)`), "$2$1"},
}

// reworded gives a sentence in the order in which names are looked for.
func reworded(sentence []byte) []byte {
	low := bytes.ToLower(sentence)
	for _, r := range rewordings {
		if r.keys.in(low) {
			sentence = r.find().ReplaceAll(sentence, []byte(r.by))
		}
	}
	return sentence
}
