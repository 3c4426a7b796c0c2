package policy

import (
	"slices"

	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/known"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Unseen is the kind of a change that the table of relicensings tells and the
// files of both sides do not show.
const Unseen drift.Kind = "unseen"

// Known is a relicensing from the table that lies between two versions.
type Known struct {
	Since  string       `json:"since"` // first version under the new license
	Day    string       `json:"day"`
	Old    string       `json:"old"`
	New    string       `json:"new"`
	Forks  []known.Fork `json:"forks,omitempty"`
	Source string       `json:"source"`
}

// between lists the relicensings that a component is known to have gone through.
func (e *evaluation) between(c *drift.Change) []Known {
	var out []Known
	for _, r := range e.relicensings(c) {
		out = append(out, Known{r.Since[0], r.Day.Format("2006-01-02"), r.From.String(), r.To.String(), r.Forks, r.Source})
	}
	return out
}

func (e *evaluation) relicensings(c *drift.Change) []known.Relicensing {
	if e.known == nil || c.Old == nil || c.New == nil {
		return nil
	}
	return e.known.Between(c.New.PURL, c.Old.Version, c.New.Version)
}

// unseen gives the license that a component is known to have, where the versions
// lie on two sides of a relicensing while the files state the old license on
// both.
func (e *evaluation) unseen(c *drift.Change) (spdx.Expr, bool) {
	rs := e.relicensings(c)
	if len(rs) == 0 || !c.Old.Concluded.Equal(c.New.Concluded) || knownOnly(c.New) {
		return spdx.Expr{}, false
	}
	to := rs[len(rs)-1].To
	return to, !to.Equal(c.New.Concluded)
}

// knownOnly reports whether the only evidence of a component is the table.
func knownOnly(c *inventory.Component) bool {
	return len(c.Evidence) > 0 && !slices.ContainsFunc(c.Evidence, func(e inventory.Evidence) bool { return e.Kind != inventory.KindKnown })
}
