package rule

import (
	"encoding/json"
	"testing"
)

// node contains itself.
type node struct {
	_        struct{} `doc:"A node."`
	Children []node   `json:"children,omitzero" doc:"Those \"below\"."`
}

type schemaParams struct {
	_       struct{}          `doc:"All of them."`
	Minimum float64           `json:"minimum" doc:"In percent." minimum:"0" maximum:"100"`
	Kind    string            `json:"kind,omitzero" enum:"a,b"`
	Note    *string           `json:"note"`
	Limits  map[string]uint8  `json:"limits,omitzero"`
	Tree    *node             `json:"tree" doc:"Grows."`
	Odd     either            `json:"odd,omitzero"`
	Fact    Fact[[]int64]     `json:"fact"`
	Any     any               `json:"any,omitzero"`
	Inner   struct{ A bool }  `json:"inner,omitzero"`
	private map[chan int]bool //nolint:unused
}

// JSONSchema lets either be told.
func (either) JSONSchema() string {
	return ` {"type": ["string", "array"], "items": {"type": "string", "pattern": "a,\"}b"}, "minItems": 1} `
}

func same(t *testing.T, found, expected string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(found), &a); err != nil {
		t.Fatalf("%v: %s", err, found)
	}
	if err := json.Unmarshal([]byte(expected), &b); err != nil {
		t.Fatal(err)
	}
	equal(t, a, b)
}

func manifest(t *testing.T) Manifest {
	t.Helper()
	type facts struct {
		Parts Fact[[]part] `json:"parts" doc:"The parts."`
		Tree  node         `json:"tree"`
		Own   either       `json:"own,omitzero"`
	}
	rule := newRule(Rule[facts, schemaParams]{
		ID:       "r",
		Defaults: schemaParams{Kind: "a", Limits: map[string]uint8{"z\n": 1, "b": 2}},
		Evaluate: func(*facts, *schemaParams, time0) (Outcome, error) { return Outcome{}, nil },
	}, "")
	return rule.Manifest()
}

func TestTheSchemaOfParamsComesFromTheirType(t *testing.T) {
	same(t, manifest(t).ParamsSchema, `{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"description": "All of them.",
		"type": "object",
		"additionalProperties": false,
		"required": ["minimum"],
		"properties": {
			"minimum": {"type": "number", "description": "In percent.", "minimum": 0, "maximum": 100},
			"kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
			"note": {"type": ["string", "null"], "default": null},
			"limits": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 255},
				"default": {"b": 2, "z\n": 1}},
			"tree": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}], "default": null, "description": "Grows."},
			"odd": {"type": ["string", "array"], "items": {"type": "string", "pattern": "a,\"}b"}, "minItems": 1},
			"fact": {"type": ["array", "null"], "items": {"type": "integer"}, "default": null},
			"any": {"default": null},
			"inner": {"type": "object", "properties": {"A": {"type": "boolean"}}, "required": ["A"],
				"additionalProperties": false, "default": {"A": false}}
		},
		"$defs": {"node": {"type": "object", "description": "A node.", "additionalProperties": false, "properties": {
			"children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "description": "Those \"below\"."}}}}
	}`)
}

func TestEverySectionHasASchemaOfItsOwn(t *testing.T) {
	reads := manifest(t).Reads
	equal(t, len(reads), 3)
	for i, expected := range []struct {
		name     string
		required bool
		schema   string
	}{
		{"parts", false, `{"$schema": "https://json-schema.org/draft/2020-12/schema", "description": "The parts.",
			"type": ["array", "null"], "items": {"type": "object", "properties": {"passed": {"type": ["boolean", "null"]}}}}`},
		{"tree", true, `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/node",
			"$defs": {"node": {"type": "object", "description": "A node.", "properties": {
				"children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "description": "Those \"below\"."}}}}}`},
		{"own", false, `{"$schema": "https://json-schema.org/draft/2020-12/schema",
			"type": ["string", "array"], "items": {"type": "string", "pattern": "a,\"}b"}, "minItems": 1}`},
	} {
		equal(t, reads[i].Name, expected.name)
		equal(t, reads[i].Required, expected.required)
		same(t, reads[i].Schema, expected.schema)
	}
}

func TestASchemaIsTheSameEachTime(t *testing.T) {
	first := manifest(t)
	for range 20 {
		equal(t, manifest(t), first)
	}
}
