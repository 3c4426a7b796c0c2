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

// archive writes an image of one layer with n packages whose license files are
// real, amid files that are passed over.
func archive(b *testing.B, n int) string {
	license, err := os.ReadFile(images + "terraform-1.5.7/LICENSE")
	require.NoError(b, err)
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	add := func(w *tar.Writer, name string, data []byte) {
		require.NoError(b, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data))}))
		_, err := w.Write(data)
		require.NoError(b, err)
	}
	filler := make([]byte, 64<<10)
	for i := range n {
		dir := fmt.Sprintf("srv/node_modules/p%d/", i)
		add(w, dir+"package.json", fmt.Appendf(nil, `{"name":"p%d","version":"1.0.0","license":"MPL-2.0"}`, i))
		add(w, dir+"LICENSE", fmt.Appendf(nil, "Copyright %d\n\n%s", i, license))
		add(w, dir+"data.js", filler)
	}
	require.NoError(b, w.Close())
	name := filepath.Join(b.TempDir(), "image.tar")
	f, err := os.Create(name)
	require.NoError(b, err)
	out := tar.NewWriter(f)
	add(out, "manifest.json", []byte(`[{"Config":"config.json","Layers":["layer.tar"]}]`))
	add(out, "config.json", []byte(`{"os":"linux"}`))
	add(out, "layer.tar", layer.Bytes())
	require.NoError(b, out.Close())
	require.NoError(b, f.Close())
	return name
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
