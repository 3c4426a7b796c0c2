package extract

import (
	"bufio"
	"bytes"
	"context"
	"path"
	"regexp"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
)

// dpkgStatus reads Debian's package database: one file, or in images without
// dpkg a file a package.
// https://www.debian.org/doc/debian-policy/ch-controlfields.html
type dpkgStatus struct{}

const maxDatabase = 128 << 20

func (dpkgStatus) Wants(p string) bool {
	return p == "var/lib/dpkg/status" || path.Dir(p) == "var/lib/dpkg/status.d" && !strings.HasSuffix(p, ".md5sums")
}

func (dpkgStatus) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxDatabase)
	if err != nil {
		return nil, err
	}
	fact := &Fact{Read: int64(len(b))}
	bad := 0
	for para := range bytes.SplitSeq(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), []byte("\n\n")) {
		if len(bytes.TrimSpace(para)) == 0 {
			continue
		}
		fields := controlFields(para)
		if fields["package"] == "" || fields["version"] == "" && installed(fields["status"]) {
			bad++
			continue
		}
		if installed(fields["status"]) {
			fact.Packages = append(fact.Packages, dpkgPackage(fields))
		}
	}
	if bad > 0 {
		return fact, damaged("%d of its paragraphs are no packages", bad)
	}
	if len(fact.Packages) == 0 {
		return fact, damaged("no packages")
	}
	return fact, nil
}

// installed reports whether a package's files are there. status.d files have no
// status.
func installed(status string) bool {
	f := strings.Fields(status)
	if len(f) < 3 {
		return status == ""
	}
	switch f[2] {
	case "not-installed", "config-files":
		return false
	}
	return true
}

func controlFields(para []byte) map[string]string {
	out := map[string]string{}
	for line := range bytes.Lines(para) {
		if line[0] == ' ' || line[0] == '\t' {
			continue // long descriptions and file lists are not needed
		}
		name, value, ok := strings.Cut(string(line), ":")
		if ok {
			out[strings.ToLower(name)] = strings.TrimSpace(value)
		}
	}
	return out
}

func dpkgPackage(f map[string]string) Package {
	source, _, _ := strings.Cut(f["source"], " ")
	if source == "" {
		source = f["package"]
	}
	return Package{
		Type: "deb", Namespace: "debian", Name: f["package"], Version: f["version"], Arch: f["architecture"], Source: source,
		Texts: []string{"usr/share/doc/" + f["package"] + "/copyright"},
		Free:  freeSection(f["section"]) && distributor.MatchString(f["maintainer"]+" "+f["original-maintainer"]),
	}
}

// freeSection reports whether a section is of the part of the archive that
// holds free software only.
// https://www.debian.org/doc/debian-policy/ch-archive.html#the-main-archive-area
func freeSection(s string) bool {
	area, _, ok := strings.Cut(s, "/")
	return s != "" && (!ok || area == "universe")
}

// distributor recognizes the people who upload to the archive by their address.
// Others who upload there are taken for strangers: an error on the safe side.
var distributor = regexp.MustCompile(`@(\w+\.)*(debian\.(org|net)|ubuntu\.com|canonical\.com)\b`)

// dpkgList reads which files a package has.
type dpkgList struct{}

func (dpkgList) Wants(p string) bool {
	return path.Dir(p) == "var/lib/dpkg/info" && path.Ext(p) == ".list"
}

func (dpkgList) Extract(_ context.Context, f *source.File, in *Tools) (*Fact, error) {
	name, _, _ := strings.Cut(strings.TrimSuffix(path.Base(f.Path), ".list"), ":")
	list := &List{Package: name}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<10)
	for s.Scan() {
		if p := strings.TrimPrefix(s.Text(), "/"); in.wants(p) {
			list.Files = append(list.Files, p)
		}
	}
	return &Fact{List: list}, s.Err()
}
