package license

import (
	"regexp"
	"sync"
)

// lazy is a regular expression that is compiled when it is first asked for: few texts
// need many of them, and to compile all takes longer than to read most texts.
type lazy func() *regexp.Regexp

// lazily panics when asked for an expression that does not compile, which a test rules out.
func lazily(expr string) lazy {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
