// Package compose reads which images the services of a compose project run.
//
// It reads a project as docker compose does: a file, or a folder with its default files
// and their overrides; values from the environment and from .env; references with
// defaults, anchors, extends, include, profiles. Values that are set in the call count
// before all others, so that one can ask what another version would run:
//
//	p, err := compose.Read(ctx, "docker-compose.yml", map[string]string{"VERSION": "7.4"})
//	for _, s := range p.Services {
//		fmt.Println(s.Name, s.Image)
//	}
//
// It promises the active services in the order of their names. It refuses a value for
// a variable that no file of the project has: it would change nothing.
//
// https://github.com/compose-spec/compose-spec/blob/main/spec.md
package compose

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

// Project is what a compose project runs.
type Project struct {
	Name     string
	Services []Service
}

// Service is a service that is active. One that is built may have no image of a
// registry.
type Service struct {
	Name, Image, Platform string
	Built                 bool
}

// Error says what is wrong with a project, with the remedy.
type Error struct{ Problem, Hint string }

func (e *Error) Error() string { return e.Problem }

// Remedy says what one can do.
func (e *Error) Remedy() string { return e.Hint }

// Read reads the project of a file or folder, with values for its variables.
func Read(ctx context.Context, place string, set map[string]string) (*Project, error) {
	logrus.SetOutput(io.Discard) // the library's own; it would write to stderr
	unset := map[string]bool{}
	options, err := projectOptions(place, set, unset)
	if err != nil {
		return nil, err
	}
	p, err := options.LoadProject(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the project: %w", err)
	}
	if err := known(p.ComposeFiles, filepath.Join(p.WorkingDir, ".env"), set); err != nil {
		return nil, err
	}
	out := &Project{Name: p.Name}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		s := p.Services[name]
		if s.Provider != nil || s.Image == "" && s.Build == nil {
			continue // something else than a container
		}
		if s.Image != "" && incomplete(s.Image) {
			return nil, &Error{fmt.Sprintf("service %s: image %q is not whole", name, s.Image), "no value is set for " + strings.Join(slices.Sorted(maps.Keys(unset)), ", ") + ": set it in .env or with --set NAME=VALUE"}
		}
		out.Services = append(out.Services, Service{Name: name, Image: image(p.Name, &s), Platform: s.Platform, Built: s.Build != nil})
	}
	if len(out.Services) == 0 {
		return nil, &Error{"no service is active that runs an image", "services of a profile are active with --set COMPOSE_PROFILES=NAME"}
	}
	return out, nil
}

func projectOptions(place string, set map[string]string, unset map[string]bool) (*cli.ProjectOptions, error) {
	st, err := os.Stat(place)
	if err != nil {
		return nil, err
	}
	var values []string
	for name, value := range set {
		values = append(values, name+"="+value)
	}
	// of several values for a name the first counts
	how := []cli.ProjectOptionsFn{cli.WithEnv(values), cli.WithOsEnv}
	var files []string
	if st.IsDir() {
		how = append(how, cli.WithWorkingDirectory(place), cli.WithEnvFiles(), cli.WithDotEnv, cli.WithDefaultConfigPath)
	} else {
		files = []string{place}
		how = append(how, cli.WithEnvFiles(), cli.WithDotEnv)
	}
	how = append(how, cli.WithDefaultProfiles(), cli.WithoutEnvironmentResolution, cli.WithoutLabelsResolution, cli.WithLoadOptions(quietly(unset)))
	return cli.NewProjectOptions(files, how...)
}

// quietly notes the variables that have no value, where the library would log them.
func quietly(unset map[string]bool) func(*loader.Options) {
	return func(o *loader.Options) {
		if o.Interpolate == nil {
			return // it only looks for the files yet
		}
		lookup := o.Interpolate.LookupValue
		o.Interpolate.LookupValue = func(name string) (string, bool) {
			v, ok := lookup(name)
			if !ok {
				unset[name] = true
			}
			return v, ok
		}
		o.Interpolate.Substitute = func(s string, m template.Mapping) (string, error) {
			return template.SubstituteWithOptions(s, m, template.WithoutLogging)
		}
	}
}

// image is what a service runs: one that is only built is named by its project.
func image(project string, s *types.ServiceConfig) string {
	if s.Image != "" {
		return s.Image
	}
	return project + "-" + s.Name
}

// incomplete reports whether a reference lacks what a variable should have given.
func incomplete(image string) bool {
	return strings.HasSuffix(image, ":") || strings.HasPrefix(image, ":") || strings.HasPrefix(image, "/") || strings.Contains(image, "//") || strings.Contains(image, ":@")
}

// maxFile bounds a file whose variables are looked for, in bytes.
const maxFile = 4 << 20

var variable = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)`)

// known checks that the project has the variables that values are given for.
func known(files []string, env string, set map[string]string) error {
	if len(set) == 0 {
		return nil
	}
	have := map[string]bool{"COMPOSE_PROFILES": true}
	for _, name := range append(files, env) {
		f, err := os.Open(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		b, err := io.ReadAll(io.LimitReader(f, maxFile))
		f.Close()
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		for _, m := range variable.FindAllSubmatch(b, -1) {
			have[string(m[1])] = true
		}
	}
	values, _ := dotenv.Read(env)
	for name := range values {
		have[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if !have[name] {
			return &Error{fmt.Sprintf("no file of the project uses the variable %s", name), "it has " + strings.Join(slices.Sorted(maps.Keys(have)), ", ")}
		}
	}
	return nil
}
