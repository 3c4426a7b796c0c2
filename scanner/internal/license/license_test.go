package license

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const images = "../../../testdata/images"

func recognizer(t testing.TB) *Recognizer {
	t.Helper()
	r, err := New()
	require.NoError(t, err)
	return r
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(name))
	require.NoError(t, err)
	return b
}

// requireFound compares what is found in texts; an empty expression is none.
func requireFound(t *testing.T, texts map[string]string) {
	r := recognizer(t)
	for text, want := range texts {
		if want == "" {
			want = "NOASSERTION"
		}
		assert.Equal(t, want, r.Text([]byte(text)).Found.String(), text)
	}
}

func TestWhatIsNoTextGivesNothing(t *testing.T) {
	r := recognizer(t)
	for _, b := range [][]byte{nil, []byte("\n\n"), {0, 1, 2, 3}, []byte("hello world"), []byte("PK\x03\x04" + strings.Repeat("\x00\x01license", 1000))} {
		require.True(t, r.Text(b).Expression.IsZero(), "%q", b)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansi{\fonttbl x}\par License: MIT \'e9 \u8364? {{{`))
	f.Add([]byte("Licensed under the Apache License, Version 2.0 or the MIT license"))
	f.Add([]byte("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+ and (MIT or x)\n text\n"))
	f.Add([]byte("\xff\xfeM\x00I\x00T\x00"))
	f.Add([]byte("Licensor: x\nAdditional Use Grant: None\nChange Date: 2030-01-01\n"))
	f.Add([]byte("SPDX-License-Identifier: (MIT OR\n"))
	f.Add([]byte("-- re-\n-- use-\n--   ful\nof the Free Soft- --\n-- ware Foundation\n"))
	f.Add([]byte("Licensed under either of:\n\n1. MIT\n\n   x\n2. Apache-2.0 (see http://x.y)\n\n# License\n\n- Code: MIT\n- x: y\n"))
	f.Add([]byte("Under the Eclipse Public License, see https://www.eclipse.org/legal/epl-2.0/. The license is MIT. It is dual MIT/GPL-2.0-only WITH x-exception"))
	f.Add([]byte("<!-- x --><html><pre>  <br>a<a href=x>MIT<a <p a='>&amp;</pre><link rel=license href=y><li>[z](x)<o:p/>"))
	f.Add([]byte("## Lizenz\n\nMIT oder Apache-2.0, siehe LICENSE\n\nЛицензия: GPLверсия 2\n\n本项目采用 [GPL-3.0](LICENSE) 许可证或更高版本。\n\nこの X は MIT ライセンスです\n라이선스\n- 코드: MIT\n"))
	r := recognizer(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		res := r.Text(b)
		require.LessOrEqual(t, res.Share, 1.0)
		r.Compare(b, append([]byte("x "), b...))
	})
}

func BenchmarkText(b *testing.B) {
	r := recognizer(b)
	text := read(b, images+"/terraform-1.5.7/LICENSE")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.text(text, sha256.Sum256(text)) // Text would remember
	}
}

// What a run of the program reads before its first text.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		c, err := ReadCorpus(corpusBin)
		require.NoError(b, err)
		newIndex(c)
		for _, stage := range []Stage{Own, Notice, Restricted, Short, Apart} {
			_, err := newPatterns(c, stage)
			require.NoError(b, err)
		}
		readPhrases(readNames())
	}
}

func TestATextThatIsTooLongIsNotUnderstoodWhole(t *testing.T) {
	long := []byte(strings.Repeat(string(read(t, "testdata/MIT.txt")), MaxText/1000))
	res := recognizer(t).Text(append(long, "\nNo commercial use.\n"...))
	require.False(t, res.Expression.Recognized())
	require.Equal(t, "MIT", res.Found.String())
	require.NotEmpty(t, res.Unread)
}
