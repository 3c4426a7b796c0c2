package terms

import (
	"fmt"
	"strings"
)

// Use is a way to use a product.
type Use int

// The uses, in the order reports list them.
const (
	Internal   Use = iota // inside the own organization
	Production            // in production
	Commercial            // for a commercial purpose
	Backend               // behind an application of one's own
	Hosted                // the component itself as a service to third parties
	Modify                // change it
	NetMod                // let users reach a changed version over a network
	RedistSrc             // hand on in source form
	RedistBin             // hand on in binary form or as an image
	Transfer              // hand on to an affiliate or an end customer
	Embed                 // inside a proprietary product
	Compete               // build a competing product
	numUses
)

var useNames = [numUses]string{"internal", "production", "commercial", "backend", "hosted", "modify", "netmod", "redist-src", "redist-bin", "transfer", "embed", "compete"}

func (u Use) String() string { return useNames[u] }

// MarshalText writes the name.
func (u Use) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// AllUses lists the uses.
func AllUses() []Use {
	out := make([]Use, numUses)
	for i := range out {
		out[i] = Use(i)
	}
	return out
}

// ParseUse reads a use's name.
func ParseUse(s string) (Use, error) {
	for i, n := range useNames {
		if strings.ReplaceAll(strings.ToLower(s), "_", "-") == n {
			return Use(i), nil
		}
	}
	return 0, fmt.Errorf("unknown use %q: known are %s", s, strings.Join(useNames[:], ", "))
}
