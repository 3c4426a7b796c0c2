package policy

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/licdrift/licdrift/policy/terms"
)

// Schema is the JSON Schema of a policy file, for editors.
//
//go:embed profiles/schema.json
var Schema string

//go:embed profiles/en.yaml.tmpl
var templateEnglish string

//go:embed profiles/zh.yaml.tmpl
var templateChinese string

// profile is a way to use products that many share.
type profile struct {
	name                string
	required, droppable []terms.Use
	notEmbedded         bool // the operating system is handed on beside the own product, not inside it
}

var profiles = []profile{
	{name: "internal", required: []terms.Use{terms.Internal, terms.Production, terms.Commercial}, droppable: []terms.Use{terms.Backend}},
	{name: "hosting", required: []terms.Use{terms.Internal, terms.Production, terms.Commercial, terms.Hosted}, droppable: []terms.Use{terms.Modify, terms.NetMod}},
	{name: "redistributor", required: []terms.Use{terms.Internal, terms.Production, terms.Commercial, terms.RedistBin, terms.Transfer}, droppable: []terms.Use{terms.RedistSrc}},
	{name: "embedded", required: []terms.Use{terms.Internal, terms.Commercial, terms.RedistBin, terms.Transfer, terms.Embed}, droppable: []terms.Use{terms.Modify}, notEmbedded: true},
}

// Profiles lists the names of the profiles.
func Profiles() []string {
	var out []string
	for _, p := range profiles {
		out = append(out, p.name)
	}
	return out
}

// Init writes a commented policy file for a profile, in English or, for "zh", in
// Chinese.
func Init(name, lang string) (string, error) {
	i := slices.IndexFunc(profiles, func(p profile) bool { return p.name == name })
	if i < 0 {
		return "", fmt.Errorf("unknown profile %q: known are %s", name, strings.Join(Profiles(), ", "))
	}
	text := templateEnglish
	if lang == "zh" {
		text = templateChinese
	}
	t, err := template.New("policy").Funcs(template.FuncMap{"declared": profiles[i].declared}).Parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any{"Profile": name, "NotEmbedded": profiles[i].notEmbedded})
	return b.String(), err
}

func (p profile) declared(use string) string {
	u, err := terms.ParseUse(use)
	switch {
	case err != nil:
		return ""
	case slices.Contains(p.required, u):
		return "required"
	case slices.Contains(p.droppable, u):
		return "droppable"
	}
	return "none"
}
