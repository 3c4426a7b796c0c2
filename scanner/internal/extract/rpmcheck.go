package extract

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
)

// checkRPM walks a package database before the library reads it. The library
// trusts what it finds: a damaged Berkeley DB makes it loop or crash in a
// goroutine of its own, where nobody can recover; a damaged ndb makes it
// allocate what a flipped bit asks for; a damaged sqlite file ends early without
// a word. What passes here is sound in every place that the library touches.
func checkRPM(ctx context.Context, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, 512)
	if _, err := io.ReadFull(f, head); err != nil {
		return damaged("rpm database of %d bytes", st.Size())
	}
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return checkSQLite(ctx, name)
	case bytes.HasPrefix(head, []byte("RpmP")):
		return checkNDB(f, st.Size())
	}
	return checkBDB(f, head, st.Size())
}

func checkSQLite(ctx context.Context, name string) error {
	file := url.URL{Scheme: "file", Opaque: filepath.ToSlash(name), RawQuery: "mode=ro&immutable=1"}
	db, err := sql.Open("sqlite", file.String())
	if err != nil {
		return damaged("%v", err)
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "SELECT blob FROM Packages")
	if err != nil {
		return damaged("%v", err)
	}
	defer rows.Close()
	for rows.Next() {
		var blob sql.RawBytes
		if err := rows.Scan(&blob); err != nil {
			return damaged("%v", err)
		}
	}
	if err := rows.Err(); err != nil {
		return damaged("%v", err)
	}
	return nil
}

// The form of ndb: a header of 32 bytes, slots of 16 bytes in pages of 4096, blobs
// with a header of 16 bytes at multiples of 16.
// https://github.com/rpm-software-management/rpm/blob/master/lib/backend/ndb/rpmpkg.c
func checkNDB(f io.ReaderAt, size int64) error {
	var header [8]uint32
	if err := readLittle(f, 0, &header); err != nil {
		return err
	}
	pages := int64(header[3])
	if pages == 0 || pages > 2048 || pages*4096 > size {
		return damaged("%d pages of slots", pages)
	}
	for at := int64(32); at < pages*4096; at += 16 {
		var slot, blob [4]uint32
		if err := readLittle(f, at, &slot); err != nil {
			return err
		}
		if slot[0] != binary.LittleEndian.Uint32([]byte("Slot")) {
			return damaged("no slot at %d", at)
		}
		if slot[1] == 0 {
			continue
		}
		offset := int64(slot[2]) * 16
		if offset+16 > size {
			return damaged("package %d lies behind the end", slot[1])
		}
		if err := readLittle(f, offset, &blob); err != nil {
			return err
		}
		if blob[0] != binary.LittleEndian.Uint32([]byte("BlbS")) || blob[1] != slot[1] || offset+16+int64(blob[3]) > size {
			return damaged("package %d has no blob", slot[1])
		}
	}
	return nil
}

func readLittle(f io.ReaderAt, at int64, v any) error {
	if err := binary.Read(io.NewSectionReader(f, at, int64(binary.Size(v))), binary.LittleEndian, v); err != nil {
		return damaged("nothing at %d", at)
	}
	return nil
}

// Constants of Berkeley DB's hash form.
// https://github.com/berkeleydb/libdb/blob/v5.3.28/src/dbinc/db_page.h
const (
	bdbMagic      = 0x00061561
	bdbHashOld    = 2
	bdbHash       = 13
	bdbOverflow   = 7
	bdbOffPage    = 3
	bdbPageHeader = 26
	maxBDBPages   = 1 << 22
)

type bdb struct {
	f        io.ReaderAt
	order    binary.ByteOrder
	pageSize int64
	pages    int64
}

func checkBDB(f io.ReaderAt, head []byte, size int64) error {
	b := &bdb{f: f, order: binary.LittleEndian}
	if b.order.Uint32(head[12:]) != bdbMagic {
		b.order = binary.BigEndian
	}
	if b.order.Uint32(head[12:]) != bdbMagic {
		return damaged("neither sqlite nor ndb nor Berkeley DB")
	}
	b.pageSize = int64(b.order.Uint32(head[20:]))
	b.pages = int64(b.order.Uint32(head[32:])) + 1
	if b.pageSize < 512 || b.pageSize > 64<<10 || b.pages > maxBDBPages || b.pages*b.pageSize > size {
		return damaged("%d pages of %d bytes in %d bytes", b.pages, b.pageSize, size)
	}
	for n := range b.pages {
		if err := b.checkPage(n); err != nil {
			return err
		}
	}
	return nil
}

func (b *bdb) page(n int64) ([]byte, error) {
	p := make([]byte, b.pageSize)
	if _, err := b.f.ReadAt(p, n*b.pageSize); err != nil {
		return nil, damaged("page %d: %v", n, err)
	}
	return p, nil
}

func (b *bdb) checkPage(n int64) error {
	p, err := b.page(n)
	if err != nil {
		return err
	}
	if kind := p[25]; kind != bdbHash && kind != bdbHashOld {
		return nil
	}
	entries := int64(b.order.Uint16(p[20:]))
	if entries%2 != 0 || bdbPageHeader+2*entries > b.pageSize {
		return damaged("page %d has %d entries", n, entries)
	}
	for i := int64(1); i < entries; i += 2 {
		at := int64(b.order.Uint16(p[bdbPageHeader+2*i:]))
		if at >= b.pageSize {
			return damaged("page %d: value at %d", n, at)
		}
		if p[at] != bdbOffPage {
			continue
		}
		if at+12 > b.pageSize {
			return damaged("page %d: value at %d", n, at)
		}
		if err := b.checkChain(int64(b.order.Uint32(p[at+4:]))); err != nil {
			return err
		}
	}
	return nil
}

// checkChain follows a value from page to page: each an overflow page, no more of
// them than there are.
func (b *bdb) checkChain(n int64) error {
	for range b.pages {
		if n == 0 {
			return nil
		}
		if n >= b.pages {
			return damaged("page %d of %d", n, b.pages)
		}
		var header [bdbPageHeader]byte
		if _, err := b.f.ReadAt(header[:], n*b.pageSize); err != nil {
			return damaged("page %d: %v", n, err)
		}
		next := int64(b.order.Uint32(header[16:]))
		if header[25] != bdbOverflow || next == 0 && bdbPageHeader+int64(b.order.Uint16(header[22:])) > b.pageSize {
			return damaged("page %d is no part of a value", n)
		}
		n = next
	}
	return fmt.Errorf("rpm database: %w", damaged("a value that never ends"))
}
