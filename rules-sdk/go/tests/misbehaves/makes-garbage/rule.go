// Allocates more than it may have at a time, and lets go of it: that is no misbehaviour.
package main

import (
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var kept [100][]byte

var _ = rule.Register(misbehaves.Rule("makes-garbage", func(time.Time) (rule.Outcome, error) {
	for i := range 3000 {
		kept[i%100] = make([]byte, 40_000)
	}
	return misbehaves.Fine("done"), nil
}))

func main() {}
