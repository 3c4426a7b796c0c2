package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// An image of a daemon is what "docker save" writes, asked for over the daemon's
// socket. It names its layers at its end, so it is kept in a temporary file while
// it is read, which is gone before the scan ends.
// https://docs.docker.com/reference/api/engine/

// daemon is an engine with a socket of its own.
type daemon struct {
	kind    string
	env     string                                 // names a socket
	sockets func(env func(string) string) []string // in the order they are tried
}

var daemons = []daemon{
	{"docker", "DOCKER_HOST", func(env func(string) string) []string {
		return []string{strings.TrimPrefix(env("DOCKER_HOST"), "unix://"), "/var/run/docker.sock", runtimeDir(env, "docker.sock")}
	}},
	{"podman", "CONTAINER_HOST", func(env func(string) string) []string {
		return []string{strings.TrimPrefix(env("CONTAINER_HOST"), "unix://"), runtimeDir(env, "podman/podman.sock"), "/run/podman/podman.sock"}
	}},
}

func (d daemon) open(ctx context.Context, target, image string) (*Image, error) {
	socket, err := d.socket()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "licdrift-*.tar")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", target, err)
	}
	remove := func() error { return errors.Join(f.Close(), os.Remove(f.Name())) }
	if err := d.save(ctx, socket, image, f); err != nil {
		_ = remove()
		return nil, fmt.Errorf("open %s: %w", target, err)
	}
	img, err := openDockerArchive(f.Name(), "")
	if err != nil {
		_ = remove()
		return nil, fmt.Errorf("open %s: %w", target, err)
	}
	archive := img.close
	img.close = func() error { return errors.Join(archive(), remove()) }
	img.Target.Name, img.Target.Kind = target, d.kind
	img.Target.Floats = !strings.Contains(image, "@") && !strings.HasPrefix(image, "sha256:")
	return img, nil
}

// runtimeDir is where a user's own daemon has its socket; empty where there is none.
func runtimeDir(env func(string) string, name string) string {
	if dir := env("XDG_RUNTIME_DIR"); dir != "" {
		return filepath.Join(dir, name)
	}
	return ""
}

// socket finds the daemon's socket.
func (d daemon) socket() (string, error) {
	for _, s := range d.sockets(os.Getenv) {
		if st, err := os.Stat(s); err == nil && st.Mode()&os.ModeSocket != 0 {
			return s, nil
		}
	}
	return "", &ErrTarget{d.kind + ":", "no socket of " + d.kind + " was found", "start it, set " + d.env + "=unix:///path/to/socket, or save the image: " + d.kind + " save IMAGE > image.tar"}
}

func (d daemon) save(ctx context.Context, socket, image string, w io.Writer) error {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+d.kind+"/images/"+url.PathEscape(image)+"/get", nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return &ErrTarget{d.kind + ":" + image, "the daemon has no such image", d.kind + " images lists them"}
	default:
		said, _ := io.ReadAll(io.LimitReader(res.Body, 1<<10))
		return fmt.Errorf("%s answers %s: %s", d.kind, res.Status, strings.TrimSpace(string(said)))
	}
	if _, err := io.Copy(w, res.Body); err != nil {
		return fmt.Errorf("read from %s: %w", d.kind, err)
	}
	return nil
}
