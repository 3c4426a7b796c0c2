package scanner

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/inventory"
)

const samples = "../testdata/images/"

// hidden is debian-13.tar with one more layer, as testdata/build/stores.sh makes it:
// one copyright file is gone, and what the folder of another held.
func hidden(t *testing.T) string {
	pack := func(files map[string][]byte, order ...string) []byte {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, name := range order {
			require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(files[name]))}))
			_, err := w.Write(files[name])
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		return b.Bytes()
	}
	const doc = "usr/share/doc/"
	top := pack(nil, doc+"nginx/.wh.copyright", doc+"redis-server/.wh..wh..opq")
	files, order := map[string][]byte{"top.tar": top}, []string{"top.tar"}
	f, err := os.Open(samples + "debian-13.tar")
	require.NoError(t, err)
	defer f.Close()
	for r := tar.NewReader(f); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		if h.Typeflag == tar.TypeReg {
			files[h.Name], err = io.ReadAll(r)
			require.NoError(t, err)
			order = append(order, h.Name)
		}
	}
	var manifest []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	require.NoError(t, json.Unmarshal(files["manifest.json"], &manifest))
	var config map[string]any
	require.NoError(t, json.Unmarshal(files[manifest[0].Config], &config))
	fs := config["rootfs"].(map[string]any)
	fs["diff_ids"] = append(fs["diff_ids"].([]any), fmt.Sprintf("sha256:%x", sha256.Sum256(top)))
	manifest[0].Layers = append(manifest[0].Layers, "top.tar")
	files["manifest.json"], err = json.Marshal(manifest)
	require.NoError(t, err)
	files[manifest[0].Config], err = json.Marshal(config)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "hidden.tar")
	require.NoError(t, os.WriteFile(name, pack(files, order...), 0o600))
	return name
}

// in gives the components that lie in an image, without saying so.
func in(inv *inventory.Inventory, image string) []inventory.Component {
	var out []inventory.Component
	for _, c := range inv.Components {
		c.Places = slices.DeleteFunc(slices.Clone(c.Places), func(p inventory.Place) bool { return p.Image != image })
		if len(c.Places) == 0 {
			continue
		}
		for i := range c.Places {
			c.Places[i].Image, c.Places[i].Layer = "", ""
		}
		out = append(out, c)
	}
	return out
}

// What a layer removes and hides is gone, whether it stands in an archive's layer or in
// the directories of an engine.
func TestAnImageInAStoreIsWhatItsArchiveIs(t *testing.T) {
	for disk, images := range map[string]map[string]string{
		"product-new.qcow2": {"shop/web:13": hidden(t), "shop/app:2": samples + "node-new.oci.tar"},
		"stores.qcow2":      {"shop/web:13": hidden(t), "shop/app:2": samples + "node-new.oci.tar", "shop/app:1": samples + "node-old.oci.tar"},
		"product-old.qcow2": {"shop/app:1": samples + "node-old.oci.tar", "": samples + "debian-12.tar"},
	} {
		inside, err := Scan(t.Context(), samples+disk, Options{})
		require.NoError(t, err)
		require.Empty(t, inside.Coverage.Gaps)
		for image, archive := range images {
			want, err := Scan(t.Context(), archive, Options{})
			require.NoError(t, err)
			require.Equal(t, in(want, ""), in(inside, image), "%s of %s", image, disk)
		}
	}
}

// A setting in an image says where an engine keeps its store. What the image wants to
// hide there is seen all the same.
func TestAStoresPlaceHidesNothing(t *testing.T) {
	for name, setting := range map[string]map[string]string{
		"docker":     {"etc/docker/daemon.json": `{"data-root": "/usr"}`, "usr/image/lib/x": "", "usr/image/share/x": ""},
		"containerd": {"etc/containerd/config.toml": "root = \"/usr\"\n", "usr/io.containerd.metadata.v1.bolt/meta.db": ""},
		"podman":     {"etc/containers/storage.conf": "[storage]\ngraphroot = \"/usr\"\n", "usr/overlay-images/images.json": "[]"},
	} {
		dir := t.TempDir()
		setting["usr/lib/node_modules/x/package.json"] = `{"name": "x", "version": "1.0.0", "license": "AGPL-3.0-only"}`
		for file, content := range setting {
			file = filepath.Join(dir, file)
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		}
		inv, err := Scan(t.Context(), dir, Options{})
		require.NoError(t, err, name)
		require.Len(t, inv.Components, 1, name)
		require.Equal(t, "AGPL-3.0-only", inv.Components[0].Concluded.String(), name)
	}
}

func TestASettingThatCannotBeReadIsTold(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "etc/docker"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "etc/docker/daemon.json"), []byte(`{"data-root": `), 0o600))
	inv, err := Scan(t.Context(), dir, Options{})
	require.NoError(t, err)
	require.Contains(t, inv.Coverage.Gaps[0].Detail, "daemon.json")
}
