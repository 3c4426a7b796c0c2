package license

// restricts finds what an open license does not say: words that forbid, limit
// or price a use. It judges only what no pattern explained.
var restricts = gated(
	`commercial`, `\b(non-?commercial|commercial (use|purposes?|licen[sc]e|distribution|redistribution))\b`,
	`not for `, `\bnot for (resale|commercial|production)\b`,
	`may not|must not|shall not|can not|cannot|maynot|mustnot|shallnot`, `\b(may|must|shall|can) ?not (be )?(use[ds]?|sell|sold|redistribut\w*|distribut\w*|modif\w*|provide[ds]?|offer\w*|host\w*|rent\w*|leas\w*|sub-?licen\w*|resell|resold|copy|copied|publish\w*|incorporate\w*|included?|make|disclose|deploy\w*)\b`,
	`can't|can’t|can‘t|cant |mustn|mayn|don't|don’t|don‘t|dont |aren't|aren’t|aren‘t|arent |isn't|isn’t|isn‘t|isnt |won't|won’t|won‘t|wont `, `\b(can|mustn|mayn|don|aren|isn|won)['’‘]?t (be )?((allowed|permitted|entitled) to )?(sell|sold|resell|resold|re-?distribut\w*|distribut\w*|sub-?licen\w*|rent(ed)?|lease[ds]?|extract(ed)?|use[ds]? (it |this |them )?(in|for) (any )?(commercial|production))\b`,
	`permitted to|allowed to|orized to|orised to|entitled to|ensed to|enced to`, `\b(not|never) (be )?(permitted|allowed|authori[sz]ed|entitled|licen[sc]ed) to\b`,
	`prohibited|forbidden`, `\b(prohibited|forbidden)\b`,
	`t allowed|t permitted|t granted|t licen|strictly|expressly`, `\b(re-?sale|re-?selling|selling|re-?distribution|monetization|modification|commercial use|saas( use)?|hosting|use( by [\w ]{2,40}| in [\w ]{2,40})?) ((is|are)( strictly| expressly)? not|(is|are)n['’]t)( strictly| expressly)? (allowed|permitted|granted|licen[sc]ed)\b`,
	`commercially`, `(\bnot|\bnever|n['’‘]?t) (\w+ ){0,4}commercially\b`,
	`proprietary|closed|source available|source-available|not open`, `^(?:\W*(?:however|but),? )?[^,:]{0,80}\b(is|are|remains?) (a |\w+ )?(proprietary|closed[- ]source|not open[- ]?source|source[- ]available)( software| product| code)?( (?:at|for) (?:this point|the moment|now|present)| yet)?\W*$|\bis (closed[- ]source|source[- ]available) and\b`,
	`compet`, `\bcompet(es?|ing|itive|itor)\w*\b`,
	`d service`, `\b(managed|hosted|cloud) service\b`,
	`as a service|for a fee|evaluation|subscription|trial period|confidential|eula|monthly active users|personal use`, `\b(as a service|for a fee|evaluation|subscription|trial period|confidential|eula|monthly active users|personal use)\b`,
	`internal `, `\binternal (business |use|purposes?)\b`,
	`production`, `\b(non-?production|production (use|keys?))\b`,
	`reverse|decompil`, `\b(reverse[- ]engineer\w*|decompil\w*)\b`,
	`trade secret`, `\btrade secrets?\b`,
	`require a|requires a|require p|requires p|require s|requires s|obtain a|purchase a|buy a`, `\brequires? (a )?(purchase|payment|subscription)\b|\b(requires?|obtain|purchase|buy) (a|an) (\w+ )?(commercial|paid|enterprise|separate)? ?licen[sc]e\b`,
	`required |needed |necessary `, `\blicen[sc]e is (required|needed|necessary) (for|to|if|when)\b`,
	` ends| lapses|expire|terminate`, `\b(grant|permission|licen[sc]e) (ends|expires|lapses)\b|\b(expires?|terminates?) (on|after) (\d|the |one |a )`,
	`limited to`, `\blimited to (one|a single|\d+) (developer|user|seat|machine|site|domain|project)s?\b`,
	`compan|businesses|commercial users|firms|organization|organisation`, `\b(companies|(any|each|every) company|businesses|commercial users|firms|organi[sz]ations) (must|need|require|have to|shall)\b`,
	`research licen|evaluation licen|trial licen|freemium licen|is all rights|are all rights|nda material|nda only|under nda| key`, `\b(research|freemium|evaluation|trial) licen[sc]e\b|\b(is|are) all rights reserved\b|\bnda (material|only)\b|\bunder nda\b|\brequires? (a |an )?(\w+ )?(licen[sc]e )?key\b`,
	`per |valid |tied `, `\bper (developer|domain|seat|site|server|workstation)\b|\bvalid (for|until) (a|an|one|\d+) |\btied to (a|one|your) (domain|machine|user|developer|site|server)\b`,
	`proprietary|closed|not open`, `\b(components?|files?|parts?|modules?|folders?|assets)( of \w+)? (are|is) (proprietary|closed[- ]source|not open[- ]source)\b|\bfiles are closed:`,
	`restri`, `\b(?:is|are|remains?) (?:\w+ )?subject to (?:additional|further|other|certain|some|separate|different) (?:\w+ )?restri\w+\b`,
	`this licen|the licen|our licen`, `\b(?:is|are) (?:\w+ )?(?:not|never) (?:\w+ )?(?:included|covered|granted) (?:in|by|under) (?:this|the|our) licen[sc]e\b`,
	`proprietary to|property of`, `\b(?:is|are|remains?) (?:\w+ )?proprietary to\b|\b(?:is|are|remains?|as) (?:the )?(?:sole |exclusive |intellectual )?property of (?:us\b|our\b|the (?:author|developer|company|owner|licensor|copyright holder)|[\w-]+ (?:inc|ltd|llc|gmbh|corp\w*|co|studios?)\b)`,
	`no one|noone|nobody`, `\b(?:no ?one|nobody) (?:may|can|is (?:allowed|permitted) to) (?:\w+ ){0,2}(?:sell|use|distribute|redistribute|modify|copy|host|charge)\b`,
	`commercial agreement`, `\brequires? (?:a |an )?(?:separate )?commercial agreement\b`,
	`proprietary licen`, `^\W*(?:a |the )?proprietary licen[sc]e\W*$`,
	`separately`, `\b(licen[sc]ed|sold) separately\b`,
	`users of|customers of|owners of|clients of|subscribers of|employees of`, `\blicen[sc]ed to (\w+ )?(users|customers|owners|clients|subscribers|employees) of\b`,
	`excluded`, `\b(use|users?|usage)( (by|in|of) [\w ]{2,40})? (is|are) excluded\b`,
	`consent`, `\b(needs?|requires?) (our|my|their|the [\w' ]{2,30}) (\w+ )?consent\b`,
	`make|earn`, `\bif (you|your company) (makes?|earns?) (more|over|money)\b`,
	`royalt`, `\broyalt(y|ies)( of \d| on | apply|\W*$)`,
	`isn't open|isn’t open|aren't open|aren’t open`, `\b(is|are)n['’]t open[- ]?source\b`,
	`paid `, `\bpaid (plan|licen[sc]e|subscription|account|tier|version|edition)s?\b`,
	`right to|rights to`, `\bdoes not (include|grant|give) (you )?(the |any )?rights? to (sell|resell|host|distribute|redistribute|modify|use)\b`,
	`manufactured by|made by|sold by|supplied by|produced by|manufactured for|made for|sold for|supplied for|produced for|exclusively `, `\b(microcontrollers?|microprocessors?|processors?|devices|integrated circuits?|hardware|products?|chips?)( products?| devices)? (manufactured|made|sold|supplied|produced) (exclusively )?(by|for)\b`,
	`device|product|microcontroller|microprocessor|integrated circuit|hardware|chip`, `\b(only|solely|exclusively) (be )?(\w+ ){0,3}(with|on|in|in connection with) (a |an |the )?([\w.-]+ ){0,4}(microcontrollers?|microprocessors?|devices?|integrated circuits?|hardware|products?|chips?)\b|\bintended for use with [\w .-]{2,40} (products?|devices?)\b|\bfor use (only )?with [\w .-]{2,40} (products?|devices?)( only)?\W*$`,
	`restricted |limited `, `\b(restricted|limited) to (\w+ ){0,2}(students|members|employees|customers|non-?profits?|academic|educational|personal|private|research)\b`,
	`academic |research |educational `, `\b(released|open|available|free|provided) (only )?for (academic|research|educational) (research|use|purposes?)\b`,
	`enterprise `, `\benterprise (edition|licen[sc]e|suite|plan|version)\b`,
	`user licen`, `\bend[- ]user licen[sc]e agreement\b`,
	`without `, `\bwithout (authori[sz]ation|(the )?(prior |express )*(written )?(consent|approval) of)\b`,
	`no more than |fewer than `, `\b(no more than|fewer than) \d+\b`,
	`annual `, `\bannual (gross )?revenue\b`,
	`terms of `, `\bterms of (service|use)\b`,
	`pay`, `\bpay(s|ing|ment)?\b`,
	`educational `, `\beducational (use|purposes)\b`,
	`research `, `\bresearch (use|purposes) only\b`,
	`no license|no right`, `\bno (license|right)s? (is|are) granted\b`,
	`不得|禁止|仅限|非商业|商业|商用|未经|仅供|请勿|勿用|仅可|勿作|闭源|不开源|除外|年收入|转售|转卖|倒卖|卖钱|用户协议|不可|不允许|收费|付费|付款|缴费|营利|盈利|授权|不要|只能|只供|只用|仅用|严禁|企业|公司|个人|专业版|购买|二次|严谨|vip`, `不得|禁止|严禁|仅限|仅供|仅可|勿作|闭源|不开源|除外|年收入|转售|转卖|倒卖|卖钱|同意用户协议|非商业|商业(用途|目的|使用|授权|许可|版)|商用|请勿(商|用于|转售|出售|倒卖)|勿用于|不可(商|用于|转售|出售)|不允许|不要用于|只能用于|只供|只用于|仅用于|(企业|公司)(用户|使用|项目|版)|个人(学习|使用)*免费|专业版|购买|二次(售卖|销售|分发|发布)|严谨用于|vip ?(会员|用户)|(需要?|须)(\p{Han}{0,4})授权|收费|付费|付款|缴费|(非|供|为)(营利|盈利)|(营利|盈利)(性|目的|用途|使用|者)|未经.{0,12}(许可|授权|同意)`,
	`不得|嚴禁|僅|商業|請勿|未經|商用`, `嚴禁|僅限|僅供|商業(用途|目的|使用|授權)|請勿|未經.{0,12}(許可|授權|同意)|商用利用(は|を)?(不可|禁止|できません)`,
)

// empty are phrases of disclaimers and conditions that say nothing of what may be done.
var empty = gated(`as is|warrant|liab|damages|fitness|merchantab|infring|with or without|applicable law|attention|not required|not provide|commercial use|unicode.org`, `\b(as is|no warrant\w*|liab\w*|damages|fitness|merchantab\w*|non-?infring\w*|with or without (fee|charge|modification)|unless required by applicable law|pay attention|(payment|payments|fees?)[\w ,]{0,80} (is|are) not required|can ?not provide (technical )?support|no commercial use of these trademarks|(under the )?terms of use (in )?<?https?://(www\.)?unicode\.org/\S*|commercial use\W{0,3} means use of a name\b|with respect to the infringement of copyrights, trade secrets or any patents)`)

// alsoSold offers a commercial license beside the one that is given, which takes nothing from it.
const alsoSold = `^\W*(?:it|(?:this|the) (?:software|file|project|program|library|package|code|work|repository)) (?:is|are) also (?:available|licen[sc]ed|offered|distributed|sold) under (?:a|the|our) (?:commercial|proprietary) (?:software )?licen[sc]e(?: agreement)?\W*$|` +
	`^\W*(?:a |the )?commercial licen[sc]es? (?:is|are) also available\W*$|` +
	`\bdual[- ]licen[sc]ed under (?:(?:the|gnu|general|public|affero|lesser|mozilla|eclipse|apache|mit|bsd|licen[sc]e|version|v?\d[\w.]*|[al]?gpl[\w.+-]*|mpl[\w.-]*|epl[\w.-]*)?[ ,]+){1,14}and (?:a|our) (?:commercial|proprietary) licen[sc]e\W*$`

// apartUnder gives a part under a license whose name was left out of the sentence.
const apartUnder = `\blicen[sc]ed separately under (?:the )? {3,}`

// giving are phrases that give what others keep, where no denial stands before them.
var giving = gated(`商|可|允许|commercial|proprietary|separately|free of charge for`, alsoSold+`|`+apartUnder+`|^\W*(?:all |any )?commercial (?:use|usage) (?:is |are )?(?:also |explicitly |expressly )?(?:allowed|permitted|okay|ok|fine|welcome)(?: \(including [\w ]{2,40}\)|, and no attribution is required)?\W*$|包括商用|(?:^|。)[^\p{L}]*商用利用(?:は|も)?(?:自由|可能|できます|可(?:[。、\s]|$))|个人利用、商用利用を問わず|(可以?|允许)(自由)?(使用|修改|分发|商用|复制|、|和|或|及|并){2,8}|(可以?|允许|支持|免费|自由)(免费)?(商用|商业使用|用于商业)|\(include commercial( \w+)?\)|\b(including (for )?commercial( \w+)?|free (of charge )?(for|to use in) (both )?(personal|private|non-?commercial)( use)?(,| and| or|/|&)+ ?(also )?(for )?commercial( \w+)?|free for (any |all )?commercial( use| purposes)?|free for (personal|private) use\W+(and )?free for commercial use|(personal|private) and commercial( use)?|perform the work, even for commercial purposes|commercial (or|and) non-?commercial|and commercial|free of charge for)`)

// denial is such, a few words before.
var denial = lazily(`(?:\b(?:not|never|no longer|nor|neither|cannot|excluding|except)|n['’‘]t)(?: [\w-]+){0,4} ?$|[不禁勿非未]\p{Han}{0,5}$`)

// withoutEmpty leaves out phrases that restrict nothing from a text in lower case.
func withoutEmpty(low []byte) []byte {
	low = empty.without(low, func([]byte) bool { return false })
	return giving.without(low, func(before []byte) bool { return denial().Match(before[max(0, len(before)-nearDenial):]) })
}

// harmless are phrases of open licenses around words that read like a restriction:
// of names, of marks, of altered copies.
var harmless = lazily(`\b(endors|promot|advertis|misrepresent|except (in compliance|according to)|altered source|trademark|trade names?|names? of|removed? or alter|export)`)

// nearHarmless is how far such a phrase reaches, in bytes.
const nearHarmless = 90

// plainly are restrictions that need no sentence around them, and that nothing beside
// them excuses.
var plainly = gated(
	`commercial|business|military|production|profit`, `\b((no|not for|without) (any )?(commercial|business|military|production|for-profit) (use|usage|purposes?|redistribution|distribution|exploitation)|`+
		`(not|never) (be )?(used?|sold|distributed|redistributed|copied|licen[sc]ed)( \w+){0,2} for (any |a )?(commercial|business|military|production)|`+
		`commercial (use|usage|distribution|redistribution|exploitation)( \w+){0,3} (is |are )?(prohibited|forbidden|excluded|disallowed|not (allowed|permitted|licen[sc]ed|granted))|`+
		`non-?commercial( use| usage| purposes?)? only)\b`,
	`for personal|for private|for internal|for academic|for educational|for evaluation|for research|for non|for demo|for viewing|for learning|for study`, `\b((only|solely|exclusively) for (personal|private|internal|academic|educational|evaluation|research|non-?commercial|non-?profit|learning|study)|`+
		`for (personal|private|internal|academic|educational|evaluation|research|non-?commercial|demonstration|demo|viewing|learning|study)( \w+){0,2} (only|alone))\b`,
	`personal|internal|private|academic|evaluation|educational|research|home |trial|demo|non-profit|nonprofit`, `\b(personal|internal|private|academic|evaluation|educational|research|home|trial|demo|non-?profit) (use|usage|purposes?) only\b`,
	`evaluation|trial|demo|confidential|proprietary|non-commercial|noncommercial|closed|source available|source-available|unpublished`, `^(?:\W*(for )?(evaluation|trial)( version| copy| edition| licen[sc]e)?( only)?\W*$|\W*(for )?demo( version| copy| edition| licen[sc]e)?( only)\W*$|\W*(non-?commercial|confidential|proprietary|closed[- ]source|source[- ]available|unpublished)\W*$|\W*(?:[\w.,©-]+\W{1,3}){1,6}(confidential|proprietary|closed[- ]source)\W*$)`,
	`required`, `\b(commercial|paid|separate) licen[sc]e (is )?required\b|\bsubscription (is )?required\b`,
	`再配布|二次配布|改変|個人利用|対象外|비상업`, `(再配布|二次配布|改変)[^。]{0,8}(不可|禁止|おやめ)|個人利用に限|ライセンスの対象外|비상업적`,
	`royalties`, `^\W*royalties apply\W*$`,
	`is not|are not|isn|aren`, `^\W*(?:(?:however|but),? )?(?:(?:the|our|its) [\w./-]{2,30}(?: [\w./-]{2,30}){0,3}|(?:files|everything) (?:in|under) [\w./-]+|(?:[\w.-]+ ){1,3}(?:enterprise|pro|premium|server|cloud)) (?:(?:is|are) not|(?:is|are)n['’]t)\W*$`,
	`closed`, `^\W*(?:the|our|its) (?:[\w.-]+ ){1,3}(?:is|are) closed\W*$`,
	`nda |employees|customers|members|subscribers`, `\bnda (material|only)\b|^\W*for [\w.]+ (employees|customers|members|subscribers)( only)?\W*$`,
	`kostenpflichtig|usage commercial|particuliers|personal|venta|有料|禁じ`, `kostenpflichtige lizenz|réservé aux particuliers|usage commercial sur|solo para uso personal|prohibida su venta|有料です|を禁じます`,
	`kommerziell|gewerblich|weitergabe|weiterverbreitung|privaten gebrauch|private nutzung`, `(?i)`+germanUse+apart+germanBar+`|`+germanBar+apart+germanUse,
	`comercia|reventa|revenda`, `(?i)`+iberianUse+apart+iberianBar+`|`+iberianBar+apart+iberianUse,
	`commercia|usage personnel|uso personale`, `(?i)`+frenchUse+apart+frenchBar+`|`+frenchBar+apart+frenchUse,
	`ммерч|ММЕРЧ`, `(?i)`+russianUse+apart+russianBar+`|`+russianBar+apart+russianUse,
	`상업|무단|재배포`, koreanUse+apart+koreanBar+`|`+koreanBar+apart+koreanUse,
	`商用|営利|転載`, japaneseUse+apart+japaneseBar+`|`+japaneseBar+apart+japaneseUse,
	`开源范围`, `不在开源范围`,
	`gestattet|erlaubt|untersagt|verboten|darf |dürfen |prohibid|proibid|interdit|vietat|zabronion|zakaz|toegestaan|запрещ|ЗАПРЕЩ|금지|금합니다|수 없습니다|対象外|無断|不可使用`,
	`(?:nicht|nur) (?:\p{L}+ )?(?:gestattet|erlaubt)|\b(?:untersagt|verboten)\b|\b(?:darf|dürfen) (?:\p{L}+ )?nicht|\bprohibid[ao]s?\b|\bproibid[ao]s?\b|\binterdite?s?\b|\bvietat[oaie]\b|\bzabronion|\bzakaz\b|niet toegestaan|(?i:запрещ)|금지|금합니다|할 수 없습니다|対象外|無断|不可使用`,
	`proprietär|propriétaire|propietari|proprietári|proprietari|проприетар|专有软件|専有|독점`, `proprietär|propriétaire|\bpropietari[ao]s?\b|\bproprietári[ao]s?\b|\bproprietari[ao]\b|проприетар|专有软件|専有|독점`,
	`property of`, `\blicen[sc]ed materials\W{1,3}property of\b`,
	`training`, `\bno (ai |ml |machine learning |model )+training\b`,
	`no re|no sale|not for re|not for sale`, `\b(no|not for) (resale|redistribution|sale)\b`,
	`do not `, `\bdo not (copy|distribute|redistribute|share|sell|resell|modify)\b`,
	`confidential`, `\b(proprietary ?(and|/|&|,)|company|strictly) ?confidential\b|\bconfidential ?(and|/|&|,) ?proprietary\b`,
	`train|model`, `\b(not for|(do|may|must) not (be )?used? (it )?(for|to)|not (to )?train) (\w+ ){0,3}(train|training|models?)\b`,
	`until then`, `\buntil then\b`,
	`by-nc`, `\b(cc|commons)\W{0,3}by-nc\b`,
	`valid `, `\bvalid (\w+ )?licen[sc]e (for|to|from|agreement|key)\b`,
)

// In other languages a use and what bars it stand in one sentence, in either order. Words that
// bar whatever stands beside them have a row of their own.
const (
	apart       = `[^.。;]{0,80}`
	germanUse   = `(?:kommerziell\p{L}*|gewerblich\p{L}*|weitergabe|weiterverbreitung|privaten gebrauch|private nutzung)`
	germanBar   = `(?:nicht zulässig|nur (?:für|mit|zu|nach|auf)|ausschließlich|anfragen|(?:bedarf|erfordert|benötigt)[^.;]{0,40}(?:genehmigung|zustimmung))`
	iberianUse  = `(?:comercia(?:l|is|les)|reventa|revenda)`
	iberianBar  = `(?:no se permite|proh[ií]b\p{L}+|no[^.;]{0,60} sin (?:la )?(?:previa )?autorizaci[oó]n|únicamente|s[oó]lo (?:con|para)|não (?:é |são )?permitid\p{L}+|apenas|somente)`
	frenchUse   = `(?:\b(?:usage|utilisation|fins|but|uso|scopi|fini) (?:\p{L}+ )?commercia(?:l|le|les|ux|li)\b|usage personnel|uso personale)` // and Italian
	frenchBar   = `(?:uniquement|seulement|sans (?:l['’])?(?:accord|autorisation)|réservé\p{L}*|proibit\p{L}+|esclusivamente|\bsolo (?:per|a)\b)`
	russianUse  = `оммерческ\p{L}+`
	russianBar  = `(?:только|лишь|без (?:\p{L}+ )?(?:согласия|разрешения))`
	koreanUse   = `(?:상업|무단|재배포)`
	koreanBar   = `(?:불가|허용되지|안 ?됩니다|허가(?:가|를)? ?(?:필요|받|없이))`
	japaneseUse = `(?:商用|営利|転載)`
	japaneseBar = `(?:禁|不可|できません|ご遠慮|お断り|許可が必要|許諾が必要)`
)

// audience are words that keep a license from some, or for some: of those who use
// the work, not of its parts.
var audience = func() lazy {
	const who = `(students?|pupils|teachers|members?|employees|customers|subscribers|users|persons|people|individuals|anyone|compan(y|ies)|corporations?|organi[sz]ations?|business(es)?|entit(y|ies)|governments?|militar(y|ies)|competitors?|nonprofits?|charities|schools|universities|citizens)`
	return lazily(`\b(except(ing)?|exclud(es?|ed|ing)|unless|other than|but not|only|restricted to|limited to|free of charge for|free for) ([\w,]+ ){0,4}` + who + `\b|\b` + who + ` ([\w,]+ ){0,4}(only|alone|excluded|excepted|exempted)\b`)
}()
