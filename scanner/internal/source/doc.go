// Package source opens a target and yields its layers, each a stream of files
// in one pass. Nothing is unpacked, nothing is executed, no link is followed.
//
// A target is "KIND:PLACE" or a place whose kind is recognized:
//
//	dir:/srv/rootfs            a root file system or source tree; / is the live system
//	docker-archive:image.tar   what docker save writes, also compressed
//	oci-archive:image.tar      a tar of an OCI image layout
//	oci-dir:layout             an OCI image layout
//
// "#NAME" after an archive's path picks one of several images.
//
// It promises that a layer's files are the same whoever reads it, in the order
// of the layer; that names are clean, relative to the root and inside of it;
// that memory does not grow with a layer's size. It refuses an archive that
// is truncated or lacks a blob it names: half an image is none.
//
// A new kind is one file that adds an [opener] to the list in open.go.
//
// Formats: https://github.com/opencontainers/image-spec,
// https://github.com/moby/docker-image-spec
package source
