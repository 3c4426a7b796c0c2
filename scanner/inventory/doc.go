// Package inventory holds what a scan found: the components of a target, the
// licenses stated for each with their evidence, and what could not be read.
//
// The types are plain and their JSON is versioned ([Schema]): a saved inventory
// is a baseline, good as either side of a comparison. [Read] refuses another
// schema and anything that is not an inventory.
//
// It promises that nothing is silently missing: what was not read stands in
// [Coverage.Gaps], what was read and not recognized is an unrecognized license
// of its component, never an empty one.
//
//	inv, err := inventory.Read(file)
//	for _, c := range inv.Components {
//		fmt.Println(c.PURL, c.Concluded)
//	}
package inventory
