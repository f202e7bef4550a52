// Registers two rules.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

func fine(time.Time) (rule.Outcome, error) { return misbehaves.Fine("done"), nil }

var (
	_ = rule.Register(misbehaves.Rule("one", fine))
	_ = rule.Register(misbehaves.Rule("two", fine))
)

func main() {}
