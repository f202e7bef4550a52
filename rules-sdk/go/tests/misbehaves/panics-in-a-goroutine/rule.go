// Panics where the kit cannot recover.
package main

import (
	"sync"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("panics-in-a-goroutine", func(at time.Time) (rule.Outcome, error) {
	var group sync.WaitGroup
	group.Go(func() { panic("nobody recovers this") })
	group.Wait()
	return misbehaves.Fine("done"), nil
}))

func main() {}
