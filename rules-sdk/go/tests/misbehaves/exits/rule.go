// Ends itself.
package main

import (
	"os"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("exits", func(at time.Time) (rule.Outcome, error) {
	os.Exit(0)
	return misbehaves.Fine("done"), nil
}))

func main() {}
