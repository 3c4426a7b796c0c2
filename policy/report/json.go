package report

import (
	"encoding/json"
	"io"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// JSONSchema is the version of the JSON report.
const JSONSchema = 1

type document struct {
	Schema int    `json:"licdriftCheck"`
	Tool   string `json:"tool,omitempty"`
	Old    target `json:"old"`
	New    target `json:"new"`
	*policy.Result
}

type target struct {
	inventory.Target
	Images     []inventory.Image  `json:"images,omitempty"`
	Components int                `json:"components"`
	Coverage   inventory.Coverage `json:"coverage"`
}

// JSON writes the result as a versioned document.
func JSON(w io.Writer, in Input, _ Options) error {
	c := in.Result.Changes
	return WriteJSON(w, document{
		Schema: JSONSchema, Tool: in.Tool, Result: in.Result,
		Old: target{c.Old.Target, c.Old.Images, len(c.Old.Components), c.Old.Coverage},
		New: target{c.New.Target, c.New.Images, len(c.New.Components), c.New.Coverage},
	})
}

// WriteJSON writes a value indented, with its signs as they are.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
