// Asks for the time.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("reads-the-clock", func(at time.Time) (rule.Outcome, error) {
	return misbehaves.Fine(time.Now().String()), nil
}))

func main() {}
