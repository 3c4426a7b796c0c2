package license

import (
	"bytes"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// In other languages than English a project says in a clause what its license is: "本项目采用 MIT
// 许可证", "Dieses Projekt steht unter der MIT-Lizenz". Such a clause has the names of licenses,
// words that say that a work is under them or where their text stands, and nothing else: one
// that has more to say may ask for more, and is read as anything else is.

// tongues finds such clauses, and below the heading of a section the name alone.
func tongues(d *document, s span) []match {
	if !abroad.in(d.low[s.start:s.end]) {
		return nil
	}
	out := headed(d, s)
	tried := 0
	for _, p := range sentences(d.text, s) {
		if !abroad.in(d.low[p.start:p.end]) {
			continue
		}
		for c := range clausesAbroad(d.text, p) {
			if tried++; tried > maxFields {
				d.cut = true
				return out
			}
			m := match{Start: c.start, End: c.end, Notice: true}
			clause := d.text[c.start:c.end]
			if m.overlaps(out) || c.start > p.start && ofOther().Match(clause) {
				continue // told, or about what the clause before is
			}
			if e, ok := statedAbroad(clause); ok {
				m.Expression = e
				out = append(out, m)
			}
		}
	}
	return out
}

// headed reads the sections under headings of other languages.
func headed(d *document, s span) []match {
	var out []match
	end, tried := s.start, 0
	for line := range d.linesWith(s, abroad) {
		if line.start < end || line.end-line.start > maxValue || !headAbroad().Match(d.text[line.start:line.end]) {
			continue
		}
		if tried++; tried > maxHeads {
			d.cut = true
			break
		}
		if m, ok := namedBelow(d, line, s.end); ok {
			out, end = append(out, m), m.End
			continue
		}
		for _, m := range sectionBelow(d, span{line.start, s.end}, line.end, true) {
			m.limited = m.limited || !saysNoMore(holderBehind().ReplaceAll(m.rest, nil))
			out, end = append(out, m), m.End
		}
	}
	return out
}

// maxHeads is how many sections are read.
const maxHeads = 128

// namedBelow reads the first line below such a heading, where it names the license in a clause.
func namedBelow(d *document, head span, end int) (match, bool) {
	for at := head.end; at < end; {
		line := firstLine(d.text[at:end])
		at += len(line)
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		c, ok := readAbroad(bytes.TrimRight(line, "\r\n"), true)
		m := match{Expression: c.expression(), Start: head.start, End: at, Notice: true}
		next := firstLine(d.text[at:end])
		if next = bytes.TrimSpace(next[:min(len(next), maxField)]); itemLabel().Match(next) || takingBack().Match(next) {
			_, known := readAbroad(next, false)
			m.limited = !known // a list goes on
		}
		return m, ok && len(c.names) > 0
	}
	return match{}, false
}

var (
	// abroad are parts of the words for a license
	abroad = anyOf("lizenz|licenc|licenç|licence|licenza|licentie|лиценз|Лиценз|ЛИЦЕНЗ|许可|許可|协议|授权|授權|开源|ライセンス|라이선스|라이센스")
	// headAbroad is a heading of nothing but such a word, or of that and of what "license" is in English
	headAbroad = lazily(`(?i)^[^\p{L}\d]*(?:(?:lizenz(?:ierung|en)?|licencias?|licenças?|licences?|licenza|licentie|лицензи[яи]|ライセンス|使用許諾|라이선스|라이센스|` +
		`(?:开源|软件)?(?:許可證|許可|授權|许可证|许可协议|授权协议|开源协议|许可|授权说明|开源许可证?|许可声明|协议)(?:说明|声明)?)(?:\s*[/|(（]?\s*licen[sc]es?[)）]?)?|` +
		`licen[sc]es?\s*[/|(（]?\s*(?:许可证?|授权|許可|ライセンス|라이선스)[)）]?)[\s#*:：=-]*$`)
	holderBehind = lazily(`(?i)^[\s\W]*(?:©|\(c\)|copyright\b)[^,，。；;]{0,80}$`)
	// ofOther begins a clause on what the one before is about
	ofOther = lazily(`^\s*(?:此|该|这个)`)
	// madeFromIt is said of software that is under a license, which the work is made from, where
	// it does not say that it is such
	madeFromIt = lazily(`^[^是]*(?:许可证?|协议|授权|开源)(?:许可|授权|开源)?的?(?:软件|程序|项目|代码|组件|库)[\s。.]*$|` +
		`使用 ?(?:开源)?(?:代码|软件|程序|库)|(?:协议|许可证?|授权) ?基于|下?(?:发布|分发)的(?:代码|软件|库)|` +
		`(?:ライセンス|許諾)の(?:もとの|下の)?(?:ライブラリ|ソフト|プログラム|コード|パッケージ|ツール|プラグイン)|(?:라이선스|라이센스)의? ?(?:라이브러리|소프트웨어|프로그램|코드|패키지|도구)`)
)

// statedAbroad gives the license that a clause gives to the work; none where it says no more than
// where a text is, or that there is a choice.
func statedAbroad(clause []byte) (spdx.Expr, bool) {
	if !abroad.in(lower(nil, clause[:min(len(clause), maxAbroad)])) {
		return spdx.Expr{}, false
	}
	c, ok := readAbroad(clause, true)
	if !ok || len(c.names) == 0 && !c.points && !c.choice || madeFromIt().Match(clause) {
		return spdx.Expr{}, false
	}
	return c.expression(), true
}

// saysNoMore reports whether a remark says nothing but where a text is, in any language.
func saysNoMore(rest []byte) bool {
	if onlyPoints(unpointed(rest)) {
		return true
	}
	c, ok := readAbroad(rest, false)
	return ok && len(c.names) == 0
}

// pointsAbroad reports whether a sentence in another language says nothing but where a text is.
func pointsAbroad(sentence []byte) bool {
	if !foreign(sentence) {
		return false
	}
	c, ok := readAbroad(sentence, false)
	return ok && c.points && len(c.names) == 0
}
