// Returns a check that its manifest does not list.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("returns-an-unknown-code", func(at time.Time) (rule.Outcome, error) {
	return rule.Outcome{Checks: []rule.Check{rule.Pass("undeclared", "release", "fine")}}, nil
}))

func main() {}
