package terms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Company is what limits in licenses are measured by. Zero values are not known.
type Company struct {
	NonCommercial bool    // no business, and no part of one
	Revenue       float64 // a year, in the currency of the license's limit
	Users         int     // employees or seats, whichever a license counts; not those of a service
}

// Names of the parameters that decide here, as the reader of license texts gives
// them.
const (
	changeDay    = "Change Day"        // a date
	changeTo     = "Change License ID" // an expression
	userLimit    = "User Limit"
	revenueLimit = "Revenue Limit"
)

func (f *Facts) param(license, name string) string {
	if f.Param == nil {
		return ""
	}
	return f.Param(license, name)
}

// Turned gives the licenses that have taken the place of any of ls by the day of the
// decision, by their change dates.
func (f *Facts) Turned(ls []spdx.License) []spdx.License {
	var out []spdx.License
	for _, l := range ls {
		if to, ok := f.converted(l.ID); ok {
			out = append(out, to...)
		}
	}
	return out
}

// converted gives the licenses that have taken a license's place by the day of
// the decision: from its change date on the change license applies.
// https://mariadb.com/bsl11/
func (f *Facts) converted(id string) ([]spdx.License, bool) {
	day, err := time.Parse(time.DateOnly, f.param(id, changeDay))
	if err != nil || f.Day.IsZero() || f.Day.Before(day) {
		return nil, false
	}
	to, err := spdx.Parse(f.param(id, changeTo))
	if err != nil || to.IsZero() {
		return nil, false
	}
	return to.Alternatives()[0], true
}

// settled are facts under which nothing converts once more.
func (f *Facts) settled() *Facts {
	g := *f
	g.Day = time.Time{}
	return &g
}

// without takes away what does not touch a company: conditions on commerce where
// there is none, limits that it is below.
func (f *Facts) without(id string, traits []string) []string {
	if !f.Relaxed {
		return traits
	}
	return slices.DeleteFunc(slices.Clone(traits), func(t string) bool {
		switch t {
		case "nc", "nc-int", "nc-redist":
			return f.Company.NonCommercial
		case "rev-limit":
			limit, ok := amount(f.param(id, revenueLimit))
			return ok && f.Company.Revenue > 0 && f.Company.Revenue < limit
		case "users-limit":
			limit, ok := amount(f.param(id, userLimit))
			return ok && f.Company.Users > 0 && float64(f.Company.Users) < limit
		}
		return false
	})
}

// exceeded forbids what a limit gives to those below it.
func (f *Facts) exceeded(t *Terms, id string, traits []string) {
	over := func(trait, duty string, limit string, have float64) {
		max, ok := amount(limit)
		if !ok || have < max || have == 0 || !slices.Contains(traits, trait) {
			return
		}
		for u := range t {
			if slices.Contains(t[u].Duties, Duty(duty)) {
				t[u].Forbidden = true
			}
		}
	}
	over("rev-limit", "REVENUE-LIMIT", f.param(id, revenueLimit), f.Company.Revenue)
	over("users-limit", "USER-COUNT-LIMIT", f.param(id, userLimit), float64(f.Company.Users))
}

var figure = regexp.MustCompile(`(?i)(\d[\d,.]*)\s*(m|million|k|thousand|b|billion)?\b`)

// amount reads a number as people write limits: 1,000,000; 1M USD; 700 million.
func amount(s string) (float64, bool) {
	m := figure.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Trim(strings.ReplaceAll(m[1], ",", ""), "."), 64)
	if err != nil {
		return 0, false
	}
	switch strings.ToLower(m[2]) {
	case "k", "thousand":
		n *= 1e3
	case "m", "million":
		n *= 1e6
	case "b", "billion":
		n *= 1e9
	}
	return n, true
}
