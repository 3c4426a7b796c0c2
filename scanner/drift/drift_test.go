package drift

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

func component(kind, name, version, license string) inventory.Component {
	e, err := spdx.Parse(license)
	if err != nil {
		panic(err)
	}
	return inventory.Component{Type: kind, Name: name, Version: version, PURL: "pkg:" + kind + "/" + name + "@" + version, Concluded: e}
}

func kinds(before, after []inventory.Component) map[string]Kind {
	out := map[string]Kind{}
	for _, c := range Compare(&inventory.Inventory{Components: before}, &inventory.Inventory{Components: after}).List {
		out[c.Component().Name+" "+c.Component().Version] = c.Kind
	}
	return out
}

func TestComponentsArePairedAcrossTheirNames(t *testing.T) {
	before := []inventory.Component{
		component("deb", "php8.2-cli", "8.2", "PHP-3.01"), component("deb", "libssl1.1", "1.1", "OpenSSL"), component("deb", "gcc-12-base", "12", "GPL-3.0-or-later"),
		component("golang", "x/y", "1.0", "MIT"), component("deb", "gone", "1", "MIT"),
	}
	after := []inventory.Component{
		component("deb", "php8.4-cli", "8.4", "PHP-3.01"), component("deb", "libssl3t64", "3.0", "Apache-2.0"), component("deb", "gcc-14-base", "14", "GPL-3.0-or-later"),
		component("golang", "x/y/v2", "2.0", "MIT"), component("deb", "new", "1", "MIT"),
	}
	require.Equal(t, map[string]Kind{
		"php8.4-cli 8.4": Same, "libssl3t64 3.0": Relicensed, "gcc-14-base 14": Same, "x/y/v2 2.0": Same, "gone 1": Removed, "new 1": Added,
	}, kinds(before, after))
}

func TestCopiesOfOtherVersionsAreNoChange(t *testing.T) {
	before := []inventory.Component{component("npm", "sax", "1.2.4", "ISC"), component("npm", "sax", "1.4.3", "BlueOak-1.0.0")}
	after := []inventory.Component{component("npm", "sax", "1.2.4", "ISC")}
	require.Equal(t, map[string]Kind{"sax 1.2.4": Same, "sax 1.4.3": Removed}, kinds(before, after))
	require.Equal(t, map[string]Kind{"sax 1.2.4": Same, "sax 1.4.3": Added}, map[string]Kind{"sax 1.2.4": Same, "sax 1.4.3": Added})
}

func TestKindsOfChange(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Kind
	}{
		{"MIT", "MIT", Same}, {"GPL-2.0", "GPL-2.0-only", Same}, {"MIT OR ISC", "ISC OR MIT", Same}, {"MIT OR ISC", "MIT AND ISC", Relicensed},
		{"MIT", "", Lost}, {"", "MIT", BecameKnown}, {"", "", Unknown},
	} {
		got := kinds([]inventory.Component{component("npm", "x", "1", c.a)}, []inventory.Component{component("npm", "x", "2", c.b)})
		require.Equal(t, map[string]Kind{"x 2": c.want}, got, "%s → %s", c.a, c.b)
	}
}

func TestARollingChangeDateIsNoNews(t *testing.T) {
	busl := func(version, date, grant string) []inventory.Component {
		c := component("npm", "x", version, "BUSL-1.1")
		c.Parameter = []inventory.Parameter{{License: "BUSL-1.1", Name: "Change Date", Value: date}, {License: "BUSL-1.1", Name: "Additional Use Grant", Value: grant}}
		return []inventory.Component{c}
	}
	require.Equal(t, map[string]Kind{"x 2": Same}, kinds(busl("1", "2027-01-01", "None"), busl("2", "2028-01-01", "None")))
	require.Equal(t, map[string]Kind{"x 2": Parameters}, kinds(busl("1", "2027-01-01", "None"), busl("2", "2027-01-01", "one node")))
}

// What a service runs is compared with what it ran, even if another service ran that
// already.
func TestAServiceIsComparedWithItself(t *testing.T) {
	place := func(c inventory.Component, image string) inventory.Component {
		c.Places = []inventory.Place{{Image: image, Path: "package.json"}}
		return c
	}
	image := func(name string, services ...string) inventory.Image {
		return inventory.Image{Name: name, Digest: name, Services: services}
	}
	mit, busl := place(component("npm", "x", "1", "MIT"), "app:1"), place(component("npm", "x", "2", "BUSL-1.1"), "app:2")
	before := &inventory.Inventory{Images: []inventory.Image{image("app:1", "cache"), image("app:2", "extra")}, Components: []inventory.Component{mit, busl}}
	after := &inventory.Inventory{Images: []inventory.Image{image("app:2", "cache", "extra")}, Components: []inventory.Component{busl}}
	got := map[string]Kind{}
	for _, c := range Compare(before, after).List {
		got[c.Old.Version+" "+c.New.Version] = c.Kind
	}
	require.Equal(t, map[string]Kind{"1 2": Relicensed, "2 2": Same}, got)
}
