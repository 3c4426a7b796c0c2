// Package drift tells what changed between two inventories, with the noise taken
// out.
//
// [Compare] pairs components by package URL without version, then by name with
// the version taken out (php8.2-cli and php8.4-cli, libssl1.1 and libssl3t64),
// then by source package, and says of each pair what kind of change it is.
//
// Components that lie in an image within the target are paired with those of the same
// image, by its repository, on the other side.
//
// It promises that every component of both sides stands in a change, a new one in
// one for each old one whose place it took,
// that a change of spelling, order or packaging is told apart from one of
// terms, and that evidence which is gone is never taken for "no change".
//
//	changes := drift.Compare(old, new)
//	for _, c := range changes.List {
//		fmt.Println(c.Kind, c.Name())
//	}
package drift
