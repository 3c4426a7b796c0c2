package license

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// names.tsv maps what people write for a license to its expression. Columns:
// name in lower case, expression, scope.
//
//go:embed names.tsv
var namesTSV string

// Scope is the world a name was written in: what GPL-2 means to Debian, it does
// not mean to npm.
type Scope string

// Scopes of names.
const (
	Any      Scope = "any"
	Deb      Scope = "deb"
	RPM      Scope = "rpm"
	NPM      Scope = "npm"
	Python   Scope = "python"
	Gem      Scope = "gem"
	Maven    Scope = "maven"
	Apk      Scope = "apk"
	Composer Scope = "composer"
	link     Scope = "url"
)

var nameTable = sync.OnceValue(func() map[Scope]map[string]spdx.Expr {
	t := map[Scope]map[string]spdx.Expr{}
	for line := range strings.Lines(namesTSV) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		e, err := spdx.Parse(f[1])
		if err != nil {
			continue // a test reads every line
		}
		if t[Scope(f[2])] == nil {
			t[Scope(f[2])] = map[string]spdx.Expr{}
		}
		t[Scope(f[2])][f[0]] = e
	}
	for _, l := range spdx.All() {
		key := nameKey(l.Name)
		if _, ok := t[Any][key]; !ok && !l.Deprecated {
			t[Any][key] = spdx.Ref(l.ID)
		}
	}
	return t
})

func nameKey(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	s = strings.ReplaceAll(s, "licence", "license")
	return strings.Trim(s, " .;:\"'")
}

var (
	orLater = regexp.MustCompile(`(?i)[\s,]*\(?\b(or|and)\s+(\(at your option\)\s+)?(any\s+)?(later|newer|greater|above|higher)(\s+versions?)?\)?`)
	webPage = regexp.MustCompile(`(?i)^<?https?://(www\.)?`)
	// GPL-2, LGPLv2.1+, AGPL 3.0: the family as everybody writes it
	gnuName = regexp.MustCompile(`(?i)^(?:gnu )?(a|l|lesser |library |affero )?(?:gpl|general public license|gnu general public license)[-, ]*(?:v|ver|version)?\.?[- ]*(\d)(\.\d)?(?:\.0)?(\+|-or-later|-only)?(?: only)?$`)
)

// Statement reads a license statement as people write it: an SPDX expression,
// a name, a URL, or names joined by and, or, with and commas. It reports false
// if a part of it is not known; what was understood is no conclusion then.
func Statement(scope Scope, s string) (spdx.Expr, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 4096 {
		return spdx.Expr{}, false
	}
	if e, ok := name(scope, s, ""); ok {
		return e, true
	}
	if webPage.MatchString(s) {
		return spdx.Expr{}, false
	}
	e, err := spdx.ParseFunc(orLater.ReplaceAllString(s, "+"), func(n, exception string) (spdx.Expr, bool) {
		return name(scope, n, exception)
	})
	return e, err == nil && !e.IsZero()
}

// name resolves one license name with the words after "with".
func name(scope Scope, s, exception string) (spdx.Expr, bool) {
	if exception != "" {
		return withException(scope, s, exception)
	}
	if e, err := spdx.Parse(s); err == nil && !e.IsZero() && !ambiguous[nameKey(s)] {
		return e, true
	}
	if webPage.MatchString(s) {
		key := strings.TrimSuffix(webPage.ReplaceAllString(strings.Trim(s, "<> "), ""), "/")
		e, ok := nameTable()[link][strings.ToLower(key)]
		return e, ok
	}
	key := nameKey(s)
	for _, k := range []string{key, strings.TrimPrefix(key, "the "), strings.TrimSuffix(key, " license"), strings.TrimSuffix(strings.TrimPrefix(key, "the "), " license")} {
		for _, sc := range []Scope{scope, Any} {
			if e, ok := nameTable()[sc][k]; ok {
				return e, true
			}
		}
	}
	return gnuFamily(key)
}

// ambiguous names read like an id and mean several licenses.
var ambiguous = map[string]bool{"bsl": true, "bsd": true, "custom": true}

func gnuFamily(key string) (spdx.Expr, bool) {
	m := gnuName.FindStringSubmatch(strings.ReplaceAll(key, " +", "+"))
	if m == nil {
		return spdx.Expr{}, false
	}
	family := map[string]string{"": "GPL", "l": "LGPL", "lesser ": "LGPL", "library ": "LGPL", "a": "AGPL", "affero ": "AGPL"}[m[1]]
	minor := m[3]
	if minor == "" {
		minor = ".0"
	}
	suffix := "-only"
	if m[4] == "+" || m[4] == "-or-later" {
		suffix = "-or-later"
	}
	e, err := spdx.Parse(family + "-" + m[2] + minor + suffix)
	return e, err == nil
}

// exceptions maps the words people write after "with" to exceptions, where
// they differ from the id.
var exceptions = []struct {
	words []string
	id    func(base string) string
}{
	{[]string{"classpath"}, fixed("Classpath-exception-2.0")},
	{[]string{"openssl"}, fixed("openvpn-openssl-exception")},
	{[]string{"autoconf"}, byVersion("Autoconf-exception-2.0", "Autoconf-exception-3.0")},
	{[]string{"bison"}, fixed("Bison-exception-2.2")},
	{[]string{"libtool"}, fixed("Libtool-exception")},
	{[]string{"font"}, fixed("Font-exception-2.0")},
	{[]string{"gcc"}, byVersion("GCC-exception-2.0", "GCC-exception-3.1")},
	{[]string{"runtime", "library"}, byVersion("GCC-exception-2.0", "GCC-exception-3.1")},
	{[]string{"llvm"}, fixed("LLVM-exception")},
	{[]string{"ocaml"}, fixed("OCaml-LGPL-linking-exception")},
	{[]string{"qt"}, fixed("Qt-GPL-exception-1.0")},
	{[]string{"syscall"}, fixed("Linux-syscall-note")},
	{[]string{"foss"}, fixed("Universal-FOSS-exception-1.0")},
	{[]string{"pcre"}, fixed("PCRE2-exception")},
	{[]string{"swift"}, fixed("Swift-exception")},
	{[]string{"wxwindows"}, fixed("WxWindows-exception-3.1")},
	{[]string{"bootloader"}, fixed("Bootloader-exception")},
	{[]string{"linking"}, fixed("LicenseRef-linking-exception")},
}

func fixed(id string) func(string) string { return func(string) string { return id } }

func byVersion(two, three string) func(string) string {
	return func(base string) string {
		if strings.Contains(base, "GPL-3") {
			return three
		}
		return two
	}
}

// withException joins base and exception. An exception only ever adds
// permissions, so one that is not known is left out: the result is never
// milder than the truth.
func withException(scope Scope, s, exception string) (spdx.Expr, bool) {
	base, ok := name(scope, s, "")
	if !ok {
		return base, false
	}
	id, ok := exceptionID(base.String(), exception)
	if !ok {
		return base, true
	}
	return base.Map(func(l spdx.License) spdx.Expr {
		if l.Exception == "" {
			l.Exception = id
		}
		return spdx.Of(l)
	}), true
}

func exceptionID(base, s string) (string, bool) {
	if id, ok := spdx.Exception(strings.ReplaceAll(s, " ", "-")); ok {
		return id, true
	}
	key := nameKey(s)
next:
	for _, x := range exceptions {
		for _, w := range x.words {
			if !strings.Contains(key, w) {
				continue next
			}
		}
		return x.id(base), true
	}
	return "", false
}
