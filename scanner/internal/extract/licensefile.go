package extract

import (
	"context"
	"path"
	"regexp"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// licenseFile reads license texts: Debian's copyright files and what is named
// like a license, wherever it lies.
type licenseFile struct{}

var (
	licenseName = regexp.MustCompile(`(?i)^(.*[-_. ])?(licen[sc]e|licen[sc]es|licensing|copying|copyright|copyrights|unlicense|eula|patents|notice|notices|legal|terms|bsl|gpl|lgpl|agpl|apl|mit-license)([-_. 0-9].*)?$`)
	codeName    = regexp.MustCompile(`(?i)\.(c|cc|cpp|cs|css|csv|d\.ts|dart|ejs|erb|go|gz|h|haml|hbs|hpp|java|js|json|jsx|kt|less|lre|lua|map|mjs|cjs|mo|php|pl|pm|po|png|svg|py|pyc|pyi|pyo|rb|rs|scss|sh|snap|so|sql|swift|tf|tmpl|toml|ts|tsx|vue|xml|xsd|yaml|yml|zip|jar|class|dll|exe|bin|bz2|xz|list|md5sums|conf|cfg|ini|service|mdx|feature|enc|jpg|gif|ico)$`)
)

func (licenseFile) Wants(p string) bool {
	base := path.Base(p)
	if debianCopyright(p) {
		return true
	}
	if strings.HasPrefix(p, "usr/share/common-licenses/") || strings.HasPrefix(p, "usr/share/doc/") && base == "copyright" {
		return false // texts for reference, and documents that only look like Debian's
	}
	if strings.HasPrefix(p, "usr/share/licenses/") {
		return !codeName.MatchString(base)
	}
	return tellingName(base) && licenseName.MatchString(base) && !codeName.MatchString(base)
}

// tellingName reports whether a name may be a license's: most are not, and are asked no more.
func tellingName(base string) bool {
	base = strings.ToLower(base)
	for _, part := range []string{"licen", "copy", "eula", "patents", "notice", "legal", "terms", "bsl", "gpl", "apl"} {
		if strings.Contains(base, part) {
			return true
		}
	}
	return false
}

// debianCopyright is the one place of a Debian package's license.
func debianCopyright(p string) bool {
	rest, ok := strings.CutPrefix(p, "usr/share/doc/")
	if !ok {
		return false
	}
	name, rest, _ := strings.Cut(rest, "/")
	return name != "" && rest == "copyright"
}

// maxNotices is the size beyond which a collection of notices is read only in
// its first part.
const maxNotices = license.MaxText

func (licenseFile) Extract(_ context.Context, f *source.File, in *Tools) (*Fact, error) {
	if f.Size == 0 {
		return nil, nil
	}
	b := make([]byte, min(f.Size, maxNotices))
	n, err := readFull(f, b)
	if err != nil {
		return nil, err
	}
	res := in.Texts.Text(b[:n])
	fact := &Fact{Read: int64(n)}
	chief := chiefName.MatchString(path.Base(f.Path)) || debianCopyright(f.Path)
	switch {
	case !res.Expression.IsZero():
		fact.Text = &res
	case chief && res.Words == "":
		return fact, damaged("no text")
	case chief:
		// it is there to state terms, and what it states is not known
		res.Expression = spdx.Unrecognized(res.Words)
		res.Main = res.Expression
		fact.Text = &res
	}
	if f.Size > maxNotices {
		return fact, &gapError{"too-large", "its first part was read"}
	}
	return fact, nil
}

// chiefName is what a work's own license is called.
var chiefName = regexp.MustCompile(`(?i)^(licen[sc]e|copying|eula)(\.(txt|md|rst))?$`)

// notes reports whether a license file speaks of other works than the one it
// lies beside.
func notes(p string) bool {
	base := strings.ToLower(path.Base(p))
	for _, s := range []string{"notice", "third", "3rd", "party", "bundle", "vendor", "dependen", "copyright", "legal", "terms", "trademark"} {
		if strings.Contains(base, s) {
			return !debianCopyright(p) && !strings.HasPrefix(base, "copyright")
		}
	}
	return false
}
