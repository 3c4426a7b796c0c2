package license

import (
	"bytes"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Chinese projects name their license in a clause: "本项目采用 MIT 许可证", with where its text
// stands behind it, or below a heading: "## 开源协议". The clause has to say no more: what one
// asks for beside is read as anything else is.

const (
	chineseWork  = `(?:(?:本|整个)(?:开源)?(?:项目|软件|程序|代码|源代码|源码|仓库|库|工具|系统|产品|作品|框架|插件)?|(?:此|该|这个)(?:开源)?(?:项目|软件|程序|仓库)|[本此](?:專案|項目|軟體|程式)|项目|软件|程序|代码|源代码|源码|仓库|作品|程式碼)?(?:的?(?:源代码|源码|代码))?`
	chineseUnder = `(?:均|是|都|默认|现|目前|已)?(?:采用|使用|基于|遵循|遵守|根据|按照|依据|依照|选用|採用|基於|以|在)(?:了)?(?:的是)?`
	chineseTerms = `(?:开源|开放源代码|自由软件|宽松|公共)?(?:(?:软件)?(?:许可证书|许可证|许可协议|授权协议|开源协议|授权条款|许可条款|协议|许可|授权|許可證|授權條款|授權|licen[sc]e))?(?:下|的条款下|条款)?(?:的?(?:授权|许可|开源|发布|分发|进行许可|进行开源|进行授权|开放|开放源代码|授权许可|授权发布|开源发布|约束|釋出|開源))*(的?(?:项目|软件))?`
	chineseFile  = `(?:\.{0,2}/)?(?:[\w-]+/)*(?i:licen[sc]e|copying|notice|readme)(?i:[-_.](?:mit|apache|apache-2\.0|gpl|cn|zh|zh-cn|en))?(?i:\.(?:md|txt|rst|adoc|html))?`
	chineseLink  = `(?:https?://(?:www\.)?(?:opensource\.org|choosealicense\.com|spdx\.org|creativecommons\.org|license\.coscl\.org\.cn|(?:\w+\.)?(?:gnu|apache|mozilla)\.org)(?:/[\w./-]*)?|(?:https?://[\w.-]+/)?` + chineseFile + `)`
	chineseGives = `(?:[，,]\s*(?:可以?|允许)(?:免费|自由)?(?:使用|修改|分发|商用|复制|、|和|或|及|并)+)?`
	chineseSee   = `[，,。;；\s-]*(?:有关)?(?:详情|详细信息|具体|更多信息|完整内容|全文|詳情)?[，,]?(?:请|請)?(?:参见|详见|参阅|查看|查阅|请见|見|见|参考|阅读|访问|詳見|參閱)(?:[\s` + "`" + `“”"'()\[\]（）<>《》「」]|根目录|项目|仓库|目录|当前|下|中|里|的|文件|内|具体|完整|许可证|许可协议|协议|全文|文本|链接|了解|更多信息|详细信息|详情|檔案|` + chineseLink + `){1,20}`
	chineseWhere = `(?:` + chineseSee + `)?`
	chineseName  = `[\[（("'“《` + "`" + `]*((?:[A-Za-z][\w .+-]*|木兰\p{Han}{2,12}[，,]?\s*第\s?\d\s?版))[\])）"'”》` + "`" + `]*(?:\(` + chineseLink + `\))?`
)

var (
	inChinese      = lazily(`(?i)^[\s#*>/•·+-]*(?:许可证?|协议|授权|版权)?[:：]?` + chineseWork + `\s*` + chineseUnder + `\s*` + chineseName + `\s*` + chineseTerms + chineseGives + chineseWhere + `[\s。.！!*/]*$`)
	chineseHeading = lazily(`^[^\p{Han}\w]*(?:开源|软件|版权)?(?:許可證|授權|许可证|许可协议|授权协议|开源协议|许可|授权说明|开源许可|许可声明|协议)(?:说明|声明)?(?:\s*(?i:\(?licen[sc]e\)?))?[\s#*:：=-]*$`)
	holderBehind   = lazily(`(?i)^[\s\W]*(?:©|\(c\)|copyright\b)[^，。；;]{0,80}$`)
	chineseLetters = lazily(`\p{Han}`)
	belowHeading   = lazily(`^[\s#*>-]*` + chineseName + `\s*` + chineseTerms + chineseWhere + `[\s。.！!*]*$`)
	chineseClause  = anyOf("许可|协议|授权|采用|遵循|遵守|基于|开源|許可|授權|採用|釋出")
	chineseOther   = lazily(`^\s*(?:此|该|这个)`)
)

// chinese reads such clauses, and the names below such headings.
func chinese(d *document, s span) []match {
	if !chineseClause.in(d.text[s.start:s.end]) {
		return nil
	}
	var out []match
	tried := 0
	below := false // a heading
	for line := range d.lines(s) {
		text := d.text[line.start:line.end]
		if len(bytes.TrimSpace(text)) == 0 || !below && !chineseClause.in(text) {
			continue
		}
		if tried++; tried > maxFields {
			d.cut = true
			return out
		}
		if below {
			if m, ok := belowChinese(text); ok {
				m.Start, m.End = line.start, line.end
				out, below = append(out, m), false
				continue
			}
		}
		if below = len(text) < maxField && chineseHeading().Match(text); !below {
			out = append(out, chineseClauses(text, line.start)...)
		}
	}
	return out
}

// belowChinese reads the name below a heading. What stands behind it in Chinese has to say where
// the text is, and no more.
func belowChinese(line []byte) (match, bool) {
	if len(line) > maxField {
		return match{}, false
	}
	if m := belowHeading().FindSubmatch(line); m != nil {
		e, ok := Statement(Any, string(bytes.TrimSpace(m[1])))
		return match{Expression: e, Notice: true}, ok
	}
	m, ok := fieldOf(bytes.Trim(line, " \t\r\n#*>。."))
	m.limited = m.limited || chineseLetters().Match(holderBehind().ReplaceAll(m.rest, nil))
	return m, ok
}

// chineseClauses reads those of a line.
func chineseClauses(line []byte, from int) []match {
	var out []match
	at := from
	for _, clause := range bytes.SplitAfter(line, []byte("。")) {
		end := at + len(clause)
		aboutOther := at > from && chineseOther().Match(clause) // what the sentence before is about
		if e := ofChinese(clause); !e.IsZero() && !aboutOther {
			out = append(out, match{Expression: e, Start: at, End: end, Notice: true})
		}
		at = end
	}
	return out
}

// ofChinese gives the license that a clause gives to the work.
func ofChinese(clause []byte) spdx.Expr {
	if len(clause) > maxField {
		return spdx.Expr{}
	}
	m := inChinese().FindSubmatchIndex(clause)
	if m == nil {
		return spdx.Expr{}
	}
	if m[4] < m[5] && !bytes.Contains(clause[:m[2]], []byte("是")) {
		return spdx.Expr{} // software that is under it, which the work is made from
	}
	e, _ := Statement(Any, string(bytes.TrimSpace(clause[m[2]:m[3]])))
	return e
}
