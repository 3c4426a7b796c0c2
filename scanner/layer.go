package scanner

import (
	"context"
	"sync"

	"github.com/licdrift/licdrift/scanner/internal/extract"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// layer turns a layer into facts, which depend on nothing but the layer.
func (s *scan) layer(ctx context.Context, l source.Layer) (*extract.Layer, error) {
	r := &layerReader{scan: s, layer: l, links: map[string][]string{}}
	r.out = &extract.Layer{Digest: l.Digest(), Facts: map[string]*extract.Fact{}}
	err := l.Walk(ctx, func(f *source.File) error { return r.visit(ctx, f) }, r.gap)
	if err == nil {
		err = r.linked(ctx)
	}
	r.aside.Wait()
	if err == nil {
		err = ctx.Err() // a file read aside knows of no other error
	}
	return r.out, err
}

// layerReader reads the files of a layer, aside while the walk goes on if a processor is idle:
// a disk and a directory are one layer, however many processors there are.
type layerReader struct {
	*scan
	layer source.Layer
	out   *extract.Layer
	links map[string][]string // by the files that they lead to, names that are wanted
	aside sync.WaitGroup
	facts sync.Mutex
}

const (
	maxAside   = 4 << 20   // bytes of a file that is read aside: a larger one may take much memory
	maxHeld    = 256 << 10 // and of one that is held in memory for it
	filesAside = 4         // at once for each further processor: the walk is to stay ahead
)

// maxGaps bounds the list of what was not read; a target in that state is told
// by the first of them.
const maxGaps = 10_000

func (r *layerReader) gap(g inventory.Gap) {
	if len(r.out.Gaps) < maxGaps {
		r.out.Gaps = append(r.out.Gaps, g)
	}
}

func (r *layerReader) visit(ctx context.Context, f *source.File) error {
	r.out.Files++
	if n := r.files.Add(1); n&0xfff == 0 {
		r.tell()
	}
	switch f.Kind {
	case source.Whiteout:
		r.out.Removed = append(r.out.Removed, f.Path)
	case source.Opaque:
		r.out.Opaque = append(r.out.Opaque, f.Path)
	case source.Directory:
		r.out.Folders = append(r.out.Folders, extract.Hash(f.Path))
	case source.Symlink, source.Hardlink:
		r.out.Names = append(r.out.Names, extract.Hash(f.Path))
		r.link(f)
	case source.Regular:
		r.out.Names = append(r.out.Names, extract.Hash(f.Path))
		return r.read(ctx, f, f.Path)
	}
	return nil
}

func (r *layerReader) link(f *source.File) {
	if fact := r.set.Link(f); fact != nil {
		r.keep(fact, f.Path)
	}
	if target := r.set.Behind(f); target != "" {
		r.links[target] = append(r.links[target], f.Path)
	}
}

// read reads a file that is wanted, aside if a processor is idle, and keeps the fact by
// some names.
func (r *layerReader) read(ctx context.Context, f *source.File, names ...string) error {
	wanted, whole := r.set.Wants(f.Path)
	if !wanted {
		return nil
	}
	if (f.Lasts() && f.Size <= maxAside || whole && 0 < f.Size && f.Size <= maxHeld) && r.idle.TryAcquire(1) {
		return r.readAside(ctx, f, names...)
	}
	fact, err := r.set.File(ctx, f)
	if err == nil {
		r.keep(fact, names...)
	}
	return err
}

func (r *layerReader) readAside(ctx context.Context, f *source.File, names ...string) error {
	held, release, err := f.Hold()
	if err != nil {
		r.idle.Release(1)
		return err
	}
	r.aside.Go(func() {
		defer r.idle.Release(1)
		defer release()
		if fact, err := r.set.File(ctx, held); err == nil {
			r.keep(fact, names...)
		}
	})
	return nil
}

func (r *layerReader) keep(f *extract.Fact, names ...string) {
	r.facts.Lock()
	defer r.facts.Unlock()
	for _, name := range names {
		r.out.Facts[name] = f
	}
}

// linked reads the files that have a telling name only by a link: LICENSE that is a link
// to terms-2024.md. One that is not here lies in another layer, or nowhere.
func (r *layerReader) linked(ctx context.Context) error {
	if len(r.links) == 0 {
		return nil
	}
	here := extract.HashSet(r.out.Names)
	for target := range r.links {
		if !here[extract.Hash(target)] {
			delete(r.links, target)
		}
	}
	if len(r.links) == 0 {
		return nil
	}
	if t := r.image.Tree; t != nil && any(t) == any(r.layer) {
		for target, names := range r.links {
			if err := r.behind(ctx, t, target, names); err != nil {
				return err
			}
		}
		return nil
	}
	return r.layer.Walk(ctx, func(f *source.File) error {
		names := r.links[f.Path]
		if f.Kind != source.Regular || len(names) == 0 {
			return nil
		}
		f.Path = names[0]
		return r.read(ctx, f, names...)
	}, func(inventory.Gap) {})
}

// behind reads the file of a tree that some names lead to.
func (r *layerReader) behind(ctx context.Context, t source.Tree, target string, names []string) error {
	f, err := t.Find(target)
	if err != nil || f.Kind != source.Regular {
		return nil
	}
	c, err := t.Open(target)
	if err != nil {
		r.gap(inventory.Gap{Path: target, Reason: inventory.GapUnreadable, Detail: err.Error()})
		return nil
	}
	defer c.Close()
	return r.read(ctx, &source.File{Path: names[0], Kind: f.Kind, Size: c.Size(), Reader: c, At: c}, names...)
}
