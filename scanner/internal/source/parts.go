package source

import (
	"bufio"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// OpenParts opens of a Debian system what is in some directories, and the files of some
// packages.
func OpenParts(root string, dirs, packages []string) (*Image, error) {
	if !isDir(root) {
		return nil, &ErrTarget{root, "is not a directory", "name the root of a system"}
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	l := &dirLayer{root: r, left: map[string]bool{}, only: slices.Clone(dirs)}
	if err := l.packages(packages); err != nil {
		r.Close()
		return nil, err
	}
	return &Image{Layers: []Layer{l}, close: r.Close}, nil
}

const dpkgInfo = "var/lib/dpkg/info"

// packages adds the files of packages, which lie outside of the directories.
func (l *dirLayer) packages(names []string) error {
	if len(names) == 0 {
		return nil
	}
	wanted := map[string]bool{}
	for _, n := range names {
		wanted[n] = true
	}
	lists, err := fs.ReadDir(l.root.FS(), dpkgInfo)
	if err != nil {
		return err
	}
	dirs := slices.Clone(l.only)
	for _, e := range lists {
		name, ok := strings.CutSuffix(e.Name(), ".list")
		if name, _, _ := strings.Cut(name, ":"); !ok || !wanted[name] {
			continue
		}
		if err := l.files(path.Join(dpkgInfo, e.Name()), dirs); err != nil {
			return err
		}
	}
	slices.Sort(l.only[len(dirs):])
	l.only = slices.Compact(l.only)
	return nil
}

func (l *dirLayer) files(list string, dirs []string) error {
	f, err := l.root.OpenFile(list, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		p := strings.TrimPrefix(s.Text(), "/")
		if !fs.ValidPath(p) || p == "." || slices.ContainsFunc(dirs, func(d string) bool { return p == d || strings.HasPrefix(p, d+"/") }) {
			continue
		}
		if st, err := l.root.Lstat(p); err == nil && !st.IsDir() {
			l.only = append(l.only, p)
		}
	}
	return s.Err()
}
