package main

import (
	"io"
	"log"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/rogpeppe/go-internal/testscript"
)

// startRegistry serves images on loopback: registry TAG=ARCHIVE... sets REGISTRY to
// HOST/NAME, where each image has its tag.
func startRegistry(ts *testscript.TestScript, _ bool, args []string) {
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	ts.Defer(server.Close)
	repo := strings.TrimPrefix(server.URL, "http://") + "/product"
	for _, arg := range args {
		tag, archive, _ := strings.Cut(arg, "=")
		ref, err := name.ParseReference(repo + ":" + tag)
		ts.Check(err)
		ts.Check(remote.Write(ref, loaded(ts, os.Expand(archive, ts.Getenv))))
	}
	ts.Setenv("REGISTRY", repo)
}

func loaded(ts *testscript.TestScript, archive string) v1.Image {
	if p, err := layout.FromPath(archive); err == nil {
		index, err := p.ImageIndex()
		ts.Check(err)
		m, err := index.IndexManifest()
		ts.Check(err)
		img, err := index.Image(m.Manifests[0].Digest)
		ts.Check(err)
		return img
	}
	img, err := tarball.ImageFromPath(archive, nil)
	ts.Check(err)
	return img
}
