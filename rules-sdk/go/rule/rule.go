package rule

import (
	"reflect"
	"time"
)

// Rule is a governance rule: who it is and what it does. Facts is a struct with one field for each section of the facts
// that the rule reads; Params is a struct of what a policy sets.
type Rule[Facts, Params any] struct {
	// ID is the rule's name: lower case, digits and hyphens.
	ID string
	// Version is the semantic version of the rule.
	Version string
	// Title is a few words for a heading, plain text.
	Title string
	// Summary is one or two sentences for a reader who chooses rules, plain text.
	Summary string
	// Checks lists every code that a check of this rule may bear.
	Checks []CheckKind
	// Practices are identifiers of the governance practices that the rule serves.
	Practices []string
	// Controls are identifiers of the controls that it gives evidence for, such as SOC2:CC8.1.
	Controls []string
	// Timeless says that the outcome does not depend on the time. Such a rule is handed the time 0, and the engine may
	// use an outcome again for the same params and facts.
	Timeless bool

	// Defaults has the values of params that a policy leaves out: of fields with omitzero.
	Defaults Params
	// Prepare does what does not depend on facts: it checks what types cannot say and fills the unexported fields of
	// params. It may be nil. An error refuses the policy; [Refuse] makes one that says at which param.
	Prepare func(params *Params) error
	// Evaluate judges one release at the time at. An error leaves the evaluation without an outcome, which counts as a
	// failure; [MissingFact] and [MalformedFact] make errors that say of which fact.
	Evaluate func(facts *Facts, params *Params, at time.Time) (Outcome, error)
}

// CheckKind is a code that a rule's checks may bear.
type CheckKind struct {
	// Code is made of lower case letters, digits and hyphens.
	Code string
	// Summary says what it means for this check to pass, in one sentence.
	Summary string
}

// Registered is the rule of this program.
type Registered struct {
	manifest  func() Manifest
	configure func(params string) (configured, error)
	// home is the folder of the author's own files.
	home string
	// problem says why it cannot be a rule; empty where it can.
	problem string
}

type configured func(facts string, at time.Time) (Outcome, error)

// registry is the rule that the component exports.
var registry *Registered

// Register makes the rule the one that this program is. It is called once, for a variable of the package main.
//
// A rule that cannot be one, as it has no ID or a type that cannot be read, says so where it is first asked for anything.
func Register[Facts, Params any](r Rule[Facts, Params]) *Registered {
	home, line := caller()
	isAt(home)
	made := newRule(r, home)
	if registry != nil {
		made.problem = "a second rule is registered: a component is one rule"
	}
	if made.problem != "" {
		made.problem += line
	}
	registry = made
	return made
}

func newRule[Facts, Params any](r Rule[Facts, Params], home string) (made *Registered) {
	made = &Registered{home: home}
	defer func() {
		if problem := recover(); problem != nil {
			made.problem = worded(problem)
		}
	}()
	if r.ID == "" || r.Evaluate == nil {
		panic("a rule has an `ID` and a function `Evaluate`")
	}
	facts, params := planOf(reflect.TypeFor[Facts]()), planOf(reflect.TypeFor[Params]())
	if facts.form != structForm || params.form != structForm {
		panic("facts and params are structs, with a field for each section and for each param")
	}
	made.manifest = func() Manifest { return manifestOf(&r, facts, params) }
	made.configure = func(document string) (ready configured, err error) {
		defer made.recovered(&err)
		own := r.Defaults
		if err := decode(document, params, reflect.ValueOf(&own).Elem(), true); err != nil {
			return nil, &Mismatch{err.pointer(), err.message}
		}
		if r.Prepare != nil {
			if err := r.Prepare(&own); err != nil {
				return nil, err
			}
		}
		return func(document string, at time.Time) (outcome Outcome, err error) {
			defer made.recovered(&err)
			if r.Timeless {
				at = time.UnixMilli(0).UTC()
			}
			sections := new(Facts)
			if err := decode(document, facts, reflect.ValueOf(sections).Elem(), false); err != nil {
				return Outcome{}, err.fact()
			}
			return r.Evaluate(sections, &own, at)
		}, nil
	}
	return made
}

// Manifest is what the rule says of itself. It panics where the rule cannot be one.
func (r *Registered) Manifest() Manifest {
	r.mustBe()
	return r.manifest()
}

func (r *Registered) mustBe() {
	if r.problem != "" {
		panic(r.problem)
	}
}

// Evaluate configures the rule with params and judges facts, both as [Encode] makes them. It is what the engine does,
// for tests of a rule in Go: package judge takes JSON.
//
// An error is a [*Mismatch] where params are refused, and otherwise an [*EvaluationError].
func (r *Registered) Evaluate(params, facts []byte, at time.Time) (Outcome, error) {
	r.mustBe()
	ready, err := r.configure(string(params))
	if err != nil {
		return Outcome{}, refusal(err)
	}
	outcome, err := ready(string(facts), at.UTC())
	if err != nil {
		return Outcome{}, failure(err)
	}
	if _, failed := (&lowering{address: nowhere}).handedOver(outcome); failed != nil {
		return Outcome{}, failed
	}
	return outcome, nil
}
