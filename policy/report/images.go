package report

import (
	"slices"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// maxImages are told without being asked for all.
const maxImages = 12

// images lists the images that lie in the target, with what became of them.
func (t *textReport) images() {
	changes := t.r.Changes.Images()
	if len(changes) == 0 {
		return
	}
	t.line(0, t.c.say("head.images", len(changes)))
	for i, c := range changes {
		if i == maxImages && !t.o.Verbose {
			t.line(2, t.c.say("coverage.more", len(changes)-i))
			return
		}
		t.line(2, t.imageChange(c)+t.services(c))
	}
}

// services tells which services of a compose project run an image; where it takes the
// place of another, which of them it does so for.
func (t *textReport) services(c drift.ImageChange) string {
	img := c.New
	if img == nil {
		img = c.Old
	}
	services := img.Services
	if c.Old != nil && c.New != nil {
		both := slices.DeleteFunc(slices.Clone(services), func(s string) bool { return !slices.Contains(c.Old.Services, s) })
		if len(both) > 0 {
			services = both
		}
	}
	if len(services) == 0 {
		return ""
	}
	return " – " + t.c.say("image.services", t.c.list(services))
}

func (t *textReport) imageChange(c drift.ImageChange) string {
	switch {
	case c.Old == nil:
		return imageName(c.New) + t.c.note(t.c.say("image.added"))
	case c.New == nil:
		return c.Old.Name + t.c.note(t.c.say("image.removed"))
	case c.Old.Digest == c.New.Digest && c.Old.Name == c.New.Name:
		return imageName(c.New) + t.c.note(t.c.say("image.same"))
	case c.Old.Name == c.New.Name:
		return imageName(c.New) + t.c.note(t.c.say("image.changed"))
	}
	return c.Old.Name + " → " + imageName(c.New)
}

// imageName is an image with the beginning of its digest, as engines print it.
func imageName(i *inventory.Image) string {
	s := i.Name
	if n := len("sha256:") + 12; len(i.Digest) > n && s != i.Digest[:n] {
		s += "@" + i.Digest[:n]
	}
	if i.OS != "" {
		s += ", " + i.OS
	}
	return s
}

// inImages tells in which images of the target the components of a finding lie.
func (t *textReport) inImages(f policy.Finding) {
	var in []string
	for _, m := range f.Members {
		names := m.Images
		if names == nil {
			names = []string{""}
		}
		for _, name := range names {
			if !slices.Contains(in, name) {
				in = append(in, name)
			}
		}
	}
	if len(in) == 0 || len(in) == 1 && in[0] == "" {
		return
	}
	slices.Sort(in)
	if in[0] == "" {
		in[0] = t.c.say("image.none")
	}
	if n := len(in); n > maxMembers && !t.o.Verbose {
		t.line(6, t.c.say("line.images", t.c.say("members.more", t.c.list(in[:maxMembers]), n-maxMembers)))
		return
	}
	t.line(6, t.c.say("line.images", t.c.list(in)))
}
