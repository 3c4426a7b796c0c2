package scanner

import (
	"fmt"
	"os"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/sbom"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// maxHead is how much of a file is looked at to tell what it is.
const maxHead = 64 << 10

// saved reads a target that is an inventory or an SBOM; it returns neither an
// inventory nor an error for anything else.
func (s *Scanner) saved(target string) (*inventory.Inventory, error) {
	kind, name, ok := strings.Cut(target, ":")
	if !ok || kind != "inventory" && kind != sbom.Kind {
		kind, name = "", target
	}
	st, err := os.Stat(name)
	if err != nil || !st.Mode().IsRegular() {
		if kind != "" && err != nil {
			return nil, err
		}
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, maxHead)
	n, _ := f.ReadAt(head, 0)
	var inv *inventory.Inventory
	switch {
	case kind == sbom.Kind, kind == "" && sbom.Recognize(head[:n]):
		if inv, err = sbom.Read(f, s.statements()); inv != nil {
			inv.Target.Name, inv.Tool = target, s.options.Tool
			for i := range inv.Components {
				for n := range inv.Components[i].Evidence {
					inv.Components[i].Evidence[n].Path = name
				}
			}
		}
	case kind == "inventory" || inventory.Recognize(head[:min(n, 512)]):
		inv, err = inventory.Read(f)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if inv != nil {
		noteEmpty(inv, target)
	}
	return inv, nil
}

func (s *Scanner) statements() sbom.Parser {
	return sbom.Parser{
		Statement: func(statement string) (spdx.Expr, bool) { return license.Statement(license.Any, statement) },
		Text:      func(text string) spdx.Expr { return s.texts.Text([]byte(text)).Expression },
	}
}
