package license

import (
	"bytes"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A sentence beside the text of a license, within it or in the paragraph of its name may set a
// condition that the license does not have: a watermark that stays, a postcard, a link in the
// footer. It has a word that obliges and one of what is asked for, else it is about a program:
// "the buffer must be freed by the caller".

// obliging are the words that oblige or forbid, of sentences in lower case.
var obliging = gated(
	`must|shall`, `\b(?:must|shall)\b`,
	`have to|has to|need to|needs to|needs |got to|gotta`, `\b(?:have|has|needs?|got) to\b|\bneeds (?:a |an )?(?:credits?|attribution|link)\b|\bgotta\b`,
	`required|obliged|obligated|mandatory|compulsory|obligatory|it is necessary`, `\b(?:required|obliged|obligated|mandatory|compulsory|obligatory|it is necessary)\b`,
	`we require|i require|we forbid|i forbid`, `\b(?:we|i) (?:require|forbid)\b`,
	`allowed|permitted`, `(?:\bnot|n['’]?t) (?:be )?(?:allowed|permitted)\b|\b(?:nobody|no ?one|none) (?:is|are) (?:allowed|permitted)\b`,
	`nobody |no one |noone `, `\b(?:nobody|no ?one) (?:may|can)\b`,
	`prohibited|forbidden|illegal`, `\b(?:prohibited|forbidden|illegal)\b`,
	`not |can't|can’t|cant |n't|n’t|dont |never `, `(?:\b(?:can ?not|may not|should not|do not|never|dont|cant)|\b(?:can|don|shouldn)['’]t) (?:be )?(?:\w+ )?(?:remov|hid|delet|strip|obscur|alter|disabl|cover|edit|resell|resold|sell|sold|host|upload|publish|redistribut|rename|claim)\w*\b|\b(?:do not|don['’]?t) use (?:it|this)\b[^.;]{0,40} for\b`,
	`agree to|you will |you are to`, `\byou (?:will|are to|agree to)\b`,
	`condition that|provided `, `\bon (?:the )?condition that\b|\bprovided (?:that )?(?:the|you|users?|all)\b`,
	`additional |requirement`, `\badditional (?:condition|requirement|term)s?\b|\brequirements?\b`,
	`one |single `, `\b(?:on|for) (?:one|a single) (?:web ?)?(?:site|domain|server|machine|computer|device|installation)\b`,
	`muss|müssen|doit|doivent|debe|deve|devono|moet`, `\b(?:muss|müssen|doit|doivent|deben?|deve|devono|moet)\b`,
	`必须|必須|务必|须|須|需|应|請|请`, `(?:必须|必須|务必|须|須|需要?|应当?|請|请)[^，。；,.;]{0,12}(?:保留|显示|顯示|注明|註明|标注|展示|署名|登记|注册|告知|加上)`,
	`不可|不能|不得|不要|请勿|禁止`, `(?:不可|不能|不得|不要|请勿|禁止)[^，。；,.;]{0,8}(?:移除|去除|去掉|删除|刪除|修改)`,
	`please |kindly |should |ask `, `\b(?:please|kindly|should|(?:we|i) (?:\w+ )?ask (?:that |you )?)(?: \w+){0,3} (?:keep|leave|retain|credit|link back|not remove|register|cite)\b|\bask is (?:that|for)\b|\bshould (?:remain|stay|be kept)\b`,
	`expected to|requested to|is needed|is expected|requires |subject to|as long as|mustn't|mustn’t`, `\b(?:expected|requested) to\b|\bis (?:needed|expected)\b|\b(?:use|usage|access|removal)[\w ]{0,20} requires\b|\bsubject to a\b|\bas long as\b|\bmustn['’]t\b`,
	`to remain|to stay|be removed|intact|stays|removal|removing`, `\b(?:is|are) to (?:remain|stay)\b|\bnot to be removed\b|\bremains? intact\b|\bstays\b|\b(?:no|the) (?:removal|removing)\b`,
)

// imperative is a sentence that tells what to do.
var imperative = gated(
	`keep |leave |retain |show |display |include |mention |make sure`,
	`^\W*(?:(?:and|but|so) )?(?:keep|leave|retain|show|display|include|mention|make sure) (?:[^.;]{0,80}\b)?(?:(?:back)?links?|logos?|credits?|attribution|watermark|branding|footer|banner|us)\b`,
	`credit `, `^\W*(?:(?:and|but|so) )?credit (?:us|me|the)\b`,
)

// outright are conditions that tell in one what they ask for.
var outright = gated(
	`owe`, `\bowes?\b`,
	`percent of`, `\bpercent of (?:your|the|all)\b`,
	`need a |needs a |need an |needs an `, `\bneeds? an? (?:licen[sc]e )?(?:key|account|subscription)\b`,
	`for commercial|for licensing|about commercial|about licensing`, `\b(?:contact|write to|ask)\b[^.;]{0,60} (?:for|about) (?:commercial|licensing)`,
	`ware`, `\b(?:share|postcard)ware\b`,
	`nft`, `\bnfts?\b`,
	`upload|repackag`, `\bre-?upload\w*\b|\bdo not repackage\b`,
	`train `, `\b(?:not|never) (?:\w+ ){0,4}to train\b`,
	`registration fee|licen`, `\bregistration fee\b|\b(?:one|a) licen[sc]e per\b|\blicen[sc]ed for \d+ \w+\b|\beach (?:developer|server|site|website) needs a licen[sc]e\b`,
	`up to `, `\b(?:free|supports?|limited|only|version|edition:?) (?:for |to )?up to \d[\d,]* (?:users|developers|nodes|servers|sites|page ?views|employees)\b`,
	`contact |reach out|get in touch|drop us`, `\b(?:commercial(?:ly)?|business|closed[- ]source|production|selling)\b[^.;]{0,60}\b(?:contact|reach out|get in touch|drop us)\b|\b(?:contact us|reach out|get in touch|drop us)\b[^.;]{0,60}\b(?:commercial(?:ly)?|business use|closed[- ]source|in production)\b`,
	`commercial rights`, `\bcommercial rights\b`,
	`remov`, `\bremov\w+\b[^.;]{0,60}(?:donat|\$ ?\d|€|\bcosts? )|(?:donat\w*|\$ ?\d+)[^.;]{0,40}\bremov`,
	`is ours|are ours|is mine|are mine`, `\b(?:is|are) (?:ours|mine)\b`,
)

// askedFor are parts of the words for what is asked for beyond a license, and of whom.
var askedFor = sync.OnceValue(func() *keyTable {
	return newKeyTable([]gate{{keys: anyOf("link|logo|credit|watermark|footer|brand|postcard|post card|donat|regist|website|web site|web page|every page|each page|each site|powered by|display|visible|notify|e-mail|email|contact us|contact the|" +
		"sell|sold|buy |purchase|pay |fee|permission|military|banner|user interface|one site|one domain|one server|one machine|one computer|single |lien |enlace|customers|users|employees|students|compan|deployed|attribution|acknowledg|citation|cite |screen|advert|splash|about box|demo|weapons|modified versions|host this|host it|upload it|" +
		"链接|連結|标识|标志|官网|页脚|頁尾|底部|水印|出处|出處|来源|署名|登记|注册|告知|作者信息|作者资")}})
})

func asksFor(low []byte) bool { return askedFor().in(low) != gateSet{} }

// exempt are words that oblige to nothing: of what one need not do, may wish, or is told of notices,
// which all licenses ask to keep, and of programs.
var exempt = lazily(`\b(?:must|should|has to|have to|needs? to) be (?:valid|absolute|relative|initiali[sz]ed|registered with|authenticated|enabled|unique|reported|set|an?)\b|\bto (?:build|run|install|contribute|test|compile)\b[^.;]{0,40}\b(?:must|need to|have to|required)\b|\b(?:must|need to|have to|required to) (?:build|run|install|compile)\b|\brequired by (?:the |all |both )?\w|\blink(?:ed|ing)? (?:against|with lib)|\b(?:use|and) link\b|\bmust (?:also )?comply (?:to|with) (?:its|the|their|that) (?:\w+ )?licen[sc]e\b|` +
	`(?:\b(?:not|never|nor|no longer|no|nothing|if you|should you|when you|if you have questions, you)|n['’]t) (?:be )?(?:\w+ )?(?:have to|has to|needs?(?: to)?|required|obliged|obligated|necessary|must|mandatory)\b|` +
	`\b(?:(?:the|this|that|these|all|any|above|following|original|a|an|its|and|author|credit|or) )*(?:(?:copyright|license|licence|permission|attribution|credit|legal)s?[ /-])*(?:notices?|headers?|copyrights?|licen[sc]es?|disclaimers?|comments?|list of conditions)\b`)

var (
	// butStill stands before what is asked for all the same
	butStill = lazily(`\b(?:except|but only|other than|just) (?:a|an|the|for|that|that you)\b`)
	// quotedCode is what a sentence says of a program or a template
	quotedCode = lazily("`[^`]{0,60}[{}=$<>][^`]{0,60}`|\\{\\{[^{}]{1,60}\\}\\}|\\$\\{[^{}]{1,60}\\}|<\\?[^<>]{1,60}\\?>")
)

// isCondition reports whether a sentence sets a condition, and is no line of a program.
func isCondition(sentence []byte) bool {
	low := lower(nil, sentence)
	if !asksFor(low) && !outright.open(oneSpace(low)) {
		return false
	}
	low = withoutExempt(low)
	return (outright.match(low) || asksFor(low) && (obliging.match(low) || imperative.match(low))) && !bytes.ContainsAny(low, `{}=\`) && !disclaims.match(low) && !repeated.match(low)
}

// obliges reports whether words within the text of a license oblige to something that it does not.
func obliges(words []byte) bool {
	low := lower(nil, words)
	return obliging.open(oneSpace(low)) && obliging.match(withoutExempt(low))
}

// withoutExempt leaves out of a sentence in lower case what obliges to nothing.
func withoutExempt(low []byte) []byte {
	low = quotedCode().ReplaceAll(oneSpace(low), []byte("~"))
	low = address().ReplaceAll(unmarked(spoken(low)), []byte("~"))
	if butStill().Match(low) {
		return low
	}
	return exempt().ReplaceAll(low, []byte("~"))
}

// How far from the text of a license, or from its name, a condition stands, in bytes.
const (
	nearTerms = 1500
	nearTold  = 500
)

// condition gives the first sentence near a license that sets a condition.
func condition(d *document, left []span, ms []match) string {
	var near []span
	for _, m := range ms {
		if !m.Expression.IsZero() {
			near = append(near, m.around(d.text))
		}
	}
	near = joined(near)
	for _, s := range left {
		if near = endingBehind(near, s.start); !startBefore(near, s.end) {
			continue
		}
		here := near
		for _, p := range sentences(d.text, s) {
			if here = endingBehind(here, p.start); startBefore(here, p.end) && isCondition(d.text[p.start:p.end]) && !d.offersSale(p) {
				return quote(d.text[p.start:p.end])
			}
		}
	}
	return ""
}

// retitled returns the first title above the text of a license that makes another of it: "Modified
// MIT License", "MIT License for personal projects".
func retitled(text []byte, ms []match) string {
	for _, m := range ms {
		if m.Notice || len(m.Expression.Licenses()) != 1 {
			continue
		}
		at := bytes.LastIndexByte(text[:m.Start], '\n') + 1
		for _, title := range [][]byte{firstLine(text[at:]), lastLine(bytes.TrimRight(text[:at], " \t\r\n"))} {
			if len(title) <= maxTitle && titleOf().Match(title) && isOtherTitle(title, m.Expression.Licenses()[0].ID) {
				return quote(title)
			}
		}
	}
	return ""
}

// maxTitle is how long the title of a license is, in bytes.
const maxTitle = 80

var (
	titleOf    = lazily(`(?i)\b(?:licen[sc]e|mit|bsd|apache|[al]?gpl)\b`)
	otherTitle = lazily(`\b(?:modified|customi[sz]ed|limited|restricted|paid|trial|demo|non-?commercial|nc|shareware|students?|sponsors?|personal|attribution|evaluation|academic|backlink)\b`)
)

// isOtherTitle reports whether a title has such a word that is not in the license's own names.
func isOtherTitle(title []byte, id string) bool {
	l, _ := spdx.Lookup(id)
	own := strings.ToLower(l.Name + " " + id)
	for _, w := range otherTitle().FindAll(lower(nil, title), -1) {
		if !strings.Contains(own, string(w)) && !(string(w) == "modified" && strings.HasPrefix(id, "BSD-")) {
			return true
		}
	}
	return false
}

// endingBehind leaves out the stretches that end before a place, startBefore tells whether the first of
// those left begins before another: then it has something in common with what lies between.
func endingBehind(ss []span, at int) []span {
	for len(ss) > 0 && ss[0].end <= at {
		ss = ss[1:]
	}
	return ss
}

func startBefore(ss []span, at int) bool { return len(ss) > 0 && ss[0].start < at }

// around is the stretch of a text in which a sentence may be about a license: near its text, and not
// beyond the headings around its name.
func (m match) around(text []byte) span {
	if !m.Notice {
		return span{max(0, m.Start-nearTerms), min(len(text), m.End+nearTerms)}
	}
	before, behind := text[max(0, m.Start-nearTold):m.Start], text[m.End:min(len(text), m.End+nearTold)]
	at := span{m.Start - len(before), m.End + len(behind)}
	if n := bytes.LastIndex(before, []byte("\n##")); n >= 0 {
		at.start += n + 1
	}
	for i := 0; i < len(behind); {
		n := bytes.Index(behind[i:], []byte("\n##"))
		if n < 0 {
			break
		}
		if i += n + 1; !ofTerms().Match(firstLine(behind[i:])) {
			at.end = m.End + i
			break
		}
	}
	return at
}

// ofTerms is a heading of what belongs to the license above.
var ofTerms = lazily(`(?i)condition|terms|restriction|attribution|requirement|copyright|legal|licen|credit|brand|commercial|pric|permission|limit|obligation|policy|rules|条款|声明|版权|须知|注意|商用|授权`)
