package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// nest writes a jar in a jar in a jar: nest FILE DEPTH.
func nest(ts *testscript.TestScript, _ bool, args []string) {
	depth, err := strconv.Atoi(args[1])
	ts.Check(err)
	inner := []byte("Manifest-Version: 1.0\nBundle-License: MIT\n")
	name := "META-INF/MANIFEST.MF"
	for i := range depth {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		ts.Check(err)
		_, err = w.Write(inner)
		ts.Check(err)
		ts.Check(z.Close())
		inner, name = b.Bytes(), "lib/inner-"+strconv.Itoa(i)+".0.jar"
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), inner, 0o644))
}

// jarbomb writes a small jar whose one entry, named like a jar, unpacks to 128 MB:
// jarbomb FILE.
func jarbomb(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("lib/inner.jar")
	ts.Check(err)
	_, err = io.CopyN(w, zeros{}, 128<<20)
	ts.Check(err)
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}
