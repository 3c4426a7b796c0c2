// Package engine finds the images and containers in the stores of container engines:
// Docker's, containerd's and Podman's, as they lie in a directory or on a disk. No daemon is
// asked, nothing is mounted.
//
// It promises that each image comes whole, with the names and digests that its store
// has for it, or is told as a gap; that a layer which several images share is one
// [source.Layer]; and that the store's directories are left out of the target's own
// files, which they are not. A container is told with the layer of its own above those
// of its image. Volumes stay the target's own.
//
// It refuses storage drivers other than overlayfs.
//
//	found := engine.Find(tree)
//	for _, img := range found.Images {
//		fmt.Println(img.Name, img.Digest)
//	}
//
// A new engine is one file with a finder and one line in [finders].
package engine
