package main

import "clearance.rule/kit/rule"

// Facts has the sections read. All may be absent: a component without the counts that a threshold needs is unknown.
type Facts struct {
	Components rule.Fact[[]Component] `json:"components" doc:"The components of the release. Each is to have its tests and its coverage, as far as thresholds ask for them."`
	Tests      rule.Fact[[]Tests]     `json:"tests" doc:"Test results, one entry a component."`
	Coverage   rule.Fact[[]Coverage]  `json:"coverage" doc:"Coverage, one entry a component."`
	Risk       rule.Fact[Risk]        `json:"risk" doc:"What the policy entry 'risk' derived. Needed where thresholds depend on the tier."`
}

// Component is a component of the release.
type Component struct {
	_    struct{} `doc:"A component of the release."`
	Name string   `json:"name" doc:"Its name."`
}

// Tests are the test results of one component.
type Tests struct {
	_         struct{}          `doc:"The test results of one component. Every test counts in one of the numbers only."`
	Component string            `json:"component" doc:"The component's name."`
	Passed    rule.Fact[uint64] `json:"passed" doc:"Tests that passed at once."`
	Failed    rule.Fact[uint64] `json:"failed" doc:"Tests that failed and did not pass when they were run again."`
	Errors    rule.Fact[uint64] `json:"errors" doc:"Tests that stopped with an error rather than a failed assertion, as many reports tell them apart; they count as failed. Absent where 'failed' has them."`
	Skipped   rule.Fact[uint64] `json:"skipped" doc:"Tests that were not run."`
	Flaky     rule.Fact[uint64] `json:"flaky" doc:"Tests that failed and passed when they were run again."`
	Total     rule.Fact[uint64] `json:"total" doc:"All tests together. Where it is given, the other numbers must add up to it."`
}

// Coverage is the coverage of one component.
type Coverage struct {
	_            struct{}           `doc:"The coverage of one component."`
	Component    string             `json:"component" doc:"The component's name."`
	Lines        rule.Fact[Covered] `json:"lines" doc:"Its lines that can be run."`
	Branches     rule.Fact[Covered] `json:"branches" doc:"The ways that its conditions can go: of 'condition-coverage=50% (1/2)' one of two is covered."`
	ChangedLines rule.Fact[Covered] `json:"changed_lines" doc:"Those of its lines that can be run and that the release adds or changes."`
}

// Covered says how many of how many are covered.
type Covered struct {
	_       struct{}          `doc:"How many of how many are covered."`
	Covered rule.Fact[uint64] `json:"covered" doc:"Those that a test ran."`
	Total   rule.Fact[uint64] `json:"total" doc:"All there are."`
}

// Risk is what the policy entry risk derived.
type Risk struct {
	_    struct{}          `doc:"What the policy entry 'risk' derived."`
	Tier rule.Fact[string] `json:"tier" doc:"'low', 'medium', 'high' or 'critical'."`
}
