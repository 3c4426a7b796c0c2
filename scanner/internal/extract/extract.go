package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Extractor reads one kind of file.
type Extractor interface {
	// Wants reports whether the file at a path is of this kind, by its path.
	Wants(path string) bool
	// Extract reads a file. A nil fact says that it holds nothing of interest.
	Extract(ctx context.Context, f *source.File, in *Tools) (*Fact, error)
}

// Tools are what extractors share. They carry no state between files.
type Tools struct {
	Texts *license.Recognizer
	wants func(path string) bool
}

// Fact is what one file says.
type Fact struct {
	Packages []Package          `json:",omitempty"`
	Text     *license.Result    `json:",omitempty"` // the file is a license text
	List     *List              `json:",omitempty"`
	Link     string             `json:",omitempty"` // the file is a symlink to this
	OS       *OS                `json:",omitempty"`
	Product  *inventory.Product `json:",omitempty"`
	Gaps     []inventory.Gap    `json:",omitempty"`
	Read     int64              `json:",omitempty"` // bytes
	Program  bool               `json:",omitempty"` // the file is a program
}

// List is the files of a package, as far as other extractors want them.
type List struct {
	Package string
	Files   []string
}

// OS is what os-release says.
type OS struct{ ID, Like, Name string }

// Package is what a package database or a manifest says of one package.
type Package struct {
	Type, Namespace, Name, Version string
	Source                         string
	Arch                           string
	Declared                       []inventory.Evidence // in the order of trust
	Texts                          []string             // where its license texts are; a folder ends in /
	Root                           string               // folder that is the package's own, with a final /
	Files                          []string             // its files, as far as other extractors want them
	Free                           bool                 // its distributor admits free software only
	Bundled                        []inventory.Bundled
}

// All lists the extractors; of those that want a path, the first reads it.
func All() []Extractor {
	return []Extractor{
		osRelease{}, dpkgStatus{}, dpkgList{}, apkInstalled{}, rpmDB{},
		nodePackage{}, pythonMetadata{}, gemSpec{}, composerInstalled{}, javaArchive{},
		bitnami{}, bitnamiStack{}, websoft9{}, yunohost{}, rootManifest{}, licenseFile{}, goBinary{},
	}
}

// Set is extractors ready for use. It is safe for concurrent use.
type Set struct {
	all   []Extractor
	tools *Tools
}

// NewSet makes the extractors ready.
func NewSet(texts *license.Recognizer) *Set {
	s := &Set{all: All()}
	s.tools = &Tools{Texts: texts, wants: func(p string) bool { return s.find(p) != nil }}
	return s
}

func (s *Set) find(p string) Extractor {
	for _, x := range s.all {
		if x.Wants(p) {
			return x
		}
	}
	return nil
}

// Effort is what it takes to read a file.
type Effort uint8

// Efforts: none, as nobody wants the file; a look at its beginning, which seldom goes on;
// its bytes; more than those, as it is unpacked or a database.
const (
	None Effort = iota
	Look
	Read
	Unpack
)

// Effort tells what it takes to read the file at a path.
func (s *Set) Effort(path string) Effort {
	switch s.find(path).(type) {
	case nil:
		return None
	case goBinary:
		return Look
	case javaArchive, rpmDB:
		return Unpack
	}
	return Read
}

// File reads a file if an extractor wants it. The fact may be empty: then it
// hides what a lower layer has at the path. Nil means that nobody wants it.
func (s *Set) File(ctx context.Context, f *source.File) (*Fact, error) {
	x := s.find(f.Path)
	if x == nil {
		return nil, nil
	}
	fact, err := s.extract(ctx, x, f)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) && f.At == nil {
			return nil, err // the layer itself is truncated
		}
		if fact == nil {
			fact = &Fact{}
		}
		fact.Gaps = append(fact.Gaps, gap(f.Path, err))
	}
	if fact == nil {
		fact = &Fact{}
	}
	return fact, nil
}

// Behind gives the file that a link with a wanted name leads to, if its own name
// would not have it read; the link's facts must then be taken from it.
func (s *Set) Behind(f *source.File) string {
	if e := s.Effort(f.Path); e == None || e == Look {
		return "" // a program is found by its own name too
	}
	target := f.Link
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir(f.Path), target)
	}
	target = strings.TrimPrefix(path.Clean(target), "/")
	if s.find(target) == s.find(f.Path) {
		return ""
	}
	return target
}

// extract keeps a parser's panic on foreign bytes from ending the scan: it
// becomes a gap like any damage. Our own parsers are fuzzed not to; those of
// libraries may.
func (s *Set) extract(ctx context.Context, x Extractor, f *source.File) (fact *Fact, err error) {
	defer func() {
		if r := recover(); r != nil {
			fact, err = nil, &gapError{inventory.GapDamaged, fmt.Sprint(r)}
		}
	}()
	return x.Extract(ctx, f, s.tools)
}

// Link keeps the links that lead to what extractors want: to files they
// want, and to folders.
func (s *Set) Link(f *source.File) *Fact {
	base := path.Base(f.Path)
	if strings.Contains(base, ".so") || strings.HasPrefix(f.Path, "usr/share/zoneinfo/") || strings.HasPrefix(f.Path, "usr/share/man/") {
		return nil
	}
	return &Fact{Link: f.Link}
}

// gapError is an error that says what kind of gap it leaves.
type gapError struct{ reason, detail string }

func (e *gapError) Error() string { return e.detail }

func damaged(format string, args ...any) error {
	return &gapError{inventory.GapDamaged, fmt.Sprintf(format, args...)}
}

func gap(name string, err error) inventory.Gap {
	var g *gapError
	if errors.As(err, &g) {
		return inventory.Gap{Path: name, Reason: g.reason, Detail: g.detail}
	}
	return inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: err.Error()}
}

// readAll reads a file that is held in memory, up to a limit.
func readAll(f *source.File, limit int64) ([]byte, error) {
	if f.Size > limit {
		return nil, &gapError{inventory.GapTooLarge, fmt.Sprintf("%d bytes, read up to %d", f.Size, limit)}
	}
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, &gapError{inventory.GapTooLarge, fmt.Sprintf("more than %d bytes", limit)}
	}
	return b, nil
}

// declared is the evidence of a statement in a package's metadata.
func declared(scope license.Scope, stated string) []inventory.Evidence {
	stated = strings.TrimSpace(stated)
	if stated == "" {
		return nil
	}
	e, _ := license.Statement(scope, stated)
	if len(stated) > 400 {
		stated = strings.ToValidUTF8(stated[:400], "") + "…"
	}
	return []inventory.Evidence{{Kind: inventory.KindDeclared, Expression: e, Stated: stated}}
}

// folder gives the folder of a path with a final slash; empty for the root.
func folder(p string) string {
	dir, _ := path.Split(p)
	return dir
}
