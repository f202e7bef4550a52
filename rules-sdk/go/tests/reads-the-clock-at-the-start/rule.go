// Asks for the time before anybody asks for anything.
package main

import (
	"time"

	"clearance.rule/kit/rule"
)

var started = time.Now()

// Facts are what it reads.
type Facts struct {
	Release rule.Fact[any] `json:"release" doc:"The release."`
}

var _ = rule.Register(rule.Rule[Facts, struct{}]{
	ID:      "reads-the-clock-at-the-start",
	Version: "1.0.0",
	Title:   "Reads the clock at the start",
	Summary: "It asks for the time.",
	Checks:  []rule.CheckKind{{Code: "does", Summary: "It does."}},
	Evaluate: func(*Facts, *struct{}, time.Time) (rule.Outcome, error) {
		return rule.Outcome{Checks: []rule.Check{rule.Pass("does", "it", started.String())}}, nil
	},
})

func main() {}
