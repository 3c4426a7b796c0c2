package scanner

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/licdrift/licdrift/scanner/internal/extract"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// layer turns a layer into facts, which depend on nothing but the layer.
func (s *scan) layer(ctx context.Context, l source.Layer) (*extract.Layer, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &layerReader{scan: s, layer: l, links: map[string][]string{}, latest: map[string]int{}}
	r.out = &extract.Layer{Digest: l.Digest(), Facts: map[string]*extract.Fact{}}
	err := l.Walk(ctx, func(f *source.File) error { return r.visit(ctx, f) }, r.gap)
	if err == nil {
		err = r.linked(ctx)
	}
	if err != nil {
		cancel() // what is read aside is of no use
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

	visits int            // files that were to have a fact so far
	facts  sync.Mutex     // of those in out, and
	latest map[string]int // by name, the visit of its fact: of two files of one name the later counts
}

const (
	maxAside   = 4 << 20   // bytes of a file that is read aside
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
		r.keep(r.visited(), fact, f.Path)
	}
	if target := r.set.Behind(f); target != "" {
		r.links[target] = append(r.links[target], f.Path)
	}
}

// read reads a file that is wanted, aside if a processor is idle, and keeps the fact by
// some names.
func (r *layerReader) read(ctx context.Context, f *source.File, names ...string) error {
	effort := r.set.Effort(f.Path)
	if effort == extract.None {
		return nil
	}
	visit := r.visited()
	if mayWait(f, effort) && r.idle.TryAcquire(1) {
		return r.readAside(ctx, visit, f, names)
	}
	fact, err := r.set.File(ctx, f)
	if err == nil {
		r.keep(visit, fact, names...)
	}
	return err
}

// mayWait reports whether a file may be read aside. Many at a time must take no more memory than
// a few: one that is unpacked is not.
func mayWait(f *source.File, effort extract.Effort) bool {
	switch effort {
	case extract.Look:
		return f.Lasts()
	case extract.Read:
		return f.Lasts() && f.Size <= maxAside || 0 < f.Size && f.Size <= maxHeld
	}
	return false
}

func (r *layerReader) readAside(ctx context.Context, visit int, f *source.File, names []string) error {
	held, release, err := f.Hold()
	if err != nil {
		r.idle.Release(1)
		return err
	}
	r.aside.Go(func() {
		defer r.idle.Release(1)
		defer release()
		if fact, err := r.set.File(ctx, held); err == nil {
			r.keep(visit, fact, names...)
		}
	})
	return nil
}

// visited numbers the files, in the order of the layer.
func (r *layerReader) visited() int {
	r.visits++
	return r.visits
}

func (r *layerReader) keep(visit int, f *extract.Fact, names ...string) {
	r.facts.Lock()
	defer r.facts.Unlock()
	for _, name := range names {
		if r.latest[name] <= visit {
			r.out.Facts[name], r.latest[name] = f, visit
		}
	}
}

// linked reads the files that have a telling name only by a link: LICENSE that is a link
// to terms-2024.md. One that is not here lies in another layer, or nowhere.
func (r *layerReader) linked(ctx context.Context) error {
	if len(r.links) == 0 {
		return nil
	}
	here := extract.HashSet(r.out.Names)
	maps.DeleteFunc(r.links, func(target string, _ []string) bool { return !here[extract.Hash(target)] })
	if len(r.links) == 0 {
		return nil
	}
	if t := r.image.Tree; t != nil && any(t) == any(r.layer) {
		for _, target := range slices.Sorted(maps.Keys(r.links)) {
			if err := r.behind(ctx, t, target, r.links[target]); err != nil {
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

// behind reads the file of a tree that some names lead to. One that cannot be opened is a gap in
// its facts, as any that cannot be read.
func (r *layerReader) behind(ctx context.Context, t source.Tree, target string, names []string) error {
	f, err := t.Find(target)
	if err != nil || f.Kind != source.Regular {
		return nil // it is gone, or another file now
	}
	c, err := t.Open(target)
	if err != nil {
		fact := &extract.Fact{Gaps: []inventory.Gap{{Path: names[0], Reason: inventory.GapUnreadable, Detail: source.Reason(err)}}}
		r.keep(r.visited(), fact, names...)
		return nil
	}
	defer c.Close()
	return r.read(ctx, &source.File{Path: names[0], Kind: f.Kind, Size: c.Size(), Reader: c, At: c}, names...)
}
