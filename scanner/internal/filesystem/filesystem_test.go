package filesystem

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

const samples = "../../../testdata/images/filesystems"

// memory is a device in memory.
type memory []byte

func (m memory) Size() int64 { return int64(len(m)) }

func (m memory) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(m).ReadAt(p, off)
}

func image(t testing.TB, name string) memory {
	t.Helper()
	f, err := os.Open(filepath.Join(samples, name+".img.zst"))
	require.NoError(t, err)
	defer f.Close()
	z, err := zstd.NewReader(f)
	require.NoError(t, err)
	defer z.Close()
	b, err := io.ReadAll(z)
	require.NoError(t, err)
	return b
}

func images(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(samples, "*.img.zst"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for i, n := range names {
		names[i] = strings.TrimSuffix(filepath.Base(n), ".img.zst")
	}
	return names
}

// listed reads what the samples were made of: path, kind, and digest or target.
func listed(t *testing.T) []string {
	b, err := os.ReadFile(filepath.Join(samples, "files.tsv"))
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

func walked(fs FS) (lines []string, opaque []string, damage []string, err error) {
	err = fs.Walk(context.Background(), "", func(f *File) error {
		line := f.Path + "\t"
		switch f.Kind {
		case Directory:
			line += "d\t"
			if f.Opaque {
				opaque = append(opaque, f.Path)
			}
		case Symlink:
			line += "l\t" + f.Link
		case CharDevice:
			line += "c\t"
		case Other:
			line += "p\t"
		case Regular:
			h := sha256.New()
			if n, err := io.Copy(h, io.NewSectionReader(f.At, 0, f.Size)); err != nil || n != f.Size {
				damage = append(damage, fmt.Sprintf("%s: %d of %d bytes: %v", f.Path, n, f.Size, err))
			}
			line += fmt.Sprintf("f\t%x", h.Sum(nil))
		}
		if f.Path != "lost+found" {
			lines = append(lines, line)
		}
		return nil
	}, func(path string, err error) { damage = append(damage, path+": "+err.Error()) })
	return lines, opaque, damage, err
}

func TestEveryFileIsThereWithItsBytes(t *testing.T) {
	want := listed(t)
	for _, name := range images(t) {
		fs, err := Open(image(t, name))
		require.NoError(t, err, name)
		require.Equal(t, strings.SplitN(name, "-", 2)[0], fs.Kind())
		wantOpaque := []string{"a/opaque"}
		if fs.Kind() == "squashfs" {
			wantOpaque = nil // its attributes are not read, and it has no name
		} else {
			require.Equal(t, "3f2b8f0e-5a8b-4c8e-9a53-0c1d5f1c7a11", fs.UUID())
			require.Equal(t, "sample", fs.Label())
		}
		got, opaque, damage, err := walked(fs)
		require.NoError(t, err, name)
		require.Empty(t, damage, name)
		require.True(t, slices.IsSortedFunc(got, func(a, b string) int { return compareWalk(a, b) }), "%s: not in order", name)
		slices.Sort(got)
		require.Equal(t, want, got, name)
		require.Equal(t, wantOpaque, opaque, name)
	}
}

// compareWalk orders paths as a walk does: a directory before what is in it.
func compareWalk(a, b string) int {
	a, _, _ = strings.Cut(a, "\t")
	b, _, _ = strings.Cut(b, "\t")
	return slices.CompareFunc(strings.Split(a, "/"), strings.Split(b, "/"), cmp.Compare[string])
}

func TestAFileIsFoundByItsPath(t *testing.T) {
	for _, name := range images(t) {
		fs, err := Open(image(t, name))
		require.NoError(t, err)
		f, err := fs.Lookup("/etc/os-release")
		require.NoError(t, err, name)
		b := make([]byte, f.Size)
		_, err = f.At.ReadAt(b, 0)
		require.True(t, err == nil || err == io.EOF)
		require.Equal(t, "NAME=Sample\n", string(b))
		_, err = fs.Lookup("etc/missing")
		require.ErrorIs(t, err, os.ErrNotExist)
	}
}

func TestADirectoryCanBeLeftOut(t *testing.T) {
	fs, err := Open(image(t, "ext4"))
	require.NoError(t, err)
	n := 0
	err = fs.Walk(context.Background(), "", func(f *File) error {
		if n++; f.Path == "many" {
			return ErrSkipDir
		}
		require.False(t, strings.HasPrefix(f.Path, "many/"))
		return nil
	}, func(string, error) {})
	require.NoError(t, err)
	require.Less(t, n, 60)
}

func TestAnImageThatIsCutOffIsToldSo(t *testing.T) {
	for _, name := range images(t) {
		img := image(t, name)
		_, err := Open(img[:len(img)/2])
		require.ErrorContains(t, err, "it is cut off", name)
	}
	_, err := Open(memory(make([]byte, 1<<20)))
	require.ErrorIs(t, err, ErrUnknown)
	_, err = Open(memory{})
	require.ErrorIs(t, err, ErrUnknown)
}

// Whatever is damaged, a walk ends, and what it cannot read it tells.
func TestDamageIsSurvived(t *testing.T) {
	for _, name := range images(t) {
		rounds := *mutations
		if strings.HasPrefix(name, "ext") {
			rounds *= 8 // nothing is to be unpacked
		}
		if testing.Short() {
			rounds /= 10
		}
		img := image(t, name)
		used := usedBlocks(img)
		r := rand.New(rand.NewPCG(1, 2))
		for range rounds {
			survive(mutated(img, used, r))
		}
	}
}

var mutations = flag.Int("mutations", 50, "how often to damage each image, of ext eight times as often")

// What a directory or an inode says that cannot be is told, never passed over.
func TestNothingIsLeftOutInSilence(t *testing.T) {
	img := image(t, "ext4")
	name := func(from, to string) func(memory) {
		return func(m memory) {
			at := bytes.Index(m, append([]byte{byte(len(from)), 1}, from...))
			require.Positive(t, at)
			copy(m[at+2:], to)
		}
	}
	for _, c := range []struct {
		what   string
		change func(memory)
		want   string
	}{
		{"a name with a slash", name("os-release", "os/release"), `etc: read directory: "os/release" is no name`},
		{"an inode without a kind", func(m memory) {
			fs, err := Open(m)
			require.NoError(t, err)
			f, err := fs.Lookup("etc/os-release")
			require.NoError(t, err)
			e := fs.(*ext)
			table, err := e.inodeTable(0)
			require.NoError(t, err)
			le.PutUint16(m[table*e.block+int64(f.Inode-1)*e.inodeSize:], 0)
		}, "which no kind of file has"},
	} {
		m := slices.Clone(img)
		c.change(m)
		fs, err := Open(m)
		require.NoError(t, err)
		_, _, damage, err := walked(fs)
		require.NoError(t, err)
		require.Len(t, damage, 1, c.what)
		require.Contains(t, damage[0], c.want)
	}
}

// endless is a file system whose directories each have many names, and themselves.
type endless struct{ lists int64 }

func (e *endless) root() uint64 { return 1 }
func (e *endless) size() int64  { return 1 << 40 }

func (e *endless) list(inode uint64, l *listing) error {
	for i := uint64(0); ; i++ {
		if err := l.read(4096); err != nil {
			return err
		}
		if err := l.add(fmt.Sprintf("%0200d", i), inode*1_000_000+i); err != nil {
			return err
		}
		if e.lists == int64(i) {
			return nil
		}
	}
}

func (e *endless) file(inode uint64) (*File, error) { return &File{Kind: Directory, Inode: inode}, nil }

func TestDirectoriesAreBounded(t *testing.T) {
	for names, want := range map[int64]string{-1: "names of more than", 50_000: "it and those above have more than"} {
		told := map[string]bool{}
		err := walk(context.Background(), &endless{names}, "", func(f *File) error {
			if len(f.Path) > 2000 || len(told) > 0 {
				return io.EOF
			}
			return nil
		}, func(_ string, err error) { told[err.Error()] = true })
		require.ErrorIs(t, err, io.EOF)
		require.Len(t, told, 1)
		for said := range told {
			require.Contains(t, said, want)
		}
	}
}

// survive walks a device and reads a little of each file.
func survive(d Device) {
	fs, err := Open(d)
	if err != nil {
		return
	}
	var b [4096]byte
	n := 0
	_ = fs.Walk(context.Background(), "", func(f *File) error {
		if n++; n > 5000 {
			return io.EOF
		}
		if f.Kind == Regular {
			_, _ = f.At.ReadAt(b[:], 0)
			_, _ = f.At.ReadAt(b[:], max(0, f.Size-int64(len(b))))
		}
		return nil
	}, func(string, error) {})
}

// usedBlocks are the offsets of blocks that hold anything.
func usedBlocks(img memory) []int {
	var out []int
	zero := make([]byte, 1024)
	for at := 0; at+1024 <= len(img); at += 1024 {
		if !bytes.Equal(img[at:at+1024], zero) {
			out = append(out, at)
		}
	}
	return out
}

// mutated is an image with some bytes changed where it holds any. The image itself
// is not copied: few of its blocks change.
func mutated(img memory, used []int, r *rand.Rand) Device {
	p := &patched{memory: img, patch: map[int64]byte{}}
	for range 1 + r.IntN(12) {
		at := used[r.IntN(len(used))]
		if r.IntN(3) == 0 {
			at = used[r.IntN(min(len(used), 24))] // superblock, descriptors, inodes
		}
		for i := range 1 + r.IntN(8) {
			p.patch[int64(at+r.IntN(1016)+i)] = byte(r.Uint32())
		}
	}
	return p
}

type patched struct {
	memory
	patch map[int64]byte
}

func (p *patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.memory.ReadAt(b, off)
	for at, v := range p.patch {
		if at >= off && at < off+int64(n) {
			b[at-off] = v
		}
	}
	return n, err
}

func FuzzExt(f *testing.F) {
	img := image(f, "ext4-inline")
	f.Add([]byte(img[extSuper : extSuper+1024]))
	f.Fuzz(func(t *testing.T, super []byte) {
		p := &patched{memory: img, patch: map[int64]byte{}}
		for i, v := range super[:min(len(super), 64<<10)] {
			p.patch[extSuper+int64(i)] = v
		}
		survive(p)
	})
}

func BenchmarkWalk(b *testing.B) {
	img := image(b, "ext4")
	b.SetBytes(9<<20 + 1<<20)
	for b.Loop() {
		fs, err := Open(img)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, _, err := walked(fs); err != nil {
			b.Fatal(err)
		}
	}
}

// broken is a device of which nothing can be read.
type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, io.ErrUnexpectedEOF }

func (broken) Size() int64 { return 4 << 20 }

func TestWhatCannotBeReadIsNotBlank(t *testing.T) {
	require.False(t, Blank(broken{}))
}
