// Derives what cannot be among facts.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("derives-a-channel", func(at time.Time) (rule.Outcome, error) {
	outcome := misbehaves.Fine("done")
	outcome.Derived = map[string]any{"events": make(chan int)}
	return outcome, nil
}))

func main() {}
