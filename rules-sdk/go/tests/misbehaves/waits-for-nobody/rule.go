// Waits for a goroutine that there is not.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("waits-for-nobody", func(at time.Time) (rule.Outcome, error) {
	return misbehaves.Fine(<-make(chan string)), nil
}))

func main() {}
