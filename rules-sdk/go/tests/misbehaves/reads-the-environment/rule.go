// Reads the environment, which has nothing of the host in it.
package main

import (
	"os"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("reads-the-environment", func(at time.Time) (rule.Outcome, error) {
	return misbehaves.Fine("home is `" + os.Getenv("HOME") + "`"), nil
}))

func main() {}
