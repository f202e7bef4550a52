// Allocates more than it may have at a time, and lets go of it: that is no misbehaviour.
package main

import (
	"strings"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("makes-garbage", func(time.Time) (rule.Outcome, error) {
	kept := map[int]string{}
	for i := range 8000 {
		kept[i%100] = strings.Repeat("x", 10_000+i)
	}
	return misbehaves.Fine("done"), nil
}))

func main() {}
