package report

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// products tells what packagers of products say that the system was made for.
func (t *textReport) products() {
	before, after := t.r.Changes.Old.Target.Products, slices.Clone(t.r.Changes.New.Target.Products)
	var out []string
	for _, o := range before {
		i := slices.IndexFunc(after, func(n inventory.Product) bool { return n.By == o.By && n.Name == o.Name })
		if i < 0 {
			out = append(out, t.product(o)+t.c.note(t.c.say("image.removed")))
			continue
		}
		if after[i].Version != o.Version {
			o.Version += " → " + after[i].Version
		}
		out = append(out, t.product(o))
		after = slices.Delete(after, i, i+1)
	}
	for _, n := range after {
		s := t.product(n)
		if before != nil {
			s += t.c.note(t.c.say("image.added"))
		}
		out = append(out, s)
	}
	if out != nil {
		t.line(0, t.c.say("head.products", t.c.list(out)))
	}
}

func (t *textReport) product(p inventory.Product) string {
	return t.c.say("product", strings.TrimSpace(p.Name+" "+p.Version), p.By)
}
