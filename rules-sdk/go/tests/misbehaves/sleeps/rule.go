// Waits.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("sleeps", func(at time.Time) (rule.Outcome, error) {
	time.Sleep(time.Hour)
	return misbehaves.Fine("done"), nil
}))

func main() {}
