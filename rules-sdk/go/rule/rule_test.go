package rule

import (
	"errors"
	"strings"
	"testing"
	"time"
)

type time0 = time.Time

type testParams struct {
	Do      string `json:"do"`
	Depth   int    `json:"depth,omitzero"`
	squared int
}

type testFacts struct {
	Name string `json:"name"`
}

func testRule(timeless bool) *Registered {
	return newRule(Rule[testFacts, testParams]{
		ID:       "test",
		Timeless: timeless,
		Defaults: testParams{Depth: 3},
		Prepare: func(p *testParams) error {
			if p.Depth < 0 {
				return Refuse("/depth", "negative")
			}
			p.squared = p.Depth * p.Depth
			return nil
		},
		Evaluate: func(f *testFacts, p *testParams, at time.Time) (Outcome, error) {
			switch p.Do {
			case "panic":
				return Outcome{Checks: make([]Check, p.squared)[p.squared+len(f.Name):][:1]}, nil
			case "panic-with-a-map":
				panic(map[string]int{"a": 1})
			case "error":
				return Outcome{}, errors.New("no inventory")
			case "missing":
				return Outcome{}, MissingFact("/a")
			case "derive":
				return Outcome{Derived: func() {}}, nil
			}
			return Outcome{Checks: []Check{Pass("c", f.Name, at.Format(time.RFC3339)+" "+Number(p.squared))}}, nil
		},
	}, "nowhere")
}

func evaluated(params, facts object) (string, error) {
	outcome, err := testRule(false).Evaluate(Encode(params), Encode(facts), time.UnixMilli(1000))
	if err != nil {
		return "", err
	}
	return outcome.Checks[0].Message, nil
}

func TestARuleIsConfiguredAndEvaluated(t *testing.T) {
	message, err := evaluated(object{"do": ""}, object{"name": "a"})
	equal(t, err, nil)
	equal(t, message, "1970-01-01T00:00:01Z 9")
	message, _ = evaluated(object{"do": "", "depth": 4}, object{"name": "a"})
	equal(t, message, "1970-01-01T00:00:01Z 16")
	outcome, _ := testRule(true).Evaluate(Encode(object{"do": ""}), Encode(object{"name": "a"}), time.Now())
	equal(t, outcome.Checks[0].Message, "1970-01-01T00:00:00Z 9")
}

func TestParamsAreRefusedWithTheirPlace(t *testing.T) {
	for _, c := range []struct {
		params  object
		refused Mismatch
	}{
		{object{"do": "", "depth": -1}, Mismatch{"/depth", "negative"}},
		{object{"do": 1}, Mismatch{"/do", "invalid type: integer `1`, expected a string"}},
		{object{}, Mismatch{"", "missing field `do`"}},
		{object{"do": "", "squared": 1}, Mismatch{"/squared", "unknown field `squared`, expected one of `do`, `depth`"}},
	} {
		_, err := evaluated(c.params, object{"name": "a"})
		equal(t, err, error(&c.refused))
	}
}

func TestAnEvaluationWithoutOutcomeSaysWhy(t *testing.T) {
	for do, expected := range map[string]EvaluationError{
		"error":            {CodeFailed, "", "no inventory"},
		"missing":          {CodeMissingFact, "/a", ""},
		"derive":           {CodeFailed, "", "a value of the type `func()` cannot be among facts"},
		"panic-with-a-map": {CodeFailed, "", `panic: {"a":1}`},
	} {
		_, err := evaluated(object{"do": do}, object{"name": "a"})
		equal(t, err, error(&expected))
	}
	_, err := evaluated(object{"do": ""}, object{})
	equal(t, err, error(&EvaluationError{CodeMissingFact, "/name", ""}))
	_, err = evaluated(object{"do": ""}, object{"name": 1})
	equal(t, err, error(&EvaluationError{CodeMalformedFact, "/name", "invalid type: integer `1`, expected a string"}))
}

func TestWhatCannotBeARuleSaysSoOnceItIsAsked(t *testing.T) {
	made := newRule(Rule[testFacts, testParams]{ID: "x"}, "")
	defer func() {
		if cause, _ := recover().(string); !strings.Contains(cause, "`Evaluate`") {
			t.Errorf("%q", cause)
		}
	}()
	made.Manifest()
}

func TestAProgramIsOneRule(t *testing.T) {
	before := registry
	defer func() { registry = before }()
	registry = nil
	equal(t, panicked(func() { exportedRule() }),
		"no rule is registered: `var _ = rule.Register(rule.Rule[Facts, Params]{…})` in the package `main`")
	one := Rule[testFacts, testParams]{
		ID:       "one",
		Evaluate: func(*testFacts, *testParams, time.Time) (Outcome, error) { return Outcome{}, nil },
	}
	first := Register(one)
	equal(t, exportedRule(), first)
	Register(one)
	cause, _ := panicked(func() { exportedRule() }).(string)
	if !strings.HasPrefix(cause, "a second rule is registered: a component is one rule") {
		t.Error(cause)
	}
}
