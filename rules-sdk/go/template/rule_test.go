package main

import (
	"testing"
	"time"

	"clearance.rule/kit/judge"
	"clearance.rule/kit/rule"
)

func TestAComponentWithoutCoverageIsUnknown(t *testing.T) {
	outcome, err := judge.JSON(lineCoverage, `{"minimum": 80}`, `{"components": [{"name": "api"}]}`, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if status := outcome.Checks[0].Status; status != rule.Unanswered {
		t.Errorf("expected unknown, found %s", status)
	}
}
