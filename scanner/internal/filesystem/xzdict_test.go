package filesystem

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"
)

func TestAnXZStreamMayAskForSoMuchMemory(t *testing.T) {
	var b bytes.Buffer
	w, err := xz.WriterConfig{DictCap: 8 << 20}.NewWriter(&b)
	require.NoError(t, err)
	_, err = w.Write([]byte("words"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, CheckXZ(b.Bytes(), 8<<20))
	require.ErrorContains(t, CheckXZ(b.Bytes(), 1<<20), "a dictionary of 8388608 bytes")
	for n := range b.Len() {
		_ = CheckXZ(b.Bytes()[:n], 1<<20)
	}
}
