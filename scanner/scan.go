package scanner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"github.com/licdrift/licdrift/scanner/internal/cache"
	"github.com/licdrift/licdrift/scanner/internal/engine"
	"github.com/licdrift/licdrift/scanner/internal/extract"
	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/known"
)

// Options change how a target is scanned. The zero value is good.
type Options struct {
	Parallel int    // layers read at once, and a few files of each; 0 for one a processor
	Tool     string // written into the inventory
	Cache    string // folder of what was learnt of layers; empty for none
	Platform string // OS/ARCHITECTURE of images in a registry; empty for this machine's
	// Progress is told, from many goroutines, how far a scan is.
	Progress func(Progress)
}

// Progress is how far a scan is.
type Progress struct {
	Target        string
	Layers, Layer int   // of the target, and how many are finished
	Files         int64 // seen so far
}

// Scanner scans targets that share what was learnt of their license texts. It
// is safe for concurrent use.
type Scanner struct {
	texts   *license.Recognizer
	set     *extract.Set
	table   *known.Table
	options Options
	cache   cache.Cache
	idle    *semaphore.Weighted // for files that are read aside
	shared  singleflight.Group  // both sides of a comparison often have layers in common
}

// New returns a scanner.
func New(o Options) (*Scanner, error) {
	texts, err := license.New()
	if err != nil {
		return nil, err
	}
	table, err := known.Load()
	if err != nil {
		return nil, err
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	return &Scanner{
		texts: texts, set: extract.NewSet(texts), table: table, options: o,
		cache: cache.New(o.Cache, analyzer()), idle: semaphore.NewWeighted(int64(filesAside * (o.Parallel - 1))),
	}, nil
}

// analyzer identifies the program, whose change may change the facts. A build
// that has no version of its own is identified by its bytes.
func analyzer() string {
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") && !strings.Contains(info.Main.Version, "dirty") {
		return info.Main.Version
	}
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(exe)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Scan scans one target.
func Scan(ctx context.Context, target string, o Options) (*inventory.Inventory, error) {
	s, err := New(o)
	if err != nil {
		return nil, err
	}
	return s.Scan(ctx, target)
}

// Scan scans a target, or reads it if it is a saved inventory. Set has values of the
// form NAME=VALUE for the variables of a compose project; other targets have none.
func (s *Scanner) Scan(ctx context.Context, target string, set ...string) (*inventory.Inventory, error) {
	if place, ok := strings.CutPrefix(target, composeKind+":"); ok {
		return s.composed(ctx, place, set)
	}
	if len(set) > 0 {
		return nil, &composeError{target}
	}
	if strings.HasPrefix(target, "pkg:") {
		return s.packageOnly(target)
	}
	if inv, err := s.saved(target); inv != nil || err != nil {
		return inv, err
	}
	img, err := source.Open(ctx, target, source.Options{Platform: s.options.Platform})
	if err != nil {
		return nil, err
	}
	defer img.Close()
	scan := s.scanOf(img)
	if img.Tree != nil {
		scan.inside = engine.Find(img.Tree)
	}
	inv, err := scan.scan(ctx, target)
	if err != nil {
		return nil, fmt.Errorf("scan %s: %w", target, err)
	}
	return inv, nil
}

// scan is the state of scanning one target.
type scan struct {
	*Scanner
	image  *source.Image
	inside *engine.Found // in its container stores
	read   []*reading
	of     map[source.Layer]*reading
	opened []*source.Image // by their names, to be closed
	strict bool            // an image inside that cannot be read is an error, not a gap

	files, done atomic.Int64
}

func (s *Scanner) scanOf(img *source.Image) *scan {
	return &scan{Scanner: s, image: img, inside: &engine.Found{}, of: map[source.Layer]*reading{}}
}

// reading is a layer with what was read of it. Images often share layers.
type reading struct {
	layer source.Layer
	facts *extract.Layer
	err   error
}

func (s *scan) scan(ctx context.Context, target string) (*inventory.Inventory, error) {
	s.want(s.image.Layers)
	for _, img := range s.inside.Images {
		s.want(img.Layers)
	}
	if err := s.readAll(ctx); err != nil {
		return nil, err
	}
	own, err := s.facts(s.image.Layers)
	if err != nil {
		return nil, err
	}
	inv := s.inventory(own, target)
	s.addImages(inv)
	s.fill(inv)
	noteEmpty(inv, target)
	inv.Sort()
	return inv, nil
}

// noteEmpty tells of a target without any software: a folder that was mistyped, a volume
// that is not mounted, an SBOM of nothing. It has lost no license.
func noteEmpty(inv *inventory.Inventory, target string) {
	told := slices.ContainsFunc(inv.Coverage.Gaps, func(g inventory.Gap) bool { return g.Reason == inventory.GapEmpty })
	if len(inv.Components) == 0 && !told {
		inv.Coverage.Gaps = append(inv.Coverage.Gaps, inventory.Gap{Path: target, Reason: inventory.GapEmpty})
	}
}

func (s *scan) want(layers []source.Layer) {
	for _, l := range layers {
		if s.of[l] == nil {
			s.of[l] = &reading{layer: l}
			s.read = append(s.read, s.of[l])
		}
	}
}

// readAll reads the layers, each once. The first error of the target's own ends it.
func (s *scan) readAll(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(s.options.Parallel)
	for i, r := range s.read {
		g.Go(func() error {
			r.facts, r.err = s.recalled(ctx, r.layer)
			s.done.Add(1)
			s.tell()
			if s.strict || i < len(s.image.Layers) || ctx.Err() != nil {
				return r.err
			}
			return nil
		})
	}
	return g.Wait()
}

func (s *scan) facts(layers []source.Layer) ([]*extract.Layer, error) {
	out := make([]*extract.Layer, len(layers))
	for i, l := range layers {
		if s.of[l].err != nil {
			return nil, s.of[l].err
		}
		out[i] = s.of[l].facts
	}
	return out, nil
}

// recalled reads a layer, or recalls it: from the cache, or from the other side of
// the comparison, which may be reading it right now.
func (s *scan) recalled(ctx context.Context, l source.Layer) (*extract.Layer, error) {
	if l.Key() == "" {
		return s.layer(ctx, l)
	}
	v, err, _ := s.shared.Do(l.Key(), func() (any, error) {
		out := new(extract.Layer)
		if s.cache.Load(l.Key(), out) {
			return out, nil
		}
		out, err := s.layer(ctx, l)
		if err == nil {
			// a cache that cannot be written costs time, not the scan
			_ = s.cache.Store(l.Key(), out)
		}
		return out, err
	})
	if err != nil {
		return nil, err
	}
	return v.(*extract.Layer), nil
}

func (s *scan) tell() {
	if s.options.Progress != nil {
		s.options.Progress(Progress{Target: s.image.Target.Name, Layers: len(s.read), Layer: int(s.done.Load()), Files: s.files.Load()})
	}
}

func (s *scan) inventory(layers []*extract.Layer, target string) *inventory.Inventory {
	view := extract.Merge(layers)
	components, gaps := extract.Assemble(view, treeName(target))
	coverage := inventory.Coverage{Layers: len(layers), Gaps: gaps}
	for _, l := range layers {
		coverage.Files += l.Files
		coverage.Gaps = append(coverage.Gaps, l.Gaps...)
		for _, f := range l.Facts {
			coverage.Bytes += f.Read
		}
	}
	inv := &inventory.Inventory{
		Schema: inventory.Schema, Tool: s.options.Tool, Target: s.image.Target,
		Components: append(components, extract.FromLabels(s.image.Target)...), Coverage: coverage,
	}
	inv.Target.OS, inv.Target.Products = view.System(), view.Products()
	return inv
}

// treeName names a source tree by its folder, without the version.
func treeName(target string) string {
	_, path, ok := strings.Cut(target, ":")
	if !ok {
		path = target
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return filepath.Base(path)
}
