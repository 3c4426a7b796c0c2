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

// exempt are those that say what one need not do, and what somebody may wish.
var exempt = lazily(`(?:\b(?:not|never|nor|no longer|if you|should you|when you)|n['’]t) (?:have to|need to|required|obliged to|obligated to)\b`)

// nearTerms is how far from the text of a license what is asked beside it stands, in bytes.
const nearTerms = 700

// asked gives the sentences near the texts of licenses that ask for something.
func asked(d *document, left []span, ms []match) []span {
	var out []span
	for _, s := range left {
		for _, m := range ms {
			at := span{max(s.start, m.Start-nearTerms), min(s.end, m.End+nearTerms)}
			if m.Notice || m.Expression.IsZero() || at.start >= at.end || !asking.open(d.low[at.start:at.end]) {
				continue
			}
			for _, p := range sentences(d.text, at) {
				if low := oneSpace(d.low[p.start:p.end]); asksFor(low) && !d.sells(low) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// asksFor reports whether a sentence in lower case asks for something, and is no line of a program.
func asksFor(low []byte) bool {
	return asking.open(low) && asking.match(exempt().ReplaceAll(low, []byte(" "))) && !bytes.ContainsAny(low, `{}=\`) &&
		!disclaims.match(low) && !pointer.match(low) && !repeated.match(low)
}
