// Reads beyond the end of a list.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("panics", func(at time.Time) (rule.Outcome, error) {
	var components []string
	return misbehaves.Fine(components[len(components)]), nil
}))

func main() {}
