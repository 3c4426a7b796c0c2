// Package sbom writes inventories as software bills of materials.
//
// It promises that every component of the inventory is in the SBOM, with its
// declared and concluded licenses kept apart and the evidence by file, and that
// what was not read is in its properties. License ids that SPDX does not list
// are written as names or as expressions with LicenseRef, never dropped.
//
//	err := sbom.CycloneDX(w, inv)
//
// Format: https://cyclonedx.org/docs/1.6/json/
package sbom
