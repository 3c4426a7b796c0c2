package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run licdrift as a command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"licdrift": func() {
			os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr, os.Getenv}))
		},
	})
}

// TestScript runs testdata/script: one behavior a file. -update rewrites what
// the files expect.
func TestScript(t *testing.T) {
	images, err := filepath.Abs("../../testdata/images")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		UpdateScripts: update(),
		Setup: func(e *testscript.Env) error {
			e.Setenv("IMAGES", images)
			e.Setenv("LANG", "C")
			e.Setenv("LICDRIFT_CACHE", "off")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "layer": layer, "truncate": truncate, "bomb": bomb, "nest": nest, "jarbomb": jarbomb, "registry": startRegistry, "daemon": startDaemon, "deb": deb, "hook": hookInput,
		},
	})
}

func update() bool {
	for _, a := range os.Args {
		if a == "-update" || a == "--update" {
			return true
		}
	}
	return false
}

// exits runs a command that must end with a code: exits 10 licdrift check …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// layer packs a folder as a layer's tar: layer FILE DIR. A name may start with
// UP or ABS for what no folder can hold: ../ and an absolute path.
func layer(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	root := ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		rel = strings.Replace(strings.Replace(rel, "UP/", "../../", 1), "ABS/", "/", 1)
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: rel, Mode: 0o644, Size: int64(len(data)), Typeflag: tar.TypeReg}
		if link, ok := strings.CutPrefix(string(data), "HARDLINK "); ok {
			h.Size, h.Typeflag, h.Linkname, data = 0, tar.TypeLink, strings.TrimSpace(link), nil
		}
		if link, ok := strings.CutPrefix(string(data), "LINK "); ok {
			h.Size, h.Typeflag, h.Linkname, data = 0, tar.TypeSymlink, strings.TrimSpace(link), nil
		}
		if err := w.WriteHeader(h); err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}))
	ts.Check(w.Close())
	out := b.Bytes()
	if strings.HasSuffix(args[0], ".gz") {
		var z bytes.Buffer
		g := gzip.NewWriter(&z)
		_, err := g.Write(out)
		ts.Check(err)
		ts.Check(g.Close())
		out = z.Bytes()
	}
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o644))
}

// truncate cuts a file: truncate FILE FROM keeps its first half, truncate FILE
// FROM N all but the last N bytes.
func truncate(ts *testscript.TestScript, _ bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(os.Expand(args[1], ts.Getenv)))
	ts.Check(err)
	keep := len(b) / 2
	if len(args) > 2 {
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		keep = len(b) - n
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b[:keep], 0o644))
}

// bomb writes a layer whose one file has 256 MB of zeros: bomb FILE NAME.
func bomb(ts *testscript.TestScript, _ bool, args []string) {
	const size = 256 << 20
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	g := gzip.NewWriter(f)
	w := tar.NewWriter(g)
	ts.Check(w.WriteHeader(&tar.Header{Name: args[1], Mode: 0o644, Size: size}))
	_, err = io.CopyN(w, zeros{}, size)
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(g.Close())
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
