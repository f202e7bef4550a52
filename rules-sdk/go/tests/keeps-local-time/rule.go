// Loads time zones, which asks for the time and is no misdeed; `cases.yaml` has what is one even then.
package main

import (
	"time"
	_ "time/tzdata"

	"clearance.rule/kit/rule"
)

// Params say where, and what else to do.
type Params struct {
	Zone string `json:"zone" doc:"The time zone."`
	How  string `json:"how,omitzero" doc:"The misdeed."`
}

// Facts are what it reads.
type Facts struct {
	Release rule.Fact[map[string]any] `json:"release" doc:"The release."`
}

var berlin, _ = time.LoadLocation("Europe/Berlin")

var _ = rule.Register(rule.Rule[Facts, Params]{
	ID:      "keeps-local-time",
	Version: "1.0.0",
	Title:   "Keeps local time",
	Summary: "It knows how late it is elsewhere.",
	Checks:  []rule.CheckKind{{Code: "local", Summary: "It is some time there."}},
	Evaluate: func(facts *Facts, params *Params, at time.Time) (rule.Outcome, error) {
		zone, err := time.LoadLocation(params.Zone)
		if err != nil {
			return rule.Outcome{}, err
		}
		message := at.In(berlin).Format(time.RFC1123Z) + ", " + at.In(zone).Format(time.RFC1123Z)
		switch params.How {
		case "clock":
			message += time.Until(at).String()
		case "order":
			for name := range facts.Release.Value {
				message += name
			}
		}
		return rule.Outcome{Checks: []rule.Check{rule.Pass("local", "release", message)}}, nil
	},
})

func main() {}
