package rule

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// Base is embedded, as is what nobody else may name.
type Base struct {
	Name string `json:"name"`
}

type hidden struct {
	Owner Fact[string] `json:"owner"`
}

type service struct {
	Base
	hidden
	Named Base       `json:"named,omitzero"`
	Host  netip.Addr `json:"host,omitzero"`
	lock  sync.Mutex
}

func TestAnEmbeddedStructsFieldsAreThoseOfTheOneThatEmbedsIt(t *testing.T) {
	document := object{"name": "api", "owner": "me", "named": object{"name": "b"}, "host": "10.0.0.1"}
	read := fits[service](t, document)
	equal(t, read.Name, "api")
	equal(t, read.Owner.Pointer(), "/owner")
	equal(t, read.Named.Name, "b")
	equal(t, read.Host, netip.MustParseAddr("10.0.0.1"))
	equal(t, fits[any](t, &read), any(document))
	same(t, SchemaOf[service](), `{"type": "object", "required": ["name"], "properties": {
		"name": {"type": "string"}, "owner": {"type": ["string", "null"]}, "host": {"type": "string"},
		"named": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}}`)
}

func TestATypeThatIsATextIsReadAsOne(t *testing.T) {
	_, err := read[service](t, object{"name": "a", "host": "nowhere"}, false)
	equal(t, err.pointer(), "/host")
	equal(t, err.message, "invalid value: string \"nowhere\": ParseAddr(\"nowhere\"): unable to parse IP")
	_, err = read[service](t, object{"name": "a", "host": 1}, false)
	equal(t, err.message, "invalid type: integer `1`, expected a string")
	number, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	equal(t, fits[any](t, object{"a": number, "b": *number, "c": (*big.Int)(nil)}),
		any(object{"a": number.String(), "b": number.String(), "c": nil}))
}

// percent says what it is, and is read as the number that it is.
type percent float64

func (percent) JSONSchema() string { return `{"type": "number", "maximum": 100}` }

func TestATypeThatOnlyKnowsItsSchemaIsReadAsItIs(t *testing.T) {
	equal(t, fits[percent](t, 71.5), percent(71.5))
	equal(t, SchemaOf[[]percent](), `{"type":"array","items":{"type":"number","maximum":100}}`)
}

type tree[T any] struct {
	Value    T         `json:"value"`
	Children []tree[T] `json:"children,omitzero"`
}

func TestTypesThatContainThemselvesHaveDefinitionsOfTheirOwn(t *testing.T) {
	type facts struct {
		Forest struct {
			Numbers tree[int]    `json:"numbers"`
			Texts   tree[string] `json:"texts"`
		} `json:"forest"`
	}
	made := newRule(Rule[facts, struct{}]{
		ID:       "r",
		Evaluate: func(*facts, *struct{}, time.Time) (Outcome, error) { return Outcome{}, nil },
	}, "")
	same(t, made.Manifest().Reads[0].Schema, `{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"type": "object", "required": ["numbers", "texts"],
		"properties": {"numbers": {"$ref": "#/$defs/tree"}, "texts": {"$ref": "#/$defs/tree2"}},
		"$defs": {
			"tree": {"type": "object", "required": ["value"], "properties": {
				"value": {"type": "integer"}, "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}},
			"tree2": {"type": "object", "required": ["value"], "properties": {
				"value": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/tree2"}}}}
		}}`)
}

type twice struct {
	A int
	B int `json:"A"`
}

type boundedNode struct {
	Inner []boundedNode `minimum:"0"`
}

// selfRead reads itself and says more about what does not fit.
type selfRead struct{ part part }

func (o *selfRead) UnmarshalRule(decode func(into any) error) error {
	if err := decode(&o.part); err != nil {
		return fmt.Errorf("no part: %w", err)
	}
	return nil
}

func TestWhatIsSaidAroundAMismatchIsSaidAtItsPlace(t *testing.T) {
	_, err := read[[]selfRead](t, array{object{"passed": 1}}, false)
	equal(t, err.pointer(), "/0/passed")
	equal(t, err.message, "no part: invalid type: integer `1`, expected a boolean")
}

func panicked(do func()) (cause any) {
	defer func() { cause = recover() }()
	do()
	return nil
}

func TestTypesThatCannotBeReadAreToldAtOnceWithTheirPlace(t *testing.T) {
	// Written out, `go vet` would say so.
	lowerCase := reflect.StructField{Name: "a", PkgPath: "rule", Type: reflect.TypeFor[int](), Tag: `json:"a"`}
	for typ, problem := range map[reflect.Type]string{
		reflect.TypeFor[struct{ A chan int }]():        ".A` is a `chan int`, which cannot be read",
		reflect.TypeFor[struct{ A [2]int }]():          ".A` is a `[2]int`, which cannot be read",
		reflect.TypeFor[struct{ A map[int]string }]():  ".A` is a `map[int]string`, and a map has keys that are strings",
		reflect.TypeFor[struct{ A error }]():           ".A` is a `error`, which cannot be read",
		reflect.TypeFor[struct{ A time.Duration }]():   ".A` is a `time.Duration`, of which documents do not say the unit",
		reflect.TypeFor[struct{ A json.RawMessage }](): "`, which reads JSON by itself",
		reflect.TypeFor[struct{ A sync.Mutex }]():      ".A` is a `sync.Mutex`, of which no field can be read",
		reflect.TypeFor[struct{ *Base }]():             ".Base` is an embedded pointer",
		reflect.TypeFor[twice]():                       "`rule.twice` has two fields named `A`",
		reflect.TypeFor[struct {
			Base
			Other Base `json:"name"`
		}](): "has two fields named `name`",
		reflect.StructOf([]reflect.StructField{lowerCase}): ".a` has a `json` tag, and nothing can stand in it",
		reflect.TypeFor[struct {
			A int `json:"a,string"`
		}](): "the option `string` of its `json` tag is not known",
		reflect.TypeFor[struct {
			A int `minimum:"x"`
		}](): ".A`: the tag `minimum` is a number, not `x`",
		reflect.TypeFor[struct {
			A []string `minimum:"0"`
		}](): ".A`: the tags `minimum` and `maximum` are for numbers",
		reflect.TypeFor[struct {
			A int `enum:"a,b"`
		}](): ".A`: the tag `enum` is for strings",
		reflect.TypeFor[boundedNode](): "the tag `enum` is for strings, and `minimum` and `maximum` are for numbers",
	} {
		cause := fmt.Sprint(panicked(func() { planOf(typ) }))
		if !strings.Contains(cause, problem) {
			t.Errorf("found    %s\nexpected %s", cause, problem)
		}
	}
}

func TestWhatCannotBeAmongFactsIsToldWithItsType(t *testing.T) {
	type sealed struct{ a int }
	for problem, value := range map[string]any{
		"`chan int` cannot be among facts":                      make(chan int),
		"`rule.sealed` has no field that begins with a capital": sealed{1},
		"` writes JSON by itself":                               json.RawMessage("{}"),
		"`rule.twice` has two fields named `A`":                 twice{1, 2},
		"a map among facts has keys that are strings":           map[int]int{1: 2},
		".A`: the option `string` of its `json` tag is not known": struct {
			A int `json:"a,string"`
		}{1},
	} {
		if cause := fmt.Sprint(panicked(func() { Encode(object{"a": value}) })); !strings.Contains(cause, problem) {
			t.Errorf("found    %s\nexpected %s", cause, problem)
		}
	}
}

func TestWhateverIsPanickedWithIsWorded(t *testing.T) {
	for expected, cause := range map[string]any{
		"plain":          "plain",
		"one\ntwo":       errors.Join(errors.New("one"), errors.New("two")),
		`{"a":1}`:        object{"a": 1},
		"*rule.mismatch": (*mismatch)(nil),
		"rule.odd":       odd{func() {}},
		"func()":         func() {},
		"1h0m0s":         time.Hour,
	} {
		equal(t, worded(cause), expected)
	}
}

type odd struct{ F func() }

func TestAStatusOrASeverityThatThereIsNotIsTold(t *testing.T) {
	for _, check := range []Check{{Code: "c", Status: 9}, {Code: "c", Severity: 3}, {Code: "c", Severity: -3}} {
		_, failed := (&lowering{address: nowhere}).handedOver(Outcome{Checks: []Check{check}})
		if failed == nil || !strings.HasPrefix(failed.Message, "the check `c` of `` has a status or a severity") {
			t.Error(failed)
		}
	}
}
