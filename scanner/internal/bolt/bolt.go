// Package bolt reads databases of bbolt, such as containerd's, without the library:
// that maps the file and trusts what is in it, so that a damaged page ends the
// program. Here a page is read when it is needed, and each number in it is checked.
//
// It promises that reading ends: a tree that leads to more pages than the file has
// is an error, and so are more entries than any engine keeps. It refuses to write, and a file of which neither meta page is whole.
//
//	db, err := bolt.Open(file, size)
//	images, err := db.Bucket("v1", "default", "images")
//	err = images.Each(func(e bolt.Entry) error { … })
//
// The format: https://github.com/etcd-io/bbolt/blob/main/internal/common/page.go
package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

var le = binary.LittleEndian

const (
	magic   = 0xED0CDAED
	version = 2

	pageHeader   = 16
	metaSize     = 64 // of which the last 8 bytes are the checksum of the others
	element      = 16 // of a page: a child of a branch, an entry of a leaf
	bucketHeader = 16

	isBranch, isLeaf, isMeta = 1, 2, 4 // flags of a page

	maxDepth = 32       // of a tree
	maxPage  = 16 << 20 // bytes, with the pages that it flows over
	maxKept  = 32 << 20 // bytes of pages that are kept: each search begins at the root
	maxBytes = 8 << 30  // read of a database in all
	maxReads = 1 << 22  // entries and pages of a database: buckets can stand within each other without end
)

// ErrNotFound says that there is no bucket of a name.
var ErrNotFound = errors.New("no such bucket")

// DB is an opened database. It is for one goroutine.
type DB struct {
	file io.ReaderAt
	size int64
	page int64 // bytes
	root uint64
	left int // entries and pages that may still be read

	bytes int64             // read so far
	kept  map[uint64][]byte // pages, by their numbers
	held  int64             // bytes of them
}

// Open opens a database of size bytes.
func Open(r io.ReaderAt, size int64) (*DB, error) {
	db := &DB{file: r, size: size, left: maxReads}
	newest, found := uint64(0), false
	for _, page := range []int64{1 << 10, 2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10} {
		for i := range int64(2) { // the page's own size tells whether it was looked for in the right place
			m, ok := readMeta(r, i*page)
			if ok && (i == 0 || int64(m.page) == page) && (!found || m.txid > newest) {
				db.page, db.root, newest, found = int64(m.page), m.root, m.txid, true
			}
		}
	}
	if !found {
		return nil, errors.New("open bolt database: no meta page is whole")
	}
	return db, nil
}

type meta struct {
	page       uint32
	root, txid uint64
}

func readMeta(r io.ReaderAt, at int64) (meta, bool) {
	var b [pageHeader + metaSize]byte
	if _, err := r.ReadAt(b[:], at); err != nil || le.Uint16(b[8:])&isMeta == 0 {
		return meta{}, false
	}
	m := b[pageHeader:]
	sum := fnv.New64a()
	sum.Write(m[:metaSize-8])
	page := le.Uint32(m[8:])
	ok := le.Uint32(m) == magic && le.Uint32(m[4:]) == version && le.Uint64(m[metaSize-8:]) == sum.Sum64() &&
		page >= 1<<10 && page <= 64<<10 && page&(page-1) == 0
	return meta{page, le.Uint64(m[16:]), le.Uint64(m[48:])}, ok
}

// Bucket is a named set of entries, in the order of their keys.
type Bucket struct {
	db     *DB
	root   uint64
	inline []byte // a leaf page that stands in the entry of the bucket
}

// Entry is a key with its value, or with the bucket of that name.
type Entry struct {
	Key, Value []byte
	Bucket     *Bucket
}

// Bucket finds a bucket by the names of those it stands in.
func (db *DB) Bucket(names ...string) (*Bucket, error) {
	return (&Bucket{db: db, root: db.root}).Bucket(names...)
}

// Bucket finds a bucket within the bucket.
func (b *Bucket) Bucket(names ...string) (*Bucket, error) {
	for _, name := range names {
		e, err := b.find(name)
		if err != nil {
			return nil, err
		}
		if e.Bucket == nil {
			return nil, fmt.Errorf("%q: %w", name, ErrNotFound)
		}
		b = e.Bucket
	}
	return b, nil
}

// Get gives the value of a key, nil where there is none.
func (b *Bucket) Get(key string) ([]byte, error) {
	e, err := b.find(key)
	return e.Value, err
}

// find looks a key up: in a branch, under the last child whose first key is not above
// it.
func (b *Bucket) find(key string) (Entry, error) {
	p, id := b.inline, b.root
	for depth := 0; p == nil; depth++ {
		page, err := b.db.next(id, depth)
		if err != nil {
			return Entry{}, err
		}
		if le.Uint16(page[8:])&isLeaf != 0 {
			p = page
			break
		}
		for i := range int(le.Uint16(page[10:])) {
			e, err := at(page, pageHeader+i*element, element)
			if err != nil {
				return Entry{}, fmt.Errorf("read bolt page %d: %w", id, err)
			}
			first, err := at(page, pageHeader+i*element+int(le.Uint32(e)), int(le.Uint32(e[4:])))
			if err != nil {
				return Entry{}, fmt.Errorf("read bolt page %d: %w", id, err)
			}
			if i > 0 && string(first) > key {
				break
			}
			id = le.Uint64(e[8:])
		}
	}
	var found Entry
	err := b.leaf(p, func(e Entry) error {
		if string(e.Key) == key {
			found = e
		}
		return nil
	})
	return found, err
}

// Each calls visit for the entries in order. Its error ends that.
func (b *Bucket) Each(visit func(Entry) error) error {
	if b.inline != nil {
		return b.leaf(b.inline, visit)
	}
	w := &walk{Bucket: b, left: b.db.size/b.db.page + 1}
	return w.pages(b.root, 0, visit)
}

// walk visits each page of a tree once, if the tree is one.
type walk struct {
	*Bucket
	left int64
}

func (w *walk) pages(id uint64, depth int, visit func(Entry) error) error {
	if w.left--; w.left < 0 {
		return fmt.Errorf("read bolt page %d: the tree has no end", id)
	}
	p, err := w.db.next(id, depth)
	if err != nil {
		return err
	}
	if le.Uint16(p[8:])&isLeaf != 0 {
		return w.leaf(p, visit)
	}
	for i := range int(le.Uint16(p[10:])) {
		e, err := at(p, pageHeader+i*element, element)
		if err != nil {
			return fmt.Errorf("read bolt page %d: %w", id, err)
		}
		if err := w.pages(le.Uint64(e[8:]), depth+1, visit); err != nil {
			return err
		}
	}
	return nil
}

// next reads a page on the way down a tree.
func (db *DB) next(id uint64, depth int) ([]byte, error) {
	if db.left--; db.left < 0 || depth > maxDepth {
		return nil, fmt.Errorf("read bolt page %d: the tree has no end", id)
	}
	p, err := db.read(id)
	if err != nil {
		return nil, fmt.Errorf("read bolt page %d: %w", id, err)
	}
	return p, nil
}

// keep keeps a page for the next search; when there are too many, all are given up.
func (db *DB) keep(id uint64, p []byte) {
	if db.held += int64(len(p)); db.held > maxKept || db.kept == nil {
		db.kept, db.held = map[uint64][]byte{}, int64(len(p))
	}
	db.kept[id] = p
}

// read reads a page with those it flows over.
func (db *DB) read(id uint64) ([]byte, error) {
	if p, ok := db.kept[id]; ok {
		return p, nil
	}
	if id > uint64(db.size/db.page) {
		return nil, io.ErrUnexpectedEOF
	}
	var h [pageHeader]byte
	off := int64(id) * db.page
	if _, err := db.file.ReadAt(h[:], off); err != nil {
		return nil, ended(err)
	}
	flags, size := le.Uint16(h[8:]), (int64(le.Uint32(h[12:]))+1)*db.page
	switch {
	case le.Uint64(h[:]) != id:
		return nil, fmt.Errorf("it is page %d", le.Uint64(h[:]))
	case flags&(isBranch|isLeaf) == 0:
		return nil, fmt.Errorf("its flags are %#x", flags)
	case size > maxPage || size > db.size-off:
		return nil, fmt.Errorf("%d bytes", size)
	}
	if db.bytes += size; db.bytes > maxBytes {
		return nil, errors.New("the tree has no end")
	}
	p := make([]byte, size)
	if _, err := db.file.ReadAt(p, off); err != nil {
		return nil, ended(err)
	}
	db.keep(id, p)
	return p, nil
}

// ended keeps an end of the file from being taken for the end of the entries.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (b *Bucket) leaf(p []byte, visit func(Entry) error) error {
	if len(p) < pageHeader {
		return io.ErrUnexpectedEOF
	}
	for i := range int(le.Uint16(p[10:])) {
		if b.db.left--; b.db.left < 0 {
			return fmt.Errorf("more than %d entries", maxReads)
		}
		e, err := b.entry(p, pageHeader+i*element)
		if err != nil {
			return fmt.Errorf("read bolt entry %d: %w", i, err)
		}
		if err := visit(e); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bucket) entry(p []byte, from int) (Entry, error) {
	head, err := at(p, from, element)
	if err != nil {
		return Entry{}, err
	}
	pos, keySize, valueSize := int(le.Uint32(head[4:])), int(le.Uint32(head[8:])), int(le.Uint32(head[12:]))
	key, err := at(p, from+pos, keySize)
	if err != nil {
		return Entry{}, err
	}
	value, err := at(p, from+pos+keySize, valueSize)
	if err != nil {
		return Entry{}, err
	}
	if le.Uint32(head)&1 == 0 {
		return Entry{Key: key, Value: value}, nil
	}
	if len(value) < bucketHeader {
		return Entry{}, fmt.Errorf("a bucket of %d bytes", len(value))
	}
	sub := &Bucket{db: b.db, root: le.Uint64(value)}
	if sub.root == 0 {
		sub.inline = value[bucketHeader:]
	}
	return Entry{Key: key, Bucket: sub}, nil
}

// at gives n bytes of a page.
func at(p []byte, from, n int) ([]byte, error) {
	if from < 0 || n < 0 || from > len(p) || n > len(p)-from {
		return nil, fmt.Errorf("%d bytes at %d of %d", n, from, len(p))
	}
	return p[from : from+n : from+n], nil
}
