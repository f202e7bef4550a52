// Ends itself, and says why.
package main

import (
	"log"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("logs-and-exits", func(at time.Time) (rule.Outcome, error) {
	log.SetFlags(0)
	log.Fatal("no inventory")
	return misbehaves.Fine("done"), nil
}))

func main() {}
