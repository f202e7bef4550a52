// Panics before anybody asks for anything.
package main

import (
	"regexp"
	"time"

	"clearance.rule/kit/rule"
	"misbehaves"
)

var pattern = regexp.MustCompile("(unclosed")

var _ = rule.Register(misbehaves.Rule("panics-at-the-start", func(time.Time) (rule.Outcome, error) {
	return misbehaves.Fine(pattern.String()), nil
}))

func main() {}
