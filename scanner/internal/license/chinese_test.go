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
