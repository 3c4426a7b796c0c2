package main

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
	"github.com/ulikunitz/xz"
)

// deb packs a folder as a Debian package: deb FILE DIR COMPRESSION. DIR/control is its
// control file, the rest lies in DIR/data.
func deb(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	entry := func(name string, content []byte) {
		fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "100644", len(content))
		b.Write(content)
		if len(content)%2 == 1 {
			b.WriteByte('\n')
		}
	}
	control, err := os.ReadFile(ts.MkAbs(filepath.Join(args[1], "control")))
	ts.Check(err)
	entry("debian-binary", []byte("2.0\n"))
	entry("control.tar."+args[2], packed(ts, args[2], map[string][]byte{"./control": control}))
	files := map[string][]byte{}
	root := ts.MkAbs(filepath.Join(args[1], "data"))
	ts.Check(filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		files["./"+filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	}))
	entry("data.tar."+args[2], packed(ts, args[2], files))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

func packed(ts *testscript.TestScript, how string, files map[string][]byte) []byte {
	var plain, b bytes.Buffer
	w := tar.NewWriter(&plain)
	ts.Check(w.WriteHeader(&tar.Header{Name: "./", Typeflag: tar.TypeDir, Mode: 0o755}))
	for name, content := range files {
		ts.Check(w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}))
		_, err := w.Write(content)
		ts.Check(err)
	}
	ts.Check(w.Close())
	var z interface {
		Write([]byte) (int, error)
		Close() error
	}
	var err error
	switch how {
	case "gz":
		z = gzip.NewWriter(&b)
	case "xz":
		z, err = xz.NewWriter(&b)
	default:
		z, err = zstd.NewWriter(&b)
	}
	ts.Check(err)
	_, err = z.Write(plain.Bytes())
	ts.Check(err)
	ts.Check(z.Close())
	return b.Bytes()
}

// hookInput writes what apt gives to a hook: hook FILE ROOT LINE... , where a line is a
// package, its versions and its file, as NAME OLD DIRECTION NEW FILE.
func hookInput(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	fmt.Fprintf(&b, "VERSION 2\nAPT::Architecture=amd64\nDPkg::Chroot-Directory=%s\n\n", url.PathEscape(ts.MkAbs(args[1])))
	for _, line := range args[2:] {
		f := strings.Fields(line)
		if strings.HasSuffix(f[4], ".deb") {
			f[4] = ts.MkAbs(f[4])
		}
		b.WriteString(strings.Join(f, " ") + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// A real apt in a real Debian, which is about to go from one release to the next.
func TestAptInADebianRoot(t *testing.T) {
	t.Parallel()
	if testing.Short() || os.Geteuid() != 0 {
		t.Skip("makes a system, as root")
	}
	if _, err := exec.LookPath("debootstrap"); err != nil {
		t.Skip("no debootstrap here: apt-get install debootstrap")
	}
	root := filepath.Join(t.TempDir(), "root")
	run := func(name string, args ...string) (string, error) {
		c := exec.Command(name, args...)
		c.Env = append(os.Environ(), "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"+os.Getenv("PATH"))
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := run("debootstrap", "--variant=minbase", "--include=redis-tools", "bookworm", root); err != nil {
		t.Skipf("Debian's packages cannot be reached: %v\n%s", err, out)
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "etc/apt/sources.list"), []byte("deb http://deb.debian.org/debian trixie main\n"), 0o600))
	if b, err := os.ReadFile("/etc/resolv.conf"); err == nil {
		require.NoError(t, os.WriteFile(filepath.Join(root, "etc/resolv.conf"), b, 0o600))
	}
	build := exec.Command("go", "build", "-o", filepath.Join(root, "usr/local/bin/licdrift"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	said, err := run("chroot", root, "apt-get", "-qq", "update")
	require.NoError(t, err, said)

	installed := func() string {
		v, err := run("chroot", root, "dpkg-query", "-W", "-f", "${Version}", "redis-tools")
		require.NoError(t, err, v)
		return v
	}
	before := installed()
	said, err = run("chroot", root, "licdrift", "check", "--lang", "en", "--apt-packages", "redis-tools", "--use", "internal,hosted")
	require.ErrorContains(t, err, "exit status 10", said)
	require.Contains(t, said, "BSD-3-Clause → AGPL-3.0-only OR LicenseRef-RSALv2 OR SSPL-1.0")
	said, err = run("chroot", root, "licdrift", "check", "--lang", "en", "--apt")
	require.NoError(t, err, said)
	require.Contains(t, said, "PROCEED")
	require.NotContains(t, said, "not read")

	said, err = run("chroot", root, "licdrift", "hook", "apt", "--config", "--use", "internal,embed", "--lang", "en")
	require.NoError(t, err, said)
	if !strings.Contains(said, "/usr/local/bin/licdrift") {
		t.Fatal(said)
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "etc/apt/apt.conf.d/90licdrift"), []byte(said), 0o600))
	said, err = run("chroot", root, "apt-get", "-y", "install", "redis-tools")
	require.Error(t, err, said)
	require.Contains(t, said, "FORGO the upgrade")
	require.Contains(t, said, "embed in a proprietary product – no longer permitted")
	require.Equal(t, before, installed())

	said, err = run("chroot", root, "env", "LICDRIFT_HOOK=off", "apt-get", "-y", "install", "redis-tools")
	require.NoError(t, err, said)
	require.Contains(t, said, "nothing is judged")
	require.NotEqual(t, before, installed())
}
