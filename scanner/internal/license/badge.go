package license

import (
	"net/url"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// badgeSite draws badges of what stands in their address: badge/License-Apache%202.0-blue.svg.
// https://shields.io/badges/static-badge
const badgeSite = "img.shields.io/badge/"

// fromBadge reads the license of a badge by the address of its picture, without its scheme.
func fromBadge(address string) (spdx.Expr, bool) {
	path, ok := strings.CutPrefix(address, badgeSite)
	if !ok {
		return spdx.Expr{}, false
	}
	path, _, _ = strings.Cut(path, "?")
	path, err := url.PathUnescape(path)
	if err != nil {
		return spdx.Expr{}, false
	}
	path = strings.ReplaceAll(path, "--", "\x00")
	parts := strings.Split(path, "-")
	if len(parts) != 3 || !slices.Contains([]string{"license", "licence", "licenses"}, parts[0]) {
		return spdx.Expr{}, false
	}
	return Statement(Any, strings.NewReplacer("\x00", "-", "__", "_", "_", " ").Replace(parts[1]))
}
