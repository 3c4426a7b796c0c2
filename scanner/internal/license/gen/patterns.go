package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/google/licensecheck"

	"github.com/licdrift/licdrift/scanner/internal/license"
)

// addPatterns adds our own, a file a license under patterns/, named by its id, or by the
// ids of all that it states, joined by a plus, or by +or+ where they are a choice. What
// follows an underscore tells variants of one license apart; "notice" is a text that only
// names it. Those under restricted/ are of licenses that restrict use, those under whole/ of
// texts that lack a part. Of licensecheck's it adds what neither those nor the templates
// stand for. It gives the lines of the manifest.
func addPatterns(c *license.Corpus) ([]byte, error) {
	checked, err := exec.Command("go", "list", "-m", "github.com/google/licensecheck").Output()
	if err != nil {
		return nil, fmt.Errorf("version of licensecheck: %w", err)
	}
	origin := strings.ReplaceAll(strings.TrimSpace(string(checked)), " ", "@")
	manifest := []byte("# Patterns: id, stage, origin (the files name that of their texts).\n")

	has := map[string]bool{"CommonsClause": true}
	stages := []license.Stage{license.Own, license.Restricted, license.Whole}
	for i, folder := range []string{"open", "restricted", "whole"} {
		files, err := filepath.Glob(filepath.Join("patterns", folder, "*.lre"))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			id, variant, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".lre"), "_")
			id = strings.NewReplacer("+or+", " OR ", "+", " AND ").Replace(id)
			stage := stages[i]
			if stage == license.Own && variant == "notice" {
				stage = license.Notice
			}
			if err := c.AddPattern(id, stage, string(b)); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			manifest = fmt.Appendf(manifest, "%s\t%s\t%s\n", id, stage, filepath.ToSlash(name))
			has[id] = has[id] || variant == ""
		}
	}
	for _, l := range licensecheck.BuiltinLicenses() {
		stage := license.Short
		switch {
		case l.LRE == "" || has[l.ID] || strings.HasPrefix(l.ID, "Prosperity-") || strings.HasPrefix(l.ID, "BSD-3-Clause-"):
			continue
		case apart[l.ID]:
			stage = license.Apart
		case len(l.LRE) > shortPattern:
			continue // templates find those
		}
		if err := c.AddPattern(l.ID, stage, l.LRE); err != nil {
			return nil, fmt.Errorf("pattern %s: %w", l.ID, err)
		}
		manifest = fmt.Appendf(manifest, "%s\t%s\t%s\n", l.ID, stage, origin)
	}
	return manifest, nil
}

// shortPattern is the length up to which licensecheck's patterns are taken: notices, and
// licenses of a page, which vary more than a template allows.
const shortPattern = 3700

// apart are patterns of licenses that the SPDX list has no template for, and three whose
// wordings are those of others as well.
var apart = map[string]bool{"Aladdin-9": true, "CC-BY-NC-SA-3.0-US": true, "Net-SNMP": true, "BSD-3-Clause": true, "BSD-4-Clause": true}
