// Package drift tells what changed between two inventories, with the noise taken
// out.
//
// [Compare] pairs components by package URL without version, then by name with
// the version taken out (php8.2-cli and php8.4-cli, libssl1.1 and libssl3t64),
// then by source package, and says of each pair what kind of change it is.
//
// It promises that every component of both sides stands in a change, a new one in
// exactly one,
// that a change of spelling, order or packaging is told apart from one of
// terms, and that evidence which is gone is never taken for "no change".
//
//	changes := drift.Compare(old, new)
//	for _, c := range changes.List {
//		fmt.Println(c.Kind, c.Name())
//	}
package drift
