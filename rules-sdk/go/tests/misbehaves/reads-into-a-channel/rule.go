// Has a field of a type that cannot be read.
package main

import (
	"time"

	"clearance.rule/kit/rule"
)

type facts struct {
	Events chan string `json:"events"`
}

var _ = rule.Register(rule.Rule[facts, struct{}]{
	ID:      "reads-into-a-channel",
	Version: "1.0.0",
	Evaluate: func(*facts, *struct{}, time.Time) (rule.Outcome, error) {
		return rule.Outcome{}, nil
	},
})

func main() {}
