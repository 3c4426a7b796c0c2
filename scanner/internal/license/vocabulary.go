package license

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// language has what clauses in it have beside the names of licenses: the work, that it is under
// them, and where their text stands. No word that takes something back is one of them, nor one
// that says what may be done.
type language struct {
	words   map[string]bool // in lower case
	choices map[string]bool // of an offer of several licenses
	longest int             // phrase, in bytes, where no blanks part words
}

// tongueTable has the languages, and for each word those that have it and that English has not.
type tongueTable struct {
	all     []*language
	of      map[string]uint16 // bits of the places in all
	eastern uint16            // those whose words no blanks part
}

var languages = sync.OnceValue(func() *tongueTable {
	out := &tongueTable{of: map[string]uint16{}}
	for i, l := range []struct {
		words, choices string
		eastern        bool
	}{
		{chineseWords, "或 或者 双许可 双重许可 双重许可证 双许可证 双重开源许可证 任选其一 任选 任意一种 任一 之一", true},
		{germanWords, "oder doppelt", false},
		{spanishWords, "o u doble", false},
		{portugueseWords, "ou duplo", false},
		{frenchWords, "ou double", false},
		{italianWords, "o oppure doppia", false},
		{dutchWords, "of", false},
		{polishWords, "lub", false},
		{russianWords, "или двойной", false},
		{japaneseWords, "または もしくは いずれか いずれかの どちらか どちらかの デュアルライセンス", true},
		{koreanWords, "또는 듀얼 이중", true},
	} {
		t := &language{words: setOf(l.words), choices: setOf(l.choices)}
		for _, set := range []map[string]bool{t.words, t.choices} {
			for w := range set {
				t.longest = max(t.longest, len(w))
			}
		}
		for w := range t.words {
			if len(w) > 2 && !alsoEnglish[w] {
				out.of[w] |= 1 << i
			}
		}
		if l.eastern {
			out.eastern |= 1 << i
		}
		out.all = append(out.all, t)
	}
	return out
})

// otherScript stands for any language that Latin letters do not spell.
const otherScript = 1 << 15

// spoken gives the languages other than English that words of a text are of.
func (t *tongueTable) spoken(text []byte) (set uint16) {
	var buf []byte
	eachWord(text, func(w []byte, _ span) {
		switch c, _ := utf8.DecodeRune(w); {
		case ideograph(c) || unicode.Is(unicode.Hangul, c):
			set |= t.eastern
			return
		case !unicode.Is(unicode.Latin, c) && c >= utf8.RuneSelf:
			set |= otherScript
		}
		buf = lowerWord(buf[:0], w)
		set |= t.of[string(buf)]
	})
	return set
}

// foreign reports whether a text has words of another language than English.
func foreign(text []byte) bool { return languages().spoken(text) != 0 }

// alsoEnglish are words of vocabularies that English has too.
var alsoEnglish = setOf("are per text con man die des for software code source plugin tool file repository licence licences programme project plus details conditions")

var (
	// leadVerbs are the words that may follow the name of a work
	leadVerbs = setOf("ist sind wird werden steht stehen unterliegt está es se é est sont è is zijn jest распространяется лицензируется лицензирован лицензировано выпущен доступен находится опубликован は が 는 은 가 이 采用 使用 基于 遵循 遵守 是 均 以 根据 依据 按照 採用 基於 受 在 当前 已 许可证标识符")
	// conjunctions join licenses, or other terms to one
	conjunctions = setOf("und y e et en i и 和 与 及 以及 および 及び 및 와 과")
	// termsAbroad are parts of the words for terms
	termsAbroad = anyOf("lizen|licen|bedingung|términos|terminos|condiciones|termos|condições|termes|conditions|termini|лиценз|услови|许可|協議|协议|授权|授權|ライセンス|条項|条件|라이선스|라이센스|조건")
	// weakChoices join other words than licenses too
	weakChoices = setOf("oder o u ou oppure of lub или 或 或者 または もしくは 또는")
)

// notOfWork are words before a clause that deny it, or say which part it is about: they are of no
// work's name.
var notOfWork = setOf(`nicht kein keine keiner keinerlei früher ehemals bisher nur ohne außer nie niemals teile einige manche ningún ningun ninguna nunca solo sólo no ni
	antes salvo excepto algunos algunas partes nem nenhum nenhuma não nao apenas somente exceto alguns algumas non nessun nessuna nessuno mai alcuni alcune parti
	aucun aucune ne pas seul seule sauf jamais certains certaines niet geen alleen nooit sommige żaden tylko nigdy część icons icon logo logos images fonts
	assets bilder imágenes imagens documentation docs`)

const (
	germanWords = ` dieses dieser diese diesem das der die den dem des ein eine einer es ist sind wird wurde werden steht stehen unterliegt unter lizenziert
		veröffentlicht freigegeben verfügbar bereitgestellt verbreitet projekt projekts software programm programme code quellcode quelltext paket
		bibliothek repository modul plugin skript tool werkzeug datei dateien inhalt inhalte lizenz lizenzen lizenzvertrag lizenzbedingungen lizenztext
		lizenzdatei bedingungen siehe für details weitere einzelheiten informationen vollständiger vollständige vollständigen text in im mit von und zu
		finden entnehmen lesen sie bitte gemäß freie freier quelloffen quelloffene `
	spanishWords = ` este esta esto el la los las un una de del y en proyecto software programa código codigo fuente paquete biblioteca repositorio archivo
		fichero licencia licencias licenciado licenciada licenciados distribuye distribuido distribuida publica publicado publicada está se es disponible
		libre bajo según segun términos terminos condiciones ver véase vea consulta consulte mira mire lee para más mas detalles información informacion
		completa texto completo incluida incluido obtener `
	portugueseWords = ` este esta isto o a os as um uma do da dos das de e em na nas projeto projecto software programa código codigo fonte pacote
		biblioteca repositório repositorio arquivo ficheiro licença licenca licenças licenciado licenciada distribuído distribuída publicado publicada
		disponibilizado disponível está é sob conforme termos condições veja ver consulte leia para mais detalhes informações completa texto completo `
	frenchWords = ` ce cet cette ces le la les l un une des du de d et est sont projet logiciel programme code source paquet bibliothèque dépôt fichier
		fichiers licence licences licencié distribué distribuée publié publiée disponible diffusé placé mis sous selon termes conditions voir consultez lire
		pour plus détails informations texte complet dans à au aux en libre `
	italianWords = ` questo questa il lo la i gli le un una di del della e è progetto software programma codice sorgente pacchetto libreria repository
		file licenza licenze rilasciato rilasciata distribuito distribuita pubblicato disponibile concesso sotto secondo con termini vedi vedere leggi per
		maggiori dettagli informazioni `
	dutchWords   = ` dit deze het de een en is zijn project software code broncode licentie gelicentieerd onder uitgebracht beschikbaar zie voor meer details informatie bestand `
	polishWords  = ` ten projekt jest na licencji licencja udostępniony dostępny objęty zobacz plik szczegóły po więcej informacji oprogramowanie kod źródłowy `
	russianWords = ` этот этого это эта данный данная данное проект проекта программа программное обеспечение код исходный библиотека репозиторий репозитория файл файле
		лицензия лицензии лицензией лицензию лицензирован лицензировано лицензируется распространяется выпущен выпущено доступен доступно опубликован
		опубликовано находится под на по условиях согласно соответствии с со и см смотрите подробнее подробности подробностей подробной дополнительной
		информации для в полный текст которой которого корневом каталоге корне `
	chineseWords = ` 本 此 该 这个 整个 项目 软件 程序 代码 源代码 源码 源文件 仓库 本库 本工具 本系统 本产品 本作品 本框架 本插件 本客户端 本文档 自有 專案 項目 軟體 程式 程式碼 的 均 是 都
		默认 现 目前 已 当前 采用 使用 基于 遵循 遵守 根据 按照 依据 依照 选用 採用 基於 以 在 受 声明为 声明 为 许可证书 许可证 许可协议 授权协议 开源协议 开源许可证 开源许可 许可证标识符
		授权条款 许可条款 协议 许可 授权 許可證 授權條款 授權 下 条款 发布 分发 进行 开源 开放 开放源代码 约束 釋出 自由软件 宽松 公共 详情 详细信息 具体 更多信息 有关 完整 完整的 内容 全文
		文本 链接 请 請 参见 详见 参阅 查看 查阅 请见 见 見 詳見 參閱 參見 参考 阅读 访问 根目录 目录 文件 檔案 中 里 内 了解 和 与 及 以及 版 版本 可在 找到 获取 您 您可以 自己 自己的 偏好
		选择 其中 `
	japaneseWords = ` 次 この 本 当 プロジェクト ソフトウェア ソフトウエア リポジトリ プログラム コード ソースコード ライブラリ ツール パッケージ プラグイン アプリ アプリケーション は が の を に で
		と も および 及び ライセンス 使用許諾 許諾 条項 条件 下 もと 元 基づき 基づいて 基づく 従い 従って 公開 配布 提供 頒布 利用 使用 適用 採用 されて して しています されています されます
		されている している います ます です である されました しました 詳細 詳しく 詳しい 内容 については 参照 参照してください してください ください ご覧ください ご覧 見てください お読みください
		確認してください ファイル 全文 オープンソース `
	koreanWords = ` 이 본 해당 프로젝트 소프트웨어 저장소 프로그램 코드 소스 소스코드 패키지 라이브러리 도구 는 은 가 를 을 의 에 에서 로 으로 와 과 및 라이선스 라이센스 라이선스를 따라 따릅니다
		따르며 하에 아래 조건 배포 배포됩니다 배포되며 배포하고 공개 공개되어 공개됩니다 있습니다 사용 사용합니다 적용 적용됩니다 제공 제공됩니다 됩니다 되었습니다 되어 자세한 자세히
		내용은 내용 사항은 사항 세부 파일 파일을 참조 참고 참조하세요 참고하세요 참조하십시오 하세요 하십시오 해주세요 확인하세요 확인 전문 전문은 부여 부여됩니다 오픈소스 `
)
