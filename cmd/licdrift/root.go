package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/licdrift/licdrift/scanner"
)

// Exit codes. A verdict has the code of its weight, so that pipelines can tell
// it from a failure.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// streams are what a run may use of the world around it.
type streams struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// exitError ends the run with a code, after its output is complete.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// usageError is a wrong call.
type usageError struct{ problem, hint string }

func (e *usageError) Error() string { return e.problem }

// hinted is an error that knows a remedy.
type hinted interface{ Remedy() string }

func (e *usageError) Remedy() string { return e.hint }

// misuse is an error of who called, not of what was read.
type misuse interface{ WrongCall() }

func (*usageError) WrongCall() {}

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var exit *exitError
	var wrong misuse
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return exit.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "error: interrupted")
		return exitFailure
	}
	fmt.Fprintf(s.err, "error: %s\n", err)
	var h hinted
	if errors.As(err, &h) && h.Remedy() != "" {
		fmt.Fprintf(s.err, "hint: %s\n", h.Remedy())
	}
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitFailure
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "licdrift",
		Short: "Tell which open-source licenses an upgrade changes, and whether to proceed",
		Long: `licdrift compares two versions of a product image (a container image or a root file
system) and tells which open-source licenses inside it change, what that changes
about how you may use the product, and whether to proceed with the upgrade, adjust
the scope of use, or forgo it.`,
		Example: `  licdrift check old.tar new.tar
  licdrift check --use internal,hosted / new.tar
  licdrift scan -o cyclonedx-json=sbom.json image.tar`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usageArgs(cobra.NoArgs),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &usageError{err.Error(), "see " + c.CommandPath() + " --help"}
	})
	root.AddCommand(newCheck(s), newScan(s), newIdentify(s), newExplain(s), newPolicy(s), newHook(s), newVersion())
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return nil }
	return root
}

// usageArgs makes a wrong number of arguments a wrong call.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			if c.Name() == "licdrift" && len(args) > 0 {
				return &usageError{fmt.Sprintf("unknown command %q", args[0]), "see licdrift --help"}
			}
			return &usageError{err.Error(), "usage: " + c.UseLine()}
		}
		return nil
	}
}

const platformHelp = "`PLATFORM` of images in a registry, such as linux/arm64 (default linux on this machine's processor)"

const setHelp = "`NAME=VALUE` for a variable of a compose project; may be given several times"

const targetHelp = `A target is a docker-archive (docker save), an OCI archive or layout directory, the
image of a disk (raw, qcow2, VMDK, VHD, VHDX, VDI, OVA), a root file system, a source
tree, / for the live system, the images of a compose project, an inventory that
licdrift scan -o json wrote, or an SBOM (CycloneDX, SPDX). Its kind is recognized; a
prefix names it; NAME:TAG or NAME@sha256:… is an image of a registry:
  registry:NAME  docker:NAME  podman:NAME  compose:FILE  disk:FILE  dir:PATH
  docker-archive:FILE  oci-archive:FILE  oci-dir:PATH  inventory:FILE  sbom:FILE
FILE#NAME picks one of several images. Images in the stores of Docker, containerd and
podman that lie on a disk, in a directory or on the live system belong to it.`

// newScanner makes the scanner of a run, which shows its progress on a terminal.
func newScanner(s streams, platform string) (*scanner.Scanner, *progress, error) {
	p := newProgress(s)
	sc, err := scanner.New(scanner.Options{Tool: "licdrift " + version(), Progress: p.show, Cache: cacheDir(s), Platform: platform})
	return sc, p, err
}

// cacheDir is where what was learnt of layers is kept: LICDRIFT_CACHE, "off" for
// nowhere, else the user's folder for caches.
func cacheDir(s streams) string {
	switch dir := s.env("LICDRIFT_CACHE"); dir {
	case "off":
		return ""
	case "":
		base, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		return filepath.Join(base, "licdrift")
	default:
		return dir
	}
}

// language picks the report's language.
func language(flag string, env func(string) string) (string, error) {
	tag, _, _ := strings.Cut(strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(flag)), "-")
	switch tag {
	case "en", "zh":
		return tag, nil // zh-CN, as tags of languages are written
	case "":
	default:
		return "", &usageError{fmt.Sprintf("unknown language %q", flag), "--lang en or --lang zh"}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return "zh", nil
			}
			return "en", nil
		}
	}
	return "en", nil
}
