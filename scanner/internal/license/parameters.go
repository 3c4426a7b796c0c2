package license

import (
	"bytes"
	"strings"
	"time"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Names of parameters. The first five are the Business Source License's own
// (https://mariadb.com/bsl11/), the others are how licdrift reads them.
const (
	Licensor      = "Licensor"
	LicensedWork  = "Licensed Work"
	Grant         = "Additional Use Grant"
	ChangeDate    = "Change Date"
	ChangeLicense = "Change License"

	GrantClass      = "Grant Class"       // of the grant
	ChangeDay       = "Change Day"        // of the date, where it names one
	ChangeLicenseID = "Change License ID" // expression of the license
)

// Classes of an additional use grant.
const (
	GrantNone          = "none"           // production use needs another license
	GrantNoCompete     = "no-compete"     // any use but a competing hosted or embedded offering
	GrantService       = "named-service"  // any use but one kind of service
	GrantRevenue       = "revenue-limit"  // below an amount of money
	GrantSize          = "size-limit"     // below a number of users, nodes, instances
	GrantNonProduction = "non-production" // only what the license itself gives
	GrantOther         = "other"          // quoted, for a person to read
)

// buslField is a parameter's label at the start of a line, in plain text,
// Markdown, a table or a comment.
var buslField = lazily(`(?im)^[ \t>*#|_/;%!"'-]*(licensor|licensed work|additional use grant|use limitation|change date|change license)[ \t*_|]*:[ \t*_|]*`)

// buslEnd is what follows the last parameter.
var buslEnd = lazily(`(?im)^\W*(for information about|notice\s*$|terms\s*$|-{10,}|business source license 1\.1\s*$|={10,})`)

// parameters reads the values that the licenses found leave to the licensor.
func parameters(text []byte, found spdx.Expr) []inventory.Parameter {
	var out []inventory.Parameter
	for _, l := range found.Licenses() {
		if strings.Contains(l.ID, "BUSL-") {
			out = append(out, busl(text, l.ID)...)
			continue
		}
		for _, f := range values {
			if f.of.has(l.ID) {
				out = append(out, f.read(text, l.ID)...)
			}
		}
	}
	return out
}

func busl(text []byte, id string) []inventory.Parameter {
	locs := buslField().FindAllSubmatchIndex(text, -1)
	var out []inventory.Parameter
	seen := map[string]bool{}
	for i, loc := range locs {
		name := fieldName(string(text[loc[2]:loc[3]]))
		end := len(text)
		if i+1 < len(locs) {
			end = locs[i+1][0]
		}
		value := text[loc[1]:min(end, loc[1]+8<<10)]
		if stop := buslEnd().FindIndex(value); stop != nil {
			value = value[:stop[0]]
		}
		v := strings.Trim(string(oneSpace(value)), "*_| ")
		if v == "" || seen[name] {
			continue
		}
		seen[name] = true
		out = append(out, inventory.Parameter{License: id, Name: name, Value: v})
		if n, x, ok := understood(name, v); ok {
			out = append(out, inventory.Parameter{License: id, Name: n, Value: x})
		}
	}
	if len(out) > 0 && !seen[Grant] {
		out = append(out, inventory.Parameter{License: id, Name: GrantClass, Value: GrantNone})
	}
	return out
}

// understood gives what licdrift understands of a value: the class of a grant, the day of
// a date, the expression of a license.
func understood(name, v string) (as, value string, ok bool) {
	switch name {
	case Grant:
		return GrantClass, grantClass(v), true
	case ChangeDate:
		day, ok := date(v)
		return ChangeDay, day, ok
	case ChangeLicense:
		e, ok := Statement(Any, changeOr().ReplaceAllString(v, ""))
		return ChangeLicenseID, e.String(), ok
	}
	return "", "", false
}

// changeOr is what the Business Source License's own instructions put behind a
// license's name.
var changeOr = lazily(`(?i),? as published by the \w+ (software )?foundation|\.$`)

var (
	isoDate  = lazily(`^(20\d\d)[-/.](\d\d?)[-/.](\d\d?)\.?$`)
	longDate = lazily(`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d\d?)(?:st|nd|rd|th)?,? (20\d\d)\.?$`)
	shortDay = lazily(`(?i)^(\d\d?)(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (20\d\d)\.?$`)
)

// date reads a value that is nothing but a day. A rule such as "four years from
// the release", or one that names several days, gives none.
func date(v string) (string, bool) {
	var y, m, d string
	switch {
	case isoDate().MatchString(v):
		g := isoDate().FindStringSubmatch(v)
		y, m, d = g[1], g[2], g[3]
	case longDate().MatchString(v):
		g := longDate().FindStringSubmatch(v)
		y, m, d = g[3], g[1], g[2]
	case shortDay().MatchString(v):
		g := shortDay().FindStringSubmatch(v)
		y, m, d = g[3], g[2], g[1]
	}
	for _, layout := range []string{"2006-1-2", "2006-Jan-2"} {
		if t, err := time.Parse(layout, y+"-"+title3(m)+"-"+d); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

func title3(m string) string {
	if m == "" || m[0] <= '9' {
		return m
	}
	return strings.ToUpper(m[:1]) + strings.ToLower(m[1:])
}

func buslOf(text []byte, found spdx.Expr) []inventory.Parameter {
	for _, l := range found.Licenses() {
		if strings.Contains(l.ID, "BUSL-") {
			return busl(text, l.ID)
		}
	}
	return nil
}

// parameterSpan is the stretch that holds the parameters: its terms are read, not
// unexplained.
func parameterSpan(text []byte, found spdx.Expr) (match, bool) {
	ps := buslOf(text, found)
	if len(ps) == 0 {
		return match{}, false
	}
	locs := buslField().FindAllIndex(text, -1)
	end := locs[len(locs)-1][1]
	rest := text[end:]
	if stop := buslEnd().FindIndex(rest); stop != nil {
		end += stop[0]
		// the line after the parameters says whom to ask for other terms
		if line := bytes.IndexByte(text[end:], '\n'); line > 0 && end+line < len(text) {
			end += line
		}
	} else if blank := bytes.Index(rest, []byte("\n\n")); blank > 0 {
		end += blank
	} else {
		end = len(text)
	}
	return match{Expression: spdx.Ref(ps[0].License), Start: locs[0][0], End: end, Notice: true}, true
}

func fieldName(s string) string {
	if strings.EqualFold(s, "use limitation") {
		return Grant // of the license's first drafts
	}
	for _, n := range []string{Licensor, LicensedWork, Grant, ChangeDate, ChangeLicense} {
		if strings.EqualFold(n, strings.Join(strings.Fields(s), " ")) {
			return n
		}
	}
	return s
}

// grantClasses are tried in order: the first whose words occur is the class.
var grantClasses = []struct {
	words lazy
	class string
}{
	{lazily(`(?i)^\W*(none|n/?a|not applicable)\b`), GrantNone},
	{lazily(`(?i)only as (they are |it is )?incorporated in`), GrantNone}, // to users of another product
	{lazily(`(?i)production use is not|not (be )?used? in production|for non-?production|make non-?production|non-?production (purposes|use)|evaluation (on|only|purposes)`), GrantNonProduction},
	{lazily(`(?i)total finances|annual (gross )?(revenue|turnover)|gross revenue|us ?\$|usd|€|revenues? (of|below|under|less|does not)`), GrantRevenue},
	{lazily(`(?i)\b(single|one|two|three|\d+) (or fewer |or less )?(node|server|user|instance|employee|core|cpu|database|machine)s?\b|(fewer|less|more|not exceed\w*) (than )?\d+`), GrantSize},
	{lazily(`(?i)compet(e|es|ing|itive)`), GrantNoCompete},
	{lazily(`(?i)(may not|not|except|other than|provided).{0,120}(service|offering|hosted|embedded|third part)`), GrantService},
	{lazily(`(?i)non-?production|(testing|evaluation|development) (purposes|use)? ?only`), GrantNonProduction},
}

func grantClass(v string) string {
	for _, c := range grantClasses {
		if c.words().MatchString(v) {
			return c.class
		}
	}
	return GrantOther
}

// withoutParameters blanks the values of a text's parameters, so that two texts
// can be compared apart from them.
func withoutParameters(text []byte, ps []inventory.Parameter) []byte {
	if len(ps) == 0 {
		return text
	}
	var out []byte
	at := 0
	locs := buslField().FindAllIndex(text, -1)
	for i, loc := range locs {
		end := len(text)
		if i+1 < len(locs) {
			end = locs[i+1][0]
		}
		value := text[loc[1]:end]
		if stop := buslEnd().FindIndex(value); stop != nil {
			end = loc[1] + stop[0]
		} else if i+1 == len(locs) {
			end = loc[1] + max(0, bytes.Index(value, []byte("\n\n")))
		}
		out = append(out, text[at:loc[1]]...)
		out = append(out, '\n')
		at = end
	}
	return append(out, text[at:]...)
}
