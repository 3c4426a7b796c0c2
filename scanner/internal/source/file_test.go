package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/inventory"
)

func TestAFileOfADirectoryCanBeReadWhenTheWalkIsOver(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "LICENSE"), []byte("as is"), 0o600))
	img, err := Open(t.Context(), "dir:"+dir, Options{})
	require.NoError(t, err)
	defer img.Close()
	var held *File
	release := func() {}
	err = img.Layers[0].Walk(t.Context(), func(f *File) (err error) {
		if f.Kind == Regular {
			require.True(t, f.Lasts())
			held, release, err = f.Hold()
		}
		return err
	}, func(inventory.Gap) {})
	require.NoError(t, err)
	defer release()
	b, err := io.ReadAll(held)
	require.NoError(t, err)
	require.Equal(t, "as is", string(b))
}

func TestAHeldFileKeepsWhatCouldBeReadAndTheErrorBehind(t *testing.T) {
	broken := errors.New("bad sector")
	stream := io.MultiReader(strings.NewReader("as "), iotest.ErrReader(broken))
	held, _, err := (&File{Size: 5, Reader: stream}).Hold()
	require.NoError(t, err)
	b, err := io.ReadAll(held)
	require.ErrorIs(t, err, broken)
	require.Equal(t, "as ", string(b))

	_, _, err = (&File{Size: 5, Reader: strings.NewReader("as ")}).Hold()
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "a layer that ends within a file is truncated")

	short := bytes.NewReader([]byte("as "))
	held, _, err = (&File{Size: 5, Reader: short, At: short}).Hold()
	require.NoError(t, err)
	b, err = io.ReadAll(held)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Equal(t, "as ", string(b))
}
