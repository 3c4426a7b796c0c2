// Package sbom writes inventories as software bills of materials, and reads those
// that other tools wrote.
//
// It promises that every component of the inventory is in the SBOM, with its
// declared and concluded licenses kept apart and the evidence by file, and that
// what was not read is in its properties. License ids that SPDX does not list
// are written as names or as expressions with LicenseRef, never dropped.
//
// What is read is taken on faith: its licenses become evidence of kind label, and a
// statement that is not understood an unrecognized license, never none.
//
//	err := sbom.CycloneDX(w, inv)
//	inv, err := sbom.Read(r, parse)
//
// Formats: https://cyclonedx.org/docs/1.6/json/, https://spdx.github.io/spdx-spec/v2.3/
package sbom
