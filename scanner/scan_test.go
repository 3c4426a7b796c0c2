package scanner

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const images = "../testdata/images/"

func TestTheSameImageGivesTheSameInventoryHoweverItIsRead(t *testing.T) {
	for _, image := range []string{"debian-13.tar", "stores.qcow2", "terraform-1.6.0", "node-new.oci.tar"} {
		read := func(parallel int) string {
			var out bytes.Buffer
			inv, err := Scan(context.Background(), images+image, Options{Parallel: parallel})
			require.NoError(t, err)
			require.NoError(t, inv.Write(&out))
			return out.String()
		}
		want := read(1)
		for _, parallel := range []int{0, 2, 8} {
			require.Equal(t, want, read(parallel), "%s with %d", image, parallel)
		}
	}
}

func TestAScanCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Scan(ctx, images+"debian-13.tar", Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func addTo(tb testing.TB, w *tar.Writer, name string, data []byte) {
	require.NoError(tb, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data))}))
	_, err := w.Write(data)
	require.NoError(tb, err)
}

// imageOf writes an image of one layer.
func imageOf(tb testing.TB, layer []byte) string {
	name := filepath.Join(tb.TempDir(), "image.tar")
	f, err := os.Create(name)
	require.NoError(tb, err)
	w := tar.NewWriter(f)
	addTo(tb, w, "manifest.json", []byte(`[{"Config":"config.json","Layers":["layer.tar"]}]`))
	addTo(tb, w, "config.json", []byte(`{"os":"linux"}`))
	addTo(tb, w, "layer.tar", layer)
	require.NoError(tb, w.Close())
	require.NoError(tb, f.Close())
	return name
}

// archive writes an image of one layer with n packages whose license files are
// real, amid files that are passed over.
func archive(b *testing.B, n int) string {
	license, err := os.ReadFile(images + "terraform-1.5.7/LICENSE")
	require.NoError(b, err)
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	filler := make([]byte, 64<<10)
	for i := range n {
		dir := fmt.Sprintf("srv/node_modules/p%d/", i)
		addTo(b, w, dir+"package.json", fmt.Appendf(nil, `{"name":"p%d","version":"1.0.0","license":"MPL-2.0"}`, i))
		addTo(b, w, dir+"LICENSE", fmt.Appendf(nil, "Copyright %d\n\n%s", i, license))
		addTo(b, w, dir+"data.js", filler)
	}
	require.NoError(b, w.Close())
	return imageOf(b, layer.Bytes())
}

func BenchmarkScan(b *testing.B) {
	name := archive(b, 2000)
	st, err := os.Stat(name)
	require.NoError(b, err)
	s, err := New(Options{})
	require.NoError(b, err)
	b.SetBytes(st.Size())
	b.ReportAllocs()
	for b.Loop() {
		_, err := s.Scan(context.Background(), name)
		require.NoError(b, err)
	}
}

// A tar may have a path twice: what stands later counts, however long the first takes to read.
func TestTheLaterOfTwoFilesOfOneNameCounts(t *testing.T) {
	mpl, err := os.ReadFile(images + "terraform-1.5.7/LICENSE")
	require.NoError(t, err)
	long := bytes.Repeat([]byte("You may not sell this software to anybody, nor host it for others.\n"), 3000)
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	for i := range 40 {
		for _, text := range [][]byte{long, mpl} {
			addTo(t, w, fmt.Sprintf("app%d/LICENSE", i), text)
		}
	}
	require.NoError(t, w.Close())
	inv, err := Scan(t.Context(), imageOf(t, layer.Bytes()), Options{Parallel: 8})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, inv.Write(&out))
	require.Contains(t, out.String(), "MPL-2.0")
	require.NotContains(t, out.String(), "unrecognized")
}
