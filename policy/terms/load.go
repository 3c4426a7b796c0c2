package terms

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// licenses.tsv: id, family, traits, confidence (curated: the text or a named
// source was read; derived: judged by family; unread), sources, note. An
// exception's traits are those it takes away, with a minus.
//
//go:embed licenses.tsv
var licensesTSV string

// traits.tsv: trait, and its effects as "use,use:DUTY", separated by
// semicolons. The use "any" is all of them; FORBIDDEN and PARAMETER are no
// duties but forbid a use or leave it to the text's parameters.
//
//go:embed traits.tsv
var traitsTSV string

// Entry is a license in the table.
type Entry struct {
	ID, Family string
	Traits     []string
	Confidence string
	Sources    string
	Note       string
}

// Knowledge is the tables.
type Knowledge struct {
	licenses map[string]Entry
	traits   map[string][]effect
}

type effect struct {
	uses []Use
	code string
}

const (
	forbidden = "FORBIDDEN"
	parameter = "PARAMETER"
)

// Load reads the tables.
func Load() (*Knowledge, error) {
	k := &Knowledge{licenses: map[string]Entry{}, traits: map[string][]effect{}}
	for n, f := range table(traitsTSV) {
		effects, err := readEffects(f[1])
		if err != nil {
			return nil, fmt.Errorf("traits.tsv line %d: %w", n, err)
		}
		k.traits[f[0]] = effects
	}
	for n, f := range table(licensesTSV) {
		if len(f) < 6 {
			return nil, fmt.Errorf("licenses.tsv line %d: %d columns", n, len(f))
		}
		e := Entry{f[0], f[1], strings.Fields(f[2]), f[3], f[4], f[5]}
		for _, t := range e.Traits {
			if _, ok := k.traits[strings.TrimPrefix(t, "-")]; !ok {
				return nil, fmt.Errorf("licenses.tsv line %d: unknown trait %q", n, t)
			}
		}
		k.licenses[e.ID] = e
	}
	return k, nil
}

// table yields the lines below the head with their number.
func table(tsv string) func(func(int, []string) bool) {
	return func(yield func(int, []string) bool) {
		n := 0
		for line := range strings.Lines(tsv) {
			if n++; n > 1 && !yield(n, strings.Split(strings.TrimRight(line, "\n"), "\t")) {
				return
			}
		}
	}
}

func readEffects(s string) ([]effect, error) {
	var out []effect
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		uses, code, ok := strings.Cut(part, ":")
		if !ok {
			return nil, fmt.Errorf("effect %q has no code", part)
		}
		e := effect{code: code}
		for name := range strings.SplitSeq(uses, ",") {
			if name == "any" {
				e.uses = AllUses()
				continue
			}
			u, err := ParseUse(name)
			if err != nil {
				return nil, err
			}
			e.uses = append(e.uses, u)
		}
		out = append(out, e)
	}
	return out, nil
}

// Lookup finds a license's entry. Or-later forms and the list's + have the entry
// of their license.
func (k *Knowledge) Lookup(id string) (Entry, bool) {
	for _, try := range []string{id, strings.TrimSuffix(id, "+"), spdx.License{ID: id}.Family() + "-only", spdx.License{ID: id}.Family() + "-or-later"} {
		if e, ok := k.licenses[try]; ok {
			return e, true
		}
	}
	return Entry{}, false
}

// Codes lists every duty that a trait can add.
func (k *Knowledge) Codes() []Duty {
	seen := []Duty{ReadTerms, ReadGrant}
	for _, es := range k.traits {
		for _, e := range es {
			if d := Duty(e.code); e.code != forbidden && e.code != parameter && !slices.Contains(seen, d) {
				seen = append(seen, d)
			}
		}
	}
	slices.Sort(seen)
	return seen
}

// IDs lists the licenses of the table.
func (k *Knowledge) IDs() []string { return slices.Sorted(maps.Keys(k.licenses)) }

// Families lists the families of the table.
func (k *Knowledge) Families() []string {
	seen := map[string]bool{}
	for _, e := range k.licenses {
		seen[e.Family] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// Traits lists the traits of the table.
func (k *Knowledge) Traits() []string { return slices.Sorted(maps.Keys(k.traits)) }
