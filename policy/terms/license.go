package terms

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Facts are what is known of a component beyond its license's name.
type Facts struct {
	// Param gives the value of a license's parameter, empty where none was read.
	Param   func(license, name string) string
	Company Company
	Relaxed bool      // limits that the company is below ask nothing
	Day     time.Time // of the decision; zero for none
	// Free says that the distributor admits free software only, so that terms
	// which were not recognized restrict no use.
	Free bool
}

// License gives the terms of one license.
func (k *Knowledge) License(l spdx.License, f *Facts) Terms {
	if f == nil {
		f = &Facts{}
	}
	if !l.Recognized() && f.Free {
		return freeTerms()
	}
	if to, ok := f.converted(l.ID); ok {
		return k.Set(to, f.settled())
	}
	e, ok := k.Lookup(l.ID)
	if !ok {
		return unknownTerms(l.ID)
	}
	traits := f.without(l.ID, e.Traits)
	if l.Exception != "" {
		traits = k.without(traits, l.Exception)
	}
	var t Terms
	for _, name := range traits {
		for _, eff := range k.traits[name] {
			for _, u := range eff.uses {
				t[u] = applied(t[u], eff.code)
			}
		}
	}
	if slices.Contains(traits, "aug") {
		granted(&t, l.ID, f)
	}
	f.exceeded(&t, l.ID, traits)
	for u := range t {
		if t[u].Forbidden {
			t[u].Duties = nil // what is forbidden asks nothing more
		}
	}
	return t
}

func applied(e Effect, code string) Effect {
	switch code {
	case forbidden:
		e.Forbidden = true
	case parameter:
	default:
		e.Duties = insert(e.Duties, Duty(code))
	}
	return e
}

// without takes from traits what an exception waives. An unknown exception
// waives nothing.
func (k *Knowledge) without(traits []string, exception string) []string {
	x, ok := k.licenses[exception]
	if !ok {
		return traits
	}
	return slices.DeleteFunc(slices.Clone(traits), func(t string) bool { return slices.Contains(x.Traits, "-"+t) })
}

func unknownTerms(id string) Terms {
	var t Terms
	for u := range t {
		t[u].Unknown = []string{id}
	}
	return t
}

// freeTerms serve unrecognized terms of software that its distributor admitted as
// free: every use is allowed, handing on asks to read them.
// https://www.debian.org/social_contract#guidelines
func freeTerms() Terms {
	var t Terms
	for _, u := range []Use{RedistSrc, RedistBin, Transfer, Embed} {
		t[u].Duties = []Duty{ReadTerms}
	}
	return t
}

// granted applies the additional use grant of a Business Source License: the
// uses that the license leaves to it are decided by the grant's class.
// https://mariadb.com/bsl11/
func granted(t *Terms, id string, f *Facts) {
	class := ""
	if f.Param != nil {
		class = f.Param(id, "Grant Class")
	}
	depends := []Use{Internal, Production, Commercial, Backend, Hosted, NetMod, Embed, Compete}
	forbid := func(uses ...Use) {
		for _, u := range uses {
			t[u].Forbidden = true
		}
	}
	ask := func(d Duty, uses ...Use) {
		for _, u := range uses {
			t[u].Duties = insert(t[u].Duties, d)
		}
	}
	if unsold.MatchString(f.param(id, "Additional Use Grant")) {
		ask("NO-FEE", RedistSrc, RedistBin, Transfer)
		forbid(Embed)
	}
	switch class {
	case "none", "non-production":
		forbid(Production, Commercial, Backend, Hosted, NetMod, Embed, Compete)
		forbid(Internal) // inside an organization is in production; tests are not
	case "no-compete", "named-service":
		forbid(Hosted, Compete)
	case "revenue-limit":
		ask("REVENUE-LIMIT", Internal, Production, Commercial, Backend, Hosted, NetMod, Embed)
		forbidOffering(t, id, f)
	case "size-limit":
		ask("USER-COUNT-LIMIT", Internal, Production, Commercial, Backend, Hosted, NetMod, Embed)
		forbidOffering(t, id, f)
	case "other":
		ask(ReadGrant, depends...)
		forbid(Hosted, Compete)
	default:
		for _, u := range depends {
			t[u].Unknown = []string{id}
		}
	}
}

// forbidOffering forbids a competing or hosted offering where a grant that limits
// an amount excludes it as well.
func forbidOffering(t *Terms, id string, f *Facts) {
	if offering.MatchString(f.param(id, "Additional Use Grant")) {
		t[Hosted].Forbidden, t[Compete].Forbidden = true, true
	}
}

// unsold finds a grant that forbids to hand the work on for money.
var unsold = regexp.MustCompile(`(?is)may not.{0,400}\bdistribut.{0,600}(for a fee|for-profit|commercial basis)`)

var offering = regexp.MustCompile(`(?i)compet(e|es|ing|itive)|as a service|(hosted|managed|cloud) (service|offering)|third part`)

// Set gives the terms of licenses that all apply.
func (k *Knowledge) Set(ls []spdx.License, f *Facts) Terms {
	var t Terms
	for _, l := range ls {
		t = t.and(k.License(l, f))
	}
	return t
}

// Derived lists the licenses of an expression whose terms were judged by their
// family or are not known.
func (k *Knowledge) Derived(e spdx.Expr) []string {
	var out []string
	for _, l := range e.Licenses() {
		if x, ok := k.Lookup(l.ID); !ok || x.Confidence != "curated" {
			out = append(out, strings.TrimSpace(l.ID))
		}
	}
	return out
}

// Waived lists the traits that an exception takes away.
func (k *Knowledge) Waived(exception string) []string {
	var out []string
	for _, t := range k.licenses[exception].Traits {
		if name, ok := strings.CutPrefix(t, "-"); ok {
			out = append(out, name)
		}
	}
	return out
}
