// Package rule is the kit for release-governance rules in Go.
//
// A rule is a value: its type parameters are the facts that the rule reads and the params that a policy sets, both
// plain structs, and its Evaluate says what was found. Everything else (the manifest, the JSON Schemas, the
// MessagePack, the exports of the component) is read off those types.
//
//	type Params struct {
//		Minimum float64 `json:"minimum" doc:"The least percentage of lines that must be covered."`
//	}
//
//	type Facts struct {
//		Components []Component `json:"components" doc:"The components of the release."`
//	}
//
//	type Component struct {
//		Name         string             `json:"name"`
//		LineCoverage rule.Fact[float64] `json:"line_coverage" doc:"In percent."`
//	}
//
//	var lineCoverage = rule.Register(rule.Rule[Facts, Params]{
//		ID:       "line-coverage",
//		Version:  "1.0.0",
//		Title:    "Line coverage",
//		Summary:  "Every component is covered by tests.",
//		Checks:   []rule.CheckKind{{Code: "line-coverage", Summary: "The component's line coverage reaches the minimum."}},
//		Evaluate: evaluate,
//	})
//
//	func evaluate(facts *Facts, params *Params, _ time.Time) (rule.Outcome, error) {
//		var outcome rule.Outcome
//		for _, component := range facts.Components {
//			outcome.Add(rule.AtLeast("line-coverage", component.Name, component.LineCoverage, params.Minimum, "%"))
//		}
//		return outcome, nil
//	}
//
//	func main() {}
//
// # Types
//
// A field is named by its json tag, and described by its doc tag. The field _ struct{} with a doc tag describes the
// struct itself. Fields without an initial capital are the rule's own: nothing is decoded into them. The fields of an
// embedded struct are those of the one that embeds it.
//
//   - T is required.
//   - *T is optional: absent and null are nil.
//   - [Fact] of T is optional, too, and knows its place, so that a check can say what it read.
//   - T with `json:"name,omitzero"` may be absent, and then is what [Rule].Defaults has, or its zero value.
//
// T is a bool, an integer of any size, a float, a string, a slice, a map with string keys, a struct, any, [time.Time] (an
// RFC 3339 text), a type that reads itself from a text ([encoding.TextUnmarshaler]), or a type of yours that is an
// [Unmarshaler]. A string with the tag enum:"a,b" is one of these.
//
// The package never decides what a finding means for a release: that is the policy's.
package rule
