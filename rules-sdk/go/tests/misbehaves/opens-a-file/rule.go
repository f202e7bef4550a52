// Opens a file.
package main

import (
	"os"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var _ = rule.Register(misbehaves.Rule("opens-a-file", func(at time.Time) (rule.Outcome, error) {
	content, err := os.ReadFile("/etc/hostname")
	return misbehaves.Fine(string(content)), err
}))

func main() {}
