package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/disk"
	"github.com/licdrift/licdrift/scanner/internal/filesystem"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// volume is a part of a disk with what it holds.
type volume struct {
	disk.Volume
	fs      filesystem.FS
	problem string // why it is not read
}

// isDisk recognizes the image of a disk: by its container, or by a partition table
// or a file system in it.
func isDisk(place string) bool {
	if isDir(place) {
		return false
	}
	img, err := disk.Open(place)
	if err != nil {
		return disk.Refused(err)
	}
	defer img.Close()
	if img.Format != "raw" {
		return true
	}
	vs, err := volumes(img.Disks[0])
	return err != nil || len(vs) > 1 || len(vs) == 1 && (vs[0].fs != nil || filesystem.Name(vs[0]) != "")
}

// openDisk opens an image of a disk; one that has only what changed since another
// names that behind a #.
func openDisk(place, backing string) (*Image, error) {
	img, err := disk.OpenOver(place, backing)
	if err != nil {
		return nil, err
	}
	out, err := diskImage(place, img)
	if err != nil {
		img.Close()
		return nil, err
	}
	out.close = img.Close
	return out, nil
}

func diskImage(place string, img *disk.Image) (*Image, error) {
	var vs []volume
	for _, d := range img.Disks {
		more, err := volumes(d)
		if err != nil {
			return nil, fmt.Errorf("read partitions: %w", err)
		}
		vs = append(vs, more...)
	}
	vs, err := withLogical(vs)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(vs, isRoot)
	if i < 0 {
		return nil, &ErrTarget{place, "no root file system was found on it: " + describe(vs),
			"a root file system has etc/os-release; what is encrypted or of another kind must be exported first, as a directory or a tar"}
	}
	l := &diskLayer{root: vs[i], left: map[string]bool{}}
	l.mount(vs)
	return &Image{Layers: []Layer{l}, Tree: l}, nil
}

// volumes lists what a disk holds: one file system, or partitions.
func volumes(d disk.Named) ([]volume, error) {
	whole := opened(disk.Volume{Name: cmp.Or(d.Name, "the disk"), Device: d})
	bare := whole.fs != nil
	parts, err := disk.Partitions(d)
	if err != nil && !bare {
		return nil, err
	}
	var out []volume
	for _, p := range parts {
		if d.Name != "" {
			p.Name = d.Name + " " + p.Name
		}
		out = append(out, opened(p))
	}
	if len(out) == 0 || bare && !slices.ContainsFunc(out, func(v volume) bool { return v.fs != nil || v.problem != "" || disk.IsPhysicalVolume(v) }) {
		return []volume{whole}, nil
	}
	if bare { // what boots decides which of them counts: neither may go unsaid
		whole.fs, whole.problem = nil, whole.fs.Kind()+" that lies over the partitions"
		out = append(out, whole)
	}
	return out, nil
}

// opened opens the file system of a volume. What holds no software by its nature,
// swap space and what the firmware boots from, is no problem.
func opened(v disk.Volume) volume {
	fs, err := filesystem.Open(v)
	switch name := filesystem.Name(v); {
	case err == nil:
		return volume{Volume: v, fs: fs}
	case !errors.Is(err, filesystem.ErrUnknown):
		return volume{Volume: v, problem: err.Error()}
	case name == "" && disk.IsPhysicalVolume(v):
		return volume{Volume: v}
	case name == "swap" || v.Boot && (name == "" || name == "FAT") || filesystem.Blank(v):
		return volume{Volume: v}
	case name == "":
		return volume{Volume: v, problem: "of an unknown kind"}
	default:
		return volume{Volume: v, problem: name + " is not read"}
	}
}

// withLogical adds the logical volumes of the physical ones.
func withLogical(vs []volume) ([]volume, error) {
	var pvs []disk.Volume
	for _, v := range vs {
		if v.fs == nil && disk.IsPhysicalVolume(v) {
			pvs = append(pvs, v.Volume)
		}
	}
	if pvs == nil {
		return vs, nil
	}
	lvs, skipped, err := disk.LogicalVolumes(pvs)
	if err != nil {
		return nil, err
	}
	for _, v := range lvs {
		vs = append(vs, opened(v))
	}
	for _, s := range skipped {
		vs = append(vs, volume{Volume: disk.Volume{Name: s.Name}, problem: s.Reason})
	}
	distinct(vs)
	return vs, nil
}

// distinct gives volumes of one name, of two groups, names of their own: they are told
// apart by them.
func distinct(vs []volume) {
	seen := map[string]int{}
	for i := range vs {
		name := vs[i].Name
		if seen[name]++; seen[name] > 1 {
			vs[i].Name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
	}
}

// isRoot recognizes a root file system by what it holds.
func isRoot(v volume) bool {
	if v.fs == nil {
		return false
	}
	for _, p := range []string{"etc/os-release", "usr/lib/os-release", "etc/debian_version", "lib/apk/db/installed", "etc/redhat-release"} {
		if _, err := v.fs.Lookup(p); err == nil {
			return true
		}
	}
	return false
}

func describe(vs []volume) string {
	var out []string
	for _, v := range vs {
		what := v.problem
		if v.fs != nil {
			what = v.fs.Kind() + state(v.fs)
		}
		if what != "" {
			out = append(out, v.Name+": "+what)
		}
	}
	if out == nil {
		return "it holds no file system that is known"
	}
	return strings.Join(out, "; ")
}

// state tells what a file system says of itself before its first file.
func state(fs filesystem.FS) string {
	said := ""
	_ = fs.Walk(context.Background(), "", func(*filesystem.File) error { return io.EOF }, func(_ string, err error) {
		if said == "" {
			said = " (" + err.Error() + ")"
		}
	})
	return said
}

// diskLayer is a disk's root file system with those that its fstab mounts into it.
type diskLayer struct {
	root   volume
	mounts map[string]volume // by path
	walked map[string]bool   // by path of the mount
	left   map[string]bool   // paths that are left out
	gaps   []inventory.Gap
}

// mount finds the volumes of the fstab; those that it does not name are told, since
// they may hold software as well.
func (l *diskLayer) mount(vs []volume) {
	l.mounts = map[string]volume{}
	used := map[string]bool{l.root.Name: true}
	for _, m := range fstab(l.root.fs) {
		if i := slices.IndexFunc(vs, m.names); i >= 0 && !used[vs[i].Name] && l.mounts[m.at].fs == nil {
			l.mounts[m.at] = vs[i]
			used[vs[i].Name] = true
		}
	}
	for _, v := range vs {
		switch {
		case v.problem != "":
			l.gaps = append(l.gaps, inventory.Gap{Path: v.Name, Reason: inventory.GapUnsupported, Detail: v.problem})
		case v.fs != nil && !used[v.Name]:
			l.gaps = append(l.gaps, inventory.Gap{Path: v.Name, Reason: inventory.GapUnsupported, Detail: v.fs.Kind() + " that the fstab does not mount"})
		}
	}
}

func (*diskLayer) Digest() string { return "" }

func (*diskLayer) Key() string { return "" }

func (l *diskLayer) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	for _, g := range l.gaps {
		gap(g)
	}
	l.walked = map[string]bool{}
	if err := l.walk(ctx, l.root, "", visit, gap); err != nil {
		return err
	}
	for _, at := range slices.Sorted(maps.Keys(l.mounts)) {
		if v := l.mounts[at]; v.fs != nil && !l.walked[at] {
			gap(inventory.Gap{Path: v.Name, Reason: inventory.GapUnsupported, Detail: v.fs.Kind() + " whose place " + at + " is no directory"})
		}
	}
	return nil
}

func (l *diskLayer) walk(ctx context.Context, v volume, at string, visit func(*File) error, gap func(inventory.Gap)) error {
	return v.fs.Walk(ctx, "", func(f *filesystem.File) error {
		f.Path = path.Join(at, f.Path)
		if f.Kind == filesystem.Directory && l.left[f.Path] {
			return filesystem.ErrSkipDir
		}
		if err := visit(fileOf(f)); err != nil {
			return err
		}
		if m, ok := l.mounts[f.Path]; ok && f.Kind == filesystem.Directory && m.fs != nil && m.Name != v.Name {
			l.walked[f.Path] = true
			if err := l.walk(ctx, m, f.Path, visit, gap); err != nil {
				return err
			}
			return filesystem.ErrSkipDir
		}
		return nil
	}, func(p string, err error) {
		if p == "" { // it concerns the file system as a whole
			gap(inventory.Gap{Path: v.Name, Reason: inventory.GapUnsupported, Detail: err.Error()})
			return
		}
		gap(inventory.Gap{Path: path.Join(at, p), Reason: inventory.GapDamaged, Detail: err.Error()})
	})
}

func (l *diskLayer) Leave(dirs ...string) {
	for _, d := range dirs {
		l.left[d] = true
	}
}

// at finds the volume that a path lies on, and its path there.
func (l *diskLayer) at(p string) (filesystem.FS, string) {
	for dir := p; dir != "."; dir = path.Dir(dir) {
		if m, ok := l.mounts[dir]; ok && m.fs != nil {
			return m.fs, strings.TrimPrefix(p[len(dir):], "/")
		}
	}
	return l.root.fs, p
}

func (l *diskLayer) Find(p string) (*File, error) {
	fs, at := l.at(p)
	f, err := fs.Lookup(at)
	if err != nil {
		return nil, err
	}
	f.Path = p
	return fileOf(f), nil
}

func (l *diskLayer) Names(dir string) ([]string, error) {
	fs, at := l.at(dir)
	return fs.Names(at)
}

func (l *diskLayer) Open(p string) (*Content, error) {
	f, err := l.Find(p)
	if err != nil {
		return nil, err
	}
	if f.Kind != Regular {
		return nil, fmt.Errorf("open %s: not a file", p)
	}
	return &Content{SectionReader: io.NewSectionReader(f.At, 0, f.Size)}, nil
}

// Marks: of a squashfs the attributes by which a layer hides another are not read.
func (l *diskLayer) Marks() bool {
	if l.root.fs.Kind() == squashFS {
		return false
	}
	for _, v := range l.mounts {
		if v.fs != nil && v.fs.Kind() == squashFS {
			return false
		}
	}
	return true
}

const squashFS = "squashfs"

func (l *diskLayer) Overlay(dir, digest string) Layer {
	fs, at := l.at(dir)
	return &diskOverlay{fs, dir, at, digest}
}

// diskOverlay is a directory of overlayfs on a disk. No volume is mounted into it.
type diskOverlay struct {
	fs              filesystem.FS
	dir, at, digest string // the directory, and its path on its volume
}

func (l *diskOverlay) Digest() string { return l.digest }

func (*diskOverlay) Key() string { return "" }

func (l *diskOverlay) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	return l.fs.Walk(ctx, l.at, func(f *filesystem.File) error {
		f.Path = strings.TrimPrefix(f.Path[len(l.at):], "/")
		switch {
		case f.Kind == filesystem.CharDevice && f.Major == 0 && f.Minor == 0:
			return visit(&File{Path: f.Path, Kind: Whiteout})
		case f.Opaque:
			if err := visit(&File{Path: f.Path, Kind: Opaque}); err != nil {
				return err
			}
		}
		return visit(fileOf(f))
	}, func(p string, err error) {
		gap(inventory.Gap{Path: path.Join(l.dir, strings.TrimPrefix(p, l.at)), Reason: inventory.GapDamaged, Detail: err.Error()})
	})
}

func fileOf(f *filesystem.File) *File {
	out := &File{Path: f.Path, Link: f.Link}
	switch f.Kind {
	case filesystem.Regular:
		out.Kind, out.Size, out.At = Regular, f.Size, f.At
		out.Reader = io.NewSectionReader(f.At, 0, f.Size)
		out.again = func() (content, func()) { return io.NewSectionReader(f.At, 0, f.Size), func() {} }
	case filesystem.Directory:
		out.Kind = Directory
	case filesystem.Symlink:
		out.Kind = Symlink
	default:
		out.Kind = Other
	}
	return out
}
