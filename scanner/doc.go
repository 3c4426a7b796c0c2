// Package scanner finds the components of a target and their licenses.
//
// [Scan] opens a target (an image archive, an OCI layout, a directory, or a saved
// inventory), reads each layer once and in parallel, and returns an inventory. It promises that an inventory is
// whole or an error: what single files could not be read stands in its coverage,
// and a target that is truncated or is no image gives none.
//
//	inv, err := scanner.Scan(ctx, "docker-archive:image.tar", scanner.Options{})
//
// Error bias: unknown is never clean. What was not read, not recognized or not
// there is told apart from what is free of terms.
package scanner
