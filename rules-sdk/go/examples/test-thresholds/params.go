package main

import (
	"maps"
	"slices"

	"clearance.rule/kit/rule"
)

// Params are what a policy may set.
type Params struct {
	_          struct{}       `doc:"Holds the tests and the coverage of each component to thresholds."`
	Thresholds Thresholds     `json:"thresholds,omitzero" doc:"Thresholds for every component in every tier."`
	Tiers      Tiers          `json:"tiers,omitzero" doc:"Thresholds for every component in one risk tier, read from the section 'risk'. Where the tier is absent, the strictest of all tiers hold."`
	Components map[string]Own `json:"components,omitzero" doc:"Thresholds of single components, by name."`
	Flaky      string         `json:"flaky,omitzero" enum:"pass,fail,ignore" doc:"How flaky tests, which failed and passed when they were run again, count towards the pass rate: 'pass', the default, 'fail' or 'ignore'."`
	Skipped    string         `json:"skipped,omitzero" enum:"fail,ignore" doc:"How skipped tests count towards the pass rate: 'ignore', the default, or 'fail'."`
}

// Thresholds may each be unset, switched off or set.
type Thresholds struct {
	_            struct{}         `doc:"Thresholds. One that is not mentioned is taken from what is set more generally, and not checked where nothing is; null switches one off."`
	PassRate     Setting[Percent] `json:"pass_rate,omitzero" doc:"The least percentage of the tests that count that must pass."`
	Skipped      Setting[Percent] `json:"skipped,omitzero" doc:"The greatest percentage of all tests that may be skipped."`
	SkippedTests Setting[uint64]  `json:"skipped_tests,omitzero" doc:"The greatest number of tests that may be skipped."`
	Flaky        Setting[Percent] `json:"flaky,omitzero" doc:"The greatest percentage of the tests run that may be flaky."`
	FlakyTests   Setting[uint64]  `json:"flaky_tests,omitzero" doc:"The greatest number of tests that may be flaky."`
	Lines        Setting[Percent] `json:"lines,omitzero" doc:"The least percentage of lines that must be covered."`
	Branches     Setting[Percent] `json:"branches,omitzero" doc:"The least percentage of branches that must be covered."`
	ChangedLines Setting[Percent] `json:"changed_lines,omitzero" doc:"The least percentage of the changed lines that must be covered."`
}

// Tiers are thresholds for releases of one risk tier.
type Tiers struct {
	_        struct{}   `doc:"Thresholds for releases of one risk tier, in place of those set for all tiers."`
	Low      Thresholds `json:"low,omitzero" doc:"In tier 'low'."`
	Medium   Thresholds `json:"medium,omitzero" doc:"In tier 'medium'."`
	High     Thresholds `json:"high,omitzero" doc:"In tier 'high'."`
	Critical Thresholds `json:"critical,omitzero" doc:"In tier 'critical'."`
}

// Own are thresholds of one component.
type Own struct {
	_          struct{}   `doc:"Thresholds of one component, in place of those for all components."`
	Thresholds Thresholds `json:"thresholds,omitzero" doc:"In every tier. Where the general 'tiers' set the same threshold for the tier of the release, the stricter of the two holds."`
	Tiers      Tiers      `json:"tiers,omitzero" doc:"In one tier. What is set here holds whatever else is set, be it stricter or not."`
}

// Setting is one threshold as written: not mentioned, which is its zero value, switched off with null, or set.
type Setting[T comparable] struct {
	mentioned, set bool
	value          T
}

// UnmarshalRule takes null for off.
func (s *Setting[T]) UnmarshalRule(decode func(any) error) error {
	var value *T
	if err := decode(&value); err != nil {
		return err
	}
	*s = Setting[T]{mentioned: true}
	if value != nil {
		s.set, s.value = true, *value
	}
	return nil
}

// JSONSchema is that of a value that may be null.
func (Setting[T]) JSONSchema() string { return rule.SchemaOf[*T]() }

var tierNames = [...]string{"low", "medium", "high", "critical"}

// each are the tiers in the order of their names, from the most harmless to the gravest.
func (t *Tiers) each() [len(tierNames)]*Thresholds {
	return [...]*Thresholds{&t.Low, &t.Medium, &t.High, &t.Critical}
}

// every is each set of thresholds that the params hold.
func (p *Params) every() []*Thresholds {
	tiers := p.Tiers.each()
	all := append([]*Thresholds{&p.Thresholds}, tiers[:]...)
	for _, name := range slices.Sorted(maps.Keys(p.Components)) {
		own := p.Components[name]
		tiers := own.Tiers.each()
		all = append(append(all, &own.Thresholds), tiers[:]...)
	}
	return all
}

// prepare refuses params under which nothing would be checked.
func prepare(params *Params) error {
	if len(params.kinds()) == 0 {
		return rule.Refuse("/thresholds", "no threshold is set: the rule would check nothing")
	}
	return nil
}

// kinds are the codes of the thresholds that are set anywhere.
func (p *Params) kinds() []string {
	set := []struct {
		code string
		in   func(*Thresholds) bool
	}{
		{"pass-rate", func(t *Thresholds) bool { return t.PassRate.set }},
		{"skipped-tests", func(t *Thresholds) bool { return t.Skipped.set || t.SkippedTests.set }},
		{"flaky-tests", func(t *Thresholds) bool { return t.Flaky.set || t.FlakyTests.set }},
		{"line-coverage", func(t *Thresholds) bool { return t.Lines.set }},
		{"branch-coverage", func(t *Thresholds) bool { return t.Branches.set }},
		{"changed-line-coverage", func(t *Thresholds) bool { return t.ChangedLines.set }},
	}
	var codes []string
	every := p.every()
	for _, kind := range set {
		if slices.ContainsFunc(every, kind.in) {
			codes = append(codes, kind.code)
		}
	}
	return codes
}
