package extract

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	rpmdb "github.com/anchore/go-rpmdb/pkg"
	_ "github.com/glebarez/go-sqlite" // the driver rpmdb asks for

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
)

// rpmDB reads RPM's package database in any of its three forms.
type rpmDB struct{}

func (rpmDB) Wants(p string) bool {
	switch path.Dir(p) {
	case "var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm":
	default:
		return false
	}
	switch path.Base(p) {
	case "Packages", "Packages.db", "rpmdb.sqlite":
		return true
	}
	return false
}

func (rpmDB) Extract(ctx context.Context, f *source.File, in *Tools) (*Fact, error) {
	if f.Size == 0 {
		return nil, nil
	}
	name, err := spool(f)
	if name != "" {
		defer os.Remove(name)
	}
	if err != nil {
		return nil, err
	}
	if err := checkRPM(ctx, name); err != nil {
		return nil, err
	}
	db, err := rpmdb.Open(name)
	if err != nil {
		return nil, damaged("open rpm database: %v", err)
	}
	defer db.Close()
	list, err := db.ListPackages()
	if err != nil {
		return nil, damaged("read rpm database: %v", err)
	}
	fact := &Fact{Read: f.Size}
	for _, p := range list {
		if p.Name != "gpg-pubkey" {
			fact.Packages = append(fact.Packages, rpmPackage(p, in))
		}
	}
	return fact, nil
}

// spool copies the database to a file of its own, the only form the library
// reads it in.
func spool(f *source.File) (string, error) {
	if f.Size > maxDatabase*4 {
		return "", &gapError{"too-large", fmt.Sprintf("%d bytes", f.Size)}
	}
	t, err := os.CreateTemp("", "licdrift-rpmdb-")
	if err != nil {
		return "", fmt.Errorf("copy rpm database: %w", err)
	}
	_, err = io.Copy(t, f)
	if closeErr := t.Close(); err == nil {
		err = closeErr
	}
	return t.Name(), err
}

func rpmPackage(p *rpmdb.PackageInfo, in *Tools) Package {
	version := p.Version + "-" + p.Release
	if p.Epoch != nil && *p.Epoch != 0 {
		version = strconv.Itoa(*p.Epoch) + ":" + version
	}
	out := Package{
		Type: "rpm", Namespace: "redhat", Name: p.Name, Version: version, Arch: p.Arch,
		Source:   sourceRPM(p.SourceRpm),
		Declared: declared(license.RPM, p.License),
		Texts:    []string{"usr/share/licenses/" + p.Name + "/", "usr/share/doc/" + p.Name + "/", "usr/share/doc/packages/" + p.Name + "/"},
	}
	files, _ := p.InstalledFileNames()
	for _, name := range files {
		if name = strings.TrimPrefix(name, "/"); in.wants(name) {
			out.Files = append(out.Files, name)
		}
	}
	return out
}

// sourceRPM takes the name from NAME-VERSION-RELEASE.src.rpm.
func sourceRPM(s string) string {
	for range 2 {
		i := strings.LastIndexByte(s, '-')
		if i < 0 {
			return ""
		}
		s = s[:i]
	}
	return s
}
