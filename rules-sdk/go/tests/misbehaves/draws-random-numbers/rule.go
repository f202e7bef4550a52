// Takes random numbers from the generator that Go seeds by itself: they are the same each time.
package main

import (
	"math/rand/v2"
	"strconv"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("draws-random-numbers", func(at time.Time) (rule.Outcome, error) {
	return misbehaves.Fine(strconv.Itoa(rand.IntN(1000))), nil
}))

func main() {}
