package disk

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// The images of one disk, which testdata/build/disks.sh makes.
const images = "../../../testdata/images/disk/"

// sound has the images, and the format of each.
var sound = map[string]string{
	"disk.raw":    "raw",
	"plain.qcow2": "qcow2", "v2.qcow2": "qcow2", "zlib.qcow2": "qcow2", "zstd.qcow2": "qcow2", "small.qcow2": "qcow2", "extended.qcow2": "qcow2",
	"sparse.vmdk": "vmdk", "stream.vmdk": "vmdk", "footer.vmdk": "vmdk", "flat.vmdk": "vmdk", "split.vmdk": "vmdk", "splitflat.vmdk": "vmdk",
	"fixed.vhd": "vhd", "dynamic.vhd": "vhd", "fixed.vhdx": "vhdx", "dynamic.vhdx": "vhdx",
	"dynamic.vdi": "vdi", "static.vdi": "vdi", "appliance.ova": "ova",
}

// beside has the extents that a descriptor names, and the image each is.
var beside = map[string]string{"flat-flat.vmdk": "disk.raw", "splitflat-f001.vmdk": "disk.raw", "split-s001.vmdk": "split-s001.vmdk"}

var fixtures sync.Map

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	if b, ok := fixtures.Load(name); ok {
		return b.([]byte)
	}
	b, err := os.ReadFile(images + name)
	if err != nil {
		b, err = os.ReadFile(images + name + ".zst")
		require.NoError(t, err)
		z, err := zstd.NewReader(nil)
		require.NoError(t, err)
		defer z.Close()
		b, err = z.DecodeAll(b, nil)
		require.NoError(t, err)
	}
	fixtures.Store(name, b)
	return b
}

// folder has a file of its own for each of the images.
func folder(t testing.TB, files map[string][]byte) string {
	dir := t.TempDir()
	for name, b := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	return dir
}

func file1(t testing.TB, name string, b []byte) string {
	return filepath.Join(folder(t, map[string][]byte{name: b}), name)
}

func inMemory(b []byte) *source {
	return &source{Device: &file{bytes.NewReader(b), int64(len(b))}, pool: newPool()}
}

func all(t testing.TB, d Device) []byte {
	t.Helper()
	b, err := io.ReadAll(io.NewSectionReader(d, 0, d.Size()))
	require.NoError(t, err)
	return b
}

func same(t testing.TB, want, got []byte) {
	t.Helper()
	require.Equal(t, len(want), len(got))
	for i := range want {
		if want[i] != got[i] {
			t.Fatalf("differs at %d", i)
		}
	}
}

func TestEveryFormatGivesTheDisk(t *testing.T) {
	want := fixture(t, "disk.raw")
	files := map[string][]byte{}
	for name := range sound {
		files[name] = fixture(t, name)
	}
	for name, of := range beside {
		files[name] = fixture(t, of)
	}
	dir := folder(t, files)
	for name, format := range sound {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			img, err := Open(filepath.Join(dir, name))
			require.NoError(t, err)
			defer img.Close()
			require.Equal(t, format, img.Format)
			require.Len(t, img.Disks, map[bool]int{true: 2, false: 1}[format == "ova"])
			for _, d := range img.Disks {
				require.Equal(t, format == "ova", d.Name != "")
				same(t, want, all(t, d))
				readAnywhere(t, want, d)
			}
		})
	}
}

// readAnywhere reads at random from several goroutines, and over the end.
func readAnywhere(t *testing.T, want []byte, d Device) {
	var all sync.WaitGroup
	defer all.Wait()
	for seed := range 4 {
		all.Go(func() {
			r := rand.New(rand.NewSource(int64(seed)))
			for range 40 {
				off := r.Intn(len(want) + 10)
				p := bytes.Repeat([]byte{0xaa}, 1+r.Intn(200_000))
				n, err := d.ReadAt(p, int64(off))
				rest := want[min(off, len(want)):]
				if len(p) > len(rest) {
					if err != io.EOF || n != len(rest) {
						t.Errorf("%d bytes at %d: %d, %v", len(p), off, n, err)
					}
				} else if err != nil || n != len(p) {
					t.Errorf("%d bytes at %d: %d, %v", len(p), off, n, err)
				}
				if !bytes.Equal(p[:n], rest[:n]) {
					t.Errorf("%d bytes at %d differ", len(p), off)
				}
			}
		})
	}
}

func TestAnImageThatNeedsMoreIsRefused(t *testing.T) {
	for name, says := range map[string]string{
		"backed.qcow2":    `another image, "plain.qcow2"`,
		"external.qcow2":  `in another file, "elsewhere.raw"`,
		"encrypted.qcow2": "encrypted",
		"delta.vmdk":      `another image, "sparse.vmdk"`,
		"split-s001.vmdk": "one extent of a disk",
	} {
		refused(t, name, fixture(t, name), says)
	}
	refused(t, "qcow2", edit(t, "plain.qcow2", 79, 2), "corrupt")
	refused(t, "esx.vmdk", []byte("COWD"+strings.Repeat("\x00", 2048)), "VMware ESX")
	refused(t, "vmfs.vmdk", []byte("# Disk DescriptorFile\nRW 8 SESPARSE \"vmfs.vmdk\"\n"), "SESPARSE")
	refused(t, "key.vmdk", []byte("# Disk DescriptorFile\nencryption.keySafe = \"vmware:key/list\"\n"), "encrypted")
	refused(t, "log.vhdx", editVHDX(t, 64<<10+48, 1, 128<<10+48, 1), "its log has changes")

	vhd := editVHD(t, 60+3, 4)
	copy(vhd[512+64:], "\x00P\x00a\x00r\x00e\x00n\x00t\x00.\x00v\x00h\x00d\x00\x00")
	sealVHD(vhd)
	refused(t, "child.vhd", vhd, `another image, "Parent.vhd"`)
	refused(t, "child.vdi", edit(t, "dynamic.vdi", 0x1a8, 0x12), `another image, "00000012-0000-0000-0000-000000000000"`)
	refused(t, "child.vdi", edit(t, "dynamic.vdi", 0x4c, 4), "which it does not name")
	refused(t, "child.vhdx", childVHDX(t), `another image, "C:\old.vhdx"`)
}

func TestAnImageIsReadOverTheOneThatIsGiven(t *testing.T) {
	dir := folder(t, map[string][]byte{"top.qcow2": fixture(t, "backed.qcow2"), "base.qcow2": fixture(t, "plain.qcow2"), "cut.qcow2": fixture(t, "plain.qcow2")[:1000]})
	in := func(name string) string { return filepath.Join(dir, name) }
	img, err := OpenOver(in("top.qcow2"), in("base.qcow2"))
	require.NoError(t, err)
	defer img.Close()
	same(t, fixture(t, "disk.raw"), all(t, img.Disks[0]))
	_, err = OpenOver(in("base.qcow2"), in("top.qcow2"))
	require.ErrorContains(t, err, "it is whole")
	_, err = OpenOver(in("top.qcow2"), in("top.qcow2"))
	require.ErrorContains(t, err, "only the changes to another image")
	_, err = OpenOver(in("top.qcow2"), in("cut.qcow2"))
	require.ErrorContains(t, err, "open the backing file")
	_, err = OpenOver(in("top.qcow2"), in("missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func refused(t *testing.T, name string, b []byte, says string) {
	t.Helper()
	_, err := Open(file1(t, name, b))
	var r *Refusal
	require.ErrorAs(t, err, &r, name)
	require.Contains(t, r.Error(), says)
	require.NotEmpty(t, r.Remedy())
}

// edit gives an image with some of its bytes, at pairs of offset and value, changed.
func edit(t testing.TB, name string, pairs ...int) []byte {
	b := bytes.Clone(fixture(t, name))
	for i := 0; i < len(pairs); i += 2 {
		b[pairs[i]] = byte(pairs[i+1])
	}
	return b
}

// editVHD changes the footer and its copy.
func editVHD(t testing.TB, pairs ...int) []byte {
	b := bytes.Clone(fixture(t, "dynamic.vhd"))
	for i := 0; i < len(pairs); i += 2 {
		b[pairs[i]], b[len(b)-512+pairs[i]] = byte(pairs[i+1]), byte(pairs[i+1])
	}
	sealVHD(b)
	return b
}

// sealVHD makes the checksums right again.
func sealVHD(b []byte) {
	put := func(b []byte, at int) { binary.BigEndian.PutUint32(b[at:], vhdSum(b, at)) }
	if len(b) < 4<<10 {
		return
	}
	put(b[:512], 64)
	put(b[512:512+1024], 36)
	put(b[len(b)-512:], 64)
}

func editVHDX(t testing.TB, pairs ...int) []byte {
	b := edit(t, "dynamic.vhdx", pairs...)
	sealVHDX(b)
	return b
}

func sealVHDX(b []byte) {
	for at, n := range map[int]int{64 << 10: 4 << 10, 128 << 10: 4 << 10, 192 << 10: 64 << 10, 256 << 10: 64 << 10} {
		if at+n <= len(b) {
			binary.LittleEndian.PutUint32(b[at+4:], vhdxSum(b[at:at+n]))
		}
	}
}

// childVHDX makes an image of the changes to another: of the item that has the
// physical size of a sector it makes one that has the path of the parent.
func childVHDX(t testing.TB) []byte {
	b := bytes.Clone(fixture(t, "dynamic.vhdx"))
	meta := b[bytes.Index(b, []byte("metadata")):]
	entry := func(id string) []byte {
		for e := meta[32:]; ; e = e[32:] {
			if guid(e) == id {
				return e
			}
		}
	}
	flags := binary.LittleEndian.Uint32(entry(vhdxFile)[16:]) + 4
	meta[flags] |= vhdxHasParent
	key, value := wide("relative_path"), wide(`C:\old.vhdx`)
	at := 128 << 10
	l := meta[at:]
	l[18] = 1
	binary.LittleEndian.PutUint32(l[20:], 64)
	binary.LittleEndian.PutUint32(l[24:], 128)
	binary.LittleEndian.PutUint16(l[28:], uint16(len(key)))
	binary.LittleEndian.PutUint16(l[30:], uint16(len(value)))
	copy(l[64:], key)
	copy(l[128:], value)
	e := entry(vhdxPhysical)
	copy(e, "\x2d\x5f\xd3\xa8\x0b\xb3\x4d\x45\xab\xf7\xd3\xd8\x48\x34\xab\x0c")
	binary.LittleEndian.PutUint32(e[16:], uint32(at))
	binary.LittleEndian.PutUint32(e[20:], 256)
	return b
}

func wide(s string) string {
	var b strings.Builder
	for _, c := range s {
		b.WriteString(string(c) + "\x00")
	}
	return b.String()
}

func TestADescriptorJoinsItsExtents(t *testing.T) {
	raw := fixture(t, "disk.raw")
	dir := folder(t, map[string][]byte{
		"all.vmdk": []byte("# Disk DescriptorFile\nversion=1\nparentCID=ffffffff\n" +
			"RW 8 FLAT \"flat.bin\" 1024\nRDONLY 16 ZERO\nRW 4096 SPARSE \"split-s001.vmdk\"\nRW 1 FLAT \"flat.bin\" 8194\nRW 2 VMFS \"flat.bin\"\n"),
		"flat.bin":        raw,
		"split-s001.vmdk": fixture(t, "split-s001.vmdk"),
	})
	img, err := Open(filepath.Join(dir, "all.vmdk"))
	require.NoError(t, err)
	defer img.Close()
	s := 512
	want := bytes.Join([][]byte{raw[1024*s : 1032*s], make([]byte, 16*s), raw[:4096*s], raw[8194*s:], raw[:2*s]}, nil)
	same(t, want, all(t, img.Disks[0]))
	readAnywhere(t, want, img.Disks[0])
}

func TestAnExtentCannotBeElsewhere(t *testing.T) {
	secret := file1(t, "secret", make([]byte, 4096))
	dir := t.TempDir()
	require.NoError(t, os.Symlink(secret, filepath.Join(dir, "link")))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder"), 0o700))
	relative, err := filepath.Rel(dir, secret)
	require.NoError(t, err)
	for _, name := range []string{secret, relative, "link", "folder", "missing", "", ".", "a\x01b"} {
		path := filepath.Join(dir, "disk.vmdk")
		require.NoError(t, os.WriteFile(path, []byte("# Disk DescriptorFile\nRW 8 FLAT \""+name+"\" 0\n"), 0o600))
		_, err := Open(path)
		require.Error(t, err, name)
	}
	for _, path := range []string{dir, filepath.Join(dir, "missing")} {
		_, err := Open(path)
		require.Error(t, err)
	}
}

func TestALieInAHeaderIsAnError(t *testing.T) {
	be, le := binary.BigEndian, binary.LittleEndian
	for what, b := range map[string][]byte{
		"qcow2 size":       with(t, "plain.qcow2", func(b []byte) { be.PutUint64(b[24:], 1<<60) }),
		"qcow2 L1 entries": with(t, "plain.qcow2", func(b []byte) { be.PutUint32(b[36:], 1<<31) }),
		"qcow2 L1 place":   with(t, "plain.qcow2", func(b []byte) { be.PutUint64(b[40:], 1<<63-1) }),
		"qcow2 cluster":    with(t, "plain.qcow2", func(b []byte) { be.PutUint32(b[20:], 63) }),
		"qcow2 feature":    with(t, "plain.qcow2", func(b []byte) { b[72] = 1 }),
		"vmdk capacity":    with(t, "sparse.vmdk", func(b []byte) { le.PutUint64(b[12:], 1<<54) }),
		"vmdk overflow":    with(t, "sparse.vmdk", func(b []byte) { le.PutUint64(b[12:], 1<<63) }),
		"vmdk grain":       with(t, "stream.vmdk", func(b []byte) { le.PutUint64(b[20:], 1<<30) }),
		"vmdk directory":   with(t, "sparse.vmdk", func(b []byte) { le.PutUint64(b[56:], 1<<50) }),
		"vmdk text":        with(t, "sparse.vmdk", func(b []byte) { le.PutUint64(b[36:], 1<<50) }),
		"vhd size":         with(t, "dynamic.vhd", func(b []byte) { be.PutUint64(b[len(b)-512+48:], 1<<60); sealVHD(b) }),
		"vhd entries":      with(t, "dynamic.vhd", func(b []byte) { be.PutUint32(b[512+28:], 1<<31); sealVHD(b) }),
		"vhd checksum":     with(t, "dynamic.vhd", func(b []byte) { b[512+28]++ }),
		"vdi size":         with(t, "dynamic.vdi", func(b []byte) { le.PutUint64(b[0x170:], 1<<60) }),
		"vdi blocks":       with(t, "dynamic.vdi", func(b []byte) { le.PutUint32(b[0x180:], 1<<31) }),
		"vhdx regions":     with(t, "dynamic.vhdx", func(b []byte) { le.PutUint32(b[192<<10+8:], 1<<31); sealVHDX(b) }),
		"vhdx no head":     with(t, "dynamic.vhdx", func(b []byte) { b[64<<10+50]++; b[128<<10+50]++ }),
		"vhdx items":       with(t, "dynamic.vhdx", func(b []byte) { le.PutUint16(b[bytes.Index(b, []byte("metadata"))+10:], 1<<15) }),
		"ova cut":          fixture(t, "appliance.ova")[:20<<10],
	} {
		_, err := inMemory(b).image()
		require.Error(t, err, what)
	}
}

// What tables say of blocks that have no content, and of those that are nowhere.
func TestABlockWithoutContentIsZerosOrAnError(t *testing.T) {
	le := binary.LittleEndian
	grain := func(flag byte, entry uint32) []byte {
		return with(t, "sparse.vmdk", func(b []byte) {
			b[8] |= flag
			table := le.Uint32(b[le.Uint64(b[56:])*512:])
			le.PutUint32(b[table*512:], entry)
		})
	}
	vhdx := func(entry uint64) []byte {
		return with(t, "dynamic.vhdx", func(b []byte) {
			regions, err := vhdxRegions(inMemory(b))
			require.NoError(t, err)
			le.PutUint64(b[regions[vhdxBAT].off:], entry)
		})
	}
	vdi := func(entry uint32) []byte {
		return with(t, "dynamic.vdi", func(b []byte) { le.PutUint32(b[le.Uint32(b[0x154:]):], entry) })
	}
	for what, b := range map[string][]byte{
		"vmdk unwritten": grain(0, 0), "vmdk zeros": grain(4, 1), "vdi unwritten": vdi(vdiUnwritten), "vdi discarded": vdi(vdiDiscarded),
		"vhdx absent": vhdx(vhdxAbsent), "vhdx zero": vhdx(vhdxZero), "vhdx unmapped": vhdx(vhdxUnmapped),
	} {
		require.Equal(t, make([]byte, 512), first(t, b, nil), what)
	}
	for what, b := range map[string][]byte{
		"vmdk": grain(0, 1<<31), "vdi count": vdi(1 << 20), "vhdx state": vhdx(7), "vhdx place": vhdx(1<<60 | vhdxPresent), "vhdx head": vhdx(vhdxPresent),
		"qcow2":   with(t, "plain.qcow2", func(b []byte) { b[binary.BigEndian.Uint64(b[40:])+2] = 1 }),
		"deflate": with(t, "stream.vmdk", func(b []byte) { b[128*512+12+100] ^= 0x10 }),
	} {
		first(t, b, func(err error) { require.Error(t, err, what) })
	}
}

// first reads the first sector.
func first(t *testing.T, b []byte, check func(error)) []byte {
	img, err := inMemory(b).image()
	require.NoError(t, err)
	p := bytes.Repeat([]byte{0xaa}, 512)
	_, err = img.Disks[0].ReadAt(p, 0)
	if check != nil {
		check(err)
	} else {
		require.NoError(t, err)
	}
	return p
}

func with(t testing.TB, name string, change func([]byte)) []byte {
	b := bytes.Clone(fixture(t, name))
	change(b)
	return b
}

// A file that ends early has lost content: what remains is right, the rest an error.
func TestACutImageNeverGivesZeros(t *testing.T) {
	want := fixture(t, "disk.raw")
	r := rand.New(rand.NewSource(1))
	for name, format := range sound {
		if format == "raw" || strings.Contains(name, "flat") || name == "split.vmdk" {
			continue
		}
		b := fixture(t, name)
		lost := 0
		for range 12 {
			disks, err := opener(format)(inMemory(b[:r.Intn(len(b))]))
			if err != nil {
				lost++
				continue
			}
			for _, d := range disks {
				require.EqualValues(t, len(want), d.Size(), name)
				if !rightOrError(t, name, want, d) {
					lost++
				}
			}
		}
		require.NotZero(t, lost, name)
	}
}

func opener(format string) func(*source) ([]Named, error) {
	for _, f := range formats() {
		if f.name == format {
			return f.open
		}
	}
	return nil
}

func rightOrError(t *testing.T, name string, want []byte, d Device) bool {
	const step = 32 << 10
	whole := true
	for off := 0; off < len(want); off += step {
		p := make([]byte, min(step, len(want)-off))
		n, err := d.ReadAt(p, int64(off))
		if err != nil {
			require.NotErrorIs(t, err, io.EOF, "the end of the file is not the end of the disk")
			whole = false
		} else if n < len(p) {
			t.Fatalf("%s: %d bytes at %d without an error", name, n, off)
		}
		require.True(t, bytes.Equal(want[off:off+n], p[:n]), "%s differs at %d", name, off)
	}
	return whole
}

var mutations = flag.Int("mutations", 200, "how often to damage the images of each format")

func TestADamagedImageDoesNoHarm(t *testing.T) {
	images := map[string]int{}
	for _, format := range sound {
		images[format]++
	}
	for name, format := range sound {
		if format == "raw" {
			continue
		}
		n := *mutations/images[format] + 1
		b := bytes.Clone(fixture(t, name))
		r := rand.New(rand.NewSource(int64(len(b))))
		places := nonzero(b)
		opened := 0
		for range n {
			if mutate(t, b, r, places) {
				opened++
			}
		}
		t.Logf("%-16s %d of %d opened", name, opened, n)
	}
}

// nonzero lists bytes that say something: the first of each kibibyte's.
func nonzero(b []byte) []int {
	var places []int
	for i := 0; i < len(b); i++ {
		if b[i] == 0 {
			continue
		}
		places = append(places, i)
		if len(places)%128 == 0 {
			i = i/1024*1024 + 1023
		}
	}
	return places
}

// mutate changes some bytes, examines the image, and puts the bytes back.
func mutate(t *testing.T, b []byte, r *rand.Rand, places []int) bool {
	var undo []func()
	defer func() {
		for i := len(undo) - 1; i >= 0; i-- {
			undo[i]()
		}
	}()
	for range 1 + r.Intn(4) {
		at := min(len(b)-1, []int{r.Intn(1 << 10), r.Intn(len(b)), len(b) - 1 - r.Intn(min(2<<10, len(b))),
			places[r.Intn(len(places))], r.Intn(len(b)/65536+1)*65536 + r.Intn(256)}[r.Intn(5)])
		old := b[at]
		undo = append(undo, func() { b[at] = old })
		b[at] = []byte{byte(r.Int()), 0, 0xff, 0x80, old + 1, old ^ 1<<r.Intn(8)}[r.Intn(6)]
	}
	if r.Intn(2) == 0 { // else the checksums catch it
		undo = append(undo, kept(b))
		sealed(b)
	}
	n := len(b)
	if r.Intn(8) == 0 {
		n = r.Intn(n)
	}
	return examine(t, b[:n])
}

// kept gives a function that puts back what sealed changes.
func kept(b []byte) func() {
	if !bytes.HasPrefix(b, []byte(vhdxMagic)) && !bytes.HasPrefix(b, []byte(vhdCookie)) {
		return func() {}
	}
	head, tail := bytes.Clone(b[:min(len(b), 1<<20)]), bytes.Clone(b[len(b)-512:])
	return func() { copy(b, head); copy(b[len(b)-512:], tail) }
}

func sealed(b []byte) {
	if bytes.HasPrefix(b, []byte(vhdxMagic)) {
		sealVHDX(b)
	}
	if bytes.HasPrefix(b, []byte(vhdCookie)) {
		sealVHD(b)
	}
}

// examine reads here and there of what may be an image.
func examine(t *testing.T, b []byte) bool {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	img, err := inMemory(b).image()
	if err == nil {
		for _, d := range img.Disks {
			p := make([]byte, 4096)
			for _, off := range []int64{0, 65536 - 100, 512 << 10, 2<<20 - 2500, 3<<20 + 512, d.Size() / 2, d.Size() - 4000} {
				n, err := d.ReadAt(p, max(0, off))
				if n < len(p) && err == nil {
					t.Fatalf("%d bytes at %d without an error", n, off)
				}
			}
		}
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 128<<20 {
		t.Fatalf("%d MiB were allocated for an image of %d bytes", n>>20, len(b))
	}
	return err == nil
}

func fuzz(f *testing.F, names ...string) {
	for i := range names {
		f.Add(uint8(i), uint32(0), []byte{}, uint32(0), []byte{}, uint32(0))
		f.Add(uint8(i), uint32(16), []byte{0xff, 0xff}, uint32(40), []byte{1}, uint32(1000))
		f.Add(uint8(i), uint32(192<<10+16), []byte{1, 2, 3}, uint32(1<<20), []byte{0x80, 0, 0, 1}, uint32(0))
	}
	f.Fuzz(func(t *testing.T, which uint8, at uint32, patch []byte, at2 uint32, patch2 []byte, cut uint32) {
		base := fixture(t, names[int(which)%len(names)])
		b := bytes.Clone(base)
		copy(b[int(at)%len(b):], patch)
		copy(b[int(at2)%len(b):], patch2)
		sealed(b)
		examine(t, b[:len(b)-int(cut)%len(b)])
	})
}

func FuzzQcow2(f *testing.F) {
	fuzz(f, "plain.qcow2", "zlib.qcow2", "zstd.qcow2", "extended.qcow2", "v2.qcow2")
}
func FuzzVMDK(f *testing.F) { fuzz(f, "sparse.vmdk", "stream.vmdk", "footer.vmdk") }
func FuzzVHD(f *testing.F)  { fuzz(f, "dynamic.vhd", "fixed.vhd") }
func FuzzVHDX(f *testing.F) { fuzz(f, "dynamic.vhdx") }
func FuzzVDI(f *testing.F)  { fuzz(f, "dynamic.vdi") }
func FuzzOVA(f *testing.F)  { fuzz(f, "appliance.ova") }

func FuzzDescriptor(f *testing.F) {
	for _, name := range []string{"flat.vmdk", "split.vmdk", "splitflat.vmdk"} {
		f.Add(fixture(f, name))
	}
	f.Add([]byte("# Disk DescriptorFile\nRW 9223372036854775807 ZERO\nRW 18014398509481983 ZERO\nRW 18014398509481983 ZERO\n"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		d := &file{bytes.NewReader(text), int64(len(text))}
		s := &source{Device: d, path: filepath.Join(dir, "disk.vmdk"), pool: newPool()}
		if img, err := openVMDKText(s); err == nil {
			_, err := img.ReadAt(make([]byte, 100), img.Size()/2)
			require.False(t, err != nil && img.Size() > 200, fmt.Sprint(err))
		}
	})
}
