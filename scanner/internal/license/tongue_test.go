package license

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAChineseClauseNamesALicense(t *testing.T) {
	r := recognizer(t)
	for text, want := range map[string]string{
		"本项目采用 MIT 许可证。\n":                                  "MIT",
		"本软件使用 MIT 许可证授权，详见 LICENSE 文件。\n":                  "MIT",
		"本项目采用 Apache License 2.0 协议开源。\n":                  "Apache-2.0",
		"# 项目\n\n## 许可证\n\n本项目采用 MIT 许可证，可自由用于商业用途。\n":      "MIT",
		"## 开源协议\n\nApache-2.0，允许商用，请保留源码中的版权声明。\n":         "Apache-2.0",
		"本项目基于 MIT 协议，可自由使用、修改、商用。\n":                       "MIT",
		"## 许可证\n\nMIT License\n":                           "MIT",
		"## 开源协议\n\n[Apache-2.0](LICENSE)\n":                "Apache-2.0",
		"## 开源协议\n\nMIT 许可证，详见 [LICENSE](LICENSE)\n":        "MIT",
		"## 许可证\n\nMIT License © 2020 张三\n":                 "MIT",
		"本项目采用MIT许可证。更多信息请参阅 LICENSE 文件。\n":                 "MIT",
		"本项目根据 MIT 许可证授权 - 查看 [LICENSE](LICENSE) 文件了解详情。\n": "MIT",
		"本專案採用 MIT 授權條款，詳見 [LICENSE](LICENSE)。\n":           "MIT",
		"## 📄 许可证\n\nMIT\n":                                 "MIT",
		"遵循 GPL-3.0 开源协议发布\n":                               "GPL-3.0-only",
		"本项目使用 [MulanPSL-2.0](LICENSE) 许可证\n":               "MulanPSL-2.0",
		"本项目采用木兰宽松许可证，第2版\n":                                "MulanPSL-2.0",
		"版权所有 (c) 2023 某公司\n\n本项目遵循 Apache 2.0 开源协议\n":      "Apache-2.0",
		"本项目采用 BUSL-1.1 许可证。\n":                             "BUSL-1.1",
		"本项目采用 MIT 许可证。商业使用请联系作者获取授权。\n":                    "",
		"本项目采用 MIT 许可证，商业使用请联系作者获取授权。\n":                    "",
		"本项目采用修改版 MIT 许可证。\n":                               "",
		"本项目不采用 MIT 许可证。\n":                                 "",
		"本项目社区版采用 MIT 许可证，企业版收费。\n":                         "",
		"本项目使用 MIT 许可的库。\n":                                 "",
		"本项目基于 Linux 系统，使用 MIT 许可的组件。\n":                    "",
		"本项目个人免费，企业用户请联系我们购买。\n\n## License\n\nMIT\n":       "",
		"## License\n\nMIT\n\n允许商用。\n":                      "MIT",
	} {
		e := r.Text([]byte(text)).Expression
		if want == "" {
			assert.False(t, e.Recognized() && !e.IsZero(), "%s of %s", e, text)
			continue
		}
		assert.Equal(t, want, e.String(), text)
	}
}

func TestAClauseInAnotherLanguageNamesALicense(t *testing.T) {
	requireFound(t, map[string]string{
		"Dieses Projekt steht unter der **MIT-Lizenz** – siehe die Datei [LICENSE](LICENSE) für Details.\n":          "MIT",
		"Dieses Programm ist unter der MIT- oder der Apache-2.0-Lizenz lizenziert.\n":                                "Apache-2.0 OR MIT",
		"## Lizenz\n\n[GPL-3.0-or-later](LICENSE) © 2024 Acme\n":                                                     "GPL-3.0-or-later",
		"Este proyecto está licenciado bajo la Licencia MIT. Ver el archivo [LICENSE](LICENSE) para más detalles.\n": "MIT",
		"Foo se distribuye bajo la Licencia Pública General de GNU versión 2.0 (GPLv2).\n":                           "GPL-2.0-only",
		"## Licencia\n\nISC\n": "ISC",
		"Este projeto está licenciado sob a Licença MIT - veja o arquivo LICENSE para detalhes.\n":                       "MIT",
		"Ce projet est distribué sous licence GPL-3.0 ou ultérieure.\n":                                                  "GPL-3.0-or-later",
		"Foo est publié sous la licence Apache 2.0. Voir le fichier LICENSE pour plus de détails.\n":                     "Apache-2.0",
		"Questo progetto è rilasciato sotto licenza MIT.\n":                                                              "MIT",
		"Dit project is gelicentieerd onder de MIT-licentie.\n":                                                          "MIT",
		"Projekt jest udostępniony na licencji MIT.\n":                                                                   "MIT",
		"Этот проект распространяется под лицензией **AGPL-3.0**. Подробнее см. в файле [LICENSE](LICENSE).\n":           "AGPL-3.0-only",
		"## Лицензия\n\nApache-2.0\n":                                                                                    "Apache-2.0",
		"このプロジェクトは MIT ライセンスの下で公開されています - 詳細は LICENSE ファイルを参照してください。\n":                                                  "MIT",
		"## ライセンス\n\nこのリポジトリは[MIT License](LICENSE)で公開しています。\n":                                                          "MIT",
		"이 프로젝트는 Apache-2.0 라이선스에 따라 배포됩니다. 자세한 내용은 LICENSE 파일을 참조하세요.\n":                                                "Apache-2.0",
		"本项目采用 **GPLv3** 开源协议。\n":                                                                                        "GPL-3.0-only",
		"本项目采用 MIT 许可证与 Apache License 2.0 双许可证分发，完整许可证文本请参见源代码根目录下的 LICENSE 文件。\n":                                      "Apache-2.0 OR MIT",
		"## 许可证\n\n本项目采用双重许可：([MIT 许可证](LICENSE-MIT) 或 [Apache 许可证 2.0 版](LICENSE-APACHE))。\n\n您可以根据自己的偏好选择其中任意一种许可证。\n": "Apache-2.0 OR MIT",
		"本项目使用 **木兰宽松许可证，第2版 (MulanPSL-2.0)**。\n":                                                                        "MulanPSL-2.0",
		"本文档采用知识共享署名-相同方式共享 4.0 国际许可协议。\n":                                                                               "CC-BY-SA-4.0",
		"Dieses Projekt steht unter der GPL-3.0-Lizenz oder später.\n":                                                   "GPL-3.0-or-later",
		"本项目采用 GPL-3.0 许可证或更高版本。\n":                                                                                      "GPL-3.0-or-later",
		"GPL-3.0 ライセンスまたはそれ以降のバージョン\n":                                                                                   "GPL-3.0-or-later",
		"Проект распространяется под лицензией GPL версии 3.\n":                                                          "GPL-3.0-only",
		"Este projeto está licenciado sob a licença MIT e a licença Apache-2.0 - veja o arquivo LICENSE.\n":              "Apache-2.0 AND MIT",
		"Este projeto utiliza a licença MIT.\n":                                                                          "MIT",
		"Der Code steht unter MIT-Lizenz und Inhalte unter CC-BY-4.0, siehe LICENSE oder NOTICE.\n":                      "CC-BY-4.0 AND MIT",
		"本项目采用 AGPL-3.0 与 MIT 双许可。\n":                                                                                    "AGPL-3.0-only OR MIT",
		"本软件遵循 GNU通用公共许可证第3版或更高版本。\n":                                                                                    "GPL-3.0-or-later",
	})
}

// What says more than that a work is under a license may take something back.
func TestAClauseInAnotherLanguageThatSaysMoreIsNoStatement(t *testing.T) {
	r := recognizer(t)
	for _, text := range []string{
		"Dieses Projekt steht nicht unter der MIT-Lizenz.\n",
		"Dieses Projekt steht unter der MIT-Lizenz, nur für private Nutzung.\n",
		"Keine Datei steht unter der MIT-Lizenz.\n",
		"Nach Zahlung unter der MIT-Lizenz.\n",
		"Solo el código está bajo la licencia MIT.\n",
		"EULA und MIT Lizenz\n",
		"Die Software unterliegt der MIT-Lizenz und dem Lizenzvertrag.\n",
		"本软件受授权协议约束，开源代码采用 MIT 许可证。\n",
		"本软件的许可协议基于 MIT 许可证。\n",
		"本产品使用开源代码 (MIT 许可证)。\n",
		"Das Programm steht unter der Lizenz in enterprise/LICENSE, der Quelltext unter MIT.\n",
		"Dieses Projekt steht unter der MIT-Lizenz. Die Nutzung in Unternehmen ist nicht gestattet.\n",
		"Este proyecto está bajo la licencia MIT. Prohibida la venta.\n",
		"Projekt jest na licencji MIT. Zakaz sprzedaży.\n",
		"Logiciel propriétaire.\n\njQuery est distribué sous licence MIT.\n",
		"## Lizenz\n\nMIT (nur Client)\n",
		"## Lizenz\n\nCode: MIT\nBilder: alle Rechte vorbehalten\n",
		"## Licencia\n\n- Código: MIT\n- Imágenes: todos los derechos reservados\n",
		"## Lizenz\n\nSiehe Vertrag.\n\nMIT\n",
		"本项目采用 [MIT](https://foo.example/eula/license.md) 许可证。\n",
		"Este proyecto no está bajo la licencia MIT.\n",
		"Nicht unter der MIT-Lizenz.\n",
		"Kein Teil steht unter der MIT-Lizenz.\n",
		"Ningún archivo está bajo la licencia MIT.\n",
		"Nessun file è sotto licenza MIT.\n",
		"Dieses Projekt nutzt eine Bibliothek, die unter der MIT-Lizenz steht.\n",
		"Dieses Projekt verwendet Software unter der MIT-Lizenz.\n",
		"Ce projet utilise une bibliothèque sous licence MIT.\n",
		"Este proyecto usa software con licencia MIT.\n",
		"このプロジェクトは MIT ライセンスのライブラリを使用しています。\n",
		"이 프로젝트는 MIT 라이선스의 라이브러리를 사용합니다.\n",
		"## Lizenz\n\nMIT, nur privat\n",
		"本项目采用 MIT 许可证，请保留页面底部的版权链接。\n",
		"本项目采用 MIT 许可证，请保留版权链接。\n",
		"本项目采用 MIT 许可证，可自由用于商业用途，但不得转售。\n",
		"## Licencia\n\nMIT, salvo los iconos\n",
		"## Licence\n\nMIT, sauf les images\n",
		"## Licenza\n\nMIT, esclusi i loghi\n",
		"This project is licensed under the MIT License. Unternehmen brauchen eine Lizenz, siehe LICENSE.\n",
		"MIT License\n\nDe licentie geldt niet voor bedrijven en scholen.\n",
		"Foo verwendet Bar, das unter der MIT-Lizenz steht.\n",
		"Este proyecto está bajo la licencia MIT, salvo los iconos.\n",
		"Ce projet est sous licence MIT, sauf le dossier pro.\n",
		"Questo progetto è sotto licenza MIT ma non per uso commerciale.\n",
		"## Лицензия\n\nMIT, кроме коммерческого использования.\n",
		"## Lizenz\n\nMIT, aber nicht für Firmen.\n",
		"このプロジェクトは MIT ライセンスではありません。\n",
		"이 프로젝트는 MIT 라이선스가 아닙니다.\n",
		"本项目采用 [MIT](https://example.com/eula) 许可证。\n",
		"本项目基于 MIT 开源软件。\n",
		"This project is licensed under the MIT License. Kommerzielle Nutzung bitte anfragen.\n",
		"This project is licensed under the MIT License. No se permite su uso con fines comerciales.\n",
		"This project is licensed under the MIT License. Se prohíbe el uso comercial.\n",
		"This project is licensed under the MIT License. Usage commercial interdit.\n",
		"This project is licensed under the MIT License. Использование в коммерческих целях ЗАПРЕЩЕНО.\n",
		"This project is licensed under the MIT License. 상업적 이용을 금합니다.\n",
		"This project is licensed under the MIT License. 商用でのご利用はご遠慮ください。\n",
	} {
		e := r.Text([]byte(text)).Expression
		assert.False(t, e.Recognized() && !e.IsZero(), "%s of %s", e, text)
	}
}
