// Package terms knows what licenses allow, forbid and ask, use by use, and the
// arithmetic by which that follows for expressions.
//
// A license has traits; a trait adds a duty to some uses, forbids them, or makes
// them depend on a parameter of the license's text. The data are two small
// tables, licenses.tsv and traits.tsv, each line with its source and whether its
// text was read (curated) or it was judged by its family (derived).
//
// It promises that AND never allows more than each of its terms and that an
// exception only takes traits away. A license that the tables do not have is
// unknown, which is neither allowed nor forbidden: unknown terms ask a person.
//
//	k, _ := terms.Load()
//	t := k.License(spdx.License{ID: "SSPL-1.0"}, nil)
//	t[terms.Hosted].Duties // SRC-SERVICE …
//
// No lawyer has reviewed the tables.
package terms
