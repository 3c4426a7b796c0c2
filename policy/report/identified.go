package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/licdrift/licdrift/scanner"
)

// Identified writes what a text says of licenses, with the evidence.
func Identified(w io.Writer, name string, r scanner.Identified, o Options) error {
	b := bufio.NewWriter(w)
	t := &textReport{w: b, c: newCatalog(o.Lang), o: o}
	t.identified(name, r)
	return b.Flush()
}

// TextChange writes what two texts say and what changed from the first to the second.
func TextChange(w io.Writer, before, after string, c scanner.TextChange, o Options) error {
	b := bufio.NewWriter(w)
	t := &textReport{w: b, c: newCatalog(o.Lang), o: o}
	t.identified(before, c.Old)
	fmt.Fprintln(t.w)
	t.identified(after, c.New)
	fmt.Fprintln(t.w)
	t.changed(c)
	return b.Flush()
}

func (t *textReport) identified(name string, r scanner.Identified) {
	fmt.Fprintln(t.w, Safe(name))
	t.labeled("text.license", r.Expression.String())
	if !r.Expression.IsZero() {
		t.labeled("text.explained", t.c.say("text.share", percent(r.Share)))
	}
	for _, p := range r.Parts {
		t.labeled("text.part", Safe(p.Files)+": "+p.License.String())
	}
	for _, p := range r.Parameters {
		fmt.Fprintf(t.w, "  %s: %s\n", p.Name, Safe(p.Value))
	}
	if r.Conflict != "" {
		t.labeled("text.conflict", Safe(r.Conflict))
	}
	if r.Restricts != "" {
		t.labeled("text.restricts", "“"+Safe(r.Restricts)+"”")
	}
	if r.Unread != "" && r.Unread != r.Restricts {
		t.labeled("text.unread", "“"+Safe(r.Unread)+"”")
	}
	if m := r.Modified; m != nil {
		t.labeled("text.modified", t.c.say("text.near", m.License, percent(m.Share)))
		t.hunks(m.Words)
	}
	t.labeled("text.sha256", r.SHA256)
	if r.Empty {
		fmt.Fprintln(t.w, "  "+t.c.say("text.empty"))
	}
}

func (t *textReport) changed(c scanner.TextChange) {
	fmt.Fprintf(t.w, "%s %s\n", runewidth.FillRight(t.c.say("text.change"), labelColumns+1), c.Kind+t.c.note(t.c.say("change."+c.Kind)))
	if !c.Old.Expression.Equal(c.New.Expression) {
		t.labeled("text.license", c.Old.Expression.String()+" → "+c.New.Expression.String())
	}
	for _, p := range c.Parameters {
		fmt.Fprintf(t.w, "  %s: %s → %s\n", p.Name, t.quoted(p.Old), t.quoted(p.New))
	}
	switch {
	case c.Words != nil:
		fmt.Fprintln(t.w, "  "+t.c.say("text.words"))
		t.hunks(c.Words)
	case c.Kind != "none":
		t.labeled("text.words", t.c.say("text.apart"))
	}
}

// labelColumns is how wide the labels of evidence are.
const labelColumns = 11

func (t *textReport) labeled(key, s string) {
	fmt.Fprintf(t.w, "  %s%s\n", runewidth.FillRight(t.c.say(key), labelColumns), s)
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

func (t *textReport) quoted(s string) string {
	if s == "" {
		return t.c.say("line.none")
	}
	return "“" + Safe(s) + "”"
}

// maxHunks bounds how many places of a difference are printed.
const maxHunks = 40

func (t *textReport) hunks(hs []scanner.Hunk) {
	for i, h := range hs {
		if i == maxHunks {
			fmt.Fprintln(t.w, "    "+t.c.say("text.more", len(hs)-maxHunks))
			return
		}
		parts := []string{"…", h.Before}
		if h.Old != "" {
			parts = append(parts, "[-"+h.Old+"-]")
		}
		if h.New != "" {
			parts = append(parts, "{+"+h.New+"+}")
		}
		parts = slices.DeleteFunc(append(parts, h.After, "…"), func(s string) bool { return s == "" })
		fmt.Fprintf(t.w, "    %s\n", Safe(strings.Join(parts, " ")))
	}
}
