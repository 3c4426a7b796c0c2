package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/policy/terms"
)

// Uses are the ways a product is used: required ones, and those that could be
// given up.
type Uses struct {
	Required  []terms.Use `json:"required"`
	Droppable []terms.Use `json:"droppable,omitempty"`
}

// DefaultUses are taken where none are declared.
func DefaultUses() Uses {
	return Uses{Required: []terms.Use{terms.Internal, terms.Production, terms.Commercial}}
}

// ParseUses reads a list such as "internal,hosted,transfer?", where a question
// mark marks a use that could be given up.
func ParseUses(s string) (Uses, error) {
	var out Uses
	for name := range strings.SplitSeq(s, ",") {
		name, droppable := strings.CutSuffix(strings.TrimSpace(name), "?")
		if name == "" {
			continue
		}
		u, err := terms.ParseUse(name)
		if err != nil {
			return out, err
		}
		if slices.Contains(out.All(), u) {
			return out, fmt.Errorf("use %q is declared twice", name)
		}
		if droppable {
			out.Droppable = append(out.Droppable, u)
		} else {
			out.Required = append(out.Required, u)
		}
	}
	if len(out.All()) == 0 {
		return out, fmt.Errorf("no use declared")
	}
	slices.Sort(out.Required)
	slices.Sort(out.Droppable)
	return out, nil
}

// All lists the declared uses.
func (u Uses) All() []terms.Use { return slices.Concat(u.Required, u.Droppable) }
