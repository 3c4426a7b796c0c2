package policy

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// proofs names the files that state the licenses of both sides.
func proofs(c *drift.Change) []Proof {
	return append(sideProofs("old", c.Old), sideProofs("new", c.New)...)
}

const maxProofs = 3

func sideProofs(name string, c *inventory.Component) []Proof {
	if c == nil {
		return nil
	}
	var out []Proof
	for _, e := range c.Evidence {
		if e.Kind == inventory.KindKnown {
			continue // told as such
		}
		p := Proof{Side: name, Path: e.Path, Quote: e.Stated, SHA256: e.SHA256}
		if e.Unread != "" && !c.Concluded.Recognized() {
			p.Quote = e.Unread
		}
		if e.Open != "" {
			p.Quote = e.Open
		}
		if e.Kind == inventory.KindText && overlaps(e.Expression, c.Concluded) || e.Kind != inventory.KindText {
			out = append(out, p)
		}
		if len(out) == maxProofs {
			break
		}
	}
	for _, p := range c.Parameter {
		if p.Name == "Additional Use Grant" && len(out) > 0 {
			out = append(out, Proof{Side: name, Path: out[len(out)-1].Path, Quote: p.Name + ": " + p.Value})
			break
		}
	}
	return out
}

func partProofs(c *inventory.Component, part spdx.Expr) []Proof {
	var out []Proof
	for _, e := range c.Evidence {
		if overlaps(e.Expression, part) && len(out) < maxProofs {
			out = append(out, Proof{Side: "new", Path: e.Path, Quote: e.Open, SHA256: e.SHA256})
		}
	}
	return out
}

func overlaps(a, b spdx.Expr) bool {
	bs := b.Licenses()
	return slices.ContainsFunc(a.Licenses(), func(l spdx.License) bool {
		return slices.ContainsFunc(bs, func(m spdx.License) bool { return l.Family() == m.Family() })
	})
}

// remedies lists what one can do about a finding.
func remedies(f *Finding, c *drift.Change) []Remedy {
	var out []Remedy
	for _, u := range f.Uses {
		switch {
		case u.Lost:
			out = append(out, Remedy{RemedyDrop, []string{u.Use.String()}})
		case u.Unknown && !slices.ContainsFunc(out, func(r Remedy) bool { return r.Code == RemedyRead }):
			out = append(out, Remedy{Code: RemedyRead})
		}
		for _, d := range u.Material() {
			r := Remedy{RemedyMeet, []string{string(d)}}
			if !slices.ContainsFunc(out, func(x Remedy) bool { return x.Code == r.Code && slices.Equal(x.Args, r.Args) }) {
				out = append(out, r)
			}
		}
	}
	if f.Verdict > Proceed {
		if len(f.Known) > 0 {
			out = append(out, Remedy{RemedyBefore, []string{f.Name, f.Known[0].Since}})
		} else if c.Old != nil && !f.Part {
			out = append(out, Remedy{RemedyStay, []string{strings.TrimSpace(c.Old.Name + " " + c.Old.Version)}})
		}
		if f.Verdict == Forgo {
			out = append(out, Remedy{Code: RemedyAsk})
		}
	}
	for _, k := range f.Known {
		for _, fork := range k.Forks {
			if r := (Remedy{RemedyFork, []string{fork.Name, fork.URL}}); !slices.ContainsFunc(out, func(x Remedy) bool { return slices.Equal(x.Args, r.Args) }) {
				out = append(out, r)
			}
		}
	}
	if f.Choice != "" {
		out = append(out, Remedy{RemedyOption, []string{f.Choice}})
	}
	return out
}
