package extract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// A Debian copyright file speaks for the source package. Of a source with programs
// and a library, the package with the library holds what was built from lib/, and
// its terms are those of that stanza.

var libraryName = regexp.MustCompile(`^lib[a-z].*\d(t64)?$`)

// library gives a package of a shared library the terms of the stanza for lib/*,
// where its copyright file has one. Those of the rest remain as of a part.
func library(c *inventory.Component) {
	if c.Type != "deb" || !libraryName.MatchString(c.Name) || c.Concluded.IsZero() {
		return
	}
	var own spdx.Expr
	for _, b := range c.Bundled {
		if slices.Contains(strings.Fields(b.Files), "lib/*") {
			own = spdx.And(own, b.License)
		}
	}
	if own.IsZero() || !own.Recognized() || own.Equal(c.Concluded) {
		return
	}
	c.Bundled = append(c.Bundled, inventory.Bundled{Files: "*", License: c.Concluded})
	c.Concluded = own
}
