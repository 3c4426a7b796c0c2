package license

import (
	"embed"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/licensecheck"
)

// Our own patterns: a file a license, named by its id; what follows an
// underscore tells variants of one license apart.
//
//go:embed patterns
var patternFiles embed.FS

// common are the licenses in the shard that every text is tried against: those
// that make up nearly all license texts of a distribution.
var common = []string{
	"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "BSD-4-Clause-UC", "ISC", "Zlib", "0BSD",
	"GPL-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "AGPL-3.0", "MPL-1.1", "MPL-2.0",
	"Unlicense", "CC0-1.0", "Artistic-1.0-Perl", "Artistic-2.0", "BSL-1.0", "PSF-2.0", "Python-2.0", "X11",
	"FSFAP", "FSFUL", "FSFULLR", "GFDL-1.2", "GFDL-1.3", "WTFPL", "EPL-1.0", "EPL-2.0", "BlueOak-1.0.0",
}

// shardSize is how many patterns are compiled together. Compiling costs by the
// patterns' length, so that a text pays only for the few that may match it.
const shardSize = 6

// wordShare is the part of a pattern's distinct words that a text must contain
// before the pattern is compiled for it.
const wordShare = 0.95

type pattern struct {
	id         string
	restricted bool
	license    licensecheck.License
	words      []string // distinct words that are no option of the pattern
}

// shard is a scanner that is compiled when first asked for.
type shard struct {
	patterns []pattern
	scanner  func() (*licensecheck.Scanner, error)
}

func newShard(ps []pattern) *shard {
	return &shard{ps, sync.OnceValues(func() (*licensecheck.Scanner, error) {
		var ls []licensecheck.License
		for _, p := range ps {
			ls = append(ls, p.license)
		}
		return licensecheck.NewScanner(ls)
	})}
}

// wanted reports whether one of the shard's patterns may match a text.
func (s *shard) wanted(has map[string]bool) bool {
	return slices.ContainsFunc(s.patterns, func(p pattern) bool { return p.wanted(has) })
}

func (p pattern) wanted(has map[string]bool) bool {
	missing := int(float64(len(p.words)) * (1 - wordShare))
	for _, w := range p.words {
		if !has[w] {
			if missing--; missing < 0 {
				return false
			}
		}
	}
	return true
}

// loadShards sorts all patterns into the common shard, those of our own, and the
// rest of licensecheck's.
func loadShards() (first *shard, own, rare []*shard, err error) {
	ours, err := ownPatterns()
	if err != nil {
		return nil, nil, nil, err
	}
	has := map[string]bool{}
	for _, p := range ours {
		has[p.id] = true
	}
	var often, rest []pattern
	for _, l := range licensecheck.BuiltinLicenses() {
		p := pattern{id: l.ID, license: l}
		switch {
		case l.LRE == "" || has[l.ID] || l.ID == "CommonsClause" || strings.HasPrefix(l.ID, "Prosperity-"):
		case slices.Contains(common, family(l.ID)):
			often = append(often, p)
		default:
			p.words = patternWords(l.LRE)
			rest = append(rest, p)
		}
	}
	for chunk := range slices.Chunk(ours, shardSize) {
		own = append(own, newShard(chunk))
	}
	for chunk := range slices.Chunk(rest, shardSize) {
		rare = append(rare, newShard(chunk))
	}
	return newShard(often), own, rare, nil
}

func family(id string) string {
	id = strings.TrimSuffix(strings.TrimSuffix(id, "-only"), "-or-later")
	return strings.TrimSuffix(id, "+")
}

// restrictedIDs are the licenses whose patterns lie under restricted/.
var restrictedIDs = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	ps, _ := ownPatterns()
	for _, p := range ps {
		if p.restricted {
			out[p.id] = true
		}
	}
	return out
})

// ownPatterns reads the embedded files. Those under restricted/ are of
// licenses that restrict use.
func ownPatterns() ([]pattern, error) {
	var out []pattern
	err := fs.WalkDir(patternFiles, "patterns", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".lre" {
			return err
		}
		b, err := patternFiles.ReadFile(name)
		if err != nil {
			return err
		}
		id, _, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".lre"), "_")
		out = append(out, pattern{
			id:         id,
			restricted: path.Base(path.Dir(name)) == "restricted",
			license:    licensecheck.License{ID: id, LRE: string(b)},
			words:      patternWords(string(b)),
		})
		return nil
	})
	return out, err
}

var (
	patternComment = regexp.MustCompile(`(?s)//\*\*.*?\*\*//`)
	patternBlank   = regexp.MustCompile(`__\d+__`)
)

// maxPatternWords are enough to tell a pattern by; to list all words of all
// patterns would cost more than compiling a few.
const maxPatternWords = 60

// patternWords lists the first distinct words of a pattern outside its groups:
// those that every text it matches contains.
func patternWords(lre string) []string {
	if i := strings.Index(lre, "**//"); i >= 0 && strings.HasPrefix(strings.TrimSpace(lre), "//**") {
		lre = lre[i+4:]
	}
	depth := 0
	seen := map[string]bool{}
	var out []string
	for line := range strings.Lines(lre) {
		if len(out) >= maxPatternWords {
			break
		}
		t := strings.TrimSpace(line)
		opens, closes := strings.Count(t, "(("), strings.Count(t, "))")
		if depth == 0 && opens == 0 {
			for _, w := range words([]byte(patternBlank.ReplaceAllString(patternComment.ReplaceAllString(t, ""), " "))) {
				if len(w) > 3 && !seen[w] {
					seen[w] = true
					out = append(out, w)
				}
			}
		}
		depth = max(0, depth+opens-closes)
	}
	return out
}
