package cache

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

type entry struct{ A map[string]int }

func TestAnEntryIsFoundByDigestAndVersion(t *testing.T) {
	dir := t.TempDir()
	c := New(dir, "v1")
	var got entry
	require.False(t, c.Load("sha256:a", &got))
	require.NoError(t, c.Store("sha256:a", entry{map[string]int{"x": 1}}))
	require.True(t, c.Load("sha256:a", &got))
	require.Equal(t, 1, got.A["x"])
	require.False(t, New(dir, "v2").Load("sha256:a", &got))
	require.False(t, c.Load("sha256:b", &got))
}

func TestWithoutADigestNothingIsKept(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, New(dir, "v1").Store("", entry{}))
	require.NoError(t, Cache{}.Store("sha256:a", entry{}))
	names, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, names)
}

func TestADamagedEntryIsAMiss(t *testing.T) {
	dir := t.TempDir()
	c := New(dir, "v1")
	require.NoError(t, c.Store("sha256:a", entry{map[string]int{"x": 1}}))
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			return os.WriteFile(name, []byte("damaged"), 0o600)
		}
		return err
	}))
	var got entry
	require.False(t, c.Load("sha256:a", &got))
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("damaged"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := New(t.TempDir(), "v1")
		name := c.path("sha256:a")
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, b, 0o600))
		var got entry
		c.Load("sha256:a", &got)
	})
}
