package license

import (
	_ "embed"
	"path"
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

// names are the table's expressions, as text: few are ever asked for.
type names struct {
	byName map[string]string // scope and name as written
	byCore map[string]string // scope and core; empty where two names share a core and mean two things
}

var nameTable = sync.OnceValue(readNames)

func readNames() names {
	t := names{map[string]string{}, map[string]string{}}
	for line := range strings.Lines(namesTSV) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) == 3 && !strings.HasPrefix(line, "#") {
			t.add(Scope(f[2]), f[0], f[1])
		}
	}
	for _, l := range spdx.All() {
		if !l.Deprecated {
			t.add(Any, nameKey(l.Name), l.ID)
		}
	}
	return t
}

func (t names) add(scope Scope, name, expression string) {
	key := string(scope) + "\x00"
	if scope != link {
		name = nameKey(name)
	}
	if _, ok := t.byName[key+name]; ok {
		return
	}
	t.byName[key+name] = expression
	if c := core(name); scope != link && c != "" {
		if have, ok := t.byCore[key+c]; ok && have != expression {
			expression = ""
		}
		t.byCore[key+c] = expression
	}
}

func (t names) find(scope Scope, name string) (spdx.Expr, bool) {
	for _, sc := range []Scope{scope, Any} {
		key := string(sc) + "\x00"
		s := t.byName[key+name]
		if s == "" {
			s = t.byCore[key+core(name)]
			if strings.Contains(s, " OR ") && strings.ContainsAny(name, ",;") {
				s = "" // a list offers nothing
			}
		}
		if s != "" {
			e, err := spdx.Parse(s)
			return e, err == nil && !e.IsZero()
		}
	}
	return spdx.Expr{}, false
}

func nameKey(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	s = strings.ReplaceAll(s, "licence", "license")
	return strings.Trim(s, " .;:\"'")
}

// core is what tells one name from another: its words without those that every
// name may have or lack, and versions without their zeros. "The Apache License,
// Version 2.0" and "apache-2" have one core.
func core(name string) string {
	var out []string
	for _, w := range strings.FieldsFunc(spaced(name), func(c rune) bool { return strings.ContainsRune(" -_,;:()/'\"", c) }) {
		switch w {
		case "the", "license", "version", "ver", "v", "v.", "software", "public":
			continue
		}
		out = append(out, withoutZero(strings.TrimPrefix(w, "v.")))
	}
	if len(out) == 1 && companies[out[0]] {
		return name
	}
	return strings.Join(out, " ")
}

// companies have several licenses, of which one word more tells which is meant.
var companies = setOf("microsoft sun ibm qt nokia intel apple oracle adobe")

// spaced parts a version from the name before it: apache-2, apachev2 and apache2 are
// apache 2.
func spaced(name string) string {
	var out []byte
	for i := 0; i < len(name); i++ {
		out = append(out, name[i])
		if name[i] < 'a' || name[i] > 'z' {
			continue
		}
		v := strings.TrimPrefix(strings.TrimPrefix(name[i+1:], "-"), "v")
		if v != "" && isDigit(v[0]) {
			out = append(out, ' ')
			i = len(name) - len(v) - 1
		}
	}
	return string(out)
}

// withoutZero makes 2 of 2.0, and 2+ of 2.0+.
func withoutZero(v string) string {
	number, later := strings.CutSuffix(v, "+")
	major, zero := strings.CutSuffix(number, ".0")
	switch {
	case !zero || major == "" || strings.Trim(major, "0123456789") != "":
		return v
	case later:
		return major + "+"
	}
	return major
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

var (
	orLater = lazily(`(?i)[\s,]*\(?\b(or|and)\s+(\(at your option\)\s+)?(any\s+)?(later|newer|greater|above|higher)(\s+versions?)?\)?`)
	// a comma before a version parts no names
	beforeVersion = lazily(`(?i), *((?:version|ver\.?|v\.?) *\d)`)
	beforeLast    = lazily(`(?i), +or +`) // of a list, all of which is offered
	webPage       = lazily(`(?i)^<?https?://(www\.)?`)
	// GPL-2, LGPLv2.1+, AGPL 3.0: the family as everybody writes it
	gnuName = lazily(`(?i)^(?:gnu )?(a|l|lesser |library |affero )?(?:gpl|general public license|gnu general public license)[-, ]*(?:v|ver|version)?\.?[- ]*(\d)(\.\d)?(?:\.0)?(\+|-or-later|-only)?(?: only)?$`)
)

// Statement reads a license statement as people write it: an SPDX expression,
// a name, a URL, or names joined by and, or, with and commas. It reports false
// if a part of it is not known; what was understood is no conclusion then.
func Statement(scope Scope, s string) (spdx.Expr, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 4096 {
		return spdx.Expr{}, false
	}
	if beforeLast().MatchString(s) && strings.Count(s, ",") > 1 {
		s = strings.ReplaceAll(beforeLast().ReplaceAllString(s, " or "), ",", " or ")
	}
	if e, ok := name(scope, s, ""); ok {
		return e, true
	}
	if webPage().MatchString(s) {
		return spdx.Expr{}, false
	}
	s = beforeVersion().ReplaceAllString(orLater().ReplaceAllString(s, "+"), " $1")
	e, err := spdx.ParseFunc(s, func(n, exception string) (spdx.Expr, bool) {
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
	if webPage().MatchString(s) {
		if e, ok := fromURL(s); ok {
			return e, true
		}
		return fromFileName(s)
	}
	key := nameKey(s)
	if e, ok := nameTable().find(scope, key); ok {
		return e, true
	}
	if e, ok := gnuFamily(key); ok {
		return e, true
	}
	if e, ok := creativeCommons(key); ok {
		return e, true
	}
	if long, short, ok := strings.Cut(strings.TrimSuffix(key, ")"), " ("); ok && strings.HasSuffix(key, ")") && !strings.ContainsAny(short, "()") {
		a, known := name(scope, orLater().ReplaceAllString(long, "+"), "")
		b, same := name(scope, short, "")
		return a, known && same && a.Equal(b)
	}
	if base, x, ok := strings.Cut(key, "-with-"); ok {
		return withException(scope, base, strings.TrimSuffix(x, "-exception"))
	}
	return spdx.Expr{}, false
}

// fromURL reads the address of a license's page: of SPDX and the Open Source
// Initiative by the id in it, of others by the table.
func fromURL(s string) (spdx.Expr, bool) {
	key := webPage().ReplaceAllString(strings.Trim(s, "<> "), "")
	key, _, _ = strings.Cut(key, "#")
	key = strings.ToLower(strings.TrimSuffix(key, "/"))
	if t, ok := nameTable().byName[string(link)+"\x00"+key]; ok {
		e, err := spdx.Parse(t)
		return e, err == nil
	}
	for _, site := range []string{"spdx.org/licenses/", "opensource.org/licenses/", "opensource.org/license/"} {
		if id, ok := strings.CutPrefix(key, site); ok {
			for _, ext := range []string{".html", ".json", ".txt", ".php"} {
				id = strings.TrimSuffix(id, ext)
			}
			e, err := spdx.Parse(id)
			return e, err == nil && !e.IsZero()
		}
	}
	if host, _, _ := strings.Cut(key, "/"); host == "mit-license.org" || strings.HasSuffix(host, ".mit-license.org") {
		return spdx.Ref("MIT"), true // of whoever gives the first label
	}
	if e, ok := fromBadge(key); ok {
		return e, true
	}
	if m := ccPage().FindStringSubmatch(key); m != nil {
		e, err := spdx.Parse("CC-" + m[1] + "-" + m[2])
		return e, err == nil
	}
	return spdx.Expr{}, false
}

// fromFileName reads a license's name where it is that of the file with its text, at an
// address that is to be a license's: MIT-LICENSE.txt, LICENSE.apache2, lgpl-3.0.txt.
func fromFileName(address string) (spdx.Expr, bool) {
	address = strings.ToLower(strings.Trim(address, "<> "))
	whole, _, _ := strings.Cut(address, "?")
	file := path.Base(whole)
	for _, ext := range []string{".txt", ".md", ".html", ".htm", ".php", ".rst"} {
		file = strings.TrimSuffix(file, ext)
	}
	name := strings.Trim(fileWords.Replace(file), "-_. ")
	if name == "" || strings.ContainsAny(address, " \t\n") || ambiguous[name] || name == file && !strings.Contains(name, "gpl") {
		return spdx.Expr{}, false
	}
	if e, err := spdx.Parse(name); err == nil && !e.IsZero() && len(e.Licenses()) == 1 && e.Licenses()[0].Exception == "" {
		return e, true
	}
	if e, ok := gnuFamily(name); ok {
		return e, true
	}
	if s := nameTable().byName[string(Any)+"\x00"+name]; s != "" {
		e, err := spdx.Parse(s)
		return e, err == nil
	}
	return spdx.Expr{}, false
}

var fileWords = strings.NewReplacer("license", "", "licence", "", "copying", "")

var (
	ccPage = lazily(`^creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)`)
	ccName = lazily(`^(?:cc|creative commons)?[ -]*(?:by|attribution)((?:[ -]*(?:nc|non[ -]?commercial|sa|share[ -]?alike|nd|no[ -]?deriv\w*))*)[ ,v-]*(?:version )?(\d\.\d)`)
	ccPart = lazily(`nc|non|sa|share|nd|no[ -]?deriv`)
	ccMore = lazily(`\b(nc|non|sa|share|nd|no[ -]?deriv)`) // behind the version
)

func creativeCommons(key string) (spdx.Expr, bool) {
	m := ccName().FindStringSubmatch(key)
	if m == nil || ccMore().MatchString(key[len(m[0]):]) {
		return spdx.Expr{}, false
	}
	return ccLicense(m[1], m[2])
}

// ccLicense gives the license of the words behind "attribution", in whatever order, and a
// version.
func ccLicense(parts, version string) (spdx.Expr, bool) {
	has := map[string]bool{}
	for _, part := range ccPart().FindAllString(strings.ToLower(parts), -1) {
		switch {
		case part == "nc" || part == "non":
			has["-NC"] = true
		case part == "sa" || part == "share":
			has["-SA"] = true
		default:
			has["-ND"] = true
		}
	}
	id := "CC-BY"
	for _, part := range []string{"-NC", "-SA", "-ND"} {
		if has[part] {
			id += part
		}
	}
	e, err := spdx.Parse(id + "-" + version)
	return e, err == nil
}

// ambiguous names read like an id and mean several licenses.
var ambiguous = map[string]bool{"doc": true, "bsl": true, "bsd": true, "custom": true}

func gnuFamily(key string) (spdx.Expr, bool) {
	m := gnuName().FindStringSubmatch(strings.ReplaceAll(key, " +", "+"))
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
	{[]string{"on", "linking", "described"}, fixed("OCaml-LGPL-linking-exception")}, // in the file LICENSE
	{[]string{"linking"}, fixed("LicenseRef-linking-exception")},
	{[]string{"static"}, fixed("LicenseRef-linking-exception")},
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
// milder than the truth. What does not call itself one may be a condition, and
// the whole is not understood.
func withException(scope Scope, s, exception string) (spdx.Expr, bool) {
	base, ok := name(scope, s, "")
	if !ok {
		return base, false
	}
	if rider := mentioned([]byte(exception)).exact; rider.Equal(spdx.Ref(commonsClause)) {
		return spdx.And(base, rider), true
	}
	allows := permits().MatchString(exception) && !strings.Contains(strings.ToLower(exception), "commons")
	if missing().MatchString(exception) {
		return base, allows
	}
	id, ok := exceptionID(base.String(), exception)
	if !ok {
		return base, allows
	}
	return base.Map(func(l spdx.License) spdx.Expr {
		if l.Exception == "" {
			l.Exception = id
		}
		return spdx.Of(l)
	}), true
}

// commonsClause is a rider that people name behind "with", and that takes back the right to
// sell. https://commonsclause.com
const commonsClause = "LicenseRef-Commons-Clause"

var permits = lazily(`(?i)exception|permission|linking`)

func exceptionID(base, s string) (string, bool) {
	for _, words := range []string{s, strings.TrimSpace(s) + " exception"} {
		if id, ok := spdx.Exception(strings.ReplaceAll(words, " ", "-")); ok {
			return id, true
		}
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
