package main

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// startDaemon serves an archive over a socket as Docker does: daemon NAME=ARCHIVE
// sets DOCKER_HOST.
func startDaemon(ts *testscript.TestScript, _ bool, args []string) {
	image, archive, _ := strings.Cut(args[0], "=")
	archive = os.Expand(archive, ts.Getenv)
	dir, err := os.MkdirTemp("", "sock") // a socket's path must be short
	ts.Check(err)
	ts.Defer(func() { os.RemoveAll(dir) })
	l, err := net.Listen("unix", filepath.Join(dir, "d"))
	ts.Check(err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/images/"+image+"/get" {
			http.Error(w, `{"message":"no such image"}`, http.StatusNotFound)
			return
		}
		http.ServeFile(w, r, archive)
	})}
	go server.Serve(l)
	ts.Defer(func() { server.Close() })
	ts.Setenv("DOCKER_HOST", "unix://"+l.Addr().String())
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
