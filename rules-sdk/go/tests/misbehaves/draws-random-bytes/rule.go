// Asks for random numbers.
package main

import (
	"crypto/rand"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("draws-random-bytes", func(at time.Time) (rule.Outcome, error) {
	return misbehaves.Fine(rand.Text()), nil
}))

func main() {}
