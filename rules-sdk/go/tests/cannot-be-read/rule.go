// Has a field of a type that cannot be read.
package main

import (
	"time"

	"clearance.rule/kit/rule"
)

type facts struct {
	Release struct {
		Events chan string `json:"events"`
	} `json:"release"`
}

var _ = rule.Register(rule.Rule[facts, struct{}]{
	ID:       "cannot-be-read",
	Evaluate: func(*facts, *struct{}, time.Time) (rule.Outcome, error) { return rule.Outcome{}, nil },
})

func main() {}
