// Every service has an owner, bears a label, and was reviewed lately.
//
// It does a little of all that a rule can do, and is the same in every language.
package main

import (
	"math"
	"strconv"
	"strings"
	"time"

	"clearance.rule/kit/rule"
)

// Params is what a policy sets.
type Params struct {
	Label      *string `json:"label" doc:"A label that every service is to bear."`
	ReviewDays float64 `json:"review_days,omitzero" doc:"For how many days a review holds."`
	Points     float64 `json:"points" doc:"The points that a service without an owner adds to the score, out of 100."`
}

// Facts has the sections of the facts that the rule reads.
type Facts struct {
	Services []Service `json:"services" doc:"The services that the release touches."`
}

// Service is a service.
type Service struct {
	Name     string             `json:"name" doc:"Its name."`
	Owner    rule.Fact[string]  `json:"owner" doc:"The team that answers for it."`
	Labels   map[string]string  `json:"labels,omitzero" doc:"Whatever it is labelled with."`
	Reviewed rule.Fact[float64] `json:"reviewed" doc:"When it was reviewed last, in milliseconds since 1970."`
}

// Derived is what other rules may need.
type Derived struct {
	Orphans int                 `json:"orphans"`
	Owners  map[string][]string `json:"owners"`
}

var serviceOwners = rule.Register(rule.Rule[Facts, Params]{
	ID:      "service-owners",
	Version: "1.0.0",
	Title:   "Service owners",
	Summary: "Every service has an owner, bears a label, and was reviewed lately.",
	Checks: []rule.CheckKind{
		{Code: "owner", Summary: "The service has an owner."},
		{Code: "label", Summary: "The service bears the label."},
		{Code: "review", Summary: "The service was reviewed lately."},
	},
	Practices: []string{"1.2"},
	Controls:  []string{"SOC2:CC8.1"},
	Defaults:  Params{ReviewDays: 90},
	Prepare:   prepare,
	Evaluate:  evaluate,
})

func prepare(params *Params) error {
	if params.ReviewDays < 1 {
		return rule.Refuse("/review_days", "a review holds for a day at least")
	}
	return nil
}

func evaluate(facts *Facts, params *Params, at time.Time) (rule.Outcome, error) {
	outcome := rule.Outcome{Score: rule.ScoreOutOf(100)}
	derived := Derived{Owners: map[string][]string{}}
	var document strings.Builder
	document.WriteString("| service | owner |\n|---|---|\n")
	for i, service := range facts.Services {
		outcome.Add(owned(service))
		if service.Owner.Present {
			owner := service.Owner.Value
			derived.Owners[owner] = append(derived.Owners[owner], service.Name)
		} else {
			derived.Orphans++
			outcome.Score.Add(service.Name, params.Points, "nobody owns it")
		}
		document.WriteString("| " + service.Name + " | " + service.Owner.Or("nobody") + " |\n")
		if params.Label != nil {
			outcome.Add(labelled(service, i, *params.Label))
		}
		outcome.Add(reviewed(service, params, at))
	}
	outcome.Attach("owners.md", "text/markdown", []byte(document.String()))
	outcome.Derived = derived
	return outcome, nil
}

func owned(service Service) rule.Check {
	if service.Owner.Present {
		return rule.Pass("owner", service.Name, service.Owner.Value+" owns it").Seen(service.Owner).WithRequired("an owner")
	}
	check := rule.Fail("owner", service.Name, "nobody owns it").
		Seen(service.Owner).
		WithRequired("an owner").
		WithRemedy("name an owner in `" + service.Owner.Pointer() + "`").
		WithSeverity(rule.High)
	return check
}

func labelled(service Service, i int, label string) rule.Check {
	pointer := "/services/" + strconv.Itoa(i) + "/labels/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(label)
	value, found := service.Labels[label]
	if !found {
		return rule.Fail("label", service.Name, "does not bear `"+label+"`").WithRemedy("add `" + pointer + "`").Missing(pointer)
	}
	return rule.Pass("label", service.Name, "bears `"+label+"`: "+value).Observe(pointer, value)
}

func reviewed(service Service, params *Params, at time.Time) rule.Check {
	if !service.Reviewed.Present {
		return rule.Unknown("review", service.Name, "nobody knows when it was reviewed").
			Seen(service.Reviewed).
			WithRemedyIfUnknown("supply `" + service.Reviewed.Pointer() + "`")
	}
	days := math.Floor((float64(at.UnixMilli()) - service.Reviewed.Value) / 86_400_000)
	message := "days since its review: " + rule.Number(days)
	check := rule.Pass("review", service.Name, message)
	if days > params.ReviewDays {
		check = rule.Fail("review", service.Name, message).WithRemedy("review it")
	}
	return check.Seen(service.Reviewed).WithRequired("at most " + rule.Number(params.ReviewDays) + " days")
}

func main() {}
