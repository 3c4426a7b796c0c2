package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/known"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Result is a verdict with its reasons.
type Result struct {
	Verdict  Verdict        `json:"verdict"`
	Uses     Uses           `json:"uses"`
	Findings []Finding      `json:"findings"`                // the gravest first
	Counts   map[string]int `json:"counts"`                  // components by kind of change
	Unknown  int            `json:"unknown"`                 // components of the new side without any evidence of a license
	Open     int            `json:"open"`                    // components with terms that were not recognized, the same as before
	Policy   string         `json:"policy,omitempty"`        // the file it was read from
	Unused   []string       `json:"unusedWaivers,omitempty"` // components of waivers that fit no finding
	Known    int            `json:"known"`                   // components of the new side whose license is known by their version alone
	Changes  *drift.Changes `json:"-"`
}

// Finding is one change, of all the components that went through it together.
type Finding struct {
	Verdict    Verdict           `json:"verdict"`
	Kind       drift.Kind        `json:"kind"`
	Direction  Direction         `json:"direction"`
	Part       bool              `json:"part,omitempty"` // it concerns a bundled part
	Name       string            `json:"name"`           // of the component, or of the source package of several
	Members    []Member          `json:"members"`
	Old        spdx.Expr         `json:"old"`
	New        spdx.Expr         `json:"new"`
	Choice     string            `json:"choice,omitempty"` // the option taken, where there are several
	Uses       []UseChange       `json:"uses,omitempty"`
	Others     []UseChange       `json:"otherUses,omitempty"` // undeclared uses
	Parameters []drift.Parameter `json:"parameters,omitempty"`
	Evidence   []Proof           `json:"evidence,omitempty"`
	Conflict   string            `json:"conflict,omitempty"`
	Derived    []string          `json:"derived,omitempty"` // licenses whose terms were judged by their family
	Remedies   []Remedy          `json:"remedies,omitempty"`
	Waiver     *Waiver           `json:"waiver,omitempty"` // that lets it pass, or lapsed
	Lapse      Lapse             `json:"lapse,omitempty"`
	Known      []Known           `json:"known,omitempty"` // relicensings between the two versions, from the table

	texts  []string // digests of the license texts that a waiver may be bound to
	source string   // package URL of the source package
}

// Member is a component with its versions.
type Member struct {
	Name string `json:"name"`
	PURL string `json:"purl"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
	// Images names the images in the target that it lies in; empty stands for the target
	// itself. Nil where there are none.
	Images []string `json:"images,omitempty"`
}

// same reports whether two members differ in nothing but the images they lie in.
func (m *Member) same(o Member) bool {
	return m.Name == o.Name && m.PURL == o.PURL && m.Old == o.Old && m.New == o.New
}

// Proof is the evidence of a finding.
type Proof struct {
	Side   string `json:"side"` // old or new
	Path   string `json:"path,omitempty"`
	Quote  string `json:"quote,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// Remedy is a way out: the code of an entry of the reports' catalog, with what
// it speaks of.
type Remedy struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"`
}

// Codes of remedies.
const (
	RemedyStay   = "stay"   // on the old version
	RemedyDrop   = "drop"   // give up a use
	RemedyMeet   = "meet"   // meet a duty
	RemedyOption = "option" // take an option of the license
	RemedyLeave  = "leave"  // leave out the part
	RemedyRead   = "read"   // read the text
	RemedyRescan = "rescan" // restore the evidence and scan again
	RemedyWhole  = "whole"  // let all of the target be read, and scan again
	RemedyAsk    = "ask"    // ask the licensor for another license
	RemedyBefore = "before" // the last version before a relicensing
	RemedyFork   = "fork"   // switch to a fork
)

// evaluation is the state of one evaluation.
type evaluation struct {
	terms    *terms.Knowledge
	known    *known.Table
	policy   *Policy
	waivers  *waivers
	day      time.Time
	uses     Uses // of the component that is judged
	baseline terms.Terms
}

// Evaluate judges changes by a policy.
func Evaluate(changes *drift.Changes, p *Policy, b Basis) *Result {
	e := &evaluation{terms: b.Terms, known: b.Known, policy: p, waivers: newWaivers(p.Waivers), day: b.Day, uses: p.Uses}
	e.baseline = e.productBaseline(changes.Old)
	r := &Result{Uses: p.Uses, Policy: p.Name, Counts: map[string]int{}, Changes: changes, Findings: []Finding{}}
	for i := range changes.List {
		c := &changes.List[i]
		r.Counts[string(c.Kind)]++
		if c.New != nil && c.New.Concluded.IsZero() {
			r.Unknown++
		}
		if c.New != nil && !c.New.Concluded.IsZero() && !c.New.Concluded.Recognized() {
			r.Open++
		}
		if c.New != nil && knownOnly(c.New) {
			r.Known++
		}
		e.uses = p.scope(c.Component())
		for _, f := range e.change(c) {
			e.waive(&f)
			r.Findings = append(r.Findings, f)
		}
	}
	if f, ok := gapFinding(changes.Gaps, p.Unknown); ok {
		r.Findings = append(r.Findings, f)
	}
	used := map[*Waiver]bool{}
	for _, f := range r.Findings {
		r.Verdict = max(r.Verdict, f.Verdict)
		used[f.Waiver] = f.Waiver != nil
	}
	delete(used, nil)
	for i := range p.Waivers {
		if w := &p.Waivers[i]; !used[w] {
			r.Unused = append(r.Unused, w.Component)
		}
	}
	r.Findings = grouped(r.Findings)
	return r
}

// productBaseline is what the product asked before, all components together: a
// component that is new to it brings nothing new if it asks the same. What the
// old ones forbid is no permission to forbid more.
func (e *evaluation) productBaseline(inv *inventory.Inventory) terms.Terms {
	var t terms.Terms
	seen := map[string]bool{}
	for i := range inv.Components {
		c := &inv.Components[i]
		key := c.Concluded.String()
		if seen[key] && len(c.Parameter) == 0 {
			continue
		}
		seen[key] = true
		u := e.standing(e.side(c))
		for i := range t {
			for _, d := range u[i].Duties {
				if !slices.Contains(t[i].Duties, d) {
					t[i].Duties = append(t[i].Duties, d)
				}
			}
		}
	}
	return t
}

func (e *evaluation) side(c *inventory.Component) side {
	chosen, _ := e.policy.chosen(c)
	return side{expr: c.Concluded, facts: e.facts(c), chosen: chosen}
}

// relaxed is a side as the policy sees it.
func (e *evaluation) relaxed(c *inventory.Component, x spdx.Expr) side {
	s := e.side(c)
	s.expr, s.relaxed, s.facts.Relaxed = x, true, true
	return s
}

func (e *evaluation) facts(c *inventory.Component) *terms.Facts {
	return &terms.Facts{Param: c.Param, Free: c.Free, Company: e.policy.Company, Day: e.day}
}

// change judges a component's main license and those of its parts.
func (e *evaluation) change(c *drift.Change) []Finding {
	switch {
	case c.New == nil:
		return nil
	case c.Kind == drift.Lost:
		return []Finding{e.lost(c)}
	case c.New.Concluded.IsZero():
		return e.partFindings(c) // the main license is told by count
	}
	var out []Finding
	after := e.relaxed(c.New, c.New.Concluded)
	var before *side
	if c.Old != nil && !c.Old.Concluded.IsZero() {
		before = new(e.side(c.Old))
	}
	j := e.judge(before, after, &e.baseline)
	if before == nil {
		j.added()
	}
	if reworded(c) || tooMany(c) {
		j.verdict, j.direction = max(j.verdict, e.policy.Unknown), Uncertain
	}
	known, unseen := e.unseen(c)
	if unseen {
		// two statements that contradict each other: the stricter one counts
		stricter := e.judge(before, e.relaxed(c.New, known), &e.baseline)
		if unseen = stricter.verdict > j.verdict; unseen {
			j = stricter
			j.verdict = max(j.verdict, e.policy.Unknown)
		}
	}
	if f, ok := e.finding(c, j); ok {
		if unseen {
			f.Kind = Unseen
		}
		out = append(out, f)
	}
	return append(out, e.partFindings(c)...)
}

// reworded reports whether an additional use grant changed in words of which only
// the class is understood: another amount, another condition.
func reworded(c *drift.Change) bool {
	for _, p := range c.Parameters {
		switch class := c.New.Param(p.License, "Grant Class"); {
		case p.Name != "Additional Use Grant":
		case class == "other", class == "revenue-limit", class == "size-limit", class == "":
			return true
		}
	}
	return false
}

// tooMany reports whether a license offers more choices than are weighed.
func tooMany(c *drift.Change) bool {
	if c.Old != nil && c.Old.Concluded.Equal(c.New.Concluded) {
		return false
	}
	return len(c.New.Concluded.Alternatives()) >= spdx.MaxAlternatives ||
		c.Old != nil && len(c.Old.Concluded.Alternatives()) >= spdx.MaxAlternatives
}

// finding keeps what is worth a line: a change of terms, or a breach.
func (e *evaluation) finding(c *drift.Change, j judgment) (Finding, bool) {
	f := Finding{Verdict: j.verdict, Kind: c.Kind, Direction: j.direction, Uses: j.uses, Others: j.others, New: c.New.Concluded, Parameters: c.Parameters, Conflict: c.New.Conflict}
	f.describe(c)
	if c.Old != nil {
		f.Old = c.Old.Concluded
	}
	changed := c.Kind == drift.Relicensed || c.Kind == drift.Parameters || c.Kind == drift.BecameKnown
	breach := slices.ContainsFunc(j.uses, func(u UseChange) bool { return u.Breach })
	if !changed && j.verdict == Proceed && !breach {
		return f, false
	}
	if len(c.New.Concluded.Options()) > 1 || len(c.New.Concluded.Alternatives()) > 1 {
		f.Choice = choice(j.choice).String()
	}
	f.Evidence = proofs(c)
	f.Derived = e.terms.Derived(c.New.Concluded)
	f.Known = e.between(c)
	f.Remedies = remedies(&f, c)
	return f, true
}

// describe names the finding after the source package, which stands for all
// packages built from it.
func (f *Finding) describe(c *drift.Change) {
	n := c.Component()
	f.Name = n.Name
	if n.Source != "" {
		f.Name = n.Source
	} else if n.Namespace != "" && (n.Type == "npm" || n.Type == "composer" || n.Type == "golang") {
		f.Name = n.Namespace + "/" + n.Name
	}
	if n.Source != "" {
		f.source = "pkg:" + n.Type + "/" + n.Namespace + "/" + n.Source
	}
	m := Member{Name: n.Name, PURL: n.PURL, Images: images(n)}
	if c.Old != nil {
		m.Old = c.Old.Version
	}
	if c.New != nil {
		m.New = c.New.Version
	}
	f.Members = []Member{m}
	f.texts = decidingTexts(c)
}

// images lists those that a component lies in.
func images(c *inventory.Component) []string {
	var out []string
	for _, p := range c.Places {
		if !slices.Contains(out, p.Image) {
			out = append(out, p.Image)
		}
	}
	if len(out) == 1 && out[0] == "" {
		return nil
	}
	return out
}

// decidingTexts are the digests of the new side's texts that the old side has not,
// or of all where the texts are the same: a waiver that is bound to a text that
// stayed does not speak of one that came beside it.
func decidingTexts(c *drift.Change) []string {
	if c.New == nil {
		return nil
	}
	var all, fresh []string
	for _, e := range c.New.Evidence {
		all = append(all, e.SHA256)
		same := func(o inventory.Evidence) bool { return o.SHA256 == e.SHA256 }
		if c.Old == nil || !slices.ContainsFunc(c.Old.Evidence, same) {
			fresh = append(fresh, e.SHA256)
		}
	}
	if fresh == nil {
		return all
	}
	return fresh
}

func (e *evaluation) lost(c *drift.Change) Finding {
	f := Finding{Verdict: e.policy.Unknown, Kind: drift.Lost, Direction: Uncertain, Old: c.Old.Concluded}
	f.describe(c)
	f.Evidence = proofs(c)
	f.Remedies = []Remedy{{Code: RemedyRescan}}
	return f
}

// partFindings judges licenses of parts that came: a part that may not be used
// as declared can be left out, so that it never asks more than to adjust.
func (e *evaluation) partFindings(c *drift.Change) []Finding {
	var out []Finding
	for _, come := range e.partsCome(c) {
		if !come.Recognized() && (c.New.Free || !opens(c.New)) {
			continue // unread terms of a part, without a word that restricts use
		}
		baseline := e.baseline
		if c.Old != nil {
			own := e.standing(e.side(c.Old))
			for u := range baseline {
				baseline[u].Duties = slices.Concat(baseline[u].Duties, own[u].Duties)
			}
		}
		part := e.relaxed(c.New, come)
		part.chosen = spdx.Expr{}
		j := e.judge(nil, part, &baseline)
		if j.verdict == Proceed {
			continue
		}
		j.added()
		f := Finding{Verdict: min(j.verdict, Adjust), Kind: drift.Bundled, Direction: j.direction, Part: true, New: come, Uses: j.uses, Others: j.others, Parameters: c.Parameters}
		if slices.ContainsFunc(j.uses, func(u UseChange) bool { return u.Unknown }) {
			f.Verdict = max(f.Verdict, min(j.verdict, e.policy.Unknown))
		}
		if slices.ContainsFunc(j.uses, func(u UseChange) bool { return u.Denied }) {
			f.Verdict = j.verdict
		}
		f.describe(c)
		f.Evidence = partProofs(c.New, come)
		f.Derived = e.terms.Derived(come)
		f.Remedies = append([]Remedy{{Code: RemedyLeave}}, remedies(&f, c)...)
		out = append(out, f)
	}
	return out
}

// partsCome are the licenses of parts that the old side had not; all of them for
// a component that is new.
func (e *evaluation) partsCome(c *drift.Change) []spdx.Expr {
	if c.Old != nil {
		return c.PartsCome
	}
	var out []spdx.Expr
	for _, b := range c.New.Bundled {
		for _, t := range b.License.Terms() {
			if !slices.ContainsFunc(out, t.Equal) {
				out = append(out, t)
			}
		}
	}
	return out
}

// opens reports whether a text of the component restricts use in words that
// were not recognized.
func opens(c *inventory.Component) bool {
	return slices.ContainsFunc(c.Evidence, func(e inventory.Evidence) bool { return e.Open != "" })
}

func gapFinding(gaps []inventory.Gap, unknown Verdict) (Finding, bool) {
	if len(gaps) == 0 {
		return Finding{}, false
	}
	f := Finding{Verdict: unknown, Kind: "gap", Direction: Uncertain, Remedies: []Remedy{{Code: RemedyWhole}}}
	for _, g := range gaps {
		f.Evidence = append(f.Evidence, Proof{Side: "new", Path: g.Path, Quote: g.Detail})
	}
	return f, true
}

// grouped joins the findings of components that changed together and orders
// them by weight.
func grouped(fs []Finding) []Finding {
	var out []Finding
	index := map[string]int{}
	for _, f := range fs {
		key := groupKey(f)
		if i, ok := index[key]; ok {
			for _, m := range f.Members {
				if !slices.ContainsFunc(out[i].Members, m.same) {
					out[i].Members = append(out[i].Members, m)
				}
			}
			continue
		}
		index[key] = len(out)
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(-cmp.Compare(a.Verdict, b.Verdict), -cmp.Compare(gravity(a), gravity(b)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func groupKey(f Finding) string {
	if f.Kind == drift.Lost || len(f.Members) == 0 {
		return fmt.Sprintf("%s\x00%s\x00%p\x00%s", f.Kind, f.Verdict, f.Waiver, f.Lapse)
	}
	part := ""
	if f.Part {
		part = "part"
	}
	kind, _, _ := strings.Cut(f.Members[0].PURL, "/")
	return fmt.Sprint(f.Kind, "\x00", f.Verdict, "\x00", kind, "\x00", f.Name, "\x00", f.Old, "\x00", f.New, "\x00", part, "\x00", f.Parameters) + fmt.Sprintf("\x00%p\x00%s", f.Waiver, f.Lapse)
}

// gravity orders findings of one verdict: what touches more uses first.
func gravity(f Finding) int {
	n := weight(judgment{uses: f.Uses, others: f.Others})
	switch f.Direction {
	case Tightened, Altered, Uncertain:
		n += 3
	case Loosened:
		n++
	}
	return n
}

// Matters reports whether a finding that decides nothing for the declared uses
// would decide for another way to run the product. What only handing it on would
// ask is no news for someone who does not.
func (f *Finding) Matters() bool {
	if f.Verdict > Proceed {
		return true
	}
	return slices.ContainsFunc(f.Others, func(u UseChange) bool {
		switch u.Use {
		case terms.RedistSrc, terms.RedistBin, terms.Transfer, terms.Embed, terms.Compete:
			return false
		}
		return u.Lost || u.Unknown || len(u.Material()) > 0
	})
}
