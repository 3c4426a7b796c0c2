package inventory

import (
	"cmp"
	"slices"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Schema is the version of the JSON form.
const Schema = 1

// Inventory is the result of one scan.
type Inventory struct {
	Schema     int         `json:"licdrift"`
	Tool       string      `json:"tool,omitempty"` // name and version of what wrote it
	Target     Target      `json:"target"`
	Images     []Image     `json:"images,omitempty"` // that lie in the target
	Components []Component `json:"components"`
	Coverage   Coverage    `json:"coverage"`
}

// Target says what was scanned.
type Target struct {
	Name   string `json:"name"`             // as the user gave it
	Kind   string `json:"kind"`             // dir, docker-archive, …
	Digest string `json:"digest,omitempty"` // of the image's configuration, or of its manifest in a registry
	Floats bool   `json:"floats,omitempty"` // it was named by a tag, which can move to another image
	OS     string `json:"os,omitempty"`     // PRETTY_NAME of os-release
	Labels Labels `json:"labels,omitempty"` // the image's own labels about its license
	// Products are what a packager of products says that the system was made for.
	Products []Product `json:"products,omitempty"`
}

// Product is what someone offers a system as.
type Product struct {
	Name    string `json:"name"`
	ID      string `json:"id,omitempty"`
	Version string `json:"version,omitempty"`
	By      string `json:"by"`   // who packaged it: Websoft9, Bitnami, YunoHost
	Path    string `json:"path"` // where that is said
}

// Labels are an image's annotations by key.
type Labels map[string]string

// Component is one piece of software with a license of its own.
type Component struct {
	PURL      string      `json:"purl"` // package URL, https://github.com/package-url/purl-spec
	Type      string      `json:"type"` // purl type: deb, apk, rpm, npm, pypi, golang, maven, gem, composer, generic
	Namespace string      `json:"namespace,omitempty"`
	Name      string      `json:"name"`
	Version   string      `json:"version,omitempty"`
	Source    string      `json:"source,omitempty"` // source package it was built from
	Places    []Place     `json:"places,omitempty"` // where it lies
	Owner     string      `json:"owner,omitempty"`  // purl of the package that ships it
	Declared  string      `json:"declared,omitempty"`
	Concluded spdx.Expr   `json:"concluded"`
	Bundled   []Bundled   `json:"bundled,omitempty"`
	Evidence  []Evidence  `json:"evidence,omitempty"`
	Conflict  string      `json:"conflict,omitempty"` // how declared and found licenses contradict each other
	Free      bool        `json:"free,omitempty"`     // its distributor admits free software only (Debian main)
	Parameter []Parameter `json:"parameters,omitempty"`
}

// Place is where a component lies in its target.
type Place struct {
	Path  string `json:"path"`
	Layer string `json:"layer,omitempty"` // digest of the layer
	Image string `json:"image,omitempty"` // name of the image in the target that it lies in
}

func (p Place) String() string {
	if p.Image != "" {
		return p.Image + ": " + p.Path
	}
	return p.Path
}

// Bundled is a part of a component that has other terms than its main part.
type Bundled struct {
	Files   string    `json:"files"` // pattern, folder or file it applies to
	License spdx.Expr `json:"license"`
}

// Evidence is one statement of a license.
type Evidence struct {
	Path       string    `json:"path,omitempty"`
	Kind       string    `json:"kind"`
	Expression spdx.Expr `json:"expression"`
	Stated     string    `json:"stated,omitempty"` // the statement in its own words
	Share      float64   `json:"share,omitempty"`  // of the text's words that is explained, 0 to 1
	SHA256     string    `json:"sha256,omitempty"` // of the file
	Words      string    `json:"words,omitempty"`  // digest of the normalized words, without copyright lines
	Open       string    `json:"open,omitempty"`   // a sentence that restricts use and was not explained
	Unread     string    `json:"unread,omitempty"` // the first sentence with terms that was not explained
}

// Kinds of evidence.
const (
	KindDeclared = "declared" // package metadata
	KindText     = "text"     // a license text
	KindNotice   = "notice"   // a sentence, tag or URL that names a license
	KindLabel    = "label"    // an image's label or SBOM about itself
	KindKnown    = "known"    // the table of relicensings, where nothing else speaks
)

// Parameter is a value that a license text leaves to the licensor, such as the
// Change Date of a Business Source License.
type Parameter struct {
	License string `json:"license"`
	Name    string `json:"name"`
	Value   string `json:"value"`
}

// Coverage says what was read and what could not be.
type Coverage struct {
	Layers int   `json:"layers"`
	Files  int   `json:"files"`
	Bytes  int64 `json:"bytes"` // of the files that were read for licenses
	Gaps   []Gap `json:"gaps,omitempty"`
}

// Gap is something that was not read.
type Gap struct {
	Path   string `json:"path,omitempty"`
	Reason string `json:"reason"`
	Detail string `json:"detail,omitempty"`
}

// Reasons for a gap. A report has words for each in every language.
const (
	GapUnreadable  = "unreadable"  // an error while reading
	GapDamaged     = "damaged"     // not of the form its name promises
	GapTooLarge    = "too-large"   // over the bound of what is read
	GapTooDeep     = "too-deep"    // nested beyond the bound
	GapUnsafePath  = "unsafe-path" // a name that leads out of the root
	GapLink        = "link"        // a link that loops or leads nowhere
	GapUnsupported = "unsupported"
	GapEmpty       = "empty" // no software was recognized in the whole target
)

// Sort brings components, places, evidence and gaps into their one order.
func (inv *Inventory) Sort() {
	for i := range inv.Components {
		c := &inv.Components[i]
		slices.SortFunc(c.Places, func(a, b Place) int {
			return cmp.Or(cmp.Compare(a.Image, b.Image), cmp.Compare(a.Path, b.Path))
		})
		c.Places = slices.Compact(c.Places)
		slices.SortStableFunc(c.Bundled, func(a, b Bundled) int {
			return cmp.Or(cmp.Compare(a.License.String(), b.License.String()), cmp.Compare(a.Files, b.Files))
		})
		c.Bundled = slices.CompactFunc(c.Bundled, func(a, b Bundled) bool {
			return a.Files == b.Files && a.License.Equal(b.License)
		})
	}
	slices.SortStableFunc(inv.Components, func(a, b Component) int {
		return cmp.Or(cmp.Compare(a.PURL, b.PURL), cmp.Compare(a.where(), b.where()))
	})
	slices.SortStableFunc(inv.Coverage.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
	})
	inv.Coverage.Gaps = slices.Compact(inv.Coverage.Gaps)
}

func (c *Component) where() string {
	if len(c.Places) == 0 {
		return ""
	}
	return c.Places[0].Image + "\x00" + c.Places[0].Path
}

// Param returns the value of a license's parameter, empty if it was not read.
func (c *Component) Param(license, name string) string {
	for _, p := range c.Parameter {
		if p.License == license && p.Name == name {
			return p.Value
		}
	}
	return ""
}
