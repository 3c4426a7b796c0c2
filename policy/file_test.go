package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

func knowledge(t testing.TB) *terms.Knowledge {
	k, err := terms.Load()
	require.NoError(t, err)
	return k
}

func TestEveryProfileIsAGoodPolicy(t *testing.T) {
	for _, name := range Profiles() {
		for _, lang := range []string{"en", "zh"} {
			text, err := Init(name, lang)
			require.NoError(t, err)
			p, err := Read(strings.NewReader(text), name, knowledge(t))
			require.NoError(t, err, text)
			require.NotEmpty(t, p.Uses.Required)
			require.Equal(t, Review, p.Unknown)
		}
	}
}

// Every key that the reader knows stands in the schema.
func TestTheSchemaKnowsEveryUse(t *testing.T) {
	for _, u := range terms.AllUses() {
		require.Contains(t, Schema, `"`+u.String()+`"`)
	}
	for _, key := range []string{"version", "company", "uses", "accept", "allow", "deny", "choices", "waivers", "unknown", "scopes", "component", "text", "expires"} {
		require.Contains(t, Schema, `"`+key+`"`)
	}
}

func TestLimitsAreMeasuredByTheCompany(t *testing.T) {
	for _, c := range []struct {
		license, name, value string
		company              terms.Company
		want                 Verdict
	}{
		{"PolyForm-Small-Business-1.0.0", "User Limit", "100", terms.Company{}, Adjust},
		{"LicenseRef-Fair-Source-0.9", "User Limit", "25 users", terms.Company{Users: 10}, Proceed},
		{"LicenseRef-Fair-Source-0.9", "User Limit", "25 users", terms.Company{Users: 40}, Forgo},
		{"LicenseRef-Six-Labors-Split-1.0", "Revenue Limit", "1M USD", terms.Company{Revenue: 500_000}, Proceed},
		{"LicenseRef-Six-Labors-Split-1.0", "Revenue Limit", "1M USD", terms.Company{Revenue: 2_000_000}, Forgo},
		{"CC-BY-NC-4.0", "", "", terms.Company{}, Forgo},
		{"CC-BY-NC-4.0", "", "", terms.Company{NonCommercial: true}, Proceed},
	} {
		after := inventory.Component{Type: "npm", Name: "x", PURL: "pkg:npm/x@2", Version: "2", Concluded: spdx.Ref(c.license)}
		if c.name != "" {
			after.Parameter = []inventory.Parameter{{License: c.license, Name: c.name, Value: c.value}}
		}
		p := ForUses(DefaultUses())
		p.Company = c.company
		before := inventory.Component{Type: "npm", Name: "x", PURL: "pkg:npm/x@1", Version: "1", Concluded: spdx.Ref("MIT")}
		r := Evaluate(drift.Compare(of(before), of(after)), p, Basis{Terms: knowledge(t)})
		require.Equal(t, c.want.String(), r.Verdict.String(), "%s %+v", c.license, c.company)
	}
}

func of(cs ...inventory.Component) *inventory.Inventory { return &inventory.Inventory{Components: cs} }

func TestPatternsOfPackages(t *testing.T) {
	for _, c := range []struct {
		pattern, purl string
		want          bool
	}{
		{"pkg:npm/husky", "pkg:npm/husky@5.0.9", true},
		{"pkg:npm/husky@5.*", "pkg:npm/husky@5.0.9", true},
		{"pkg:npm/husky@4.*", "pkg:npm/husky@5.0.9", false},
		{"pkg:deb/*", "pkg:deb/debian/redis@1?arch=amd64", true},
		{"pkg:deb/*/redis", "pkg:deb/debian/redis@1?arch=amd64", true},
		{"pkg:npm/%40a/*", "pkg:npm/%40a/b@1", true},
		{"pkg:npm/husk", "pkg:npm/husky@5.0.9", false},
		{"pkg:deb/debian/libstdc++6", "pkg:deb/debian/libstdc%2B%2B6@14?arch=amd64", true},
		{"pkg:deb/debian/libstdc%2B%2B6", "pkg:deb/debian/libstdc%2B%2B6@14?arch=amd64", true},
	} {
		require.Equal(t, c.want, covers(c.pattern, c.purl), "%s %s", c.pattern, c.purl)
	}
}

func FuzzPolicyFile(f *testing.F) {
	for _, name := range Profiles() {
		text, err := Init(name, "en")
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add("uses: &a {internal: required}\nscopes: {x: *a}")
	f.Add("uses: [1]\nwaivers: {a: b}\nuses: {}")
	k := knowledge(f)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Read(strings.NewReader(s), "f", k)
		require.True(t, (p == nil) != (err == nil))
	})
}

// 500 waivers on 5,000 components that all changed.
func BenchmarkWaivers(b *testing.B) {
	var before, after []inventory.Component
	p := ForUses(DefaultUses())
	for i := range 5000 {
		name := fmt.Sprintf("c%d", i)
		c := inventory.Component{Type: "npm", Name: name, Version: "1", PURL: "pkg:npm/" + name + "@1", Concluded: spdx.Ref("MIT")}
		before = append(before, c)
		c.Version, c.PURL, c.Concluded = "2", "pkg:npm/"+name+"@2", spdx.Ref("Parity-7.0.0")
		after = append(after, c)
		if i%10 == 0 {
			p.Waivers = append(p.Waivers, Waiver{Component: "pkg:npm/" + name, Reason: "r", Approver: "a", Expires: time.Now().AddDate(1, 0, 0)})
		}
	}
	changes := drift.Compare(of(before...), of(after...))
	for name, ws := range map[string][]Waiver{"none": nil, "500": p.Waivers} {
		b.Run(name, func(b *testing.B) {
			p.Waivers = ws
			for b.Loop() {
				Evaluate(changes, p, Basis{Terms: knowledge(b), Day: time.Now()})
			}
		})
	}
}

func TestADenialAndAWaiverHoldForWhatCameBesideTheOldTexts(t *testing.T) {
	text := func(expression, sum string) inventory.Evidence {
		return inventory.Evidence{Kind: inventory.KindText, Expression: spdx.Ref(expression), SHA256: sum}
	}
	before := inventory.Component{Type: "npm", Name: "x", PURL: "pkg:npm/x@1", Version: "1", Concluded: spdx.Ref("MIT"), Evidence: []inventory.Evidence{text("MIT", "aa")}}
	after := inventory.Component{Type: "npm", Name: "x", PURL: "pkg:npm/x@2", Version: "2", Concluded: spdx.And(spdx.Ref("MIT"), spdx.Ref("SSPL-1.0")), Evidence: []inventory.Evidence{text("MIT", "aa"), text("SSPL-1.0", "bb")}}
	for sum, want := range map[string]Verdict{"aa": Forgo, "bb": Proceed} {
		p := ForUses(DefaultUses())
		p.Deny = []Rule{{License: spdx.License{ID: "SSPL-1.0"}}}
		p.Waivers = []Waiver{{Component: "pkg:npm/x", Text: sum, Reason: "r", Approver: "a"}}
		r := Evaluate(drift.Compare(of(before), of(after)), p, Basis{Terms: knowledge(t)})
		require.Equal(t, want.String(), r.Verdict.String(), sum)
	}
}

func TestALicenseOfOnesOwnIsNoMisspelling(t *testing.T) {
	p, err := Read(strings.NewReader("uses: {internal: required}\ndeny: [LicenseRef-Acme, LicenseRef-Acme-Public-2]\n"), "licdrift.yaml", knowledge(t))
	require.NoError(t, err)
	require.Len(t, p.Deny, 2)
}

func TestADenialReachesTheLicenseThatABusinessSourceTurnedInto(t *testing.T) {
	busl := func(version string) inventory.Component {
		return inventory.Component{Type: "npm", Name: "x", PURL: "pkg:npm/x@" + version, Version: version, Concluded: spdx.Ref("BUSL-1.1"), Parameter: []inventory.Parameter{
			{License: "BUSL-1.1", Name: "Change Day", Value: "2024-01-01"}, {License: "BUSL-1.1", Name: "Change License ID", Value: "GPL-3.0-or-later"},
		}}
	}
	before := inventory.Component{Type: "npm", Name: "x", PURL: "pkg:npm/x@1", Version: "1", Concluded: spdx.Ref("MIT")}
	for day, want := range map[string]Verdict{"2023-01-01": Review, "2025-01-01": Forgo} {
		p := ForUses(Uses{Required: []terms.Use{terms.Internal}})
		p.Deny = []Rule{{License: spdx.License{ID: "GPL-3.0-only"}}}
		on, err := time.Parse(time.DateOnly, day)
		require.NoError(t, err)
		r := Evaluate(drift.Compare(of(before), of(busl("2"))), p, Basis{Terms: knowledge(t), Day: on})
		require.Equal(t, want.String(), r.Verdict.String())
	}
}

func TestContradictionsOfAPolicyAreTold(t *testing.T) {
	for file, want := range map[string]string{
		"uses: {internal: required}\nallow: [SSPL-1.0]\ndeny: [SSPL-1.0]\n":                                                    "both allowed and denied",
		"uses: {embed: required}\ndeny: [SSPL-1.0]\nscopes: {application: {linkage: separate}}\n":                              "has no use left",
		"uses: {embed: required}\nscopes: {base-os: {packages: []}}\n":                                                         "no package is named",
		"uses: {embed: required}\nscopes:\n  application: {uses: {hosted: none}}\n  application: {uses: {hosted: required}}\n": "stands twice",
		"company: {commercial: false}\nuses: {commercial: required}\n":                                                         "the company is not commercial",
		"company: {users: 2.5}\nuses: {internal: required}\n":                                                                  "no whole number",
		"uses: {internal: required}\nchoices:\n- {component: pkg:npm/a, license: MIT OR ISC}\n":                                "is a choice itself",
		"uses: {internal: required}\nallow: [LicenseRef-Timescale-202]\n":                                                      "unknown license",
		"uses: {internal: required}\nallow: ['']\n":                                                                            "is no license expression",
	} {
		_, err := Read(strings.NewReader("version: 1\n"+file), "licdrift.yaml", knowledge(t))
		require.ErrorContains(t, err, want)
	}
}
