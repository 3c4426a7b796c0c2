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

func TestWhatIsAskedBesideTheNameOfALicenseIsRead(t *testing.T) {
	for text, recognized := range map[string]bool{
		"Acme is licensed under the MIT License.\nThe footer link must not be removed.\n":                                                 false,
		"# Acme\n\n## License\n\nMIT. You must keep the link in the footer.\n":                                                            false,
		"Released under the MIT license: http://www.opensource.org/licenses/mit-license.php\nEvery page has to show our logo.\n":          false,
		"License: MIT\nUsers must credit Acme.\n":                                                                                         false,
		"Released under the MIT license: http://www.opensource.org/licenses/mit-license.php\nThis notice must be kept in all copies.\n":   true,
		"# Acme\n\n## Install\n\nYou must have Go 1.22 or newer.\n\n## License\n\nMIT\n\n## Bugs\n\nBugs must be reported on the list.\n": true,
	} {
		require.Equal(t, recognized, recognizer(t).Text([]byte(text)).Expression.Recognized(), text)
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

// A license of diagrams' tools, MIT but for a paragraph on their watermark (npm: bpmn-js 18.31.1).
func TestMITWithAWatermarkIsNotMIT(t *testing.T) {
	res := recognizer(t).Text(read(t, "testdata/bpmn-js.LICENSE"))
	require.Equal(t, "LicenseRef-bpmn-io", res.Expression.String())
	require.True(t, res.Restricted)
	other := strings.NewReplacer("bpmn.io", "acme.com").Replace(string(read(t, "testdata/bpmn-js.LICENSE")))
	res = recognizer(t).Text([]byte(other))
	require.False(t, res.Expression.Recognized(), fmt.Sprint(res.Expression))
	require.Contains(t, res.Unread, "watermark")
}
