package main

import (
	"archive/zip"
	"bytes"
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
