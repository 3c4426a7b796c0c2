package license

// denied ends what stands before a name that is said not to apply, or not yet or any more,
// or to apply to others' works.
var denied = gated(
	`not|never|neither|no longer|previously|formerly|n't|n’t`, `(?:\b(?:not|never|neither|no longer|previously|formerly)|n['’]t)\W{1,4}(?:\w+ ){0,4}under (?:the )?(?:terms of (?:the )?)?$`,
	`nothing|none |no part|no code`, `\b(?:nothing|none|no (?:parts?|code)) (?:[\w'’]+ ){0,6}(?:is|are) (?:\w+ )?under (?:the )?(?:terms of (?:the )?)?$`,
	`if you `, `\bif you (?:want|need|prefer|would like) (?:[\w'’]+ ){0,8}under (?:the )?(?:terms of (?:the )?)?$`,
	`will |would |could `, `\b(?:will|would|could) (?:\w+ )?be (?:\w+ )?under (?:the )?(?:terms of (?:the )?)?$`,
	`t mean `, `n['’]t mean (?:[\w'’]+ ){0,5}under (?:the )?(?:terms of (?:the )?)?$`,
	notCoveredKeys, notCovered+`$`,
	notUnderKeys, notUnder+`$`,
	insteadOfKeys, insteadOf+`$`,
	`compatible with `, `compatible with (?:the )?$`,
	`unlike |non-|never `, `\bunlike (?:the )?$|\bnon-$|\bnever $`,
	`other `, `\bother (?:software|programs|works?|code) (?:[\w'’]+ ){0,4}under (?:the )?(?:terms of (?:the )?)?$`,
)

// What says of a part of the work that a license is not its own, before the name of that.
const (
	notCovered = `(?:(?:\b(?:not|never|neither|nor|in no way)|n['’]t) (?:\w+ ){0,2}(?:covered (?:by|under)|included (?:in|under)|part of)|\bno \w+ (?:is|are) covered (?:by|under))` + behindNot
	notUnder   = `(?:\b(?:not|never)|n['’]t) (?:subject to|(?:released|available|provided|licen[sc]ed) under)` + behindNot
	insteadOf  = `(?:\bnone of (?:[\w'’]+ ){1,4}(?:is|are) (?:covered (?:by|under)|(?:released|available|provided|licen[sc]ed) under)|\b(?:excluded|exempt(?:ed)?) from|\binstead of|\boutside(?: of)?|\bused to be (?:\w+ )?under)` + behindNot
	behindNot  = ` (?:the (?:terms|scope) of )?(?:the (?:same |[\w-]+['’]s )?|this |our |that )?`

	notCoveredKeys = `covered |included |part of`
	notUnderKeys   = `t subject to|t released under|t available under|t provided under|t licensed under|t licenced under|never subject|never released|never available|never provided|never licen`
	insteadOfKeys  = `none of|excluded|exempt|instead of|outside|used to be`
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
const denialEnd = "covered under the terms of the "

var deniedBy = anyOf("under|unlike|non-|never|compatible with|covered by|included |part of|excluded|exempt|subject to|instead of|outside")

// neverGiven stands before "in the public domain" where the work is not, or another is.
var neverGiven = gated(
	`not |never |t |earlier |previous `, `(?:\b(?:not|never)|n['’]t) (?:\w+ ){0,5}$|\b(?:earlier|previous) (?:\w+ ){1,3}$`,
	`be `, `\b(?:will|would|could|may|might|can|cannot) (?:\w+ ){0,3}be (?:\w+ ){0,5}$`,
	`part|portion|no |nothing|none|if |neither|when |plan|hope`, `\b(?:parts?|portions?|no|nothing|none|if|neither|when|plan(?:s|ned)?|hopes?) (?:\w+ ){0,9}$`,
)

// noCopyright denies no more than what the public domain lacks.
var noCopyright = lazily(`\bno copyright( is)?( assigned| claimed| asserted)?,? and `)

// givenBut stands behind such words where that is not all.
var givenBut = lazily(`(?i)^\W*(?:as long as|as of|except|unless|if|provided|until|after|only|but|when|once)\b`)

// withoutDenied leaves out of the names of a sentence, in their order, those that are said
// not to apply, or to be like one that does: "not under the MIT License or the GPL" denies both.
func withoutDenied(sentence []byte, hits []namedAt) []namedAt {
	var out []namedAt
	end := -1 // of a name that was denied
	for _, h := range hits {
		before := sentence[max(0, h.at.start-nearDenial):h.at.start]
		no := denies(before) || end >= 0 && andNot().Match(sentence[end:h.at.start]) ||
			given(h.e) && (neverGiven.match(noCopyright().ReplaceAll(lower(nil, before), nil)) || givenBut().Match(sentence[h.at.end:]))
		if no && !AnyRestricted(h.e.Licenses()) {
			end = h.at.end
			continue
		}
		end = -1
		if !likened().Match(before) || AnyRestricted(h.e.Licenses()) {
			out = append(out, h)
		}
	}
	return out
}

// likened stands before a license that tells what another is like, as the FreeType License is.
var likened = lazily(`(?i)\b(?:is|are) (?:very |quite )?similar to (?:the )?(?:original )?$`)

var andNot = lazily(`(?i)^[\s,/]*(?:or|nor)(?: (?:under )?the)? *$`)

// nearDenial is how far before a name it can be denied, in bytes.
const nearDenial = 90
