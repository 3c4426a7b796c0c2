package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

const images = "../../../testdata/images/"

func newSet(t testing.TB) *Set {
	t.Helper()
	texts, err := license.New()
	require.NoError(t, err)
	return NewSet(texts)
}

// file is a file as an archive gives it: it can be read once, in order.
func file(path string, b []byte) *source.File {
	return &source.File{Path: path, Size: int64(len(b)), Reader: bytes.NewReader(b)}
}

func seekable(path string, b []byte) *source.File {
	f := file(path, b)
	f.At = bytes.NewReader(b)
	return f
}

func TestPathsThatAreWanted(t *testing.T) {
	s := newSet(t)
	for path, wanted := range map[string]bool{
		"var/lib/dpkg/status":                      true,
		"var/lib/dpkg/status-old":                  false,
		"var/lib/dpkg/status.d/base":               true,
		"var/lib/dpkg/status.d/base.md5sums":       false,
		"x/var/lib/dpkg/status.d":                  false,
		"var/lib/dpkg/info/bash.list":              true,
		"var/lib/dpkg/info/bash.md5sums":           false,
		"usr/share/doc/bash/copyright":             true,
		"usr/share/doc/bash/examples/copyright":    false,
		"usr/share/common-licenses/GPL-2":          false,
		"lib/apk/db/installed":                     true,
		"var/lib/rpm/Packages":                     true,
		"usr/lib/sysimage/rpm/rpmdb.sqlite":        true,
		"usr/lib/sysimage/rpm/rpmdb.sqlite-wal":    false,
		"srv/node_modules/a/package.json":          true,
		"srv/node_modules/a/package-lock.json":     false,
		"usr/lib/python3/x-1.0.dist-info/METADATA": true,
		"usr/lib/python3/x-1.0.egg-info":           true,
		"usr/lib/python3/x/METADATA.txt":           false,
		"gems/specifications/rack-3.0.gemspec":     true,
		"gems/rack-3.0/rack.gemspec":               false,
		"srv/vendor/composer/installed.json":       true,
		"srv/installed.json":                       false,
		"opt/app.jar":                              true,
		"opt/redis/LICENSE.txt":                    true,
		"opt/redis/license.go":                     false,
		"opt/redis/COPYING":                        true,
		"opt/redis/LICENSE-MIT":                    true,
		"usr/share/licenses/bash/anything":         true,
		"go.mod":                                   true,
		"srv/go.mod":                               false,
		"opt/bitnami/redis/.spdx-redis.spdx":       true,
		"usr/bin/tool":                             true,
		"usr/share/man/man1/tool.1.gz":             false,
	} {
		require.Equal(t, wanted, s.find(path) != nil, path)
	}
}

func TestPackagesOfEachFormat(t *testing.T) {
	s := newSet(t)
	for _, c := range []struct {
		path, content string
		want          string // type name version expression
	}{
		{"lib/apk/db/installed", "P:musl\nV:1.2.5-r0\nA:x86_64\nL:MIT\no:musl\nF:lib\nR:ld.so\n\n", "apk musl 1.2.5-r0 MIT"},
		{"a/node_modules/x/package.json", `{"name":"@s/x","version":"1.2.3","license":"(MIT OR ISC)"}`, "npm x 1.2.3 ISC OR MIT"},
		{"a/node_modules/x/package.json", `{"name":"x","version":"1.2.3","license":{"type":"BSD-3-Clause"}}`, "npm x 1.2.3 BSD-3-Clause"},
		{"a/node_modules/x/package.json", `{"name":"x","version":"1.2.3","licenses":[{"type":"MIT"},{"type":"GPL-2.0"}]}`, "npm x 1.2.3 GPL-2.0-only OR MIT"},
		{"a/node_modules/x/package.json", `{"name":"x","version":"1.2.3","license":"UNLICENSED"}`, "npm x 1.2.3 LicenseRef-Proprietary"},
		{"p/six-1.16.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\nLicense: MIT\n\nbody", "pypi six 1.16.0 MIT"},
		{"p/a.dist-info/METADATA", "Name: a\nVersion: 1\nLicense-Expression: MIT OR Apache-2.0\nClassifier: License :: OSI Approved :: MIT License\n", "pypi a 1 Apache-2.0 OR MIT"},
		{"p/a.egg-info/PKG-INFO", "Name: a\nVersion: 1\nLicense: UNKNOWN\nClassifier: License :: OSI Approved :: BSD License\nClassifier: License :: OSI Approved :: MIT License\n", "pypi a 1 LicenseRef-BSD-unspecified AND MIT"},
		{"g/specifications/rack-3.0.gemspec", "Gem::Specification.new do |s|\n  s.name = \"rack\".freeze\n  s.version = \"3.0\"\n  s.licenses = [\"MIT\".freeze, \"Ruby\".freeze]\n", "gem rack 3.0 MIT OR Ruby"},
		{"v/vendor/composer/installed.json", `{"packages":[{"name":"a/b","version":"v1.0","license":["MIT","GPL-3.0"]}]}`, "composer b 1.0 GPL-3.0-only OR MIT"},
		{"opt/b/.spdx-redis.spdx", `{"packages":[{"name":"redis","versionInfo":"7.2","licenseConcluded":"BSD-3-Clause"}]}`, "bitnami redis 7.2 BSD-3-Clause"},
		{"Cargo.toml", "[package]\nname = \"x\"\nversion = \"0.1.0\"\nlicense = \"MIT/Apache-2.0\"\n", "cargo x 0.1.0 Apache-2.0 OR MIT"},
		{"pom.xml", "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><licenses><license><name>The Apache Software License, Version 2.0</name></license></licenses></project>", "maven a 1 Apache-2.0"},
	} {
		fact, err := s.File(context.Background(), file(c.path, []byte(c.content)))
		require.NoError(t, err, c.path)
		require.NotNil(t, fact, c.path)
		require.Empty(t, fact.Gaps, c.path)
		require.Len(t, fact.Packages, 1, c.path)
		p := fact.Packages[0]
		require.Equal(t, c.want, strings.Join([]string{p.Type, p.Name, p.Version, statement(p.Declared).String()}, " "), c.path)
	}
}

func TestRPMDatabasesOfEachForm(t *testing.T) {
	s := newSet(t)
	for _, name := range []string{"rpmdb.sqlite", "Packages.db", "Packages"} {
		b, err := os.ReadFile(images + "rpm/" + name)
		require.NoError(t, err)
		fact, err := s.File(context.Background(), file("var/lib/rpm/"+name, b))
		require.NoError(t, err)
		require.Empty(t, fact.Gaps, name)
		got := map[string]string{}
		for _, p := range fact.Packages {
			got[p.Name] = statement(p.Declared).String()
		}
		require.Equal(t, map[string]string{
			"sample-old": "GPL-2.0-or-later AND MIT", "sample-new": "Apache-2.0 AND MIT",
			"sample-big": "LGPL-2.1-or-later WITH Classpath-exception-2.0",
		}, got, name)
	}
}

// The test itself is a Go program.
func TestAGoProgramNamesItsModulesHoweverItIsRead(t *testing.T) {
	exe, err := os.Executable()
	require.NoError(t, err)
	b, err := os.ReadFile(exe)
	require.NoError(t, err)
	s := newSet(t)
	read := func(f *source.File) []Package {
		fact, err := s.File(context.Background(), f)
		require.NoError(t, err)
		return fact.Packages
	}
	stream, random := read(file("opt/x/tool", b)), read(seekable("opt/x/tool", b))
	require.Equal(t, random, stream)
	require.NotEmpty(t, stream)
	require.Equal(t, "licdrift", stream[0].Name)
}

func TestAnEclipsePluginHasTheLicenseOfItsPage(t *testing.T) {
	var jar bytes.Buffer
	z := zip.NewWriter(&jar)
	for name, content := range map[string]string{
		"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nBundle-SymbolicName: org.eclipse.core.runtime;singleton:=true\nBundle-Version: 3.26.100\n",
		"about.html": `<html><head><title>About</title></head><body lang="EN-US"><h3>License</h3><p>The Content is provided to you under the terms and
conditions of the Eclipse Public License Version 2.0 (&quot;EPL&quot;).</p></body></html>`,
	} {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	fact, err := newSet(t).File(context.Background(), seekable("usr/share/java/runtime.jar", jar.Bytes()))
	require.NoError(t, err)
	require.Len(t, fact.Packages, 1)
	require.Equal(t, "EPL-2.0", statement(fact.Packages[0].Declared).String())
}

func TestSeeLicenseInIsFollowed(t *testing.T) {
	s := newSet(t)
	layer := &Layer{Facts: map[string]*Fact{}}
	mpl, err := os.ReadFile(images + "terraform-1.5.7/LICENSE")
	require.NoError(t, err)
	for name, content := range map[string][]byte{
		"srv/node_modules/x/package.json":      []byte(`{"name":"x","version":"1.0.0","license":"SEE LICENSE IN legal/LICENSE.txt"}`),
		"srv/node_modules/x/legal/LICENSE.txt": mpl,
	} {
		fact, err := s.File(context.Background(), file(name, content))
		require.NoError(t, err)
		layer.Facts[name] = fact
	}
	components, gaps := Assemble(Merge([]*Layer{layer}), "srv")
	require.Empty(t, gaps)
	require.Len(t, components, 1)
	require.Equal(t, "MPL-2.0", components[0].Concluded.String())
}

func TestLinksAreFollowedWithinTheRoot(t *testing.T) {
	v := Merge([]*Layer{{Facts: map[string]*Fact{
		"usr/share/doc/a": {Link: "b"}, "usr/share/doc/b/copyright": {}, "lib": {Link: "usr/lib"}, "x": {Link: "../../../etc"}, "l1": {Link: "l2"}, "l2": {Link: "l1"},
	}}})
	for in, want := range map[string]string{"usr/share/doc/a/copyright": "usr/share/doc/b/copyright", "lib/y": "usr/lib/y", "x/passwd": "etc/passwd"} {
		got, ok := v.Resolve(in)
		require.True(t, ok, in)
		require.Equal(t, want, got)
	}
	_, ok := v.Resolve("l1/x")
	require.False(t, ok)
}

// A damaged database is a gap; it neither ends the process nor keeps it.
func TestDamagedRPMDatabasesAreGaps(t *testing.T) {
	s := newSet(t)
	r := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"rpmdb.sqlite", "Packages.db", "Packages"} {
		whole, err := os.ReadFile(images + "rpm/" + name)
		require.NoError(t, err)
		for range 150 {
			b := bytes.Clone(whole)
			for range 1 + r.IntN(20) {
				b[r.IntN(len(b))] ^= byte(1 << r.IntN(8))
			}
			if r.IntN(4) == 0 {
				b = b[:r.IntN(len(b))]
			}
			_, err := s.File(context.Background(), seekable("var/lib/rpm/"+name, b))
			require.NoError(t, err)
		}
	}
}

func FuzzRPM(f *testing.F) {
	for _, name := range []string{"Packages.db", "Packages"} {
		b, err := os.ReadFile(images + "rpm/" + name)
		require.NoError(f, err)
		f.Add(b)
	}
	s := newSet(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := s.File(context.Background(), seekable("var/lib/rpm/Packages", b))
		require.NoError(t, err)
	})
}

// FuzzExtract feeds each extractor damaged content.
func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"Package: a\nStatus: install ok installed\nVersion: 1\n", "P:a\nV:1\nL:MIT\n", `{"name":"a","version":"1","license":["MIT"]}`,
		"Name: a\nVersion: 1\nLicense: MIT\n", "s.name = 'a'\ns.licenses = ['MIT']", "PK\x03\x04", "<project><licenses/></project>", "module x\n", "[package]\nname = 'x'\n",
	} {
		f.Add([]byte(s))
	}
	s := newSet(f)
	paths := []string{
		"etc/os-release", "var/lib/dpkg/status", "var/lib/dpkg/info/a.list", "lib/apk/db/installed", "a/node_modules/b/package.json", "a.dist-info/METADATA",
		"specifications/a.gemspec", "vendor/composer/installed.json", "a.jar", ".spdx-a.spdx", "pom.xml", "go.mod", "Cargo.toml", "composer.json", "LICENSE",
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		layer := &Layer{Facts: map[string]*Fact{}}
		for _, p := range paths {
			for _, in := range []*source.File{file(p, b), seekable(p, b)} {
				fact, err := s.File(context.Background(), in)
				require.NoError(t, err)
				require.NotNil(t, fact, p)
				layer.Facts[p] = fact
			}
		}
		Assemble(Merge([]*Layer{layer}), "x")
	})
}

func FuzzStreamedModules(f *testing.F) {
	f.Add([]byte("\x7fELF" + string(modulesStart) + "path\tx\nmod\tx\tv1\t\n" + string(modulesEnd)))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := streamedModules(context.Background(), file("x", b))
		require.NoError(t, err)
	})
}

func TestALibraryHasTheTermsOfItsFolder(t *testing.T) {
	bsd, gpl := spdx.Ref("BSD-2-Clause"), spdx.Ref("GPL-2.0-or-later")
	for name, want := range map[string]spdx.Expr{"liblz4-1": bsd, "libfoo6t64": bsd, "lz4": gpl, "liblz4-dev": gpl} {
		c := inventory.Component{Type: "deb", Name: name, Concluded: gpl, Bundled: []inventory.Bundled{{Files: "lib/* include/*", License: bsd}}}
		library(&c)
		require.Equal(t, want.String(), c.Concluded.String(), name)
	}
}

func TestATextThatSaysNoMoreThanIsDeclaredIsNoContradiction(t *testing.T) {
	for _, pair := range [][2]string{{"BSD-2-Clause", "BSD-2-Clause-Views"}, {"Python-2.0", "Python-2.0.1"}, {"MIT", "MIT-0"}, {"LGPL-2.1-or-later", "GPL-2.0-only"}} {
		require.Empty(t, without(spdx.Ref(pair[1]), spdx.Ref(pair[0])), pair)
	}
	for _, pair := range [][2]string{{"MIT-0", "MIT"}, {"BSD-2-Clause", "BSD-3-Clause"}, {"MIT", "MITNFA"}, {"GPL-2.0-only", "LGPL-2.1-only"}} {
		require.NotEmpty(t, without(spdx.Ref(pair[1]), spdx.Ref(pair[0])), pair)
	}
}
