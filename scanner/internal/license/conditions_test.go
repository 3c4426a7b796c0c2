package license

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// conditions ask for something that no license in whose text they stand asks for.
var conditions = []string{
	"You must send a postcard to the author every year of use.",
	"The watermark must not be removed.",
	`Websites must show the "Powered by Acme" link.`,
	"The logo has to stay visible.",
	"Users are required to register at acme.com.",
	"Removing the credits is not allowed.",
	"Do not remove the credits.",
	"Don't sell it.",
	"You need to credit me.",
	"Attribution is required.",
	"Credit must be given to Acme in the about box of every product.",
}

// withCondition gives texts of licenses with a sentence at places of their own.
func withCondition(t *testing.T, sentence string) map[string]string {
	mit, bsd := string(read(t, "testdata/MIT.txt")), string(read(t, "testdata/golang-x-mod.LICENSE")) // of golang.org/x/mod v0.42.0
	put := func(text, before string) string {
		require.Contains(t, text, before)
		return strings.Replace(text, before, sentence+"\n\n"+before, 1)
	}
	return map[string]string{
		"before MIT's disclaimer": put(mit, "THE SOFTWARE IS"),
		"before MIT's conditions": put(mit, "The above copyright notice and this"),
		"behind MIT":              mit + "\n" + sentence + "\n",
		"on top of MIT":           sentence + "\n\n" + mit,
		"among BSD's conditions":  put(bsd, "THIS SOFTWARE IS"),
		"behind BSD":              bsd + "\n" + sentence + "\n",
	}
}

func TestASentenceThatAsksForSomethingInALicenseIsNotPassedOver(t *testing.T) {
	r := recognizer(t)
	seen := map[string]string{}
	for _, sentence := range conditions {
		for where, text := range withCondition(t, sentence) {
			e := r.Text([]byte(text)).Expression
			assert.False(t, e.Recognized(), "%s %s: %s", sentence, where, e)
			if strings.HasPrefix(where, "b") {
				assert.Empty(t, seen[where+e.String()], "another condition must be another license: %s", sentence)
				seen[where+e.String()] = sentence
			}
		}
	}
}

// Statements as vendors, themes, templates and widgets make them: told with what they ask for.
func TestAConditionBesideTheNameOfALicenseIsRead(t *testing.T) {
	r := recognizer(t)
	for _, text := range []string{
		"Acme is licensed under the MIT License.\nThe footer link must not be removed.\n",
		"# Acme\n\n## License\n\nMIT. You must keep the link in the footer.\n",
		"Released under the MIT license: http://www.opensource.org/licenses/mit-license.php\nEvery page has to show our logo.\n",
		"License: MIT\nUsers must credit Acme.\n",
		"Licensed under the MIT License. Nobody is allowed to remove the footer link.\n",
		"Licensed under the MIT License. The footer link cannot be removed.\n",
		"Licensed under the MIT License. Link back required.\n",
		"Licensed under the MIT License. We require a link back.\n",
		"Licensed under the MIT License. A backlink is mandatory.\n",
		"Licensed under the MIT License. Keep the link in the footer.\n",
		"Licensed under the MIT License. You agree to show our logo.\n",
		"Licensed under the MIT License. You can't remove the logo.\n",
		"Licensed under the MIT License. Websites must show a link to https://acme.com/?utm=1 in the footer.\n",
		"**License:** MIT. **You _must_ keep the footer link.**\n",
		"/*\n * Foo 1.0\n * You must not remove the \"Powered by Foo\" link.\n *\n * Released under the MIT license\n */\n",
		"Foo is released under the MIT License.\n\nThe footer link must not be removed.\n",
		"## License\n\nMIT\n\n### Conditions\n\nYou must show the logo of Foo in your app.\n",
		"Released under the MIT License. You must keep this copyright notice and a link to acme.example on every page.\n",
		"本系统采用 MIT 协议。使用者须保留底部的官网链接。\n",
		"本系统采用 MIT 协议。请保留页脚的官网链接。\n",
		"本系统采用 MIT 协议。不可移除水印。\n",
		"本系统采用 MIT 协议。使用时请注明出处。\n",
		"Licensed under the MIT License. Please keep the link to our site in the footer.\n",
		"Licensed under the MIT License. All we ask is that you keep the footer link intact.\n",
		"Licensed under the MIT License. You are expected to link back.\n",
		"Licensed under the MIT License. Footer credits may only be removed with a donation of at least $10.\n",
		"Licensed under the MIT License. No NFTs.\n",
		"Licensed under the MIT License. This is shareware.\n",
		"Licensed under the MIT License. Contact us before using this in a commercial product.\n",
		"Licensed under the MIT License. You must keep the link in the footer; see https://acme.com/license for details.\n",
		"Licensed under the MIT License. You must keep the \"${acme.logo}\" in the footer.\n",
		"Licensed under the MIT License. Nothing is required except a link back.\n",
		"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: Foo\nLicense: GPL-2+\n This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.\n .\n You must not remove the link to foo.org in the generated pages.\n",
	} {
		e := r.Text([]byte(text)).Expression
		assert.False(t, e.Recognized(), "%s: %s", text, e)
	}
}

func TestWhatIsNoConditionBesideTheNameOfALicenseIsPassedOver(t *testing.T) {
	r := recognizer(t)
	for text, want := range map[string]string{
		"Released under the MIT license: http://www.opensource.org/licenses/mit-license.php\nThis notice must be kept in all copies.\n":   "MIT",
		"# Acme\n\n## Install\n\nYou must have Go 1.22 or newer.\n\n## License\n\nMIT\n\n## Bugs\n\nBugs must be reported on the list.\n": "MIT",
		"MIT licensed. Node 18 must be installed first.\n":                                                                                       "MIT",
		"License: GPL-3.0. To install, you must first copy config.sample.php to config.php.\n":                                                   "GPL-3.0-only",
		"/*\n * Released under the MIT license\n * https://opensource.org/licenses/MIT\n */\n// jQuery must be loaded first.\n":                  "MIT",
		"Licensed under the MIT License. The link must be absolute. Users must be authenticated. To run the demo, you need to install ffmpeg.\n": "MIT",
		string(read(t, "testdata/MIT.txt")) + "\n-- NOTE: Third party dependency used by this software --\nThis software depends on the fmt lib (MIT License),\nand users must comply to its license: https://raw.githubusercontent.com/fmtlib/fmt/master/LICENSE\n": "MIT",
		string(read(t, "testdata/MIT.txt")) + "\nThe buffer must be freed by the caller.\nThe user must have read access to the file.\n":                                                                                                                             "MIT",
	} {
		require.Equal(t, want, r.Text([]byte(text)).Expression.String(), text)
	}
}

func TestASentenceThatAsksForNothingChangesNoLicense(t *testing.T) {
	r := recognizer(t)
	for _, sentence := range []string{
		"You do not have to ask before you use it.", "You don't need to credit me.", "Attribution is not required.",
		"If you need to reach the authors, write to them.", "Happy hacking!", "This notice must be kept intact.", "You must include this copyright notice in every copy.", "See https://acme.com for more details.",
	} {
		for where, text := range withCondition(t, sentence) {
			if !strings.Contains(where, "behind") && !strings.HasPrefix(where, "on top") {
				continue // a "not" that is added within a text is no word of it
			}
			e := r.Text([]byte(text)).Expression
			assert.True(t, e.Recognized(), "%s %s: %s", sentence, where, e)
		}
	}
}

func TestALicenseWithOtherWordsInItsGrantIsAnother(t *testing.T) {
	mit := string(read(t, "testdata/MIT.txt"))
	for from, to := range map[string]string{
		"distribute, sublicense, and/or sell": "distribute, and/or sublicense",
		"subject to the following":            "subject to payment and the following",
		"to any person":                       "to any customer",
		"copies of the Software, and":         "unmodified copies of the Software, and",
		"The above copyright notice and":      "The above copyright notice, a link to acme.com and",
	} {
		require.Contains(t, mit, from)
		e := recognizer(t).Text([]byte(strings.Replace(mit, from, to, 1))).Expression
		assert.False(t, e.Recognized(), "%s: %s", to, e)
	}
	twice := strings.Replace(mit, "to the following", "to to the the following following", 1)
	require.Equal(t, "MIT", recognizer(t).Text([]byte(twice)).Expression.String())
}

func TestATitleMayMakeAnotherLicenseOfAText(t *testing.T) {
	r := recognizer(t)
	mit := string(read(t, "testdata/MIT.txt"))
	seen := map[string]bool{}
	for _, title := range []string{"Modified MIT License", "MIT License NC", "MIT License for personal projects", "Paid MIT License", "MIT License (Trial)"} {
		e := r.Text([]byte(title + "\n\n" + mit)).Expression
		assert.False(t, e.Recognized(), title)
		assert.False(t, seen[e.String()], title)
		seen[e.String()] = true
	}
	for _, title := range []string{"The MIT License (MIT)", "License (Expat)", "MIT License for Acme Free", "Acme Limited"} {
		require.Equal(t, "MIT", r.Text([]byte(title+"\n\n"+mit)).Expression.String(), title)
	}
	bsd := "Modified BSD License\n\n" + string(read(t, "testdata/golang-x-mod.LICENSE"))
	require.Equal(t, "BSD-3-Clause", r.Text([]byte(bsd)).Expression.String())
}

// A license of diagrams' tools, MIT but for a paragraph on their watermark (npm: bpmn-js 18.31.1).
func TestMITWithAWatermarkIsNotMIT(t *testing.T) {
	res := recognizer(t).Text(read(t, "testdata/bpmn-js.LICENSE"))
	require.Equal(t, "LicenseRef-bpmn-io", res.Expression.String())
	require.True(t, res.Restricted)
	other := strings.NewReplacer("bpmn.io", "acme.com").Replace(string(read(t, "testdata/bpmn-js.LICENSE")))
	res = recognizer(t).Text([]byte(other))
	require.False(t, res.Expression.Recognized(), fmt.Sprint(res.Expression))
	require.Contains(t, res.Restricts, "watermark")
}
