// Package extract reads what packages say of their licenses.
//
// An [Extractor] names the paths it wants (exact, relative to the root), reads
// one file, and returns what the file says, a [Fact]. It never walks, never
// opens another file and keeps nothing: the facts of a layer are a pure
// function of the layer. [Assemble] turns the facts of all layers, merged, into
// components.
//
// It promises that what it wanted and could not read is a gap, not an absence,
// and that memory is bounded by each extractor's limits. It refuses nothing:
// a damaged file gives what was read of it and a gap.
//
// A new package format is one file with an extractor and one line in [All].
//
// Near misses are as important as hits: usr/share/doc/x/copyright is wanted,
// usr/share/doc/x/y/copyright is not.
package extract
