package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestALicenseWithoutItsDisclaimerIsStillThat(t *testing.T) {
	r := recognizer(t)
	grants := map[string]string{}
	for _, p := range ownPatterns(t) {
		if strings.HasSuffix(p.name, "_grant.lre") || strings.HasSuffix(p.name, "_conditions.lre") {
			grants[p.id] = filled(p.expr)
		}
	}
	assert.Len(t, grants, 4)
	for id, grant := range grants {
		assert.Equal(t, id, r.Text([]byte(grant)).Expression.String(), grant)
		assert.NotEqual(t, id, r.Text([]byte(grant+"\nIt may not be used for commercial purposes.\n")).Expression.String())
		assert.NotEqual(t, id, r.Text([]byte(grant+"\nA fee is to be paid for each copy, as the license terms below require.\n")).Expression.String())
	}
}
