//go:build unix

package disk

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// To open a pipe waits for one who writes to it.
func TestAPipeIsNotAnImage(t *testing.T) {
	dir := t.TempDir()
	pipe, text := filepath.Join(dir, "pipe"), filepath.Join(dir, "disk.vmdk")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	require.NoError(t, os.WriteFile(text, []byte("# Disk DescriptorFile\nRW 8 FLAT \"pipe\" 0\n"), 0o600))
	for _, path := range []string{pipe, text} {
		_, err := Open(path)
		require.ErrorContains(t, err, "is not a file")
	}
}
