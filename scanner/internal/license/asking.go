package license

import "bytes"

// asking are words of a sentence that asks for something. Beside the text of a license it is a
// condition which that license does not have: a watermark, a postcard, a link in the footer.
var asking = gated(
	`must`, `\bmust\b`,
	`have to|has to|need to|needs to`, `\b(?:have|has|needs?) to\b`,
	`required to|obliged to|obligated to`, `\b(?:is|are) (?:\w+ )?(?:required|obliged|obligated) to\b`,
	`required`, `\b(?:attribution|credits?|acknowledge?ments?|registration|permission|payment|notices?|links?|logos?|citations?|consent|approval) (?:is|are) (?:\w+ )?required\b`,
	`allowed`, `(?:\bnot|n['’]t) (?:be )?allowed\b`,
	`do not |don't |don’t `, `(?:^\W*|[.:;)] )(?:please )?(?:do not|don['’]t) (?:\w+ )?(?:remove|alter|hide|delete|strip|obscure|use|sell|copy|distribute|redistribute|rename|claim)\b`,
)

// exempt are those that say what one need not do, what somebody may wish, and that notices are
// kept, which all licenses ask for.
var exempt = lazily(`\b(?:must|shall|have to|need to) (?:keep|retain|include|reproduce|preserve|leave|carry) (?:this|the|all|these|an?|its) (?:\w+ ){0,3}(?:notices?|headers?|copyrights?|licen[sc]es?|statements?)\b|` +
	`\b(?:notices?|headers?|copyrights?|licen[sc]es?|statements?|comments?) (?:\w+ ){0,2}(?:must|has to|have to|needs? to) (?:be |stay |remain )?(?:kept|retained|included|preserved|left|intact|unchanged|present|in place|reproduced)\b|` +
	`(?:\b(?:not|never|nor|no longer|if you|should you|when you)|n['’]t) (?:have to|need to|required|obliged to|obligated to)\b`)

// nearTerms is how far from the text of a license what is asked beside it stands, in bytes.
const nearTerms = 700

// asked gives the sentences near the texts of licenses, and in the paragraphs of what names one, that
// ask for something.
func asked(d *document, left []span, ms []match) []span {
	var out []span
	for _, s := range left {
		for _, m := range ms {
			at := span{max(s.start, m.Start-nearTerms), min(s.end, m.End+nearTerms)}
			if m.Notice {
				at = span{max(s.start, m.Start), min(s.end, m.End+paragraphEnd(d.text[m.End:min(len(d.text), m.End+nearTerms)]))}
			}
			if m.Expression.IsZero() || at.start >= at.end || !asking.open(d.low[at.start:at.end]) {
				continue
			}
			for _, p := range sentences(d.text, at) {
				if low := oneSpace(d.low[p.start:p.end]); asksFor(low) && !d.sells(p) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// paragraphEnd is where the paragraph that a text goes on with ends: at a line without words.
func paragraphEnd(text []byte) int {
	at := 0
	for line := range bytes.Lines(text) {
		if at > 0 && len(bytes.Trim(line, noWords)) == 0 {
			return at
		}
		at += len(line)
	}
	return at
}

// asksFor reports whether a sentence in lower case asks for something, and is no line of a program.
func asksFor(low []byte) bool {
	return asking.match(low) && asking.match(exempt().ReplaceAll(low, []byte(" "))) && !bytes.ContainsAny(low, `{}=\`) &&
		!disclaims.match(low) && !pointer.match(low) && !repeated.match(low)
}
