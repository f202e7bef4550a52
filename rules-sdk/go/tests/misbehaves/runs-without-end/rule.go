// Does not end.
package main

import (
	"strconv"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("runs-without-end", func(at time.Time) (rule.Outcome, error) {
	i := 0
	for at.Year() > 0 {
		i++
	}
	return misbehaves.Fine(strconv.Itoa(i)), nil
}))

func main() {}
