// Holds the tests and the coverage of each component to thresholds, which may depend on the component and on the risk
// tier of the release.
//
// A component that any of the sections names is judged; one without the counts that a threshold needs is unknown, as is
// one with two entries. No lines and no branches at all are taken for a measurement that was not made; no changed lines
// are not applicable.
package main

import (
	"time"

	"clearance.rule/kit/rule"
)

var testThresholds = rule.Register(rule.Rule[Facts, Params]{
	ID:      "test-thresholds",
	Version: "1.0.0",
	Title:   "Test and coverage thresholds",
	Summary: "Holds pass rate, skipped and flaky tests, line, branch and changed-line coverage of each component to " +
		"thresholds that may depend on the component and on the risk tier.",
	Checks: []rule.CheckKind{
		{Code: "pass-rate", Summary: "Enough of the component's tests pass."},
		{Code: "skipped-tests", Summary: "Few enough of the component's tests are skipped."},
		{Code: "flaky-tests", Summary: "Few enough of the component's tests are flaky."},
		{Code: "line-coverage", Summary: "Enough of the component's lines are covered."},
		{Code: "branch-coverage", Summary: "Enough of the component's branches are covered."},
		{Code: "changed-line-coverage", Summary: "Enough of the lines that the release changes in the component are covered."},
	},
	Practices: []string{"2.5"},
	Timeless:  true,
	Defaults:  Params{Flaky: "pass", Skipped: "ignore"},
	Prepare:   prepare,
	Evaluate:  evaluate,
})

func evaluate(facts *Facts, params *Params, _ time.Time) (rule.Outcome, error) {
	in := tier{facts.Risk.Value.Tier}
	named := components(facts)
	var outcome rule.Outcome
	for _, component := range named {
		addResults(&outcome, params, facts, component, in)
		addCoverage(&outcome, params, facts, component, in)
	}
	if len(outcome.Checks) > 0 {
		return outcome, nil
	}
	for _, code := range params.kinds() {
		if len(named) == 0 {
			// Nothing was measured, which is no reason to pass.
			outcome.Add(rule.Unknown(code, "release", "none of `/components`, `/tests` and `/coverage` names a component").
				WithRemedyIfUnknown("name the components of the release in `/components`, with their tests and coverage"))
		} else {
			outcome.Add(rule.NotApplicable(code, "release", "no threshold is set for the components of this release"))
		}
	}
	return outcome, nil
}

func main() {}
