package license

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAPageIsReadAsItsTextWouldBe(t *testing.T) {
	for page, want := range map[string]string{
		"<!DOCTYPE html PUBLIC \"-//W3C//DTD\">\n<html><head>\n <title>A</title></head><body>\n\t<p class='x > y'>B\n C</p></body></html>": "A\n\nB\n C\n\n",
		"<?xml version=\"1.0\"?><!-- Copyright x --><div>a&nbsp;b &lt;year&gt;</div>":                                                      "<?xml version=\"1.0\"?><!-- Copyright x -->\n\na b <year>\n\n",
		"<h2>License</h2>See <a href=\"http://x.y/z\">the\nlicense</a>.<br/>\n<br>\nEnd":                                                   "## License\n\nSee [the\nlicense](http://x.y/z).\nEnd",
		"<ul>\n<li>MIT</li>\n<li>ISC</li></ul>":                                                                                            "- MIT\n- ISC\n\n",
		"<pre>a\n  b</pre>c":                                                                                                               "a\n  b\n\nc",
		"<img src=l.svg alt='License: MIT'><a href=#top>up</a>":                                                                            "![License: MIT](l.svg)up",
		"<meta name=dcterms.license content='MIT License'>x":                                                                               "x\n\nLicense: MIT License\n",
		"<link rel=license href=http://x.y/mit>":                                                                                           "\n\nLicense: http://x.y/mit\n",
		"Copyright <year> <name of author> x<y\n#include <map>\n<!doctype docbook":                                                         "",
		"Copyright 2020 by me\n<p>One.\n<p>Two.\n<p>Three.":                                                                                "Copyright 2020 by me\n\nOne.\n\nTwo.\n\nThree.",
		"<project><name>x</name></project>":                                                                                                "",
		"<!-- a --> <!doctype docbook><article>":                                                                                           "",
		"<p":                                                                                                                               "", "<p a='>": "", "<a <a>": "", "<": "",
	} {
		if want == "" {
			want = page // is none
		}
		assert.Equal(t, want, string(readable([]byte(page))), page)
	}
}

func TestALicenseInAPageIsFound(t *testing.T) {
	r := recognizer(t)
	mit := read(t, "testdata/MIT.txt")
	var page bytes.Buffer
	page.WriteString("<html><head><style>p { color: red }</style></head><body bgcolor=\"#FFFFFF\">")
	for p := range strings.SplitSeq(string(mit), "\n\n") {
		page.WriteString("<p class=\"license-text\" style='margin-left: 20px'><span lang=\"en-US\" title=\"may be replaced\">" +
			strings.ReplaceAll(strings.ReplaceAll(p, "\"", "&quot;"), "Software", "<b id=\"s\">Software</b>") + "</span></p>\n")
	}
	page.WriteString("</body></html>")
	res := r.Text(page.Bytes())
	assert.Equal(t, "MIT", res.Expression.String())
	assert.Equal(t, 1.0, res.Share)
}

func TestAnEclipsePluginIsUnderTheLicenseThatItsPageNames(t *testing.T) {
	page := `<html><body lang="EN-US"><h2>About This Content</h2><p>November 30, 2017</p><h3>License</h3>
<p>The Eclipse Foundation makes available all content in this plug-in (&quot;Content&quot;). Unless otherwise indicated below, the Content
is provided to you under the terms and conditions of the Eclipse Public License Version 2.0 (&quot;EPL&quot;). A copy of the EPL is
available at <a href="http://www.eclipse.org/legal/epl-2.0">http://www.eclipse.org/legal/epl-2.0</a>.
For purposes of the EPL, &quot;Program&quot; will mean the Content.</p>
<p>If you did not receive this Content directly from the Eclipse Foundation, the Content is being redistributed by another party
(&quot;Redistributor&quot;) and different terms and conditions may apply to your use of any object code in the Content. Check the
Redistributor's license that was provided with the Content. If no such license exists, contact the Redistributor. Unless otherwise
indicated below, the terms and conditions of the EPL still apply to any source code in the Content and such source code may be
obtained at <a href="http://www.eclipse.org/">http://www.eclipse.org</a>.</p></body></html>`
	r := recognizer(t)
	for text, want := range map[string]string{
		page: "EPL-2.0",
		strings.NewReplacer("2.0 (", "1.0 (", "epl-2.0", "epl-v10.html").Replace(page): "EPL-1.0",
	} {
		assert.Equal(t, want, r.Text([]byte(text)).Expression.String())
	}
	assert.NotEmpty(t, r.Text([]byte(strings.ReplaceAll(page, "</body>", "<p>You may not use it in production.</p></body>"))).Restricts)
}

func TestWhatAPageHidesInItsMarkupIsRead(t *testing.T) {
	r := recognizer(t)
	mit := string(read(t, "testdata/MIT.txt"))
	for _, markup := range []string{
		`<span title="You may not use this software for commercial purposes.">i</span>`,
		`<img alt="Not for commercial use" src="data:image/png;base64,AAAA(x)">`, `<meta name=description content='Not for commercial use'>`,
		`<div aria-label="Not for commercial use"></div>`, `<link rel="copyright license" href="https://creativecommons.org/licenses/by-nc/4.0/">`,
		`<area resource="https://creativecommons.org/licenses/by-nc/4.0/">`,
		`<small You may not use it for commercial purposes >`, `<p class=it's>Not for commercial use.<p>It's`, `<!-- Not for commercial use. -->`,
		`<div>Easy export</div>` + "\n\n" + `Not for commercial use.`, `<p>For noncommercial&#8203; use.`, `<p>Licensed &not for commercial use</p>`,
	} {
		for _, page := range []string{"<p>" + mit + "</p>" + markup, strings.Replace(mit, "free of charge", markup+" free of charge", 1) + "</p>"} {
			res := r.Text([]byte(page))
			assert.True(t, res.Restricts != "" || res.Restricted || !res.Expression.Recognized(), "%s is %s", markup, res.Expression)
		}
	}
	for _, text := range []string{
		strings.Replace(mit, "free of charge", `<span title="You may not use this software for commercial purposes."> free of charge`, 1),
		`{"a":"b\n","license":"MIT","note":"Any use for commercial\npurposes needs a fee."}`, `{"a":"b","license":"MIT","note":"For non\u002dcommercial\u0020use\u0020only."}`,
	} {
		assert.NotEmpty(t, r.Text([]byte(text)).Restricts, text)
	}
	grant, _, _ := strings.Cut(strings.Replace(mit, "free of charge", `<span title="You may not use this software for commercial purposes."> free of charge`, 1), "THE SOFTWARE IS")
	assert.False(t, r.Text([]byte(grant)).Expression.Recognized())
}

func TestAListOfAPageIsOne(t *testing.T) {
	requireFound(t, map[string]string{
		"<p>Licensed under either of</p>\n<ul>\n<li><p>Apache License, Version 2.0</p></li>\n<li><p>MIT license</p></li>\n</ul>\n<p>at your option.</p>": "Apache-2.0 OR MIT",
		"<table><tr><th>Name</th><td>x</td></tr><tr><th>License</th><td>MIT</td></tr></table>":                                                           "MIT",
		"<!-- SPDX-License-Identifier: MIT -->": "MIT",
	})
}
