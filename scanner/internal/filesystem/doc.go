// Package filesystem reads file systems from a device, without mounting them and
// without a privilege.
//
// It promises every file that the file system has, with its bytes as they were
// written: a hole is zeros, and what cannot be read is an error that names the
// file, never zeros. Files come in one order: a directory before what is in it,
// names of a directory by their bytes. Whatever the device holds, it ends: each
// directory is entered once, each block list is bounded by the size of the file and
// of the device.
//
// It refuses what it does not know: a file system with a feature that changes the
// layout in a way that is not implemented here is not opened, and the error names
// the feature.
//
//	fs, err := filesystem.Open(device)
//	err = fs.Walk(ctx, "", func(f *filesystem.File) error { … }, func(path string, err error) { … })
//
// A new file system is one file that adds an [opener] to the list in open.go.
package filesystem
