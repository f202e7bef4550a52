// Allocates without end.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("takes-all-memory", func(at time.Time) (rule.Outcome, error) {
	var all [][]byte
	for {
		all = append(all, make([]byte, 1<<20))
		if len(all) == 1<<20 {
			return misbehaves.Fine("done"), nil
		}
	}
}))

func main() {}
