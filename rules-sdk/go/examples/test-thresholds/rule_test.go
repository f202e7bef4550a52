package main

import (
	"testing"
	"time"

	"clearance.rule/kit/judge"
	"clearance.rule/kit/rule"
)

const api = `{"components": [{"name": "api"}], "coverage": [{"component": "api", "lines": {"covered": 979, "total": 1240}}]}`

func TestTheRemedyIsTheLeastThatPasses(t *testing.T) {
	outcome, err := judge.JSON(testThresholds, `{"thresholds": {"lines": 80}}`, api, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	check := outcome.Checks[0]
	if check.Status != rule.Failed || check.Remedy != "cover 13 more of its 1,240 lines" {
		t.Errorf("%+v", check)
	}
}

func TestTheTierThatIsAbsentIsObserved(t *testing.T) {
	outcome, err := judge.JSON(testThresholds, `{"tiers": {"high": {"lines": 75}}}`, api, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	check := outcome.Checks[0]
	last := check.Observed[len(check.Observed)-1]
	if check.Status != rule.Passed || last.Pointer != "/risk/tier" || last.Present {
		t.Errorf("%+v", check)
	}
}

func TestSharesAreWrittenWithoutZerosAtTheEnd(t *testing.T) {
	for percent, text := range map[Percent]string{0: "0%", 1: "0.0001%", 999_000: "99.9%", 1_000_000: "100%"} {
		if percent.String() != text {
			t.Errorf("expected %s, found %s", text, percent)
		}
	}
}
