package judge_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"clearance.rule/kit/judge"
	"clearance.rule/kit/rule"
)

type params struct {
	Most uint64 `json:"most"`
}

type facts struct {
	Count rule.Fact[uint64] `json:"count"`
	Share float64           `json:"share"`
}

var atMost = rule.Register(rule.Rule[facts, params]{
	ID: "at-most",
	Evaluate: func(f *facts, p *params, _ time.Time) (rule.Outcome, error) {
		if f.Count.Value > math.MaxInt64 {
			panic("too many")
		}
		return rule.Outcome{Checks: []rule.Check{rule.AtMost("at-most", "release", f.Count, float64(p.Most), "")}}, nil
	},
})

func TestARuleJudgesJSON(t *testing.T) {
	outcome, err := judge.JSON(atMost, `{"most": 2}`, `{"count": 3, "share": 2}`, time.Time{})
	if err != nil || outcome.Checks[0].Remedy != "lower `/count` by 1" {
		t.Error(outcome, err)
	}
	_, err = judge.JSON(atMost, `{"most": 2.5}`, `{}`, time.Time{})
	var refused *rule.Mismatch
	if !errors.As(err, &refused) || refused.Pointer != "/most" {
		t.Error(err)
	}
	_, err = judge.JSON(atMost, `{"most": 2e0}`, `{"count": 18446744073709551615, "share": 0.5}`, time.Time{})
	var failed *rule.EvaluationError
	if !errors.As(err, &failed) || failed.Message != "panic: too many (judge_test.go:26)" {
		t.Error(err)
	}
}

func TestWhatIsNoJSONIsAMistakeOfTheTest(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it is taken")
		}
	}()
	_, _ = judge.JSON(atMost, `{"most": }`, `{}`, time.Time{})
}
