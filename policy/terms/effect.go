package terms

import "slices"

// Duty is what a use asks of the user: the code of an entry of the reports'
// catalog.
type Duty string

// Duties that the arithmetic itself adds.
const (
	ReadTerms Duty = "READ-TERMS" // free by its distributor's rules, the exact terms were not recognized
	ReadGrant Duty = "READ-GRANT" // an additional use grant in words of its own
)

// Effect is what a license means for one use.
type Effect struct {
	Forbidden bool
	Unknown   bool // cannot be told: a person must read
	Duties    []Duty
}

// Terms is the effect on every use.
type Terms [numUses]Effect

// minor duties change what one does, not whether one may go on: they are
// reported where they are new and decide nothing.
var minor = map[Duty]bool{
	"NOTICE": true, "NOTICE-FILE": true, "STATE-CHANGES": true, "NO-ENDORSE": true, "NO-PATENT-SUIT": true, "NO-PATENT-SUIT-BROAD": true,
	"RENAME-IF-MODIFIED": true, "KEEP-LEGAL-UI-NOTICES": true, "OFFER-ORIGINAL-SOURCE-POINTER": true, "SEND-CHANGES-TO-LICENSOR": true,
	"NO-KEY-CIRCUMVENTION": true, "FIELD-OF-USE": true, "ACCEPTABLE-USE": true, "NOT-SOLD-ALONE": true, "MODS-AS-PATCH": true,
	ReadTerms: true,
}

// Material reports whether a duty must be weighed before an upgrade.
func (d Duty) Material() bool { return !minor[d] }

// grave duties can hardly be met by a company: they are a loss of the use,
// unless someone accepts them.
var grave = map[Duty]bool{
	"SRC-ON-ANY-USE": true, "SRC-SERVICE": true, "NO-FEE": true, "FREE-OF-CHARGE-NONCOMMERCIAL": true, "NONCOMMERCIAL-ONLY": true,
}

// Grave reports whether a duty counts as the loss of the use.
func (d Duty) Grave() bool { return grave[d] }

// Material lists the duties that must be weighed.
func (e Effect) Material() []Duty {
	var out []Duty
	for _, d := range e.Duties {
		if d.Material() {
			out = append(out, d)
		}
	}
	return out
}

func (e *Effect) add(d Duty) {
	if i, ok := slices.BinarySearch(e.Duties, d); !ok {
		e.Duties = slices.Insert(e.Duties, i, d)
	}
}

// and joins what two licenses ask where both apply.
func (t Terms) and(u Terms) Terms {
	for i := range t {
		t[i].Forbidden = t[i].Forbidden || u[i].Forbidden
		t[i].Unknown = t[i].Unknown || u[i].Unknown
		t[i].Duties = slices.Clone(t[i].Duties)
		for _, d := range u[i].Duties {
			t[i].add(d)
		}
	}
	return t
}

// Gained lists the duties of e that f has not.
func (e Effect) Gained(f Effect) []Duty {
	var out []Duty
	for _, d := range e.Duties {
		if !slices.Contains(f.Duties, d) {
			out = append(out, d)
		}
	}
	return out
}
