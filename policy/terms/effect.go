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
	Unknown   []string // licenses because of which it cannot be told: a person must read
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

// implies names, for a duty, those that are met with it: to publish the source
// of a whole service is more than to offer that of one program.
var implies = map[Duty][]Duty{
	"SRC-ON-ANY-USE": {"SRC-SERVICE", "SRC-NET", "SRC-NET-IF-MODIFIED", "SRC-WORK", "SRC-LIB", "SRC-FILE"},
	"SRC-SERVICE":    {"SRC-NET", "SRC-NET-IF-MODIFIED"},
	"SRC-NET":        {"SRC-NET-IF-MODIFIED"},
	"SRC-WORK":       {"SRC-LIB", "SRC-FILE"},
	"SRC-LIB":        {"SRC-FILE"},
}

func insert[T ~string](list []T, x T) []T {
	if i, ok := slices.BinarySearch(list, x); !ok {
		return slices.Insert(slices.Clone(list), i, x)
	}
	return list
}

// and joins what two licenses ask where both apply.
func (t Terms) and(u Terms) Terms {
	for i := range t {
		t[i].Forbidden = t[i].Forbidden || u[i].Forbidden
		for _, id := range u[i].Unknown {
			t[i].Unknown = insert(t[i].Unknown, id)
		}
		for _, d := range u[i].Duties {
			t[i].Duties = insert(t[i].Duties, d)
		}
	}
	return t
}

// Gained lists the duties of e that are not met by meeting those of f.
func (e Effect) Gained(f Effect) []Duty {
	var out []Duty
	for _, d := range e.Duties {
		met := slices.ContainsFunc(f.Duties, func(held Duty) bool { return held == d || slices.Contains(implies[held], d) })
		if !met {
			out = append(out, d)
		}
	}
	return out
}
