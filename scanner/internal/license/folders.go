package license

import (
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// A repository that has a folder under another license says so in a text of a
// few sentences: "Outside of the x-pack folder, source code is licensed under the
// Apache License 2.0. Within it, under the Elastic License." Its folders can be
// left out, so they are parts and not the license of the whole.

var (
	folder  = gated(`folder|director|contain`, `\b(sub-?)?(folder|director(y|ies))\b|\bfiles? (that )?contain`)
	outside = gated(`outside|other than|except|all other|remaining|the rest|elsewhere`, `\b(outside|other than|except(ing|ions?)?( for| of)?|all other|remaining|the rest|elsewhere)\b`)
	place   = lazily("[\"“`']([^\"”`'\\s]{2,60})[\"”`']|([\\w.-]+/[\\w./-]*|\\b[a-z][\\w]*-[\\w-]+)\\s+(?i:sub-?)?(?i:folder|director)")
)

const maxFolders = 6 << 10 // bytes of a text that does nothing but tell folders apart

// folders reads a text that gives one license to the whole and others to folders
// of it, with the sentences that say so. Without both it says nothing.
func folders(d *document) (main spdx.Expr, parts []inventory.Bundled, said []match) {
	if head := d.low[:min(len(d.low), maxFolders)]; !folder.open(head) || !outside.open(oneSpace(head)) {
		return spdx.Expr{}, nil, nil
	}
	for _, s := range sentences(d.text, span{0, min(len(d.text), maxFolders)}) {
		line := oneSpace(d.text[s.start:s.end])
		if len(line) > 2000 || !folder.match(lower(nil, line)) {
			continue
		}
		e := mentioned(line).all()
		if m := quotedLicense().FindSubmatch(line); e.IsZero() && m != nil {
			e, _ = Statement(Any, string(m[1]))
		}
		switch {
		case disowned.match(spoken(lower(nil, line))):
			return spdx.Expr{}, nil, nil
		case e.IsZero():
			continue
		case outside.match(lower(nil, line)):
			main = spdx.And(main, e)
		default:
			parts = append(parts, inventory.Bundled{Files: placeName(line), License: e})
		}
		said = append(said, match{Expression: e, Start: s.start, End: s.end, Notice: true})
	}
	if main.IsZero() || len(parts) == 0 {
		return spdx.Expr{}, nil, nil
	}
	return main, parts, said
}

var quotedLicense = lazily(`["“]([^"”]{3,60} License)["”]`)

func placeName(line []byte) string {
	m := place().FindSubmatch(line)
	if m == nil {
		return "a folder"
	}
	return string(append(m[1], m[2]...))
}
