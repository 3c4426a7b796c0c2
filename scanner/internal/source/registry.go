package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"github.com/licdrift/licdrift/scanner/inventory"
)

const registryKind = "registry"

// openRegistry opens an image of a registry, with the credentials that docker login
// keeps. Only the manifest and the configuration are fetched here; a layer is when
// it is walked.
// https://github.com/opencontainers/distribution-spec
func openRegistry(ctx context.Context, target, reference string, o Options) (*Image, error) {
	ref, err := name.ParseReference(reference)
	if err != nil {
		return nil, &ErrTarget{target, err.Error(), "name an image as registry:HOST/NAME:TAG or registry:NAME@sha256:…"}
	}
	p, err := platform(o.Platform)
	if err != nil {
		return nil, err
	}
	desc, err := remote.Get(ref, remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain), remote.WithPlatform(p))
	if err != nil {
		return nil, registryError(target, ref, err)
	}
	img, err := desc.Image()
	if err != nil {
		return nil, fmt.Errorf("open %s for %s: %w", target, p, err)
	}
	out, err := pulled(img)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", target, err)
	}
	out.Target.Name, out.Target.Kind = target, registryKind
	out.Target.Digest = desc.Digest.String()
	_, tagged := ref.(name.Tag)
	out.Target.Floats = tagged
	return out, nil
}

const maxConfig = 8 << 20 // bytes; registries have them below 4

// OpenReference opens an image by its name alone: the local daemon's, which is what
// runs, or else the registry's.
func OpenReference(ctx context.Context, reference string, o Options) (*Image, error) {
	for _, d := range daemons {
		img, err := d.open(ctx, d.kind+":"+reference, reference)
		var absent *ErrTarget
		if err == nil || !errors.As(err, &absent) {
			return img, err
		}
	}
	return openRegistry(ctx, reference, reference, o)
}

func pulled(img v1.Image) (*Image, error) {
	manifest, err := img.Manifest()
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	if n := manifest.Config.Size; n > maxConfig {
		return nil, fmt.Errorf("a configuration of %d bytes", n)
	}
	if len(manifest.Layers) == 0 {
		return nil, errors.New("it has no layers: it is no image of a root file system")
	}
	config, err := img.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	layers, err := img.Layers()
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	out := &Image{Target: inventory.Target{Labels: config.Config.Labels}}
	for _, l := range layers {
		diff, err := l.DiffID()
		if err != nil {
			return nil, fmt.Errorf("read configuration: %w", err)
		}
		digest, err := l.Digest()
		if err != nil {
			return nil, fmt.Errorf("read manifest: %w", err)
		}
		out.Layers = append(out.Layers, &tarLayer{
			digest: diff.String(), name: digest.String(), packed: true,
			open: func() (io.ReadCloser, error) { return l.Compressed() },
		})
	}
	return out, nil
}

// platform reads OS/ARCHITECTURE[/VARIANT]; empty is Linux on this machine's
// processor.
func platform(s string) (v1.Platform, error) {
	if s == "" {
		return v1.Platform{OS: "linux", Architecture: runtime.GOARCH}, nil
	}
	p, err := v1.ParsePlatform(s)
	if err != nil || p.OS == "" || p.Architecture == "" {
		return v1.Platform{}, &ErrTarget{s, "is no platform", "--platform linux/arm64"}
	}
	return *p, nil
}

// registryError tells what one can do about a refusal.
func registryError(target string, ref name.Reference, err error) error {
	var refused *transport.Error
	if !errors.As(err, &refused) {
		return fmt.Errorf("open %s: %w", target, err)
	}
	switch refused.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return &ErrTarget{target, "the registry refuses access", "docker login " + ref.Context().RegistryStr()}
	case http.StatusNotFound:
		return &ErrTarget{target, "the registry has no such image", "check the name and the tag"}
	}
	return fmt.Errorf("open %s: %w", target, err)
}

// notNames are what people write before a colon that is no image's name.
var notNames = map[string]bool{"ftp": true, "http": true, "https": true, "file": true, "tar": true, "oci": true, "image": true, "compose": true}

// isReference reports whether something that is no file may be an image of a
// registry: a name with a tag or a digest.
func isReference(target string) bool {
	if kind, _, _ := strings.Cut(target, ":"); notNames[kind] {
		return false
	}
	last := target[strings.LastIndexByte(target, '/')+1:]
	if !strings.Contains(last, ":") && !strings.Contains(target, "@sha256:") || strings.ContainsAny(target, "\\ #") || strings.HasPrefix(target, "/") || strings.HasPrefix(target, ".") {
		return false
	}
	_, err := name.ParseReference(target)
	return err == nil
}
