// Package judge runs a rule in a test of Go's own, on the way by which the engine does: params and facts are JSON.
package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"clearance.rule/kit/rule"
)

// JSON configures a rule with params and judges facts, both JSON objects, at a time; the zero time is 1970.
//
// An error is a [*rule.Mismatch] where params are refused, and a [*rule.EvaluationError] where there is no outcome. JSON
// panics on a text that is not JSON, which is a mistake of the test.
//
//	outcome, err := judge.JSON(lineCoverage, `{"minimum": 80}`, `{"components": [{"name": "api"}]}`, time.Time{})
func JSON(r *rule.Registered, params, facts string, at time.Time) (rule.Outcome, error) {
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	return r.Evaluate(rule.Encode(parsed("params", params)), rule.Encode(parsed("facts", facts)), at)
}

func parsed(what, text string) any {
	decoder := json.NewDecoder(bytes.NewBufferString(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(fmt.Sprintf("the %s are not JSON: %v: %s", what, err, text))
	}
	return numbered(value)
}

// numbered is a value with its numbers as facts have them: whole ones of 64 bits, all others floats.
func numbered(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key := range value {
			value[key] = numbered(value[key])
		}
	case []any:
		for i := range value {
			value[i] = numbered(value[i])
		}
	case json.Number:
		if whole, err := strconv.ParseInt(value.String(), 10, 64); err == nil {
			return whole
		}
		if whole, err := strconv.ParseUint(value.String(), 10, 64); err == nil {
			return whole
		}
		// A number beyond all floats is not among facts.
		float, _ := value.Float64()
		return float
	}
	return value
}
