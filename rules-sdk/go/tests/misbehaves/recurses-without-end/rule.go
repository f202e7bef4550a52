// Calls itself without end.
package main

import (
	"strconv"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("recurses-without-end", func(at time.Time) (rule.Outcome, error) {
	var down func(depth int) int
	down = func(depth int) int { return down(depth+1) + 1 }
	return misbehaves.Fine(strconv.Itoa(down(0))), nil
}))

func main() {}
