// Does what a rule cannot or should not do, as the param says; `cases.yaml` has what its author is told.
package main

import (
	"time"

	"clearance.rule/kit/rule"
)

// Params say what to do.
type Params struct {
	How string `json:"how" doc:"The misdeed."`
}

// Facts are what it reads.
type Facts struct {
	Release rule.Fact[any] `json:"release" doc:"The release."`
}

var _ = rule.Register(rule.Rule[Facts, Params]{
	ID:        "misbehaves",
	Version:   "1.0.0",
	Title:     "Misbehaves",
	Summary:   "It misbehaves.",
	Checks:    []rule.CheckKind{{Code: "does", Summary: "It does."}},
	Practices: []string{"2.5"},
	Prepare: func(params *Params) error {
		if misdeed := whilePreparing[params.How]; misdeed != nil {
			return misdeed()
		}
		return nil
	},
	Evaluate: func(_ *Facts, params *Params, at time.Time) (rule.Outcome, error) {
		if misdeed := misdeeds[params.How]; misdeed != nil {
			return misdeed(at)
		}
		return done("done"), nil
	},
})

// done is an outcome with one row.
func done(message string) rule.Outcome {
	return rule.Outcome{Checks: []rule.Check{rule.Pass("does", "it", message)}}
}

func main() {}
