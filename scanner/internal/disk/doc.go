// Package disk reads the image of a disk: the container it comes in (raw, qcow2,
// VMDK, VHD, VHDX, VDI, OVA), its partitions, and its logical volumes, without
// mounting anything.
//
// It promises the bytes of the disk as they are: what was never written is zeros,
// and what cannot be read is an error, never zeros. Sizes, counts and offsets of
// an image are checked against the file before anything is allocated or followed.
// It refuses what needs a key or another file that was not given, and says which.
//
//	img, err := disk.Open("product.qcow2")
//	for _, v := range img.Volumes() {
//		fmt.Println(v.Name, v.Size()) // partition 1, …
//	}
//
// A new container is one file that adds a [format] to the list in open.go.
package disk
