package report

import (
	"fmt"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
)

func (t *textReport) counts() {
	var out []string
	for _, k := range []drift.Kind{drift.Relicensed, drift.Parameters, drift.Bundled, drift.Lost, drift.BecameKnown, drift.Added, drift.Removed, drift.TextOnly, drift.Respelled, drift.Unknown, drift.Same} {
		if n := t.r.Counts[string(k)]; n > 0 {
			out = append(out, fmt.Sprintf("%s %d", t.c.say("kind."+string(k)), n))
		}
	}
	fmt.Fprintln(t.w)
	t.line(0, t.c.labeled(t.c.say("head.counts"), t.c.list(out)))
}

func (t *textReport) coverage() {
	c := t.r.Changes
	a, b := c.Old.Coverage, c.New.Coverage
	t.line(0, t.c.labeled(t.c.say("head.coverage"), t.c.say("coverage.read", a.Layers, a.Files, b.Layers, b.Files)))
	if t.r.Verdict != policy.Proceed {
		t.unread(2)
	}
	if c.Old.Target.Kind == "package" || c.New.Target.Kind == "package" {
		t.line(2, t.c.say("coverage.package"))
	} else if t.r.Known > 0 {
		t.line(2, t.c.say("coverage.known", t.r.Known))
	}
	if t.r.Open > 0 {
		t.line(2, t.c.say("coverage.open", t.r.Open))
	}
	if len(t.r.Unused) > 0 {
		t.line(2, t.c.say("coverage.unused", t.c.list(t.r.Unused)))
	}
	t.gaps("coverage.gaps", b.Gaps)
	t.gaps("coverage.gaps.old", a.Gaps)
}

// unread says what a milder verdict must not hide.
func (t *textReport) unread(indent int) {
	if t.r.Unknown > 0 {
		t.line(indent, t.c.say("coverage.unknown", t.r.Unknown))
	}
	if n := len(t.r.Changes.New.Coverage.Gaps); n > 0 && indent == 0 {
		t.line(indent, t.c.say("coverage.gaps", n))
	}
}

const maxGaps = 5

func (t *textReport) gaps(head string, gs []inventory.Gap) {
	if len(gs) == 0 {
		return
	}
	t.line(2, t.c.say(head, len(gs)))
	for i, g := range gs {
		if i == maxGaps && !t.o.Verbose {
			t.line(4, t.c.say("coverage.more", len(gs)-i))
			return
		}
		s := t.c.labeled(g.Path, t.c.say("gap."+g.Reason))
		if g.Detail != "" {
			s += t.c.note(g.Detail)
		}
		t.line(4, s)
	}
}
