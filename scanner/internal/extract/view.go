package extract

import (
	"hash/fnv"
	"path"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// Layer is the facts of one layer, with what it removes of those below.
type Layer struct {
	Digest  string
	Facts   map[string]*Fact
	Removed []string // paths that are gone, with all below them
	Opaque  []string // folders whose former content is gone
	Names   []uint64 // hashes of the paths that are no folders
	Folders []uint64 // hashes of the folders
	Files   int      // entries, read or passed over
	Gaps    []inventory.Gap
}

// View is the merged facts: what is visible at the top of the stack.
type View struct {
	facts map[string]*Fact
	layer map[string]string // path → digest of the layer it comes from
	dirs  map[string][]string
}

// Merge stacks layers, the lowest first.
func Merge(layers []*Layer) *View {
	v := &View{facts: map[string]*Fact{}, layer: map[string]string{}, dirs: map[string][]string{}}
	for _, l := range layers {
		v.remove(l)
		for p, f := range l.Facts {
			v.facts[p], v.layer[p] = f, l.Digest
		}
	}
	for p := range v.facts {
		v.dirs[folder(p)] = append(v.dirs[folder(p)], p)
	}
	for _, ps := range v.dirs {
		slices.Sort(ps)
	}
	return v
}

func (v *View) remove(l *Layer) {
	gone := map[string]bool{} // true: the path itself too
	for _, p := range l.Removed {
		gone[p] = true
	}
	for _, p := range l.Opaque {
		gone[p] = gone[p] || false
	}
	for p, f := range l.Facts {
		if f.Link != "" {
			gone[p] = true // a link where a folder may have been
		}
	}
	names, folders := HashSet(l.Names), HashSet(l.Folders)
	for p := range v.facts {
		if folders[Hash(p)] || removed(gone, names, p) {
			delete(v.facts, p)
			delete(v.layer, p)
		}
	}
}

// removed reports whether the path or one of its folders is gone.
func removed(gone map[string]bool, names map[uint64]bool, p string) bool {
	if gone[p] {
		return true
	}
	for dir := path.Dir(p); ; dir = path.Dir(dir) {
		key := dir
		if key == "." {
			key = ""
		}
		if _, ok := gone[key]; ok || key != "" && names[Hash(key)] {
			return true // with its folder, or a file stands where its folder was
		}
		if dir == "." || dir == "/" {
			return false
		}
	}
}

// Hash stands for a path in the lists of a layer's names.
func Hash(p string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(p))
	return h.Sum64()
}

// HashSet makes a list of hashes one to look up in.
func HashSet(hashes []uint64) map[uint64]bool {
	out := make(map[uint64]bool, len(hashes))
	for _, h := range hashes {
		out[h] = true
	}
	return out
}

// maxLinks bounds how many symlinks a path may lead through, as Linux does.
const maxLinks = 40

// Resolve follows symlinks within the root. It reports false where they loop or
// lead nowhere that is known.
func (v *View) Resolve(p string) (string, bool) {
	trailing := strings.HasSuffix(p, "/")
	p = strings.Trim(path.Clean("/"+p), "/")
	for range maxLinks {
		next, moved := v.step(p)
		if !moved {
			if trailing && p != "" {
				p += "/"
			}
			return p, true
		}
		p = next
	}
	return p, false
}

// step replaces the first part of the path that is a symlink.
func (v *View) step(p string) (string, bool) {
	for i := 0; i <= len(p); i++ {
		if i < len(p) && p[i] != '/' {
			continue
		}
		f := v.facts[p[:i]]
		if f == nil || f.Link == "" {
			continue
		}
		to := f.Link
		if !strings.HasPrefix(to, "/") {
			to = path.Join("/", path.Dir(p[:i]), to)
		}
		return strings.Trim(path.Clean("/"+to+p[i:]), "/"), true
	}
	return p, false
}

// paths lists the paths of facts in order.
func (v *View) paths() []string {
	out := make([]string, 0, len(v.facts))
	for p := range v.facts {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// texts lists the license texts at a place: a file, or the files directly in a
// folder.
func (v *View) texts(place string) []string {
	p, ok := v.Resolve(place)
	if !ok {
		return nil
	}
	if p != "" && !strings.HasSuffix(p, "/") {
		if f := v.facts[p]; f != nil && f.Text != nil {
			return []string{p}
		}
		return nil
	}
	var out []string
	for _, name := range v.dirs[p] {
		file, ok := v.Resolve(name)
		if f := v.facts[file]; ok && f != nil && f.Text != nil {
			out = append(out, file)
		}
	}
	return out
}
