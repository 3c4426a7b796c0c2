package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Text writes the report for a terminal.
func Text(w io.Writer, in Input, o Options) error {
	b := bufio.NewWriter(w)
	t := &textReport{w: b, c: newCatalog(o.Lang), o: o, r: in.Result}
	t.write()
	return b.Flush()
}

type textReport struct {
	w *bufio.Writer
	c catalog
	o Options
	r *policy.Result
}

func (t *textReport) write() {
	decisive, quiet, breaches, waived := t.sort()
	t.headline(decisive, quiet, len(waived))
	t.targets()
	t.images()
	t.faith()
	t.section("head.decides", decisive)
	told := len(breaches)
	if !t.o.Verbose {
		told = min(told, maxBreaches)
	}
	t.section("head.breach", breaches[:told])
	if told < len(breaches) {
		t.line(2, t.c.say("breach.more", len(breaches)-told))
	}
	t.section("head.waived", waived)
	shown, hidden := t.worthTelling(quiet)
	t.section("head.info", shown)
	if hidden > 0 {
		t.line(0, t.c.say("rest.hidden", hidden))
	}
	t.counts()
	t.coverage()
}

// maxBreaches are told of those that the upgrade changes nothing about.
const maxBreaches = 5

// sort tells apart what decides the verdict, what only informs, breaches that
// were there before, and what a waiver lets pass.
func (t *textReport) sort() (decisive, quiet, breaches, waived []policy.Finding) {
	for _, f := range t.r.Findings {
		switch {
		case f.Verdict > policy.Proceed:
			decisive = append(decisive, f)
		case f.Waiver != nil:
			waived = append(waived, f)
		case slices.ContainsFunc(f.Uses, func(u policy.UseChange) bool { return u.Breach }):
			breaches = append(breaches, f)
		default:
			quiet = append(quiet, f)
		}
	}
	return decisive, quiet, breaches, waived
}

// worthTelling keeps of the changes that decide nothing those which would decide
// for another use.
func (t *textReport) worthTelling(fs []policy.Finding) (shown []policy.Finding, hidden int) {
	if t.o.Verbose {
		return fs, 0
	}
	for _, f := range fs {
		if f.Matters() {
			shown = append(shown, f)
		}
	}
	return shown, len(fs) - len(shown)
}

var verdictColor = map[policy.Verdict]string{policy.Proceed: "32", policy.Adjust: "33", policy.Review: "35", policy.Forgo: "31"}

func (t *textReport) headline(decisive, quiet []policy.Finding, waived int) {
	v := t.r.Verdict
	why := t.c.say("why.proceed")
	if n := len(quiet); v == policy.Proceed && n > 0 {
		why = t.c.say("why.proceed.info", n)
	}
	if v == policy.Proceed && waived > 0 {
		why = t.c.say("why.proceed.waived", waived)
	}
	if v > policy.Proceed {
		why = t.c.say("why."+v.String(), t.reasons(decisive, v))
	}
	t.styled(0, t.c.say("verdict."+v.String()), verdictColor[v], t.c.say("sign.colon")+why)
	if v == policy.Proceed && t.r.Unknown+len(t.r.Changes.New.Coverage.Gaps) > 0 {
		t.unread(0)
	}
}

const maxReasons = 3

func (t *textReport) reasons(fs []policy.Finding, v policy.Verdict) string {
	var out []string
	n := 0
	for _, f := range fs {
		if f.Verdict != v {
			continue
		}
		if n++; n > maxReasons {
			continue
		}
		out = append(out, t.reason(f))
	}
	s := strings.Join(out, t.c.say("clause.sep"))
	if n > maxReasons {
		s = t.c.say("members.more", s, n-maxReasons)
	}
	return s
}

func (t *textReport) reason(f policy.Finding) string {
	title := t.title(f)
	for _, u := range f.Uses {
		switch {
		case u.Denied:
			return t.c.say("line.uses", title, t.c.say("effect.denied"))
		case u.Lost:
			return t.c.say("line.uses", title, t.use(u.Use)+" – "+t.c.say("effect.lost"))
		case len(u.Material()) > 0:
			return t.c.say("line.uses", title, t.use(u.Use)+" – "+t.c.say("effect.duties", t.duties(u.Material())))
		}
	}
	return title
}

func (t *textReport) title(f policy.Finding) string {
	switch {
	case f.Kind == "gap":
		return t.c.say("title.gap")
	case f.Kind == drift.Lost:
		return t.c.say("title.lost", len(f.Members))
	case f.Part:
		return t.c.say("title.part", f.Name)
	case f.Kind == policy.Unseen:
		return t.c.say("title.unseen", f.Name)
	}
	return f.Name
}

func (t *textReport) targets() {
	c := t.r.Changes
	t.line(0, t.c.labeled(t.c.say("head.targets"), targetName(c.Old.Target)+" → "+targetName(c.New.Target)))
	t.products()
	var uses []string
	for _, u := range t.r.Uses.Required {
		uses = append(uses, t.use(u))
	}
	for _, u := range t.r.Uses.Droppable {
		uses = append(uses, t.c.say("use.optional", t.use(u)))
	}
	t.line(0, t.c.labeled(t.c.say("head.uses"), t.c.list(uses)))
	if t.r.Policy != "" {
		t.line(0, t.c.say("line.policy", t.r.Policy))
	}
	for _, inv := range []*inventory.Inventory{c.Old, c.New} {
		if inv.Target.Floats {
			t.line(0, t.c.say("line.floats", inv.Target.Name, inv.Target.Digest))
		}
		for _, img := range inv.Images {
			if img.Floats {
				t.line(0, t.c.say("line.floats", img.Name, img.Digest))
			}
		}
	}
}

// faith says where licenses were not read but taken as somebody states them.
func (t *textReport) faith() {
	if c := t.r.Changes; c.Old.Target.Kind == "sbom" || c.New.Target.Kind == "sbom" {
		t.styled(0, t.c.say("coverage.sbom"), "33", "")
	}
}

func targetName(g inventory.Target) string {
	if g.OS != "" {
		return g.Name + " (" + g.OS + ")"
	}
	return g.Name
}

func (t *textReport) section(head string, fs []policy.Finding) {
	if len(fs) == 0 {
		return
	}
	fmt.Fprintf(t.w, "\n%s\n", t.bold(t.c.say(head), ""))
	for _, f := range fs {
		t.finding(f)
	}
}

func (t *textReport) finding(f policy.Finding) {
	color := verdictColor[f.Verdict]
	if slices.ContainsFunc(f.Uses, func(u policy.UseChange) bool { return u.Breach }) {
		color = verdictColor[policy.Forgo]
	}
	t.styled(2, t.title(f), color, t.versions(f)+t.licenses(f))
	if len(f.Members) > 1 {
		t.line(6, t.members(f))
	}
	t.inImages(f)
	if f.Choice != "" {
		t.line(6, t.c.say("line.choice", f.Choice))
	}
	for _, e := range t.effects(f.Uses, t.o.Verbose || f.Verdict > policy.Proceed) {
		t.line(6, t.c.say("line.uses", e.uses, e.what))
	}
	t.others(f)
	for _, p := range f.Parameters {
		t.line(6, t.c.say("line.parameter", p.Name, orNone(t.c, short(p.Old)), orNone(t.c, short(p.New))))
	}
	if f.Conflict != "" {
		t.line(6, t.c.say("line.conflict", f.Conflict))
	}
	t.proofs(f)
	for _, k := range f.Known {
		t.line(6, t.c.say("line.known", k.Since, k.Day, k.New, k.Old, k.Source))
	}
	t.waiver(f)
	if len(f.Derived) > 0 && f.Verdict > policy.Proceed {
		t.line(6, t.c.say("line.derived", t.c.list(f.Derived)))
	}
	if f.Verdict > policy.Proceed && len(f.Remedies) > 0 {
		t.line(6, t.c.say("remedy.head", t.remedies(f.Remedies)))
	}
}

func (t *textReport) waiver(f policy.Finding) {
	w := f.Waiver
	if w == nil {
		return
	}
	until := w.Expires.Format("2006-01-02")
	if f.Lapse != "" {
		t.line(6, t.c.say("line.lapsed."+string(f.Lapse), until, w.Reason, w.Approver))
		return
	}
	t.line(6, t.c.say("line.waived", until, w.Approver, w.Reason))
}

func orNone(c catalog, s string) string {
	if s == "" {
		return c.say("line.none")
	}
	return s
}

func short(s string) string {
	if r := []rune(s); len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return s
}

func (t *textReport) versions(f policy.Finding) string {
	if len(f.Members) == 0 || f.Kind == drift.Lost {
		return ""
	}
	m := f.Members[0]
	switch {
	case m.Old == "" && m.New == "":
		return ""
	case m.Old == "":
		return " " + m.New + t.c.note(t.c.say("title.added"))
	case m.Old == m.New:
		return " " + m.New
	}
	return " " + m.Old + " → " + m.New
}

func (t *textReport) licenses(f policy.Finding) string {
	switch {
	case f.Kind == "gap" || f.Kind == drift.Lost:
		return ""
	case f.Old.IsZero() || f.Old.Equal(f.New):
		return "  " + f.New.String()
	}
	return "  " + f.Old.String() + " → " + f.New.String()
}

const maxMembers = 8

func (t *textReport) members(f policy.Finding) string {
	var names []string
	for _, m := range f.Members {
		if !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	if n := len(names); n > maxMembers && !t.o.Verbose {
		return t.c.say("members", t.c.say("members.more", t.c.list(names[:maxMembers]), n-maxMembers))
	}
	return t.c.say("members", t.c.list(names))
}

// effect says what a change means for one use; of duties the material ones,
// unless all are asked for.
func (t *textReport) effect(u policy.UseChange, all bool) string {
	var out []string
	switch {
	case u.Denied:
		out = append(out, t.c.say("effect.denied"))
	case u.Lost:
		out = append(out, t.c.say("effect.lost"))
	case u.Breach:
		out = append(out, t.c.say("effect.breach"))
	case u.Unknown:
		out = append(out, t.c.say("effect.unknown"))
	case u.Regained:
		out = append(out, t.c.say("effect.regained"))
	}
	gained := u.Material()
	if all {
		gained = u.Gained
	}
	if len(gained) > 0 {
		out = append(out, t.c.say("effect.duties", t.duties(gained)))
	}
	if all && len(u.Gone) > 0 {
		out = append(out, t.c.say("effect.gone", t.duties(u.Gone)))
	}
	return strings.Join(out, t.c.say("clause.sep"))
}

// shared is an effect with the uses it is common to.
type shared struct{ uses, what string }

// effects tells each effect once, with all uses it is the same for.
func (t *textReport) effects(changes []policy.UseChange, all bool) []shared {
	var order []string
	uses := map[string][]string{}
	for _, u := range changes {
		s := t.effect(u, all)
		if s == "" {
			continue
		}
		if uses[s] == nil {
			order = append(order, s)
		}
		uses[s] = append(uses[s], t.use(u.Use))
	}
	var out []shared
	for _, s := range order {
		out = append(out, shared{t.c.list(uses[s]), s})
	}
	return out
}

// others tells what the change means for uses that were not declared.
func (t *textReport) others(f policy.Finding) {
	for i, e := range t.effects(f.Others, t.o.Verbose) {
		indent := 8
		if i == 0 {
			t.line(6, t.c.say("head.others"))
		}
		t.line(indent, t.c.say("line.uses", e.uses, e.what))
	}
}

func (t *textReport) proofs(f policy.Finding) {
	limit := 1
	if f.Verdict > policy.Proceed {
		limit = 2
	}
	if t.o.Verbose {
		limit = len(f.Evidence)
	}
	said := map[string]int{}
	for _, p := range f.Evidence {
		if said[p.Side]++; said[p.Side] > limit || p.Side == "old" && f.Verdict == policy.Proceed && !t.o.Verbose {
			continue
		}
		s := p.Path
		if p.Quote != "" {
			s += ": “" + short(p.Quote) + "”"
		}
		if t.o.Verbose && p.SHA256 != "" {
			s += " (sha256:" + p.SHA256 + ")"
		}
		t.line(6, t.c.say("line.proof."+p.Side, s))
	}
}

func (t *textReport) remedies(rs []policy.Remedy) string {
	var out []string
	for _, r := range rs {
		var args []any
		for _, a := range r.Args {
			switch r.Code {
			case policy.RemedyDrop:
				a = t.c.say("use." + a)
			case policy.RemedyMeet:
				a = t.c.say("duty." + a)
			}
			args = append(args, a)
		}
		out = append(out, t.c.say("remedy."+r.Code, args...))
	}
	return strings.Join(out, t.c.say("clause.sep"))
}

func (t *textReport) use(u terms.Use) string { return t.c.say("use." + u.String()) }

func (t *textReport) duties(ds []terms.Duty) string {
	var out []string
	for _, d := range ds {
		out = append(out, t.c.say("duty."+string(d)))
	}
	return t.c.list(out)
}

// line writes an indented line, wrapped at the width of the terminal.
func (t *textReport) line(indent int, s string) { t.styled(indent, "", "", s) }

// styled is line with a head in color. All that is printed passes here, so that
// nothing from an image reaches the terminal unchecked.
func (t *textReport) styled(indent int, head, color, rest string) {
	head, rest = Safe(head), Safe(rest)
	for i, l := range wrap(head+rest, t.o.Width-indent) {
		if i > 0 {
			fmt.Fprint(t.w, "  ")
		} else if plain, ok := strings.CutPrefix(l, head); ok && head != "" {
			l = t.bold(head, color) + plain
		}
		fmt.Fprintf(t.w, "%s%s\n", strings.Repeat(" ", indent), l)
	}
}

func (t *textReport) bold(s, color string) string {
	if !t.o.Color {
		return s
	}
	if color != "" {
		color = ";" + color
	}
	return "\x1b[1" + color + "m" + s + "\x1b[0m"
}
