// Package cache keeps what was learnt of a layer, by the layer's digest.
//
// An entry is a plain file that is written whole or not at all, so that many
// processes may share a folder, and a folder may be copied. The key has the
// digest and the version of the analyzer: other analyzers never see it.
//
// It promises that a damaged or foreign file is a miss, never an error, and
// that nothing is kept of what has no digest. It never removes entries: the
// folder is a cache, to be emptied at any time.
//
//	c := cache.New(dir, version)
//	if !c.Load(digest, &facts) {
//		facts = …
//		c.Store(digest, facts)
//	}
package cache

import (
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// Cache is a folder of entries. The zero Cache keeps nothing.
type Cache struct{ dir, version string }

// New returns a cache in a folder, which is made when first written to.
func New(dir, version string) Cache { return Cache{dir, version} }

// maxEntry bounds what is read back; facts of the largest layers have some
// 50 MB.
const maxEntry = 1 << 30

func (c Cache) path(digest string) string {
	if c.dir == "" || digest == "" || c.version == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(c.version + "\x00" + digest))
	name := hex.EncodeToString(sum[:])
	return filepath.Join(c.dir, name[:2], name[2:]+".facts")
}

// Load reads an entry into v; it reports false if there is none that can be
// read.
func (c Cache) Load(digest string, v any) bool {
	name := c.path(digest)
	if name == "" {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return false
	}
	defer z.Close()
	return gob.NewDecoder(io.LimitReader(z, maxEntry)).Decode(v) == nil
}

// Store writes an entry.
func (c Cache) Store(digest string, v any) error {
	name := c.path(digest)
	if name == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	t, err := os.CreateTemp(filepath.Dir(name), ".new-")
	if err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	defer os.Remove(t.Name())
	err = encode(t, v)
	if closeErr := t.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(t.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	return nil
}

func encode(w io.Writer, v any) error {
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(z).Encode(v); err != nil {
		z.Close()
		return err
	}
	return z.Close()
}
