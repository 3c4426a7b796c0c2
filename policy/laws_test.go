package policy

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

var pool = []string{
	"MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "MPL-2.0", "SSPL-1.0",
	"BUSL-1.1", "Elastic-2.0", "LicenseRef-RSALv2", "Parity-7.0.0", "CC-BY-NC-4.0", "LicenseRef-Commons-Clause", "LicenseRef-unrecognized-0123456789ab",
	"GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-not-in-the-table", "CC0-1.0",
}

func randomExpr(r *rand.Rand, depth int) spdx.Expr {
	if depth == 0 || r.IntN(3) == 0 {
		e, err := spdx.Parse(pool[r.IntN(len(pool))])
		if err != nil {
			panic(err)
		}
		return e
	}
	args := []spdx.Expr{randomExpr(r, depth-1), randomExpr(r, depth-1)}
	if r.IntN(2) == 0 {
		return spdx.And(args...)
	}
	return spdx.Or(args...)
}

func randomUses(r *rand.Rand) Uses {
	var u Uses
	for _, x := range terms.AllUses() {
		switch r.IntN(4) {
		case 0:
			u.Required = append(u.Required, x)
		case 1:
			u.Droppable = append(u.Droppable, x)
		}
	}
	if len(u.All()) == 0 {
		return DefaultUses()
	}
	return u
}

func verdict(k *terms.Knowledge, before, after spdx.Expr, u Uses) Verdict {
	return under(k, before, after, ForUses(u))
}

func under(k *terms.Knowledge, before, after spdx.Expr, p *Policy) Verdict {
	side := func(e spdx.Expr, version string) *inventory.Inventory {
		return &inventory.Inventory{Components: []inventory.Component{{Type: "npm", Name: "x", PURL: "pkg:npm/x@" + version, Version: version, Concluded: e}}}
	}
	return Evaluate(drift.Compare(side(before, "1"), side(after, "2")), p, Basis{Terms: k}).Verdict
}

// rounds is how many random cases a law is checked on; -short takes fewer.
func rounds() int {
	if testing.Short() {
		return 200
	}
	return 1000
}

// law runs a check on random expressions and uses.
func law(t *testing.T, check func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses)) {
	k, err := terms.Load()
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	for range rounds() {
		check(t, r, k, randomExpr(r, 3), randomExpr(r, 3), randomUses(r))
	}
}

func TestTheSameLicenseProceeds(t *testing.T) {
	law(t, func(t *testing.T, _ *rand.Rand, k *terms.Knowledge, a, _ spdx.Expr, u Uses) {
		require.Equal(t, Proceed, verdict(k, a, a, u), a)
	})
}

func TestMoreUsesNeverGiveAMilderVerdict(t *testing.T) {
	law(t, func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses) {
		more := Uses{slices.Clone(u.Required), slices.Clone(u.Droppable)}
		for _, x := range terms.AllUses() {
			if !slices.Contains(more.All(), x) && r.IntN(3) == 0 {
				more.Required = append(more.Required, x)
			}
		}
		require.GreaterOrEqual(t, verdict(k, a, b, more), verdict(k, a, b, u), "%s → %s, %v and %v", a, b, u, more)
	})
}

func TestSpellingOrderAndBracketsChangeNothing(t *testing.T) {
	law(t, func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses) {
		spelled := strings.NewReplacer(" OR ", " or ", " AND ", " and ", "GPL-2.0-only", "gpl-2.0", "GPL-2.0-or-later", "GPL-2.0+").Replace(b.String())
		c, err := spdx.Parse("((" + spelled + "))")
		require.NoError(t, err)
		require.Equal(t, verdict(k, a, b, u), verdict(k, a, c, u))
		require.Equal(t, Proceed, verdict(k, b, c, u))
	})
}

func TestAnotherOptionNeverWorsens(t *testing.T) {
	law(t, func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses) {
		option := randomExpr(r, 2)
		require.LessOrEqual(t, verdict(k, a, spdx.Or(b, option), u), verdict(k, a, b, u), "%s → %s, with option %s, %v", a, b, option, u)
	})
}

func TestAnotherTermNeverImproves(t *testing.T) {
	law(t, func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses) {
		term := randomExpr(r, 2)
		require.GreaterOrEqual(t, verdict(k, a, spdx.And(b, term), u), verdict(k, a, b, u), "%s → %s, with term %s, %v", a, b, term, u)
	})
}

func rule(id string) Rule {
	e, err := spdx.Parse(id)
	if err != nil {
		panic(err)
	}
	return Rule{License: e.Licenses()[0]}
}

// To accept more never gives a graver verdict, to deny more never a milder one.
func TestAcceptingNeverWorsensAndDenyingNeverImproves(t *testing.T) {
	law(t, func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses) {
		bare := under(k, a, b, ForUses(u))
		p := ForUses(u)
		p.Accept = k.Codes()[:r.IntN(len(k.Codes()))]
		p.Allow = []Rule{rule(pool[r.IntN(len(pool))]), {Family: k.Families()[r.IntN(len(k.Families()))]}}
		p.Company = terms.Company{NonCommercial: true}
		require.LessOrEqual(t, under(k, a, b, p), bare, "%s → %s, %+v", a, b, p)
		q := ForUses(u)
		q.Deny = []Rule{rule(pool[r.IntN(len(pool))]), {Family: k.Families()[r.IntN(len(k.Families()))]}}
		require.GreaterOrEqual(t, under(k, a, b, q), bare, "%s → %s, %+v", a, b, q)
	})
}

// What a policy accepts and denies changes the terms, not the arithmetic.
func TestTheLawsHoldUnderAPolicy(t *testing.T) {
	law(t, func(t *testing.T, r *rand.Rand, k *terms.Knowledge, a, b spdx.Expr, u Uses) {
		p := ForUses(u)
		p.Accept = k.Codes()[:r.IntN(len(k.Codes()))]
		for _, id := range pool[:r.IntN(4)] {
			p.Allow = append(p.Allow, rule(id))
		}
		p.Deny = []Rule{{Family: k.Families()[r.IntN(len(k.Families()))]}, rule(pool[r.IntN(len(pool))])}
		p.Company = terms.Company{NonCommercial: r.IntN(2) == 0, Revenue: float64(r.IntN(3)) * 1e6}
		if r.IntN(2) == 0 {
			p.Unknown = Forgo
		}
		more := randomExpr(r, 2)
		require.Equal(t, Proceed, under(k, a, a, p), a)
		require.LessOrEqual(t, under(k, a, spdx.Or(b, more), p), under(k, a, b, p), "%s → %s, with option %s, %+v", a, b, more, p)
		require.GreaterOrEqual(t, under(k, a, spdx.And(b, more), p), under(k, a, b, p), "%s → %s, with term %s, %+v", a, b, more, p)
	})
}
