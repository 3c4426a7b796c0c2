package source

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/inventory"
)

const images = "../../../testdata/images/"

// contents reads all regular files of an image's layers.
func contents(t *testing.T, target string) []map[string]string {
	t.Helper()
	img, err := Open(t.Context(), target, Options{})
	require.NoError(t, err)
	defer img.Close()
	var out []map[string]string
	for _, l := range img.Layers {
		files := map[string]string{}
		require.NoError(t, l.Walk(context.Background(), func(f *File) error {
			if f.Kind != Regular {
				return nil
			}
			b, err := io.ReadAll(f)
			if f.At != nil {
				again := make([]byte, f.Size)
				_, err := f.At.ReadAt(again, 0)
				require.True(t, err == nil || err == io.EOF)
				require.Equal(t, string(b), string(again), f.Path)
			}
			files[f.Path] = string(b)
			return err
		}, func(g inventory.Gap) { t.Errorf("gap %v", g) }))
		out = append(out, files)
	}
	return out
}

func TestKindsAreRecognized(t *testing.T) {
	for target, kind := range map[string]string{
		images + "debian-12.tar": "docker-archive", images + "node-old.oci.tar": "oci-archive", images + "terraform-1.5.7": "dir",
		"dir:" + images + "terraform-1.5.7": "dir", "docker-archive:" + images + "debian-12.tar": "docker-archive",
	} {
		img, err := Open(t.Context(), target, Options{})
		require.NoError(t, err, target)
		require.Equal(t, kind, img.Target.Kind, target)
		require.NoError(t, img.Close())
	}
}

func TestLayersHaveTheFilesOfTheImage(t *testing.T) {
	layers := contents(t, images+"debian-13.tar")
	require.Len(t, layers, 2)
	require.Contains(t, layers[1]["usr/share/doc/redis-server/copyright"], "Redis Source Available License")
	require.Contains(t, layers[1]["var/lib/dpkg/status"], "Package: redis-server")

	layers = contents(t, images+"node-new.oci.tar") // gzip and zstd
	require.Len(t, layers, 2)
	require.Contains(t, layers[1]["srv/app/node_modules/husky/package.json"], "Parity-7.0.0")
}

func TestNamesStayInsideTheRoot(t *testing.T) {
	for in, want := range map[string]string{"./etc/passwd": "etc/passwd", "/etc/passwd": "etc/passwd", "a//b/./c/": "a/b/c", ".": "", "..a/b": "..a/b"} {
		got, ok := clean(in)
		require.True(t, ok, in)
		require.Equal(t, want, got)
	}
	for _, in := range []string{"../x", "a/../../x", "a/..", ".."} {
		_, ok := clean(in)
		require.False(t, ok, in)
	}
}

func TestWhiteoutsAreToldApart(t *testing.T) {
	for in, want := range map[string]Kind{"a/.wh.b": Whiteout, "a/.wh..wh..opq": Opaque, ".wh..wh.plnk": Other} {
		_, kind, ok := whiteout(in)
		require.True(t, ok, in)
		require.Equal(t, want, kind, in)
	}
	_, _, ok := whiteout("a/b.wh.c")
	require.False(t, ok)
}

func TestADirectoryIsNotLeftByLinks(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("links need a privilege here")
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a"), []byte("x"), 0o600))
	require.NoError(t, os.Symlink("/etc", filepath.Join(dir, "out")))
	require.NoError(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	img, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	defer img.Close()
	var paths []string
	require.NoError(t, img.Layers[0].Walk(context.Background(), func(f *File) error {
		if f.Kind != Directory {
			paths = append(paths, f.Path+"→"+f.Link)
		}
		return nil
	}, func(inventory.Gap) {}))
	slices.Sort(paths)
	require.Equal(t, []string{"a→", "loop→loop", "out→/etc"}, paths)
}

func FuzzArchive(f *testing.F) {
	for _, name := range []string{"debian-12.tar", "node-old.oci.tar"} {
		b, err := os.ReadFile(images + name)
		require.NoError(f, err)
		f.Add(b[:min(len(b), 8<<10)])
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	manifest := `[{"Config":"c","Layers":["l"]}]`
	require.NoError(f, w.WriteHeader(&tar.Header{Name: "manifest.json", Size: int64(len(manifest)), Mode: 0o600}))
	_, _ = w.Write([]byte(manifest))
	require.NoError(f, w.WriteHeader(&tar.Header{Name: "c", Size: 2, Mode: 0o600}))
	_, _ = w.Write([]byte("{}"))
	require.NoError(f, w.WriteHeader(&tar.Header{Name: "l", Size: 512, Mode: 0o600}))
	_, _ = w.Write(make([]byte, 512))
	require.NoError(f, w.Close())
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		name := filepath.Join(t.TempDir(), "image.tar")
		require.NoError(t, os.WriteFile(name, b, 0o600))
		img, err := Open(t.Context(), name, Options{})
		if err != nil {
			return
		}
		defer img.Close()
		for _, l := range img.Layers {
			_ = l.Walk(context.Background(), func(f *File) error {
				require.NotContains(t, "/"+f.Path+"/", "/../")
				_, err := io.Copy(io.Discard, io.LimitReader(f, 1<<20))
				return err
			}, func(inventory.Gap) {})
		}
	})
}

// A download that was cut ends between two entries, for all a reader of tar knows.
func TestACutPackageIsAnError(t *testing.T) {
	archive := func(names ...string) []byte {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, name := range names {
			require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Size: 512, Mode: 0o600}))
			_, err := fmt.Fprintf(w, "%-511s\n", "Package: a\nVersion: 1\nDescription: d")
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		return b.Bytes()
	}
	entry := func(name string, content []byte) string {
		return fmt.Sprintf("%-16s%-32s%-10d`\n%s", name, "", len(content), content)
	}
	whole := "!<arch>\n" + entry("control.tar", archive("./control")) + entry("data.tar", archive("./a", "./b"))
	walk := func(s string) error {
		name := filepath.Join(t.TempDir(), "a.deb")
		require.NoError(t, os.WriteFile(name, []byte(s), 0o600))
		return Deb(name).Walk(t.Context(), func(f *File) error { _, err := io.Copy(io.Discard, f); return err }, func(inventory.Gap) {})
	}
	require.NoError(t, walk(whole))
	require.ErrorIs(t, walk(whole[:len(whole)-2048]), io.ErrUnexpectedEOF)
}

func FuzzDeb(f *testing.F) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	control := "Package: a\nVersion: 1\n"
	require.NoError(f, w.WriteHeader(&tar.Header{Name: "./control", Size: int64(len(control)), Mode: 0o600}))
	_, _ = w.Write([]byte(control))
	require.NoError(f, w.Close())
	require.NoError(f, z.Close())
	entry := func(name string, content []byte) string {
		return fmt.Sprintf("%-16s%-32s%-10d`\n%s", name, "", len(content), content) + strings.Repeat("\n", len(content)%2)
	}
	f.Add([]byte("!<arch>\n" + entry("debian-binary", []byte("2.0\n")) + entry("control.tar.gz", b.Bytes()) + entry("data.tar.gz", b.Bytes())))
	f.Fuzz(func(t *testing.T, b []byte) {
		name := filepath.Join(t.TempDir(), "a.deb")
		require.NoError(t, os.WriteFile(name, b, 0o600))
		_ = Deb(name).Walk(t.Context(), func(f *File) error {
			_, err := io.Copy(io.Discard, io.LimitReader(f, 1<<20)) // holes cost nothing to claim
			return err
		}, func(inventory.Gap) {})
	})
}
