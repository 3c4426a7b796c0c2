package extract

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"io"
	"path"
	"runtime/debug"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
)

// goBinary reads the module list that the Go linker leaves in a program.
// https://pkg.go.dev/debug/buildinfo
type goBinary struct{}

// minProgram is smaller than any Go program.
const minProgram = 256 << 10

func (goBinary) Wants(p string) bool {
	base := path.Base(p)
	switch ext := path.Ext(base); {
	case strings.HasPrefix(p, "usr/share/"), strings.HasPrefix(p, "etc/"), strings.HasPrefix(p, "var/lib/dpkg/"), strings.HasPrefix(p, "boot/"):
		return false
	case ext == "" || ext == ".exe":
		return true
	default:
		// versions in names: terraform_1.6.0, helm-v3.12
		return strings.Trim(ext, ".0123456789") == ""
	}
}

func (goBinary) Extract(ctx context.Context, f *source.File, _ *Tools) (*Fact, error) {
	if f.Size < 4 {
		return nil, nil
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil {
		return nil, err
	}
	if !program(head) {
		return nil, nil
	}
	fact := &Fact{Program: true}
	if f.Size < minProgram {
		return fact, nil
	}
	info, err := moduleList(ctx, f)
	if err != nil || info == nil {
		return fact, err
	}
	for i, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Replace != nil {
			m = m.Replace
		}
		if m.Path == "" || strings.HasPrefix(m.Path, ".") || strings.HasPrefix(m.Path, "/") {
			continue
		}
		version := m.Version
		if version == "(devel)" {
			version = ""
		}
		p := Package{Type: "golang", Namespace: path.Dir(m.Path), Name: path.Base(m.Path), Version: version}
		if dir := folder(f.Path); i == 0 && !commonFolder(dir) {
			p.Texts = []string{dir}
		}
		fact.Packages = append(fact.Packages, p)
	}
	return fact, nil
}

// program recognizes ELF, PE and Mach-O.
func program(head []byte) bool {
	return bytes.Equal(head, []byte("\x7fELF")) || bytes.HasPrefix(head, []byte("MZ")) ||
		bytes.Equal(head, []byte{0xcf, 0xfa, 0xed, 0xfe}) || bytes.Equal(head, []byte{0xfe, 0xed, 0xfa, 0xcf})
}

// commonFolder reports whether a folder holds programs of many origins, so that
// a license file in it belongs to none of them.
func commonFolder(dir string) bool {
	switch path.Base(dir) {
	case "bin", "sbin", "lib", "libexec", "lib64", "local", "usr", ".", "opt", "root", "app":
		return true
	}
	return false
}

func moduleList(ctx context.Context, f *source.File) (*debug.BuildInfo, error) {
	if f.At == nil {
		return streamedModules(ctx, f)
	}
	info, err := buildinfo.Read(io.NewSectionReader(f.At, 0, f.Size))
	if err != nil {
		return nil, nil // no Go program
	}
	return info, nil
}

// Before and after the module list, the linker writes sentinels of 16 bytes.
// https://go.dev/src/cmd/go/internal/modload/build.go
var (
	modulesStart = []byte("\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6")
	modulesEnd   = []byte("\xf9\x32\x43\x31\x86\x18\x20\x72\x00\x82\x42\x10\x41\x16\xd8\xf2")
)

const (
	chunk      = 256 << 10
	maxModules = 4 << 20
)

// streamedModules finds the list in a program that can only be read once,
// holding no more than two chunks and the list.
func streamedModules(ctx context.Context, f *source.File) (*debug.BuildInfo, error) {
	buf := make([]byte, 0, 2*chunk)
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n, err := io.ReadFull(f, buf[len(buf):len(buf)+chunk])
		buf = buf[:len(buf)+n]
		if i := bytes.Index(buf, modulesStart); i >= 0 {
			info, ok, err := readModules(f, bytes.Clone(buf[i+len(modulesStart):]))
			if ok || err != nil {
				return info, err
			}
			return nil, nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && n < chunk {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		keep := min(len(buf), len(modulesStart)-1)
		buf = buf[:copy(buf, buf[len(buf)-keep:])]
	}
}

func readModules(f *source.File, list []byte) (*debug.BuildInfo, bool, error) {
	end := bytes.Index(list, modulesEnd)
	if end < 0 {
		more, err := io.ReadAll(io.LimitReader(f, maxModules))
		if err != nil {
			return nil, false, err
		}
		list = append(list, more...)
		if end = bytes.Index(list, modulesEnd); end < 0 {
			return nil, false, nil
		}
	}
	info, err := debug.ParseBuildInfo(string(list[:end]))
	return info, err == nil, nil
}
