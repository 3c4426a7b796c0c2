package license

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// Names of further parameters.
const (
	Software     = "Software"
	BaseLicense  = "License"
	UserLimit    = "User Limit"
	RevenueLimit = "Revenue Limit"
	TrialPeriod  = "Trial Period"
)

// value is a parameter that stands in the sentence of a license rather than behind
// a label of the Business Source License.
type value struct {
	of   family
	name string
	in   lazy // its first group is the value
}

// family names licenses by parts of their ids.
type family []string

func (f family) has(id string) bool {
	return slices.ContainsFunc(f, func(part string) bool { return strings.Contains(id, part) })
}

var (
	futureLicense = family{"FSL-", "FCL-"}
	userLimited   = family{"Fair-Source", "Small-Business", "Llama", "Open-WebUI", "OSaasy", "n8n", "Netdata"}
)

// The licenses' own words: https://fsl.software, https://fcl.dev,
// https://commonsclause.com, https://fair.io, https://polyformproject.org,
// https://github.com/SixLabors/SplitLicense, https://www.llama.com/license/.
var values = []value{
	{futureLicense, Licensor, lazily(`(?im)^\W*(?:notice\s+)?copyright (?:\(c\)|©)?[\s\d,–-]*([^\d\s][^\n]*?)\.?$`)},
	{futureLicense, ChangeDate, lazily(`(?i)effective\s+on\s+the\s+(\w+\s+anniversary)\s+of\s+the\s+date\s+we\s+make`)},
	{futureLicense, ChangeLicense, lazily(`(?i)license\s+to\s+use\s+the\s+software,?\s+under\s+the\s+(apache\s+license,\s+version\s+2\.0|mit)`)},
	{family{"Commons-Clause"}, Software, lazily(`(?im)^\W*software:\s*([^\n]{1,200}?)\W*$`)},
	{family{"Commons-Clause"}, BaseLicense, lazily(`(?im)^\W*license:\s*([^\n]{1,200}?)\W*$`)},
	{family{"Commons-Clause"}, Licensor, lazily(`(?im)^\W*licensor:\s*([^\n]{1,200}?)\s*$`)},
	{family{"Commons-Clause"}, Licensor, lazily(`(?i)the "licensor" is\s+([^,.\n]{1,100})`)},
	{userLimited, UserLimit, lazily(`(?i)use limitation:\s*([^\n]{1,60})`)},
	{userLimited, UserLimit, lazily(`(?i)fewer than\s+([\d,]+)\s+total\s+individuals`)},
	{userLimited, UserLimit, lazily(`(?i)greater than\s+([\d,]+\s+\w+)\s+monthly\s+active\s+users`)},
	{userLimited, UserLimit, lazily(`(?i)does not exceed\s+\w+\s+\((\d+)\)\s+within`)},
	{family{"Small-Business", "Six-Labors"}, RevenueLimit, lazily(`(?i)less than\s+([\d,.]+\s?M?\s*(?:USD|EUR)?)\s[^.]{0,40}revenue`)},
	{family{"Prosperity"}, TrialPeriod, lazily(`(?i)commercial\s+purposes\s+for\s+(\w+[ -]days)`)},
	{family{"Free-Trial"}, TrialPeriod, lazily(`(?i)(?:less|fewer)\s+than\s+(\d+\s+consecutive\s+calendar\s+days)`)},
}

// read finds a value; of several statements for one name the first that occurs
// counts.
func (v value) read(text []byte, id string) []inventory.Parameter {
	m := v.in().FindSubmatch(text)
	if m == nil {
		return nil
	}
	s := strings.Trim(string(oneSpace(m[1])), "*_| ")
	return []inventory.Parameter{{License: id, Name: v.name, Value: s}}
}
