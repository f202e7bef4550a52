package rule

import "reflect"

// Manifest is what a rule says of itself.
type Manifest struct {
	ID, Version, Title, Summary string
	// Reads are the sections of the facts that the rule is handed.
	Reads []Section
	// ParamsSchema is the JSON Schema (2020-12) of the params.
	ParamsSchema string
	Checks       []CheckKind
	Practices    []string
	Controls     []string
	Timeless     bool
}

// Section is a top-level section of the facts.
type Section struct {
	// Name is the key in the facts.
	Name string
	// Required is a section without which the rule is not evaluated.
	Required bool
	// Schema is the JSON Schema (2020-12) of the section, self-contained.
	Schema string
}

func manifestOf[Facts, Params any](r *Rule[Facts, Params], facts, params *plan) Manifest {
	made := Manifest{
		ID: r.ID, Version: r.Version, Title: r.Title, Summary: r.Summary,
		Checks: r.Checks, Practices: r.Practices, Controls: r.Controls, Timeless: r.Timeless,
	}
	for i := range facts.fields {
		section := &facts.fields[i]
		s := schemas{}
		schema := s.close(s.property(section, reflect.Value{}))
		made.Reads = append(made.Reads, Section{section.name, !section.optional, schema})
	}
	s := schemas{strict: true}
	made.ParamsSchema = s.close(s.of(params, reflect.ValueOf(&r.Defaults).Elem()))
	return made
}
