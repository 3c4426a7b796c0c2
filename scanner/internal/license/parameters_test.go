package license

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParametersOfOtherLicensesAreRead(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"FSL-1.1-MIT":                          {ChangeDate: "second anniversary", ChangeLicense: "MIT"},
		"FSL-1.1-ALv2":                         {ChangeDate: "second anniversary", ChangeLicense: "Apache License, Version 2.0"},
		"LicenseRef-FCL-1.0-MIT":               {ChangeDate: "second anniversary", ChangeLicense: "MIT"},
		"LicenseRef-Commons-Clause":            {Software: "something", BaseLicense: "something"},
		"LicenseRef-Fair-Source-0.9":           {UserLimit: "something"},
		"PolyForm-Small-Business-1.0.0":        {UserLimit: "100"},
		"LicenseRef-Six-Labors-Split-1.0":      {RevenueLimit: "1M USD"},
		"LicenseRef-Llama-3":                   {UserLimit: "700 million"},
		"LicenseRef-Prosperity-3.0":            {TrialPeriod: "thirty days"},
		"LicenseRef-PolyForm-Free-Trial-1.0.0": {TrialPeriod: "32 consecutive calendar days"},
	} {
		own := ownPatterns(t)
		i := slices.IndexFunc(own, func(p written) bool { return p.id == name })
		require.GreaterOrEqual(t, i, 0, name)
		text := strings.NewReplacer("Software: ", "\nSoftware: ", "License: ", "\nLicense: ", "Licensor:", "\nLicensor:", "Use Limitation: ", "\nUse Limitation: ").Replace(filled(own[i].expr))
		got := map[string]string{}
		for _, p := range recognizer(t).Text([]byte(text)).Parameters {
			got[p.Name] = p.Value
		}
		for k, v := range want {
			require.Contains(t, strings.ToLower(got[k]), strings.ToLower(v), "%s of %s", k, name)
		}
	}
}

func TestBusinessSourceParametersAreRead(t *testing.T) {
	res := recognizer(t).Text(read(t, images+"/terraform-1.6.0/LICENSE"))
	require.Equal(t, "BUSL-1.1", res.Expression.String())
	require.GreaterOrEqual(t, res.Share, 0.95)
	got := map[string]string{}
	for _, p := range res.Parameters {
		got[p.Name] = p.Value
	}
	require.Equal(t, "HashiCorp, Inc.", got[Licensor])
	require.Equal(t, GrantNoCompete, got[GrantClass])
	require.Equal(t, "MPL 2.0", got[ChangeLicense])
	require.Contains(t, got[ChangeDate], "Four years")
}

func TestGrantClasses(t *testing.T) {
	for grant, want := range map[string]string{
		"None": GrantNone,
		"You may make production use, provided such use does not include offering the Licensed Work on a hosted or embedded basis which is competitive with ours": GrantNoCompete,
		"You may use the Licensed Work in production if your Total Finances do not exceed US $5,000,000":                                                          GrantRevenue,
		"production use of a single node": GrantSize,
		"Use for non-production purposes, provided that you do not offer it as a service to third parties.": GrantNonProduction,
		"You may make non-production, non-competing use.":                                                   GrantNonProduction,
		"Production use is not granted. Evaluation on one server only.":                                     GrantNonProduction,
		"not provide it to third parties as a Document Service":                                             GrantService,
		"You may use it with Play Framework applications.":                                                  GrantOther,
	} {
		require.Equal(t, want, grantClass(grant), grant)
	}
}
