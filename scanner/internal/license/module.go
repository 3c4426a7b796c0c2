package license

import "github.com/licdrift/licdrift/scanner/spdx"

// macros are what source files tell their license with, other than in a comment.
var macros = []struct {
	name   string
	line   lazy
	values map[string]string
}{
	// A module of the Linux kernel: the version, and not whether later ones are allowed, which
	// the notice of the file says. https://docs.kernel.org/process/license-rules.html#id1
	{"module_license", lazily(`\A[ \t]*MODULE_LICENSE[ \t]*\([ \t]*"([^"\n]*)"`), map[string]string{
		"GPL": "GPL-2.0-only", "GPL v2": "GPL-2.0-only", "GPL and additional rights": "GPL-2.0-only",
		"Dual MIT/GPL": "GPL-2.0-only OR MIT", "Dual BSD/GPL": "GPL-2.0-only OR " + unspecifiedBSD, "Dual MPL/GPL": "GPL-2.0-only OR MPL-1.1",
		"Proprietary": "LicenseRef-Proprietary",
	}},
	// A file of iPXE and what is made of it. https://ipxe.org/licensing
	{"file_licence", lazily(`\A[ \t]*FILE_LICENCE[ \t]*\([ \t]*(\w+)[ \t]*\)`), map[string]string{
		"PUBLIC_DOMAIN": publicDomain, "GPL_ANY": "GPL-1.0-or-later", "GPL2_OR_LATER": "GPL-2.0-or-later", "GPL2_ONLY": "GPL-2.0-only",
		"BSD2": "BSD-2-Clause", "BSD3": "BSD-3-Clause", "MIT": "MIT", "BSD2_PATENT": "BSD-2-Clause-Patent",
	}},
}

// modules reads such lines.
func modules(d *document, s span) []match {
	var out []match
	for _, macro := range macros {
		for at := range d.linesOf(macro.name, s) {
			m := macro.line().FindSubmatchIndex(d.text[at:min(s.end, at+maxField)])
			if m == nil {
				continue
			}
			if e, err := spdx.Parse(macro.values[string(d.text[at+m[2]:at+m[3]])]); err == nil && !e.IsZero() {
				out = append(out, match{Expression: e, Start: at, End: at + m[1], Notice: true, vague: true})
			}
		}
	}
	return out
}
