package extract

import (
	"bufio"
	"context"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
)

// apkInstalled reads Alpine's package database.
// https://wiki.alpinelinux.org/wiki/Apk_spec
type apkInstalled struct{}

func (apkInstalled) Wants(p string) bool {
	return p == "lib/apk/db/installed" || p == "usr/lib/apk/db/installed"
}

func (apkInstalled) Extract(_ context.Context, f *source.File, in *Tools) (*Fact, error) {
	fact := &Fact{Read: f.Size}
	var p Package
	dir, bad := "", 0
	flush := func() {
		if p.Name != "" && p.Version != "" {
			fact.Packages = append(fact.Packages, p)
		} else if p.Name != "" || p.Version != "" {
			bad++
		}
		p, dir = Package{Type: "apk", Namespace: "alpine"}, ""
	}
	flush()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		field, value, ok := strings.Cut(s.Text(), ":")
		if !ok {
			if s.Text() == "" {
				flush()
			} else {
				bad++
			}
			continue
		}
		switch field {
		case "P":
			p.Name = value
			p.Texts = []string{"usr/share/licenses/" + value + "/", "usr/share/doc/" + value + "/"}
		case "V":
			p.Version = value
		case "A":
			p.Arch = value
		case "o":
			p.Source = value
		case "L":
			p.Declared = declared(license.Apk, value)
		case "F":
			dir = value + "/"
		case "R":
			if in.wants(dir + value) {
				p.Files = append(p.Files, dir+value)
			}
		}
	}
	flush()
	if err := s.Err(); err != nil {
		return fact, err
	}
	if bad > 0 {
		return fact, damaged("%d of its lines are no fields", bad)
	}
	return fact, nil
}
