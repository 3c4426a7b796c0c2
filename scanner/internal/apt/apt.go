// Package apt asks apt what it is about to do.
//
// [Pending] has apt resolve an upgrade and tells its plan; [Fetch] has apt download the
// packages of a plan, by whatever ways it is configured to; [ReadHook] reads the plan that
// apt gives to a hook. Nothing is installed and no package's script is run.
//
// It promises the plan as apt states it, and refuses words of apt that it does not
// understand: half a plan is none.
//
//	plan, err := apt.Pending(ctx, nil) // of apt upgrade
//	err = apt.Fetch(ctx, dir, plan)
package apt

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Plan is what apt would do.
type Plan struct {
	Install []Package
	Remove  []string // names, with the architecture where apt tells it
	Kept    []string // names of packages that apt upgrade leaves at their versions
}

// Package is one that would be installed. Old is empty for a new one.
type Package struct {
	Name, Arch, Old, New string
	File                 string // its .deb; empty before it was fetched
}

// Error says why apt gave no plan, with the remedy.
type Error struct{ Problem, Hint string }

func (e *Error) Error() string { return e.Problem }

// Remedy says what one can do.
func (e *Error) Remedy() string { return e.Hint }

// Pending resolves the upgrade of the named packages, or of all that apt upgrade would
// upgrade. It changes nothing, not even apt's lists.
func Pending(ctx context.Context, packages []string) (*Plan, error) {
	args := []string{"--simulate", "-o", "Debug::NoLocking=1", "-o", "APT::Get::Show-User-Simulation-Note=no"}
	if len(packages) == 0 {
		args = append(args, "--with-new-pkgs", "upgrade")
	} else {
		args = append(append(args, "install", "--"), packages...)
	}
	out, err := run(ctx, "", args...)
	if err != nil {
		return nil, err
	}
	p, err := parse(out)
	if err == nil && len(p.Install)+len(p.Remove) == 0 && !listed() {
		return nil, &Error{"apt has no lists of packages, and knows of no upgrade", "apt-get update"}
	}
	return p, err
}

// listed reports whether apt has lists of packages.
func listed() bool {
	names, err := filepath.Glob("/var/lib/apt/lists/*_Packages*")
	return err == nil && len(names) > 0
}

// inst is a line of a simulation: Inst NAME [OLD] (NEW ORIGIN [ARCH]) …
var inst = regexp.MustCompile(`^Inst (\S+?)(?::\S+)? (?:\[(\S+)\] )?\((\S+) .*\[(\w[\w-]*)\]\)`)

func parse(out []byte) (*Plan, error) {
	p := &Plan{}
	s := bufio.NewScanner(bytes.NewReader(out))
	s.Buffer(nil, 1<<20)
	kept := false
	for s.Scan() {
		line := s.Text()
		if kept = kept && strings.HasPrefix(line, " "); kept {
			p.Kept = append(p.Kept, strings.Fields(line)...)
		}
		switch {
		case line == "The following packages have been kept back:":
			kept = true
		case strings.HasPrefix(line, "Inst "):
			m := inst.FindStringSubmatch(line)
			if m == nil {
				return nil, fmt.Errorf("apt says what is not understood: %q", line)
			}
			p.Install = append(p.Install, Package{Name: m[1], Old: m[2], New: m[3], Arch: m[4]})
		case strings.HasPrefix(line, "Remv "), strings.HasPrefix(line, "Purg "):
			f := strings.Fields(line)
			if len(f) < 2 {
				return nil, fmt.Errorf("apt says what is not understood: %q", line)
			}
			p.Remove = append(p.Remove, f[1])
		}
	}
	return p, s.Err()
}

// atOnce is how many packages one call of apt fetches: a command line has an end.
const atOnce = 200

// Fetch downloads the packages of a plan into a folder.
func Fetch(ctx context.Context, dir string, p *Plan) error {
	for some := range slices.Chunk(p.Install, atOnce) {
		args := []string{"-qq", "-o", "APT::Sandbox::User=root", "download", "--"}
		for _, x := range some {
			args = append(args, x.Name+":"+x.Arch+"="+x.New)
		}
		if _, err := run(ctx, dir, args...); err != nil {
			return err
		}
	}
	for i := range p.Install {
		x := &p.Install[i]
		x.File = filepath.Join(dir, x.Name+"_"+strings.ReplaceAll(x.New, ":", "%3a")+"_"+x.Arch+".deb")
		if _, err := os.Stat(x.File); err != nil {
			return fmt.Errorf("apt did not fetch %s %s: %w", x.Name, x.New, err)
		}
	}
	return nil
}

func run(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "apt-get", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive")
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, &Error{"there is no apt-get on this system", "--apt is for Debian and its kin; compare images or directories instead"}
	}
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &Error{"apt-get: " + complaint(said.String(), err), "try it: apt-get --simulate upgrade"}
	}
	return out.Bytes(), nil
}

// complaint is the first error among what apt says.
func complaint(said string, err error) string {
	for line := range strings.Lines(said) {
		if e, ok := strings.CutPrefix(strings.TrimSpace(line), "E: "); ok {
			return e
		}
	}
	return err.Error()
}

// Hook is what apt tells a hook that is run before packages are installed.
type Hook struct {
	Plan
	Root string // of the system, if it is not the one that runs
}

// ReadHook reads version 2 of the protocol of DPkg::Pre-Install-Pkgs: the version, apt's
// configuration to an empty line, and a line for each package.
// https://manpages.debian.org/apt.conf.5#HOW_APT_CALLS_DPKG(1)
func ReadHook(r io.Reader) (*Hook, error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	if !s.Scan() || s.Text() != "VERSION 2" && s.Text() != "VERSION 3" {
		return nil, &Error{"standard input is not what apt gives to a hook of version 2", "licdrift hook apt --config prints how to set it up"}
	}
	h := &Hook{}
	whole := false
	for s.Scan() {
		if whole = s.Text() == ""; whole {
			break
		}
		key, value, _ := strings.Cut(s.Text(), "=")
		if v, err := url.PathUnescape(value); key == "DPkg::Chroot-Directory" && err == nil {
			h.Root = strings.TrimSuffix(v, "/")
		}
	}
	if !whole {
		return nil, fmt.Errorf("apt's configuration has no end: %w", cmp.Or(s.Err(), io.ErrUnexpectedEOF))
	}
	for s.Scan() {
		if err := h.add(strings.Fields(s.Text())); err != nil {
			return nil, err
		}
	}
	return h, s.Err()
}

// add reads a line: NAME OLD DIRECTION NEW ACTION, where version 3 has the architecture
// and the multi-arch kind behind each version.
func (h *Hook) add(f []string) error {
	arch := ""
	if len(f) == 9 {
		arch = ":" + f[2]
		f = []string{f[0], f[1], f[4], f[5], f[8]}
	}
	if len(f) != 5 {
		return fmt.Errorf("apt says what is not understood: %q", strings.Join(f, " "))
	}
	p := Package{Name: f[0], Old: strings.TrimPrefix(f[1], "-"), New: f[3], File: f[4]}
	switch {
	case p.File == "**CONFIGURE**":
	case p.File == "**REMOVE**":
		h.Remove = append(h.Remove, p.Name+arch)
	case filepath.IsAbs(p.File):
		h.Install = append(h.Install, p)
	default:
		return fmt.Errorf("apt says what is not understood: %q", strings.Join(f, " "))
	}
	return nil
}
