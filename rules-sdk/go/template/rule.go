// Every component's line coverage reaches a minimum.
package main

import (
	"time"

	"clearance.rule/kit/rule"
)

// Params is what a policy sets.
type Params struct {
	Minimum float64 `json:"minimum" doc:"Percent of lines that must be covered."`
}

// Facts has the sections of the facts that the rule reads.
type Facts struct {
	Components []Component `json:"components" doc:"The components of the release."`
}

// Component is a component of the release.
type Component struct {
	Name         string             `json:"name" doc:"Its name."`
	LineCoverage rule.Fact[float64] `json:"line_coverage" doc:"Percent of its lines that tests cover."`
}

var lineCoverage = rule.Register(rule.Rule[Facts, Params]{
	ID:        "{{name}}",
	Version:   "1.0.0",
	Title:     "Line coverage",
	Summary:   "Every component is covered by tests.",
	Checks:    []rule.CheckKind{{Code: "line-coverage", Summary: "The component's line coverage reaches the minimum."}},
	Practices: []string{"2.5"},
	Evaluate:  evaluate,
})

func evaluate(facts *Facts, params *Params, _ time.Time) (rule.Outcome, error) {
	var outcome rule.Outcome
	for _, component := range facts.Components {
		outcome.Add(rule.AtLeast("line-coverage", component.Name, component.LineCoverage, params.Minimum, "%"))
	}
	return outcome, nil
}

func main() {}
