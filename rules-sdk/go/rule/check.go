package rule

import "math"

// Status is what a check found.
type Status uint8

// The statuses, in the order of the contract.
const (
	// Passed: what the rule requires is so.
	Passed Status = iota
	// Failed: what the rule requires is not so.
	Failed
	// Inapplicable: the check does not concern this subject.
	Inapplicable
	// Unanswered: the check cannot be answered, for want of a fact. It counts as a failure.
	Unanswered
)

// String is the status as decisions show it.
func (s Status) String() string {
	return [...]string{"pass", "fail", "not-applicable", "unknown"}[s]
}

// Severity is how much a failure matters to the people who read it. It orders rows; what a failure means for the release
// is the policy's to say.
type Severity int8

// The severities. A check is of medium severity unless it says otherwise.
const (
	Info Severity = iota - 2
	Low
	Medium
	High
	Critical
)

// String is the severity as decisions show it.
func (s Severity) String() string {
	return [...]string{"info", "low", "medium", "high", "critical"}[s-Info]
}

// Check is one row of the decision.
type Check struct {
	// Code is one of those that the rule lists.
	Code string
	// Subject is what was checked, named as the facts name it: a component, a file, a resource.
	Subject string
	// Status is what was found.
	Status Status
	// Severity is how much a failure matters.
	Severity Severity
	// Message says what was found, in one sentence of plain text.
	Message string
	// Observed has the facts read, in the order that explains the finding best.
	Observed []Observation
	// Required is what the rule wanted to find; empty where Message says it all.
	Required string
	// Remedy is the nearest change that would make this check pass; empty where it passes.
	Remedy string
}

// Observation is a fact that a check read.
type Observation struct {
	// Pointer is the RFC 6901 JSON Pointer into the facts.
	Pointer string
	// Value is what was found there.
	Value any
	// Present is false where nothing was.
	Present bool
}

// Pass is a check that passed. The message says what was found.
func Pass(code, subject, message string) Check {
	return Check{Code: code, Subject: subject, Status: Passed, Message: message}
}

// Fail is a check that failed. Follow it with [Check.WithRemedy].
func Fail(code, subject, message string) Check {
	return Check{Code: code, Subject: subject, Status: Failed, Message: message}
}

// Unknown is a check that cannot be answered, for want of a fact.
func Unknown(code, subject, message string) Check {
	return Check{Code: code, Subject: subject, Status: Unanswered, Message: message}
}

// NotApplicable is a check that does not concern this subject; the message says why.
func NotApplicable(code, subject, message string) Check {
	return Check{Code: code, Subject: subject, Status: Inapplicable, Message: message}
}

// AtLeast passes where the fact is minimum or more, and is unknown where it is absent or not a number. The unit follows
// the numbers in the texts: "%", " days".
func AtLeast[N Real](code, subject string, fact Fact[N], minimum float64, unit string) Check {
	value := float64(fact.Value)
	bound := limit{value >= minimum, "at least " + Number(minimum) + unit, "raise", minimum - value}
	return bounded(code, subject, fact, bound, unit)
}

// AtMost passes where the fact is maximum or less, and is unknown where it is absent or not a number.
func AtMost[N Real](code, subject string, fact Fact[N], maximum float64, unit string) Check {
	value := float64(fact.Value)
	bound := limit{value <= maximum, "at most " + Number(maximum) + unit, "lower", value - maximum}
	return bounded(code, subject, fact, bound, unit)
}

// Satisfies passes where the fact satisfies test, and is unknown where it is absent. The function found words the value;
// required completes the sentence “required: …”.
func Satisfies[T any](code, subject string, fact Fact[T], test func(T) bool, found func(T) string, required string) Check {
	check := absent(code, subject, fact)
	if fact.Present {
		check = Fail(code, subject, found(fact.Value))
		if test(fact.Value) {
			check.Status = Passed
		}
	}
	return check.Seen(fact).WithRequired(required)
}

// WithSeverity says how much a failure matters.
func (c Check) WithSeverity(severity Severity) Check {
	c.Severity = severity
	return c
}

// WithRequired says what the rule wanted to find.
func (c Check) WithRequired(required string) Check {
	c.Required = required
	return c
}

// WithRemedy says which change would make a failed check pass. It is kept only where the check failed, so that it can be
// given in one chain for every status.
func (c Check) WithRemedy(remedy string) Check {
	if c.Status == Failed {
		c.Remedy = remedy
	}
	return c
}

// WithRemedyIfUnknown says what would make an unanswered check answerable. It is kept only where the check is unknown.
func (c Check) WithRemedyIfUnknown(remedy string) Check {
	if c.Status == Unanswered {
		c.Remedy = remedy
	}
	return c
}

// Seen records facts that were read, absent ones too.
func (c Check) Seen(facts ...Reading) Check {
	c.Observed = append(make([]Observation, 0, len(c.Observed)+len(facts)), c.Observed...)
	for _, fact := range facts {
		value, present := fact.reading()
		if number, real := value.(float64); real && (math.IsNaN(number) || math.IsInf(number, 0)) {
			// A number that is none is worded, and cannot stand among facts.
			value, present = nil, false
		}
		c.Observed = append(c.Observed, Observation{fact.Pointer(), value, present})
	}
	return c
}

// Observe records a value read at a JSON Pointer.
func (c Check) Observe(pointer string, value any) Check {
	return c.observe(Observation{pointer, value, true})
}

// Missing records that nothing stands at a JSON Pointer.
func (c Check) Missing(pointer string) Check {
	return c.observe(Observation{Pointer: pointer})
}

// observe leaves the list of a check from which this one was made alone.
func (c Check) observe(observation Observation) Check {
	c.Observed = append(c.Observed[:len(c.Observed):len(c.Observed)], observation)
	return c
}

type limit struct {
	kept      bool
	required  string
	change    string
	shortfall float64
}

func bounded[N Real](code, subject string, fact Fact[N], bound limit, unit string) Check {
	var check Check
	switch value := float64(fact.Value); {
	case !fact.Present:
		check = absent(code, subject, fact)
	case math.IsNaN(value):
		check = Unknown(code, subject, "not a number")
	case bound.kept:
		check = Pass(code, subject, Number(value)+unit)
	default:
		remedy := bound.change + " `" + fact.Pointer() + "` by " + Shortfall(bound.shortfall) + unit
		check = Fail(code, subject, Number(value)+unit).WithRemedy(remedy)
	}
	return check.Seen(fact).WithRequired(bound.required)
}

func absent(code, subject string, fact Reading) Check {
	pointer := fact.Pointer()
	return Unknown(code, subject, "the fact `"+pointer+"` is absent").WithRemedyIfUnknown("supply the fact `" + pointer + "`")
}
