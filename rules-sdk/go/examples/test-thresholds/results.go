package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"clearance.rule/kit/rule"
)

func addResults(outcome *rule.Outcome, params *Params, facts *Facts, of *named, in tier) {
	add := func(code, required string, tiered bool, judge func(results) rule.Check) {
		var check rule.Check
		if i, ok := of.tests.only(); ok {
			check = judge(results{&facts.Tests.Value[i], of.tests.pointer(i), of.name})
		} else {
			check = of.tests.gap(code, of.name)
		}
		outcome.Add(in.seenFor(check.WithRequired(required), tiered))
	}
	if bound := passRate.of(params, of.name, in); bound != nil {
		required := "at least " + bound.value.String() + bound.because
		add("pass-rate", required, bound.tiered, func(r results) rule.Check { return r.passRate(params, bound.value) })
	}
	if limit := limitOf(skipped.of(params, of.name, in), skippedTests.of(params, of.name, in)); limit != nil {
		add("skipped-tests", limit.String(), limit.isTiered(), func(r results) rule.Check { return r.skippedTests(limit) })
	}
	if limit := limitOf(flaky.of(params, of.name, in), flakyTests.of(params, of.name, in)); limit != nil {
		add("flaky-tests", limit.String(), limit.isTiered(), func(r results) rule.Check { return r.flakyTests(limit) })
	}
}

// results are the counts of one entry.
type results struct {
	*Tests
	place, name string
}

func (r results) failing() *big.Int { return sum(count(r.Failed), count(r.Errors)) }

func (r results) run() *big.Int { return sum(count(r.Passed), r.failing(), count(r.Flaky)) }

// kind is a kind of tests and their number.
type kind struct {
	name   string
	number *big.Int
}

func (r results) passRate(params *Params, least Percent) rule.Check {
	needed := []rule.Fact[uint64]{r.Passed, r.Failed}
	// Under pass an unknown number of flaky tests could only raise the rate: none is assumed.
	if params.Flaky == "fail" {
		needed = append(needed, r.Flaky)
	}
	if params.Skipped == "fail" {
		needed = append(needed, r.Skipped)
	}
	return r.row("pass-rate", needed, func() rule.Check {
		good, bad, counted := r.counted(params)
		var badTests big.Int
		var kinds []string
		for _, kind := range bad {
			if kind.number.Sign() > 0 {
				badTests.Add(&badTests, kind.number)
				kinds = append(kinds, kind.name)
			}
		}
		all := sum(good, &badTests)
		if all.Sign() == 0 {
			return rule.Unknown("pass-rate", r.name, "no test passed or failed"+counted).WithRemedyIfUnknown("run its tests")
		}
		message := fmt.Sprintf("%s of %s passed (%s)%s", grouped(good), tests(all, ""), shareDown(good, all), counted)
		missing := new(big.Int).Sub(least.atLeast(all), good)
		if missing.Sign() <= 0 {
			return rule.Pass("pass-rate", r.name, message)
		}
		remedy := "fix " + someOf(missing, &badTests, strings.Join(kinds, " or "))
		return rule.Fail("pass-rate", r.name, message).WithRemedy(remedy)
	})
}

// counted are the tests that count as good, those that count as bad, and how the others were counted, in words.
func (r results) counted(params *Params) (good *big.Int, bad []kind, words string) {
	good, bad = count(r.Passed), []kind{{"failing", r.failing()}}
	say := func(fact rule.Fact[uint64], adjective, how string) {
		if fact.Value > 0 {
			words += ", " + tests(count(fact), adjective) + " " + how
		}
	}
	switch params.Flaky {
	case "pass":
		good = sum(good, count(r.Flaky))
		say(r.Flaky, "flaky", "counted as passed")
	case "fail":
		bad = append(bad, kind{"flaky", count(r.Flaky)})
		say(r.Flaky, "flaky", "counted as failed")
	default:
		say(r.Flaky, "flaky", "left out")
	}
	if params.Skipped == "fail" {
		bad = append(bad, kind{"skipped", count(r.Skipped)})
		say(r.Skipped, "skipped", "counted as failed")
	} else {
		say(r.Skipped, "skipped", "left out")
	}
	return good, bad, words
}

func (r results) skippedTests(limit *limit) rule.Check {
	return r.row("skipped-tests", []rule.Fact[uint64]{r.Passed, r.Failed, r.Skipped}, func() rule.Check {
		some := kind{"skipped", count(r.Skipped)}
		return r.atMost("skipped-tests", some, sum(r.run(), some.number), "were skipped", "run", limit)
	})
}

func (r results) flakyTests(limit *limit) rule.Check {
	return r.row("flaky-tests", []rule.Fact[uint64]{r.Passed, r.Failed, r.Flaky}, func() rule.Check {
		some := kind{"flaky", count(r.Flaky)}
		return r.atMost("flaky-tests", some, r.run(), "run were flaky", "stabilise", limit)
	})
}

func (r results) atMost(code string, some kind, all *big.Int, were, verb string, limit *limit) rule.Check {
	if all.Sign() == 0 {
		return rule.Unknown(code, r.name, "it has no tests").WithRemedyIfUnknown("run its tests")
	}
	message := fmt.Sprintf("%s of %s %s (%s)", grouped(some.number), tests(all, ""), were, shareUp(some.number, all))
	tooMany := new(big.Int).Sub(some.number, limit.allowed(all))
	if tooMany.Sign() <= 0 {
		return rule.Pass(code, r.name, message)
	}
	return rule.Fail(code, r.name, message).WithRemedy(verb + " " + someOf(tooMany, some.number, some.name))
}

// someOf words a part of them: 2 of its 3 failing tests, its failing test.
func someOf(some, all *big.Int, adjective string) string {
	switch {
	case some.Cmp(all) != 0:
		return grouped(some) + " of its " + tests(all, adjective)
	case all.Cmp(big.NewInt(1)) == 0:
		return "its " + adjective + " test"
	}
	return "all of its " + tests(all, adjective)
}

// row is what judge finds, unless a count that it needs is absent or the counts contradict one another.
func (r results) row(code string, needed []rule.Fact[uint64], judge func() rule.Check) rule.Check {
	var absent []string
	for _, fact := range needed {
		if !fact.Present {
			absent = append(absent, "`"+fact.Pointer()+"`")
		}
	}
	check := r.contradiction(code)
	switch {
	case len(absent) > 0:
		verb := " is absent"
		if len(absent) > 1 {
			verb = " are absent"
		}
		listed := strings.Join(absent, " and ")
		check = rule.Unknown(code, r.name, listed+verb).WithRemedyIfUnknown("supply " + listed)
	case check.Code == "":
		check = judge()
	}
	var seen []rule.Reading
	for _, fact := range []rule.Fact[uint64]{r.Passed, r.Failed, r.Errors, r.Skipped, r.Flaky, r.Total} {
		if fact.Present || slices.Contains(absent, "`"+fact.Pointer()+"`") {
			seen = append(seen, fact)
		}
	}
	return check.Seen(seen...)
}

// contradiction is the row of counts that do not add up to their total; without a code where they do.
func (r results) contradiction(code string) rule.Check {
	sum := sum(r.run(), count(r.Skipped))
	if !r.Total.Present || sum.Cmp(count(r.Total)) == 0 {
		return rule.Check{}
	}
	message := fmt.Sprintf("its counts add up to %s, not to the total of %s", grouped(sum), grouped(count(r.Total)))
	return rule.Unknown(code, r.name, message).WithRemedyIfUnknown("correct the counts in `" + r.place + "`")
}
