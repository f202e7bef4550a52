// Seeks the network.
package main

import (
	"net"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("dials", func(at time.Time) (rule.Outcome, error) {
	_, err := net.Dial("tcp", "192.0.2.1:80")
	return misbehaves.Fine("done"), err
}))

func main() {}
