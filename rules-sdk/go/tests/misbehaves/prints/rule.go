// Prints.
package main

import (
	"fmt"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("prints", func(at time.Time) (rule.Outcome, error) {
	fmt.Println("looking at", at.Year())
	return misbehaves.Fine("done"), nil
}))

func main() {}
