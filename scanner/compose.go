package scanner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/compose"
	"github.com/licdrift/licdrift/scanner/internal/engine"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

const composeKind = "compose"

// composeError says that values were given for a target that has no variables.
type composeError struct{ target string }

func (e *composeError) Error() string {
	return e.target + ": is no compose project, which alone has variables"
}

func (e *composeError) Remedy() string { return "name a project: compose:docker-compose.yml" }

// WrongCall tells that the call is at fault, not the target.
func (*composeError) WrongCall() {}

// valueError says that a variable was given no value.
type valueError struct{ given string }

func (e *valueError) Error() string { return e.given + ": is no value for a variable" }

func (e *valueError) Remedy() string { return "--set NAME=VALUE" }

// WrongCall tells that the call is at fault, not the target.
func (*valueError) WrongCall() {}

// composed scans the images that the services of a compose project run.
func (s *Scanner) composed(ctx context.Context, place string, set []string) (*inventory.Inventory, error) {
	values := map[string]string{}
	for _, v := range set {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return nil, &valueError{v}
		}
		values[name] = value
	}
	target := composeKind + ":" + place
	if len(set) > 0 {
		target += " " + strings.Join(set, " ")
	}
	p, err := compose.Read(ctx, place, values)
	if errors.Is(err, os.ErrNotExist) {
		return nil, &source.ErrTarget{Target: target, Problem: "no such file or directory", Hint: "name the project's file or its folder: compose:./docker-compose.yml"}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, err)
	}
	scan := s.scanOf(&source.Image{Target: inventory.Target{Name: target, Kind: composeKind}})
	scan.strict = true
	defer scan.closeAll()
	for _, service := range p.Services {
		if err := scan.service(ctx, service); err != nil {
			return nil, fmt.Errorf("%s: service %s: %w", target, service.Name, err)
		}
	}
	inv, err := scan.scan(ctx, target)
	if err != nil {
		return nil, fmt.Errorf("scan %s: %w", target, err)
	}
	return inv, nil
}

func (s *scan) closeAll() {
	for _, img := range s.opened {
		_ = img.Close() // it was only read
	}
}

// service adds the image of a service; several can run one image.
func (s *scan) service(ctx context.Context, service compose.Service) error {
	name := service.Image
	if service.Platform != "" {
		name += " (" + service.Platform + ")"
	}
	for i := range s.inside.Images {
		if img := &s.inside.Images[i]; img.Name == name {
			img.Services = append(img.Services, service.Name)
			return nil
		}
	}
	platform := s.options.Platform
	if service.Platform != "" {
		platform = service.Platform
	}
	opened, err := source.OpenReference(ctx, service.Image, source.Options{Platform: platform})
	if err != nil && service.Built && ctx.Err() == nil {
		s.inside.Gaps = append(s.inside.Gaps, inventory.Gap{Path: service.Image, Reason: inventory.GapUnsupported, Detail: fmt.Sprintf("service %s is built, and no daemon has its image", service.Name)})
		return nil
	}
	if err != nil {
		return err
	}
	s.opened = append(s.opened, opened)
	t := opened.Target
	img := engine.Image{Labels: t.Labels, Layers: opened.Layers}
	img.Image = inventory.Image{Name: name, Tags: []string{inventory.Familiar(service.Image)}, Digest: t.Digest, Floats: t.Floats, Services: []string{service.Name}}
	s.inside.Images = append(s.inside.Images, img)
	return nil
}
