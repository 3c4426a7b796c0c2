package inventory

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxSize bounds a saved inventory; one of 5,000 components has some 10 MB.
const maxSize = 512 << 20

// ErrNot says that a file is not a saved inventory.
var ErrNot = errors.New("not a licdrift inventory")

// Write saves the inventory as indented JSON.
func (inv *Inventory) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	return e.Encode(inv)
}

// Read reads what [Inventory.Write] wrote.
func Read(r io.Reader) (*Inventory, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read inventory: %w", err)
	}
	if len(b) > maxSize {
		return nil, fmt.Errorf("read inventory: larger than %d bytes", maxSize)
	}
	if !Recognize(b[:min(len(b), 4096)]) {
		return nil, ErrNot
	}
	inv := new(Inventory)
	if err := json.Unmarshal(b, inv); err != nil {
		return nil, fmt.Errorf("read inventory: %w", err)
	}
	if inv.Schema != Schema {
		return nil, fmt.Errorf("inventory has schema %d, this licdrift reads %d: scan its target again", inv.Schema, Schema)
	}
	return inv, nil
}

// Recognize reports whether a file that starts with head is a saved inventory.
func Recognize(head []byte) bool {
	head = bytes.TrimSpace(head)
	if !bytes.HasPrefix(head, []byte("{")) {
		return false
	}
	return bytes.HasPrefix(bytes.TrimSpace(head[1:]), []byte(`"licdrift"`))
}
