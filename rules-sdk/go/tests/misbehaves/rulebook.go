// Package misbehaves is what the rules in its folders share. Each does one thing that a rule cannot do.
package misbehaves

import (
	"time"

	"clearance.rule/kit/rule"
)

// Params are none.
type Params struct{}

// Facts are one section that may be absent.
type Facts struct {
	Release rule.Fact[any] `json:"release"`
}

// Rule does what it is given.
func Rule(id string, misbehave func(at time.Time) (rule.Outcome, error)) rule.Rule[Facts, Params] {
	return rule.Rule[Facts, Params]{
		ID:      id,
		Version: "1.0.0",
		Title:   "Misbehaves",
		Summary: "Does what a rule cannot do.",
		Checks:  []rule.CheckKind{{Code: "misbehaves", Summary: "It does not."}},
		Evaluate: func(_ *Facts, _ *Params, at time.Time) (rule.Outcome, error) {
			return misbehave(at)
		},
	}
}

// Fine is an outcome with one row.
func Fine(message string) rule.Outcome {
	return rule.Outcome{Checks: []rule.Check{rule.Pass("misbehaves", "release", message)}}
}
