package filesystem

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// xfsImages were filled by testdata/xfs.py, and have beside them what a kernel read.
var xfsImages = []string{"xfs-v4", "xfs-v5"}

// xfsUnpacked are the files that xfsUnpack read: nothing changes them.
var xfsUnpacked sync.Map

func xfsUnpack(t testing.TB, name string) []byte {
	t.Helper()
	if b, ok := xfsUnpacked.Load(name); ok {
		return b.([]byte)
	}
	packed, err := os.ReadFile("testdata/" + name + ".zst")
	require.NoError(t, err)
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxWindow(1<<27), zstd.WithDecoderConcurrency(1))
	require.NoError(t, err)
	defer d.Close()
	b, err := d.DecodeAll(packed, nil)
	require.NoError(t, err)
	xfsUnpacked.Store(name, b)
	return b
}

// xfsChanged is an image with changes, which leave the image itself as it is.
type xfsChanged struct {
	image []byte
	parts map[int64][]byte
}

func (c xfsChanged) Size() int64 { return int64(len(c.image)) }

func (c xfsChanged) ReadAt(p []byte, at int64) (int, error) {
	n, err := bytes.NewReader(c.image).ReadAt(p, at)
	for from, part := range c.parts {
		if from < at+int64(n) && from+int64(len(part)) > at {
			low := max(from, at)
			copy(p[low-at:n], part[low-from:])
		}
	}
	return n, err
}

// xfsTell is a line of a list.
func xfsTell(t *testing.T, f *File) string {
	kind, what, mark := "?", "-", "-"
	switch f.Kind {
	case Regular:
		kind = "f"
		if f.Size > 0 {
			h := sha256.New()
			_, err := io.Copy(h, io.NewSectionReader(f.At, 0, f.Size))
			require.NoError(t, err, f.Path)
			what = fmt.Sprintf("%x", h.Sum(nil))
		}
	case Directory:
		kind = "d"
		if f.Opaque {
			mark = "opaque"
		}
	case Symlink:
		kind, what = "l", f.Link
	case CharDevice:
		kind, what = "c", fmt.Sprintf("%d:%d", f.Major, f.Minor)
	}
	return fmt.Sprintf("%s\t%d\t%s\t%s\t%d\t%s", kind, f.Size, what, mark, f.Inode, f.Path)
}

// xfsListed is a list of a kernel as xfsTell has it. What is no file, directory, link or
// character device is of the kind Other, of which nothing is told.
func xfsListed(t *testing.T, name string) []string {
	var lines []string
	for line := range strings.Lines(string(xfsUnpack(t, name+".list"))) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.Contains("bsp", fields[0]) {
			fields[0], fields[2] = "?", "-"
		}
		for i := range fields {
			field, err := url.PathUnescape(fields[i])
			require.NoError(t, err)
			fields[i] = field
		}
		lines = append(lines, strings.Join(fields, "\t"))
	}
	return lines
}

func openXFSImage(t *testing.T, name string) FS {
	t.Helper()
	x, err := Open(bytes.NewReader(xfsUnpack(t, name+".img")))
	require.NoError(t, err)
	return x
}

func TestXFSReadsWhatAKernelReads(t *testing.T) {
	for _, name := range xfsImages {
		t.Run(name, func(t *testing.T) {
			var got []string
			err := openXFSImage(t, name).Walk(t.Context(), "", func(f *File) error {
				got = append(got, xfsTell(t, f))
				return nil
			}, func(path string, err error) { t.Error(path, err) })
			require.NoError(t, err)
			assert.Equal(t, xfsListed(t, name), got)
		})
	}
}

func TestXFSTellsOfItself(t *testing.T) {
	x := openXFSImage(t, "xfs-v5")
	assert.Equal(t, "xfs", x.Kind())
	assert.Equal(t, "5a5a5a5a-0005-4000-8000-00000000f5f5", x.UUID())
	assert.Equal(t, "fixture5", x.Label())
}

func TestXFSLooksUp(t *testing.T) {
	for _, name := range xfsImages {
		x := openXFSImage(t, name)
		for _, line := range xfsListed(t, name)[:200] {
			path := line[strings.LastIndex(line, "\t")+1:]
			f, err := x.Lookup(path)
			require.NoError(t, err)
			assert.Equal(t, line, xfsTell(t, f))
		}
		root, err := x.Lookup("")
		require.NoError(t, err)
		assert.Equal(t, Directory, root.Kind)
		for _, path := range []string{"nothing", "files/1/file", "links/file/x", "tree/nothing", ".."} {
			_, err := x.Lookup(path)
			assert.ErrorIs(t, err, fs.ErrNotExist, path)
		}
	}
}

func TestXFSReadsPartsAtOnce(t *testing.T) {
	f, err := openXFSImage(t, "xfs-v5").Lookup("files/holes")
	require.NoError(t, err)
	whole := make([]byte, f.Size)
	n, err := f.At.ReadAt(whole, 0)
	require.NoError(t, err)
	require.Equal(t, len(whole), n)

	var readers sync.WaitGroup
	for seed := range uint64(4) {
		readers.Go(func() {
			random := rand.New(rand.NewPCG(seed, 0))
			for range 500 {
				at := random.Int64N(f.Size)
				p := make([]byte, random.Int64N(9000))
				n, err := f.At.ReadAt(p, at)
				if n < len(p) {
					assert.Equal(t, io.EOF, err)
				}
				assert.Equal(t, min(int64(len(p)), f.Size-at), int64(n))
				assert.True(t, bytes.Equal(whole[at:at+int64(n)], p[:n]))
			}
		})
	}
	readers.Wait()
	_, err = f.At.ReadAt(whole[:1], f.Size)
	assert.Equal(t, io.EOF, err)
	_, err = f.At.ReadAt(whole[:1], -1)
	assert.Error(t, err)
}

func TestXFSWalkSkipsAndStops(t *testing.T) {
	x := openXFSImage(t, "xfs-v5")
	noDamage := func(path string, err error) { t.Error(path, err) }
	var seen []string
	require.NoError(t, x.Walk(t.Context(), "", func(f *File) error {
		seen = append(seen, f.Path)
		return ErrSkipDir
	}, noDamage))
	assert.Equal(t, []string{"attributes", "block", "deep", "devices", "empty", "files", "leaf", "links", "node", "short", "tree"}, seen)

	stop := errors.New("stop")
	assert.Equal(t, stop, x.Walk(t.Context(), "", func(*File) error { return stop }, noDamage))

	ctx, cancel := context.WithCancel(t.Context())
	err := x.Walk(ctx, "", func(*File) error { cancel(); return nil }, noDamage)
	assert.ErrorIs(t, err, context.Canceled)
}

// xfsSuperWith is an image whose superblock was changed, and sealed.
func xfsSuperWith(image []byte, at int, value byte) Device {
	b := bytes.Clone(image[:512])
	b[at] = value
	binary.LittleEndian.PutUint32(b[sbChecksum:], xfsSum(b, sbChecksum))
	return xfsChanged{image, map[int64][]byte{0: b}}
}

func TestXFSRefusesWhatItDoesNotKnow(t *testing.T) {
	image5, image4 := xfsUnpack(t, "xfs-v5.img"), xfsUnpack(t, "xfs-v4.img")
	for _, c := range []struct {
		image []byte
		at    int
		value byte
		want  string
	}{
		{image5, sbIncompat, 0x80, "feature number 31 is not supported"},
		{image5, sbIncompat + 3, 0x1b, "feature needsrepair is not supported"},
		{image5, sbIncompat + 2, 0x01, "feature metadir is not supported"},
		{image5, sbIncompat + 2, 0x02, "feature zoned is not supported"},
		{image5, sbIncompat + 2, 0x08, "feature number 11 is not supported"},
		{image5, sbVersion + 1, 0xa6, "version 6 is not supported"},
		{image4, sbVersion + 1, 0xa3, "version 3 is not supported"},
		{image4, sbVersion, 0x80, "directories of version 1"},
		{image4, sbFeatures2, 0x80, "features 0x80000000 of version 4"},
		{image4, sbInProgress, 1, "not made to its end"},
		{image4, sbBlockLog, 8, "a block is 2^8 bytes"},
		{image4, sbInodeLog, 12, "an inode is 2^12 bytes"},
		{image4, sbDirLog, 8, "a directory block is 2^17 bytes"},
		{image4, sbGroupLog, 1, "a group has"},
		{image4, sbBlocks, 0x80, "groups of"},
		{image4, sbRoot, 0x80, "outside of the file system"},
		{image4, sbRoot + 7, 33, "inode 33 is no directory"},
	} {
		_, err := Open(xfsSuperWith(c.image, c.at, c.value))
		assert.ErrorContains(t, err, c.want)
	}
	// What tells readers nothing does not matter: parent pointers, ranges to exchange.
	_, err := Open(xfsSuperWith(image5, sbIncompat+3, 0xcb))
	assert.NoError(t, err)
}

func TestXFSRefusesADamagedSuperblock(t *testing.T) {
	image := xfsUnpack(t, "xfs-v5.img")
	_, err := Open(xfsChanged{image, map[int64][]byte{300: {1}}})
	assert.ErrorContains(t, err, "read the XFS superblock: its checksum is wrong")
	_, err = Open(bytes.NewReader(image[:100]))
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

// xfsInodeAt tells where an inode is on the device.
func xfsInodeAt(x *xfs, number uint64) int64 {
	perBlock := x.blockLog - x.inodeLog
	block, _ := x.address(number>>perBlock, 1)
	return int64(block<<x.blockLog + number&(1<<perBlock-1)<<x.inodeLog)
}

// xfsWith is an image in which a path's inode was changed, and sealed.
func xfsWith(t *testing.T, image []byte, path string, change func(inode []byte)) FS {
	t.Helper()
	opened, err := Open(bytes.NewReader(image))
	require.NoError(t, err)
	f, err := opened.Lookup(path)
	require.NoError(t, err)
	x := opened.(*xfs)
	at := xfsInodeAt(x, f.Inode)
	b := bytes.Clone(image[at : at+1<<x.inodeLog])
	change(b)
	xfsSealAnew(b)
	opened, err = Open(xfsChanged{image, map[int64][]byte{at: b}})
	require.NoError(t, err)
	return opened
}

// xfsDamage walks and reads everything, and tells what was damaged.
func xfsDamage(t *testing.T, x FS) map[string]string {
	damaged := map[string]string{}
	tellOf := func(path string, err error) { damaged[path] = err.Error() }
	require.NoError(t, x.Walk(t.Context(), "", func(f *File) error {
		if f.Kind == Regular {
			if err := xfsReadSome(f); err != nil {
				tellOf(f.Path, err)
			}
		}
		return nil
	}, tellOf))
	return damaged
}

// xfsReadSome reads the first megabytes of a file.
func xfsReadSome(f *File) error {
	_, err := io.Copy(io.Discard, io.NewSectionReader(f.At, 0, min(f.Size, 4<<20)))
	return err
}

func TestXFSTellsOfDamage(t *testing.T) {
	image := xfsUnpack(t, "xfs-v5.img")
	for _, c := range []struct {
		path   string
		change func([]byte)
		want   string
	}{
		{"files/1", func(b []byte) { b[0] = 0 }, "it has no magic number"},
		{"files/1", func(b []byte) { b[inVersion] = 2 }, "it has version 2"},
		{"files/1", func(b []byte) { b[inMode], b[inMode+1] = 0, 0 }, "it is not in use"},
		{"files/1", func(b []byte) { b[inNumber] = 1 }, "it is inode 72057594"},
		{"files/1", func(b []byte) { b[inUUID] = 1 }, "it belongs to another file system"},
		{"files/1", func(b []byte) { b[inSize] = 0x80 }, "its size is negative"},
		{"files/1", func(b []byte) { b[inAttrAt] = 250 }, "its attributes are outside of it"},
		{"files/1", func(b []byte) { b[inFlags+1] |= inRealtime }, "its content is on the realtime device"},
		{"files/1", func(b []byte) { b[inFormat] = forkLocal }, "its content has format 1"},
		{"files/1", func(b []byte) { b[inExtents] = 1 }, "extents are more than fit"},
		{"files/1", func(b []byte) { b[inCore3+8] = 0x7f }, "are outside of the file system"},
		{"files/holes", func(b []byte) { b[inCore3+1] = 0 }, "the root of its tree: it is at level 0"},
		{"files/holes", func(b []byte) { b[inCore3+1]++ }, "of its tree: it is at level 1 instead of 2"},
		{"files/holes", func(b []byte) { b[inCore3+2] = 9 }, "entries where 11 fit"},
		{"links/50", func(b []byte) { b[inSize+6] = 1 }, "has a zero in it"},
		{"links/50", func(b []byte) { b[inSize+5] = 1 }, "has 65586 bytes"},
		{"links/50", func(b []byte) { b[inSize+6] = 3 }, "holds 336 bytes, but says 818"},
		{"links/1023", func(b []byte) { b[inExtents+3] = 0 }, "block 0 has no place"},
		{"devices/null", func(b []byte) { b[inFormat] = forkLocal }, "the numbers of its device have format 1"},
		{"short", func(b []byte) { b[inCore3] = 200 }, "its 200 entries do not fit"},
		{"short", func(b []byte) { b[inCore3] = 1 }, "are behind its 1 entries"},
		{"leaf", func(b []byte) { b[inSize+7] = 1 }, "it has 8193 bytes in blocks of 4096"},
		{"leaf", func(b []byte) { b[inExtents+3] = 0 }, "block 7 has no place"},
		{"attributes/short", func(b []byte) { b[inCore3+int(b[inAttrAt])*8+4] = 200 }, "they do not fit"},
		{"attributes/leaf", func(b []byte) { b[inAttrFormat] = 7 }, "they have format 7"},
	} {
		damaged := xfsDamage(t, xfsWith(t, image, c.path, c.change))
		if assert.Len(t, damaged, 1, c.want) {
			assert.Contains(t, damaged[c.path], c.want)
		}
	}
}

// xfsInodes replaces the number of an inode in a directory within its inode.
func xfsInodes(from, to uint64) func([]byte) {
	return func(b []byte) {
		at := bytes.Index(b[inCore3:], binary.BigEndian.AppendUint32(nil, uint32(from)))
		binary.BigEndian.PutUint32(b[inCore3+at:], uint32(to))
	}
}

func TestXFSEntersADirectoryOnce(t *testing.T) {
	image := xfsUnpack(t, "xfs-v5.img")
	x := openXFSImage(t, "xfs-v5")
	number := func(path string) uint64 {
		f, err := x.Lookup(path)
		require.NoError(t, err)
		return f.Inode
	}
	root, deep, deeper := number(""), number("deep"), number("deep/deep")
	for _, again := range []uint64{root, deep, number("attributes")} {
		damaged := xfsDamage(t, xfsWith(t, image, "deep", xfsInodes(deeper, again)))
		assert.Equal(t, map[string]string{"deep/deep": fmt.Sprintf("directory %d is at another path too", again)}, damaged)
	}
}

func TestXFSTellsOfBadNames(t *testing.T) {
	image := xfsUnpack(t, "xfs-v5.img")
	for name, want := range map[string]string{
		"00/001":    `"00/001" is no name`,
		"00000\x00": `"00000\x00" is no name`,
		"000000":    `it has "000000" twice`,
	} {
		damaged := xfsDamage(t, xfsWith(t, image, "short", func(b []byte) {
			copy(b[bytes.Index(b, []byte("000001")):], name)
		}))
		assert.Contains(t, damaged["short"], want)
	}
}

// xfsSeals are the places of checksums by the magic numbers that start a block, or that
// are behind its neighbours. Other blocks have none.
var xfsSeals = map[string]int{
	"XFSB": sbChecksum, "BMA3": 64, "XDB3": 4, "XDD3": 4, "XSLM": 12, "IN": inChecksum,
	"\x3b\xee": 12, "\x3e\xbe": 12,
}

// xfsSealAnew makes the checksum of a block right, so that readers go on to what is in it.
func xfsSealAnew(b []byte) {
	for magic, at := range xfsSeals {
		found := b
		if magic[0] < 'A' {
			found = b[min(8, len(b)):]
		}
		if bytes.HasPrefix(found, []byte(magic)) && len(b) >= at+4 {
			binary.LittleEndian.PutUint32(b[at:], xfsSum(b, at))
		}
	}
}

// xfsRecorded notes what is read.
type xfsRecorded struct {
	Device
	parts map[[2]int64]bool
}

func (r xfsRecorded) ReadAt(p []byte, at int64) (int, error) {
	r.parts[[2]int64{at, int64(len(p))}] = true
	return r.Device.ReadAt(p, at)
}

// xfsMetadata are the places on an image where a walk finds metadata.
func xfsMetadata(t testing.TB, image []byte) [][2]int64 {
	r := xfsRecorded{bytes.NewReader(image), map[[2]int64]bool{}}
	x, err := Open(r)
	require.NoError(t, err)
	require.NoError(t, x.Walk(context.Background(), "", func(f *File) error {
		if f.Kind != Regular {
			return nil
		}
		// A byte of each part of a file finds its map.
		for at := int64(0); at < min(f.Size, 4<<20); at += 16 << 10 {
			if _, err := f.At.ReadAt(make([]byte, 1), at); err != nil {
				return err
			}
		}
		return nil
	}, func(path string, err error) { t.Error(path, err) }))
	var parts [][2]int64
	for part := range r.parts {
		if part[1] > 1 {
			parts = append(parts, part)
		}
	}
	slices.SortFunc(parts, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return parts
}

// xfsSurvive opens, walks and reads a device, which may fail and may not panic, hang or
// take more memory than a multiple of its size.
func xfsSurvive(t *testing.T, d Device) (damaged int) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	x, err := Open(d)
	if err != nil {
		return 1
	}
	buffer := make([]byte, 32<<10)
	err = x.Walk(ctx, "", func(f *File) error {
		for at := int64(0); f.Kind == Regular && at < min(f.Size, 1<<20); at += 1 << 18 {
			if _, err := f.At.ReadAt(buffer, at); err != nil && err != io.EOF {
				damaged++
			}
		}
		return nil
	}, func(string, error) { damaged++ })
	_, _ = x.Lookup("files/holes")
	require.NoError(t, err)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(256<<20))
	return damaged
}

// xfsMutant is an image with a few changes, half of them with the right checksum.
func xfsMutant(image []byte, parts [][2]int64, random *rand.Rand) Device {
	d := xfsChanged{image, map[int64][]byte{}}
	part := func() [2]int64 { return parts[random.IntN(len(parts))] }
	at := func(p [2]int64) []byte { return bytes.Clone(image[p[0] : p[0]+p[1]]) }
	if random.IntN(20) == 0 {
		return xfsChanged{image[:random.IntN(len(image))], nil}
	}
	for range 1 + random.IntN(4) {
		a, b := part(), part()
		block := at(a)
		switch random.IntN(8) {
		case 0: // another block
			copy(block, at(b))
		case 1: // a part of another
			from := random.IntN(len(block))
			copy(block[from:], at(b))
		case 2:
			clear(block[random.IntN(len(block)):])
		default:
			for range 1 + random.IntN(6) {
				block[random.IntN(len(block))] = byte(random.IntN(256) >> random.IntN(8))
			}
		}
		if random.IntN(2) == 0 {
			xfsSealAnew(block)
		}
		d.parts[a[0]] = block
	}
	return d
}

func TestXFSSurvivesDamage(t *testing.T) {
	const mutants = 1000 // of each image
	for _, name := range xfsImages {
		t.Run(name, func(t *testing.T) {
			image := xfsUnpack(t, name+".img")
			parts := xfsMetadata(t, image)
			random, damaged := rand.New(rand.NewPCG(1, 2)), 0
			for range mutants {
				if xfsSurvive(t, xfsMutant(image, parts, random)) > 0 {
					damaged++
				}
			}
			t.Logf("%d of %d were damaged, in %d parts", damaged, mutants, len(parts))
			assert.Greater(t, damaged, mutants/4)
		})
	}
}

// xfsStart is the head of a file and its hash, or the error of reading it.
func xfsStart(f *File) string {
	line := fmt.Sprint(f.Path, f.Kind, f.Size, f.Link, f.Inode, f.Major, f.Minor, f.Opaque)
	if f.Kind != Regular {
		return line
	}
	b := make([]byte, min(f.Size, 64<<10))
	if _, err := f.At.ReadAt(b, 0); err != nil && err != io.EOF {
		return ""
	}
	return fmt.Sprintf("%s %x", line, sha256.Sum256(b))
}

// What version 5 says is either what it was or an error: its metadata have checksums.
func TestXFSTellsOfAllDamage(t *testing.T) {
	image := xfsUnpack(t, "xfs-v5.img")
	parts := xfsMetadata(t, image)
	all := map[string]bool{}
	noDamage := func(path string, err error) { t.Error(path, err) }
	x, err := Open(bytes.NewReader(image))
	require.NoError(t, err)
	require.NoError(t, x.Walk(t.Context(), "", func(f *File) error { all[xfsStart(f)] = true; return nil }, noDamage))

	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		part := parts[random.IntN(len(parts))]
		at := part[0] + random.Int64N(part[1])
		x, err := Open(xfsChanged{image, map[int64][]byte{at: {image[at] ^ byte(1+random.IntN(255))}}})
		if err != nil {
			continue
		}
		seen, told := 0, 0
		require.NoError(t, x.Walk(t.Context(), "", func(f *File) error {
			s := xfsStart(f)
			if s == "" {
				told++
				return nil
			}
			if !all[s] && told > 0 { // an attribute may be what was told of
				f.Opaque = true
				s = xfsStart(f)
			}
			assert.True(t, all[s], "a byte at %d made something of %s", at, f.Path)
			seen++
			return nil
		}, func(string, error) { told++ }))
		if seen < len(all) {
			assert.NotZero(t, told, at)
		}
	}
}

// FuzzXFS lays a part of an image anew, which starts as what is there.
func FuzzXFS(f *testing.F) {
	images := map[bool][]byte{false: xfsUnpack(f, "xfs-v4.img"), true: xfsUnpack(f, "xfs-v5.img")}
	parts := map[bool][][2]int64{}
	for v5, image := range images {
		parts[v5] = xfsMetadata(f, image)
		for i := 0; i < len(parts[v5]); i += 29 {
			p := parts[v5][i]
			f.Add(v5, uint16(i), image[p[0]:p[0]+p[1]])
		}
	}
	f.Fuzz(func(t *testing.T, v5 bool, i uint16, block []byte) {
		p := parts[v5][int(i)%len(parts[v5])]
		block = bytes.Clone(block[:min(len(block), int(p[1]))])
		xfsSealAnew(block)
		xfsSurvive(t, xfsChanged{images[v5], map[int64][]byte{p[0]: block}})
	})
}
