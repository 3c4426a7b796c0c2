package license

import (
	"bytes"
	"strings"
)

// translations give the names of licenses that others translate in the words of the list, and
// leave out words that add nothing to one.
var translations = []struct {
	keys keys // one of these stands in every name
	find lazy
	by   func(m []string) string
}{
	{anyOf("posterior|ulterior|ultérieure|später|neuer|successiva|новее|поздн|later|nowsz|更高|更新|之后|以后|后续|以降"), lazily(`(?i)(?:^|,? |,|-)\(?(?:(?:en |em |in )?(?:su |sua )?(?:o|ou|oder|или|of|lub) (?:(?:cualquier|qualquer|toute|jede|jeder|любой|более|\(at your option\)) ){0,2}(?:versi[oó]n |versão |version |versione )?(?:posterior(?:es)?|ulterior|ultérieure|später(?:e|er|en)?|neuer|successiva|новее|поздн\p{Cyrillic}+|later|nowsz\p{L}+)(?: versi[oó]n| versão| version| версии)?)\)?|(?:或|以及|及)(?:者|（您可以选择）)?(?:任何|任意)?(?:更高|更新|之后|以后|后续)的?(?:版本|版)?|または(?:それ)?以降(?:のバージョン)?`), func([]string) string { return "+" }},
	{anyOf("versi|versã|verzi|wersj|верси"), lazily(`(?i)(^|\s)(?:versi[oó]n|versão|versione|wersj[ai]|версии|версия) (\d)`), func(m []string) string { return m[1] + "version " + m[2] }},
	{anyOf("utiliza|usa |utilise"), lazily(`(?i)\b(?:utiliza|usa|utilise) (?:a |la |una |uma |une )?(licen)`), func(m []string) string { return m[1] }},
	{anyOf("licen"), lazily(`(?i)licen[cç][ia]?a p[úu]blica general (?:(reducida|menor|affero) )?(?:de )?gnu|licença pública geral (?:(menor|affero) )?(?:da )?gnu|licence publique générale (?:(amoindrie|limitée|affero) )?(?:de )?gnu`), func(m []string) string {
		return gnuNamed(strings.ToLower(m[1] + m[2] + m[3]))
	}},
	{anyOf("gnu"), lazily(`GNU ?(Affero|较?宽松?|次级?|宽)?(?: ?)(?:通用公共|通用公眾|通用公众)(?:许可(?:证|协议)|授權條款)`), func(m []string) string { return gnuNamed(m[1]) }},
	{anyOf("许可证"), lazily(`\b([A-Za-z]+) ?许可证[,，]? ?(\d+(?:\.\d+)*) ?版?`), func(m []string) string { return m[1] + " License " + m[2] + " " }},
	// what everybody may do, behind a license
	{anyOf("可|允许"), lazily(`[，,]\s*(?:可以?|允许)(?:免费|自由)?(?:使用|修改|分发|再分发|传播|商用|复制|二次开发|用于(?:任何)?商业(?:用途|目的|项目|产品)?|商业使用|、|和|或|及|并)+`), func([]string) string { return "" }},
	{anyOf("第"), lazily(`第\s*([一二三123])\s*版`), func(m []string) string {
		return " version " + strings.NewReplacer("一", "1", "二", "2", "三", "3").Replace(m[1])
	}},
	{anyOf("木兰宽松"), lazily(`木兰宽松许可证[，,]?\s*version (\d)`), func(m []string) string { return " MulanPSL-" + m[1] + ".0 " }},
	{anyOf("木兰公共"), lazily(`木兰公共许可证[，,]?\s*version (\d)`), func(m []string) string { return " MulanPubL-" + m[1] + ".0 " }},
	{anyOf("保留"), lazily(`[，,]\s*但?(?:请|需|须)?保留(?:源码中的|代码中的|原作者的?|作者的?|原)?版权(?:信息|声明)?([。；;，,\s]|$)`), func(m []string) string { return m[1] }},
	{anyOf("署名"), lazily(`(?:知识共享|创作共用)?\s*(?:\(Creative Commons\))?\s*署名((?:\s*[-—–－]+\s*(?:非商业性?使用|非商业|非商用|相同方式共享|禁止演绎))*)\s*(\d\.\d)(?:\s*(?:国际|国际版|中国大陆))?(?:公共许可协议|许可协议)?`), func(m []string) string {
		return " CC BY" + strings.NewReplacer("非商业性使用", "-NC", "非商业使用", "-NC", "非商业", "-NC", "非商用", "-NC", "相同方式共享", "-SA", "禁止演绎", "-ND", "-", "", "—", "", "–", "", "－", "", " ", "").Replace(m[1]) + "-" + m[2] + " "
	}},
}

func gnuNamed(which string) string {
	switch which {
	case "":
		return " GNU General Public License "
	case "affero", "Affero":
		return " GNU Affero General Public License "
	}
	return " GNU Lesser General Public License "
}

// namesAbroad puts such names into a clause.
func namesAbroad(clause []byte) []byte {
	s, low := string(clause), bytes.ToLower(clause)
	for _, t := range translations {
		if !t.keys.in(low) {
			continue
		}
		s = t.find().ReplaceAllStringFunc(s, func(found string) string {
			m := t.find().FindStringSubmatch(found)
			if m == nil {
				return found // it is none without what stood before it
			}
			return t.by(m)
		})
	}
	return []byte(s)
}
