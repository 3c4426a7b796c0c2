package license

import (
	"bytes"
	"slices"
	"strings"
)

// restricts finds what an open license does not say: words that forbid, limit
// or price a use. It judges only what no pattern explained.
var restricts = gated(
	`commercial`, `\b(non-?commercial|commercial (use|purposes?|licen[sc]e|distribution|redistribution))\b`,
	`not for `, `\bnot for (resale|commercial|production)\b`,
	`may not|must not|shall not|can not|cannot|maynot|mustnot|shallnot`, `\b(may|must|shall|can) ?not (be )?(use[ds]?|sell|sold|redistribut\w*|distribut\w*|modif\w*|provide[ds]?|offer\w*|host\w*|rent\w*|leas\w*|sub-?licen\w*|resell|resold|copy|copied|publish\w*|incorporate\w*|included?|make|disclose|deploy\w*)\b`,
	`can't|can’t|mustn|mayn|don't|don’t`, `\b(can|mustn|mayn|don)['’]t (be )?(sell|sold|resell|resold|redistribut\w*|distribut\w*|sub-?licen\w*|rent(ed)?|lease[ds]?|extract(ed)?|use[ds]? (it |this |them )?(in|for) (any )?(commercial|production))\b`,
	`permitted to|allowed to|orized to|orised to|entitled to|ensed to|enced to`, `\b(not|never) (be )?(permitted|allowed|authori[sz]ed|entitled|licen[sc]ed) to\b`,
	`prohibited|forbidden`, `\b(prohibited|forbidden)\b`,
	`compet`, `\bcompet(es?|ing|itive|itor)\w*\b`,
	`d service`, `\b(managed|hosted|cloud) service\b`,
	`as a service|for a fee|evaluation|subscription|trial period|confidential|eula|monthly active users|personal use`, `\b(as a service|for a fee|evaluation|subscription|trial period|confidential|eula|monthly active users|personal use)\b`,
	`internal `, `\binternal (business |use|purposes?)\b`,
	`production`, `\b(non-?production|production use)\b`,
	`reverse|decompil`, `\b(reverse[- ]engineer\w*|decompil\w*)\b`,
	`trade secret`, `\btrade secrets?\b`,
	`requires a|obtain a|purchase a|buy a`, `\b(requires|obtain|purchase|buy) (a|an) (\w+ )?(commercial|paid|enterprise|separate)? ?licen[sc]e\b`,
	`enterprise `, `\benterprise (edition|licen[sc]e)\b`,
	`user licen`, `\bend[- ]user licen[sc]e agreement\b`,
	`without `, `\bwithout (authori[sz]ation|(the )?(prior |express )*(written )?(consent|approval) of)\b`,
	`no more than |fewer than `, `\b(no more than|fewer than) \d+\b`,
	`annual `, `\bannual (gross )?revenue\b`,
	`terms of `, `\bterms of (service|use)\b`,
	`pay`, `\bpay(s|ing|ment)?\b`,
	`educational `, `\beducational (use|purposes)\b`,
	`research `, `\bresearch (use|purposes) only\b`,
	`no license|no right`, `\bno (license|right)s? (is|are) granted\b`,
	`不得|禁止|仅限|非商业|商业用途|未经`, `不得|禁止|仅限|非商业|商业用途|未经.{0,12}(许可|授权)`,
)

// empty are phrases of disclaimers and grants that say nothing of what may be done.
var empty = lazily(`\b(as is|no warrant\w*|liab\w*|damages|fitness|merchantab\w*|non-?infring\w*|with or without (fee|charge|modification)|including (for )?commercial( \w+)?|\(include commercial( \w+)?\)|perform the work, even for commercial purposes|commercial (or|and) non-?commercial|and commercial|free of charge for|(payment|payments|fees?)[\w ,]{0,80} (is|are) not required|can ?not provide (technical )?support|no commercial use of these trademarks|(under the )?terms of use (in )?<?https?://(www\.)?unicode\.org/\S*|commercial use\W{0,3} means use of a name\b|with respect to the infringement of copyrights, trade secrets or any patents)`)

// harmless are phrases of open licenses around words that read like a restriction:
// of names, of marks, of altered copies.
var harmless = lazily(`\b(endors|promot|advertis|misrepresent|except in compliance|altered source|trademark|trade names?|names? of|removed? or alter|export)`)

// nearHarmless is how far such a phrase reaches, in bytes.
const nearHarmless = 90

// plainly are restrictions that need no sentence around them, and that nothing beside
// them excuses.
var plainly = gated(
	`commercial|business|military|production|profit`, `\b((no|not for|without) (any )?(commercial|business|military|production|for-profit) (use|usage|purposes?|redistribution|distribution|exploitation)|`+
		`(not|never) (be )?(used?|sold|distributed|redistributed|copied|licen[sc]ed)( \w+){0,2} for (any |a )?(commercial|business|military|production)|`+
		`commercial (use|usage|distribution|redistribution|exploitation)( \w+){0,3} (is |are )?(prohibited|forbidden|excluded|disallowed|not (allowed|permitted|licen[sc]ed|granted))|`+
		`non-?commercial( use| usage| purposes?)? only)\b`,
	`for personal|for private|for internal|for academic|for educational|for evaluation|for research|for non`, `\b((only|solely|exclusively) for (personal|private|internal|academic|educational|evaluation|research|non-?commercial|non-?profit)|`+
		`for (personal|private|internal|academic|educational|evaluation|research|non-?commercial)( \w+){0,2} (only|alone))\b`,
	`no re|no sale|not for re|not for sale`, `\b(no|not for) (resale|redistribution|sale)\b`,
	`do not `, `\bdo not (copy|distribute|redistribute|share|resell)\b`,
	`confidential`, `\b(proprietary and|company|strictly) confidential\b`,
	`train`, `\b(not for|(do|may|must) not (be )?used? (it )?(for|to)|not (to )?train) (\w+ ){0,3}(train|training|models?)\b`,
	`until then`, `\buntil then\b`,
	`by-nc`, `\b(cc|commons)\W{0,3}by-nc\b`,
	`valid `, `\bvalid (\w+ )?licen[sc]e (for|to|from|agreement|key)\b`,
)

// audience are words that keep a license from some, or for some: of those who use
// the work, not of its parts.
var audience = func() lazy {
	const who = `(students?|pupils|teachers|members?|employees|customers|subscribers|users|persons|people|individuals|anyone|compan(y|ies)|corporations?|organi[sz]ations?|business(es)?|entit(y|ies)|governments?|militar(y|ies)|competitors?|nonprofits?|charities|schools|universities|citizens)`
	return lazily(`\b(except(ing)?|exclud(es?|ed|ing)|unless|other than|but not|only) ([\w,]+ ){0,4}` + who + `\b|\b` + who + ` ([\w,]+ ){0,4}(only|alone|excluded|excepted|exempted)\b`)
}()

// restrictive reports whether a clause restricts use in words that no open license
// has.
func restrictive(clause []byte) bool {
	low := lower(nil, clause)
	if !restricts.match(low) && !plainly.match(low) {
		return false
	}
	low = empty().ReplaceAll(low, []byte(" "))
	return plainly.match(low) || restricts.each(low, func(at []int) bool {
		return !harmless().Match(low[max(0, at[0]-nearHarmless):min(len(low), at[1]+nearHarmless)])
	})
}

// excludes reports whether words keep a license from some people, or for some.
func excludes(words []byte) bool { return audience().Match(lower(nil, words)) }

// keepsTo is the sentence of a header that says of the license it names no more than any.
var keepsTo = lazily(`(?i)^\W*you may not use (this|the) (file|files|work|works|software|program|library|package|module|code) except in compliance with (the licen[sc]e|this licen[sc]e|(one of|either of) these( two)? licen[sc]es)\W*$`)

// nearName is how far behind the name of a license such a sentence stands, in bytes.
const nearName = 300

// said takes out such sentences behind a license, and those that offer the ones below them.
func said(text []byte, open []span, ms []match) []span {
	return slices.DeleteFunc(open, func(s span) bool {
		sentence := oneSpace(text[s.start:s.end])
		keeps, offers := keepsTo().Match(sentence), len(sentence) < nearTexts && someOf(sentence) > 0
		return (keeps || offers) && slices.ContainsFunc(ms, func(m match) bool {
			return !m.Expression.IsZero() && (keeps && m.End <= s.start && s.start-m.End < nearName || offers && m.Start >= s.end && m.Start-s.end < nearTexts)
		})
	})
}

// stating are the words of which license terms are made.
var stating = gated(
	`licen`, `\blicen[sc]e[ds]?\b`,
	`permission|permitted|redistribut|warrant|grant|shall|prohibited|terms|conditions`, `\b(permission|permitted|redistribut\w*|warrant(y|ies)|grant(s|ed)?|shall|prohibited|terms|conditions)\b`,
	`copyright holder|may not|liab`, `\b(copyright holders?|may not|liab(le|ility))\b`,
	`许可|授权|版权`, `许可|授权|版权`,
)

// statesTerms narrows what is left of a text to the sentences that read like
// terms. Beside a license a disclaimer is none; alone it is all that is said.
func statesTerms(d *document, left []span, licensed bool) []span {
	var out []span
	seen := 0
	for _, s := range left {
		for _, p := range sentences(d.text, s) {
			if !d.has(state, p) || d.count(p) < 6 {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return out
			}
			body := terms(d.text[p.start:p.end])
			if licensed {
				body = ownRisk().ReplaceAll(body, nil)
			}
			if readsLikeTerms(body) && !(licensed && onlyDisclaims(body)) {
				out = append(out, p)
			}
		}
	}
	return out
}

func readsLikeTerms(body []byte) bool {
	low := lower(nil, body)
	if !stating.match(low) {
		return false
	}
	low = oneSpace(low)
	return !(pointer.match(low) && !obliges.match(low) || repeated.match(low)) || restrictive(low)
}

// obliges are words of a sentence that asks for more than to look somewhere.
var obliges = gated(`shall |must |have to |need `, `\b(companies|firms|businesses|organi[sz]ations|users?|you|licensees?|customers?|everyone|each) (shall|must|have to|has to|needs?) (not )?(to )?(buy|pay|purchase|obtain|register|subscribe|ask|request|acquire|get|contact|send|delete|destroy|a|an)\b`)

// repeated are sentences that many files have in the same words, and that are no terms.
var repeated = gated(
	`if not`, `^\W*if not,? see <https?://\S+\W*$`, // behind a notice of the GNU licenses
	`copyright holders of new code`, `^\W*copyright holders of new code should use this licen[sc]e statement where possible(, and insert their name to this list)?\W*$`,
	`enjoyment of the|particular purposes or needs`, `^\W*there is no warranty (against interference with your enjoyment of the (library|software) or against infringement|that our efforts or the (library|software) will fulfill any of your particular purposes or needs)\W*$`,
	`set of individuals`, `^\W*for the purposes of this copyright and licen[sc]e, \W?[\w -]{2,40}\W? is defined as the following set of individuals\W*$`,
	`copying terms`, `\bsee \S+( and \S+)? for copying terms\W*$`,
	`copying.`, `^\W*copying\.[\w.]+: gnu (lesser )?general public licen[sc]e version [\d.]+\W*$`,
	`either of these two`, `^\W*this means that you can redistribute this (manual|document|file) under either of these two licen[sc]es, at your choice\W*$`,
	`extra directory`, `^\W*the extra directory may contain public domain files, and files that are under various free software licen[sc]es\W*$`,
	`pre-2007`, `^\W*this is the pre-2007 version of the isc licen[sc]e\W*$`,
	`this includes`, `^\W*this includes,? but is not limited to,? (the )?(implied )?warranties of merchantability or fitness for a particular purpose\W*$`,
	`of these trademarks`, `^\W*no commercial use of these trademarks may be made without prior written permission of mit\W*$`,
	`under the same terms as`, `^\W*this is free software; you can redistribute and use it under the same terms as [\w.-]+ itself\W*$`,
	`agreed upon by most contributors`, `^\W*the following is the (mit licen[sc]e|\W?standard copyright\W?),? agreed upon by most contributors(, and is currently the canonical licen[sc]e preferred by the x\.org foundation)?\W*$`,
	`verbatim copies of this license document`, `^\W*everyone is permitted to copy and distribute verbatim copies of this license document, but changing it is not allowed\W*$`,
	`copied from`, `^\W*this licen[sc]e was (copied|taken) from [^;]{1,200}$`,
	`not subject to any license of`, `^\W*this software is not subject to any license of [\w ,.&'-]{2,120}$`, // says that others have no say in it
	`info-zip license`, `^\W*this is version [\w-]+ of the info-zip license\W*$`,
	`definitive version of this document`, `^\W*the definitive version of this document should be available at \S+ indefinitely( and a copy at \S+)?\W*$`,
	`contemplating export`, `^\W*it is the responsibility of (any|the) person or (organi[sz]ation|entity) contemplating export to (obtain such a licen[sc]e before exporting|comply with all applicable export laws and regulations, including obtaining any required licen[sc]e from the u\.?s\.? government)\W*$`,
	`export of this software`, `^\W*export of this software from the united states of america may require a specific licen[sc]e from the united states government\W*$`,
	`views and opinions`, `^\W*the views and opinions of authors expressed herein do not necessarily state or reflect those of [^;]{2,160}, and shall not be used for advertising or product \W*endorsement purposes\W*$`,
	`previous sentence`, `^\W*if you find public domain legally problematic, take the previous sentence as a licen[sc]e grant\W*$`,
	`derivative works derived`, `^\W*documents produced by doxygen are derivative works derived from the input used in their production; they are not affected by this licen[sc]e\W*$`,
	`all python licenses`, `^\W*(\(1\) )?all python licenses, unlike the gpl, let you distribute a modified version without making your changes open source\W*$`,
	`gpl-compatible licenses`, `^\W*the gpl-compatible licenses make it possible to combine python with other software that is released under the gpl; the others don.?t\W*$`,
	`choice of law clause`, `^\W*(\(2\) )?according to richard stallman, [\d.]+ is not gpl-compatible, because its license has a choice of law clause\W*$`,
	`otherwise using python`, `^\W*terms and conditions for accessing or otherwise using python\W*$`,
	`same disclaimer and license`, `^\W*libpng versions [\w., -]{3,80} are (copyright [^;]{2,120} )?distributed according to the same disclaimer and licen[sc]e as libpng-[\d.]+,? with the following individuals? added to the list of contributing authors\W*$`,
	`only valid version`, `^\W*note that the only valid version of the gpl as far as this project is concerned is \W?this\W? particular version of the licen[sc]e( \(ie v2, not v2\.2 or v3\.x or whatever\), unless explicitly otherwise stated)?\W*$`,
	`is also included:`, `^\W*the upstream file \S+ is also included:\s*$`,
	`no statement of`, `^\W*copyright holders? unknown, no statement of licen[sc]e\b`,
	`not contain a`, `^[\w/.,-]+( [\w/.,-]+){0,10} do(es)? not contain a copyright and licen[sc]e notice\W*$`,
	`same licen`, `^\W*this file is (distributed|released) under the same licen[sc]e as the [\w.+-]+ package\W*$|^\W*(and )?is (distributed|licensed) under the same licen[sc]e as the source code(,? see above)?\W*$`,
	`the debian packaging`, `^\W*the same (licen[sc]e|copyright|terms)( and (licen[sc]e|copyright|terms))? appl(y|ies) to the debian packaging\W*$`,
	`under the same terms`, `^\W*the debian packaging is (licen[sc]ed|distributed|available) under the same (terms|licen[sc]e)( as [\w .+-]{1,60})?\W*$`,
	`packaging is`, `^\W*the debian packaging is (copyright|©|\(c\))([ ,;]+(copyright|©|\(c\)|[\d, -]+))*[^,;]{1,60}([ ,;]+(copyright|©|\(c\)|[\d, -]+)+[^,;]{1,60})*,? and is licensed under the same (licen[sc]e|terms)( as [\w.+-]{1,40})?(,? see above)?\W*$`,
	`cddl header`, `^\W*when distributing covered code, include this cddl header in each file( and include the licen[sc]e file at \S+)?\W*$`,
	`section 4(d)`, `^\W*the notice file contains the notices that must be applied according to section 4\(d\) of the apache licen[sc]e(, version 2\.0)?\W*$`,
	`as published by the free`, `^\W*the licen[sc]es are as published by the free software foundation( and appearing in the files? [\w. ]{1,60} included in the packaging of this file)?\W*$`,
	`copying conditions`, `^\W*(copyright [^;:]{1,80} )?this is free software; see the source for copying conditions\W*$`,
	`one of the license notices`, `^\W*redistributions (of source code|in binary form) must (retain|reproduce) (both )?the above copyright notice,? (and )?one of the license notices( in the documentation and/or other materials provided with the distribution)?\W*$`, // beside a choice of licenses
	`binding requests`, `^\W*the text above constitutes the entire [\w.-]+ licen[sc]e; however, the [\w.-]+ community also makes the following non-?binding requests\W*$`,
)

// ofWarranty is how a sentence that refuses a warranty ends, with no word that says more.
const ofWarranty = `\w*(\W+(or|and|of|for|a|any|the|even|with|without|implied|express|expressed|particular|purpose|merchantability|fitness|warrant\w*|guarantees?|either|kind|whatsoever|nor|no|non|infringement|noninfringement|including|but|not|limited|to|permitted by applicable law|extent))*\W*$`

// disclaims begins a sentence that refuses warranty or liability, which every license does
// in words of its own, and which says nothing of what may be done.
var disclaims = gated(
	`as is|as-is`, `^\W*(as usual, |and )?((this|the) [\w ,()/-]{2,60} (is|are) |it is )(being )?(provided|distributed|supplied) (on an )?\W{0,5}as[ -]is\b`,
	`in no event|under no circumstances`, `^\W*(in no event|under no circumstances) (shall|will|are|is)\b`,
	`disclaim`, `^\W*([\w ,.()]{2,60} )?(specifically |hereby )?disclaims? (all|any)\b`,
	`not be liable`, `^\W*[\w ,.()]{2,80} shall not be liable for any\b`,
	`without |with no|with absolutely`, `^\W*(and )?[\w ()/-]{2,60} (is|are|comes?) ((being )?(provided|distributed|supplied|offered|released) )?(in the hope (that )?it will be useful,? but )?(without|with( absolutely)? no)( any)?( express or implied| implied)? (warrant|guarant)`+ofWarranty,
	`no warrant|no express`, `^\W*(there (is|are) )?no (express(ed)? or implied |implied )?warrant(y|ies)( for the [\w.-]+( \w+)?)?( (is|are) (given|made|provided|expressed|implied|offered))?`+ofWarranty,
	`disclaimed`, `^\W*(all|any) (other )?warrant(y|ies)( (is|are)|( |, )express(ed)? or implied,? (is|are)) (hereby )?disclaimed`+ofWarranty,
	`makes any warranty|makes no warranty`, `^\W*neither [^;]{5,200} (nor|or) [^;]{2,100}, makes any warranty\b`,
	`subject to licen`, `^\W*(all rights reserved\W+)?use is subject to licen[sc]e terms\W*$`,
	`no guarant|no warrant|no represent|no liab|no respons`, `^\W*[\w ,.()]{2,60} (makes?|gives?|takes?|accepts?|assumes?|provides?|offers?) no (guarantees?|warrant\w*|representations?|liability|responsibility)\b`,
)

// ownRisk is a disclaimer that is part of any sentence: a title's.
var ownRisk = lazily(`(?i)\bno warranty( is)?( expressed or| express or)? implied\W+use( this| it)? at your own risk\b`)

// asks are words of a sentence that does more.
var asks = gated(`permission|permitted|redistribut|must|require|grant|provided that|only|fee|copies|except`, `\b(permission|permitted|redistribut\w*|must|requires?|required|grants?|granted|provided that|only|fees?|copies|except)\b`)

func onlyDisclaims(body []byte) bool {
	low := oneSpace(lower(nil, body))
	return disclaims.match(low) && !asks.match(low) && !restrictive(low)
}

// pointer is a sentence that says where a text can be found, which is no term.
var pointer = gated(
	`common-licenses|you should have received|full text of|complete text|for more details|for details|see http|along with this|how to apply|third-party|third party`, `common-licenses|you should have received|full text of|complete text|for more details|for details|see https?:|along with this|how to apply|third[- ]party`,
	`is also available at|by writing to|in the hope that|as specified below|same terms as the software itself|each file indicates|all licenses used in|prior versions remain`, `is also available at|by writing to|in the hope that|as specified below|same terms as the software itself|each file indicates|all licenses used in|prior versions remain`,
	`should have information at the beginning|portions of this software are licensed as follows|has notices and|temple place|franklin st`, `should have information at the beginning|portions of this software are licensed as follows|has notices and|temple place|franklin st`,
	`full licen|this licen|the licen|example of|alternative licen|variously licen|under various`, `full licen[sc]e (terms|text)|a copy of (the|this) licen[sc]e|the licen[sc]e (is|text|below)|example of the licen[sc]e|alternative licen[sc]ing arrangements|(variously licensed|licensed under various)`,
	`see `, `see (the )?(file )?["'\x60]?(copying|licen[sc]e|notice|authors|readme)`,
	`can be found`, `can be found (in|at|on)`,
	`this `, `this (file|package|software|project|document) (is|was) (part of|written|created|maintained|put together|packaged)`,
	`following |these terms|this terms|that follow`, `(licen[sc]ed|distributed|reproduced) (here )?(under|below|by) the following (terms|licen[sc]e)[\w ]{0,20}:|th(e|is|ese) (following )?terms (apply|that follow):`,
	`as follows|thusly`, `\b(is|are) licen[sc]ed( for use)? (as follows|thusly):\W*((copyright|\(c\)|©)[^;]{0,200})?$`,
	` following `, `^\W*the following [\w ,'-]{0,40}licen[sc]e (covers|applies to|governs) [^.;]{1,120}:\W*$|\b(is|are) (covered by|under) the following [\w -]{0,30}(copyright|copy- right|licen[sc]e)[\w/ -]{0,20}:\W*$`,
	` below`, `^\W*(its|their|the) licen[sc]e( terms)?( and conditions)? (is|are) (shown|given|reproduced) below\W*$|\bbears? a similar licen[sc]e, which is reproduced below:\W*$|^\W*other software included in this distribution is provided under other licen[sc]es, as set forth below\W*$`,
	`applies to `, `^\W*(this|the [\w.-]+) licen[sc]e applies to (all )?(parts|portions) of [\w.-]+ (originating from the \S+ repository|that are not externally maintained libraries)\W*$`,
	`here is`, `^\W*here is the copyright and licen[sc]e for [\w.-]+:\W*$`,
	`unless otherwise`, `^\W*unless otherwise (noted|stated|specified|indicated)[^.;:]{0,60}, [^.;:,]{1,60} (have|has|is|are) (under )?(the )?licen[sc]e (shown|given|found|printed)? ?below\W*$`,
	`licens`, `^\W*(the )?(disclaimer and )?licen[sc]es? (of|for|on) [\w ,()/.-]{2,120}:\s*$|provides an inventory of|licensing terms consult the files`,
	`following `, `following (files|notice|licen[sc]e|components|copyright|text)`,
	`different licen|many individual|each file may|individual source|individual file`, `different licen[sc]es apply to|many individual files are under other|each file may have its own|(consult|see each|check) (the|individual) (individual )?(source )?files?`,
	` for | of `, `licen[sc]es? (for|of) (the )?(bundled|included|other)`,
	`@licen`, `^\W*@licen[sc]e [\w .@/-]{1,60}\.m?js\W*$`, // the name of the work
	`adds a`, `adds an? [\w ]{1,20}(exemption|exception)`,
)

// restriction returns the first unexplained sentence that restricts use.
func restriction(d *document, left []span) string {
	seen := 0
	for _, s := range left {
		for _, p := range sentences(d.text, s) {
			if !d.has(restrict, p) || d.count(p) < 2 {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return ""
			}
			for clause := range bytes.SplitSeq(oneSpace(d.text[p.start:p.end]), []byte(";")) {
				low := lower(nil, clause)
				words := countWords(clause) + bytes.Count(low, []byte("noncommercial")) // which others part
				if restrictive(clause) && (words >= 4 || plainly.match(low)) {
					return quote(clause)
				}
			}
		}
	}
	return ""
}

// beside returns the first line of a holder, wherever it stands, that restricts use
// behind the name: a license's text has a place for such lines, and explains
// whatever stands there.
func beside(d *document) string {
	for _, s := range d.held {
		line := d.text[s.start:s.end]
		if listed(d.low, s.start, line) {
			continue
		}
		if rest := reserved().ReplaceAll(oneSpace(line), nil); restrictive(rest) {
			return quote(line)
		}
	}
	return ""
}

// nearItem is how far back in a list the item before one begins, in bytes.
const nearItem = 1200

// listed reports whether a line begins with the third letter of a list rather than with a
// sign of copyright.
func listed(low []byte, at int, line []byte) bool {
	rest, ok := cutFold(bytes.TrimLeft(line, " \t*#/;>|"), "(c)")
	return ok && len(bytes.TrimSpace(rest)) > 0 && bytes.Contains(low[max(0, at-nearItem):at], []byte("(b)"))
}

// withdrawn returns the first sentence that names a license and restricts what the
// license gives.
func withdrawn(text []byte, ms []match) string {
	for _, m := range ms {
		if m.Notice && (m.limited || restrictive(m.rest) || excludes(m.rest)) {
			return quote(text[m.Start:min(m.End, m.Start+4000)])
		}
	}
	return ""
}

// oneSpace folds white space and leaves out the signs of comments and quotes at
// the beginning of lines, and those of a box at their end, so that a phrase is found across
// lines.
func oneSpace(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for line := range bytes.Lines(b) {
		words := commentSigns(line)
		if len(words) < len(line) {
			words = unboxed(words)
		}
		for _, w := range bytes.Fields(words) {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = append(out, w...)
		}
	}
	return out
}

// commentSigns cuts the sign of a comment from the beginning of a line: two dashes in Ada,
// Lua and SQL, a bracket and a star in ML and Pascal, words in m4, Fortran, Texinfo and DOS.
func commentSigns(line []byte) []byte {
	words := bytes.TrimLeft(line, " \t*#/;>|%!\"'{}")
	if rest, ok := bytes.CutPrefix(words, []byte("(*")); ok {
		return bytes.TrimLeft(rest, " \t*")
	}
	if rest := bytes.TrimLeft(words, "-"); len(rest)+1 < len(words) {
		return bytes.TrimLeft(rest, " \t")
	}
	for _, sign := range []string{"dnl ", "@c ", "REM ", "C  "} {
		if rest, ok := bytes.CutPrefix(words, []byte(sign)); ok {
			return rest
		}
	}
	return words
}

// unboxed cuts the right side of a box of comment signs.
func unboxed(line []byte) []byte {
	line = bytes.TrimRight(line, " \t\r\n")
	if bytes.HasSuffix(line, []byte("*)")) {
		line = line[:len(line)-1]
	}
	if rest := bytes.TrimRight(line, "*#/|;%=-"); len(rest) < len(line) && (len(rest) == 0 || rest[len(rest)-1] == ' ' || rest[len(rest)-1] == '\t') {
		return rest
	}
	return line
}

// quote gives a sentence in one line, shortened.
func quote(b []byte) string {
	s := strings.ToValidUTF8(string(oneSpace(b)), "�")
	s = strings.TrimLeft(s, "#*/;-. ")
	if r := []rune(s); len(r) > 240 {
		s = string(r[:240]) + "…"
	}
	return s
}
