package license

import "github.com/licdrift/licdrift/scanner/spdx"

// moduleLine is how a module of the Linux kernel tells it its license.
var moduleLine = lazily(`\A[ \t]*MODULE_LICENSE[ \t]*\([ \t]*"([^"\n]*)"`)

// moduleLicenses are what its values mean: the version, and not whether later ones are
// allowed, which the notice of the file says.
// https://docs.kernel.org/process/license-rules.html#id1
var moduleLicenses = map[string]string{
	"GPL": "GPL-2.0-only", "GPL v2": "GPL-2.0-only", "GPL and additional rights": "GPL-2.0-only",
	"Dual MIT/GPL": "GPL-2.0-only OR MIT", "Dual BSD/GPL": "GPL-2.0-only OR " + unspecifiedBSD, "Dual MPL/GPL": "GPL-2.0-only OR MPL-1.1",
	"Proprietary": "LicenseRef-Proprietary",
}

// modules reads such lines.
func modules(d *document, s span) []match {
	var out []match
	for at := range d.linesOf("module_license", s) {
		m := moduleLine().FindSubmatchIndex(d.text[at:min(s.end, at+maxField)])
		if m == nil {
			continue
		}
		if e, err := spdx.Parse(moduleLicenses[string(d.text[at+m[2]:at+m[3]])]); err == nil && !e.IsZero() {
			out = append(out, match{Expression: e, Start: at, End: at + m[1], Notice: true, vague: true})
		}
	}
	return out
}
