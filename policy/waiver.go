package policy

import (
	"slices"
	"strings"
	"time"

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

// waive applies the policy's waivers to a finding: it passes under one that holds,
// and names one that lapsed.
func (e *evaluation) waive(f *Finding) {
	if f.Verdict == Proceed || len(f.Members) == 0 {
		return
	}
	for i := range e.policy.Waivers {
		w := &e.policy.Waivers[i]
		if !covers(w.Component, f.Members[0].PURL) || !w.License.IsZero() && !w.License.Equal(f.New) {
			continue
		}
		switch lapse := w.lapse(f, e.day); lapse {
		case "":
			f.Waiver, f.Lapse, f.Verdict = w, "", Proceed
			return
		default:
			f.Waiver, f.Lapse = w, lapse
		}
	}
}

func (w *Waiver) lapse(f *Finding, day time.Time) Lapse {
	if !w.Expires.IsZero() && day.After(w.Expires.AddDate(0, 0, 1)) {
		return Expired
	}
	if w.Text != "" && !slices.ContainsFunc(f.texts, func(sum string) bool { return strings.EqualFold(sum, w.Text) }) {
		return TextChanged
	}
	return ""
}
