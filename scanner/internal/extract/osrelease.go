package extract

import (
	"context"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
)

// osRelease reads the system's name.
// https://www.freedesktop.org/software/systemd/man/latest/os-release.html
type osRelease struct{}

func (osRelease) Wants(p string) bool { return p == "etc/os-release" || p == "usr/lib/os-release" }

func (osRelease) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, 64<<10)
	if err != nil {
		return nil, err
	}
	v := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			v[name] = strings.Trim(value, `"'`)
		}
	}
	return &Fact{OS: &OS{ID: v["ID"], Like: v["ID_LIKE"], Name: v["PRETTY_NAME"]}}, nil
}
