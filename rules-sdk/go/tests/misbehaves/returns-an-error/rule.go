// Ends without an outcome.
package main

import (
	"errors"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("returns-an-error", func(at time.Time) (rule.Outcome, error) {
	return rule.Outcome{}, errors.New("the inventory is not to be had")
}))

func main() {}
