package license

import (
	"regexp"
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
	of   *regexp.Regexp // ids of the licenses
	name string
	in   *regexp.Regexp // its first group is the value
}

var (
	futureLicense = regexp.MustCompile(`^(LicenseRef-)?(FSL|FCL)-`)
	userLimited   = regexp.MustCompile(`Fair-Source|Small-Business|Llama|Open-WebUI|OSaasy|n8n|Netdata`)
)

// The licenses' own words: https://fsl.software, https://fcl.dev,
// https://commonsclause.com, https://fair.io, https://polyformproject.org,
// https://github.com/SixLabors/SplitLicense, https://www.llama.com/license/.
var values = []value{
	{futureLicense, Licensor, regexp.MustCompile(`(?im)^\W*(?:notice\s+)?copyright (?:\(c\)|©)?[\s\d,–-]*([^\d\s][^\n]*?)\.?$`)},
	{futureLicense, ChangeDate, regexp.MustCompile(`(?i)effective\s+on\s+the\s+(\w+\s+anniversary)\s+of\s+the\s+date\s+we\s+make`)},
	{futureLicense, ChangeLicense, regexp.MustCompile(`(?i)license\s+to\s+use\s+the\s+software,?\s+under\s+the\s+(apache\s+license,\s+version\s+2\.0|mit)`)},
	{regexp.MustCompile(`Commons-Clause`), Software, regexp.MustCompile(`(?im)^\W*software:\s*([^\n]{1,200}?)\W*$`)},
	{regexp.MustCompile(`Commons-Clause`), BaseLicense, regexp.MustCompile(`(?im)^\W*license:\s*([^\n]{1,200}?)\W*$`)},
	{regexp.MustCompile(`Commons-Clause`), Licensor, regexp.MustCompile(`(?im)^\W*licensor:\s*([^\n]{1,200}?)\s*$`)},
	{regexp.MustCompile(`Commons-Clause`), Licensor, regexp.MustCompile(`(?i)the "licensor" is\s+([^,.\n]{1,100})`)},
	{userLimited, UserLimit, regexp.MustCompile(`(?i)use limitation:\s*([^\n]{1,60})`)},
	{userLimited, UserLimit, regexp.MustCompile(`(?i)fewer than\s+([\d,]+)\s+total\s+individuals`)},
	{userLimited, UserLimit, regexp.MustCompile(`(?i)greater than\s+([\d,]+\s+\w+)\s+monthly\s+active\s+users`)},
	{userLimited, UserLimit, regexp.MustCompile(`(?i)does not exceed\s+\w+\s+\((\d+)\)\s+within`)},
	{regexp.MustCompile(`Small-Business|Six-Labors`), RevenueLimit, regexp.MustCompile(`(?i)less than\s+([\d,.]+\s?M?\s*(?:USD|EUR)?)\s[^.]{0,40}revenue`)},
	{regexp.MustCompile(`Prosperity`), TrialPeriod, regexp.MustCompile(`(?i)commercial\s+purposes\s+for\s+(\w+[ -]days)`)},
	{regexp.MustCompile(`Free-Trial`), TrialPeriod, regexp.MustCompile(`(?i)(?:less|fewer)\s+than\s+(\d+\s+consecutive\s+calendar\s+days)`)},
}

// read finds a value; of several statements for one name the first that occurs
// counts.
func (v value) read(text []byte, id string) []inventory.Parameter {
	m := v.in.FindSubmatch(text)
	if m == nil {
		return nil
	}
	s := strings.Trim(string(oneSpace(m[1])), "*_| ")
	return []inventory.Parameter{{License: id, Name: v.name, Value: s}}
}
