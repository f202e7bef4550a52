// Panics before anybody asks for anything.
package main

import (
	"regexp"
	"time"

	"clearance.rule/kit/rule"
)

var pattern = regexp.MustCompile("(unclosed")

var _ = rule.Register(rule.Rule[struct{}, struct{}]{
	ID: "panics-at-the-start",
	Evaluate: func(*struct{}, *struct{}, time.Time) (rule.Outcome, error) {
		return rule.Outcome{Checks: []rule.Check{rule.Pass("a", "b", pattern.String())}}, nil
	},
})

func main() {}
