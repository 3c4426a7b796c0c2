package policy

import (
	"slices"
	"strings"
	"time"

	"github.com/licdrift/licdrift/scanner/known"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Waiver lets a finding pass for a reason, for a time, and for the license text
// it was given for.
type Waiver struct {
	Component string    `json:"component"`         // pattern of package URLs
	License   spdx.Expr `json:"license"`           // zero for any
	Text      string    `json:"text,omitempty"`    // sha256 of a license text, empty for any
	Reason    string    `json:"reason"`            //
	Approver  string    `json:"approver"`          //
	Expires   time.Time `json:"expires,omitempty"` // last day on which it holds
}

// Lapse is why a waiver no longer holds.
type Lapse string

// Lapses.
const (
	Expired     Lapse = "expired"
	TextChanged Lapse = "text-changed"
)

// waivers finds those that may fit a component: most name one package, and are
// looked up by it.
type waivers struct {
	exact    map[string][]*Waiver // by package URL without version
	patterns []*Waiver
}

func newWaivers(list []Waiver) *waivers {
	ws := &waivers{exact: map[string][]*Waiver{}}
	for i := range list {
		w := &list[i]
		if base := known.Base(normalized(w.Component)); !strings.Contains(base, "*") {
			ws.exact[base] = append(ws.exact[base], w)
		} else {
			ws.patterns = append(ws.patterns, w)
		}
	}
	return ws
}

func (ws *waivers) of(purl string) []*Waiver {
	return slices.DeleteFunc(slices.Concat(ws.exact[known.Base(purl)], ws.patterns), func(w *Waiver) bool { return !covers(w.Component, purl) })
}

// waive applies the policy's waivers to a finding: it passes under one that holds,
// and names one that lapsed.
func (e *evaluation) waive(f *Finding) {
	if f.Verdict == Proceed || len(f.Members) == 0 {
		return
	}
	for _, w := range slices.Concat(e.waivers.of(f.Members[0].PURL), e.waivers.of(f.source)) {
		if !w.License.IsZero() && !w.License.Equal(f.New) {
			continue
		}
		f.Waiver, f.Lapse = w, w.lapse(f, e.day)
		if f.Lapse == "" {
			f.Verdict = Proceed
			return
		}
	}
}

func (w *Waiver) lapse(f *Finding, day time.Time) Lapse {
	if !w.Expires.IsZero() && day.Format(time.DateOnly) > w.Expires.Format(time.DateOnly) {
		return Expired
	}
	if w.Text != "" && !slices.ContainsFunc(f.texts, func(sum string) bool { return strings.EqualFold(sum, w.Text) }) {
		return TextChanged
	}
	return ""
}
