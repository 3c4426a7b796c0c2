package bolt_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/internal/bolt"
	"github.com/licdrift/licdrift/scanner/internal/source"
)

// database is that of the containerd on a sample disk.
func database(t testing.TB) []byte {
	img, err := source.Open(t.Context(), "../../../testdata/images/stores.qcow2", source.Options{})
	require.NoError(t, err)
	defer img.Close()
	b, err := source.ReadFile(img.Tree, "var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db", 1<<20)
	require.NoError(t, err)
	return b
}

func open(b []byte) (*bolt.DB, error) { return bolt.Open(bytes.NewReader(b), int64(len(b))) }

func TestImagesAreFoundByTheirNames(t *testing.T) {
	db, err := open(database(t))
	require.NoError(t, err)
	for space, want := range map[string]string{"default": "docker.io/shop/app:2", "k8s.io": "docker.io/shop/app:1"} {
		images, err := db.Bucket("v1", space, "images")
		require.NoError(t, err)
		var names []string
		require.NoError(t, images.Each(func(e bolt.Entry) error {
			names = append(names, string(e.Key))
			return nil
		}))
		require.Contains(t, names, want)
		require.True(t, slices.IsSorted(names))
		target, err := images.Bucket(want, "target")
		require.NoError(t, err)
		digest, err := target.Get("digest")
		require.NoError(t, err)
		require.Regexp(t, `^sha256:[0-9a-f]{64}$`, string(digest))
	}
	_, err = db.Bucket("v1", "nowhere")
	require.ErrorIs(t, err, bolt.ErrNotFound)
}

// everything reads all buckets, to a depth that no sound database has.
func everything(b *bolt.Bucket, depth int) error {
	return b.Each(func(e bolt.Entry) error {
		if e.Bucket == nil || depth == 0 {
			return nil
		}
		return everything(e.Bucket, depth-1)
	})
}

func TestADamagedDatabaseEndsAsAnError(t *testing.T) {
	sound := database(t)
	for _, n := range []int{0, 1, 4096, 8192, len(sound) / 2} {
		if db, err := open(sound[:n]); err == nil {
			all, err := db.Bucket()
			require.NoError(t, err)
			require.ErrorIs(t, everything(all, 8), io.ErrUnexpectedEOF, "%d bytes", n)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		b := slices.Clone(sound)
		for range 1 + r.IntN(8) {
			b[8192+r.IntN(len(b)-8192)] = byte(r.Uint32())
		}
		db, err := open(b)
		require.NoError(t, err)
		all, err := db.Bucket()
		require.NoError(t, err)
		_ = everything(all, 8)
	}
}

func FuzzBolt(f *testing.F) {
	f.Add(database(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		db, err := open(b)
		if err != nil {
			return
		}
		if all, err := db.Bucket(); err == nil {
			_ = everything(all, 4)
		}
	})
}
