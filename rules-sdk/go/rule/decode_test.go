package rule

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

type release struct {
	Name   string           `json:"name"`
	Note   *string          `json:"note"`
	Sizes  []float64        `json:"sizes,omitzero"`
	Kind   string           `json:"kind,omitzero" enum:"regular,hotfix"`
	Labels map[string]uint8 `json:"labels,omitzero"`
	Build  Fact[build]      `json:"build"`
	Parts  []part           `json:"parts,omitzero"`
	At     time.Time        `json:"at,omitzero"`
	Score  int              `json:"score,omitzero" minimum:"-5" maximum:"10"`
	Extra  any              `json:"extra,omitzero"`
	own    string
	Hidden string `json:"-"`
}

type build struct {
	Number Fact[int64] `json:"number"`
}

type part struct {
	Passed Fact[bool] `json:"passed"`
}

func read[T any](t *testing.T, value any, strict bool) (T, *mismatch) {
	t.Helper()
	var into T
	err := decode(string(Encode(value)), planOf(reflect.TypeFor[T]()), reflect.ValueOf(&into).Elem(), strict)
	return into, err
}

func fits[T any](t *testing.T, value any) T {
	t.Helper()
	into, err := read[T](t, value, false)
	if err != nil {
		t.Fatalf("%v: %s at `%s`", value, err.message, err.pointer())
	}
	return into
}

func equal(t *testing.T, found, expected any) {
	t.Helper()
	if !reflect.DeepEqual(found, expected) {
		t.Errorf("found    %#v\nexpected %#v", found, expected)
	}
}

type object = map[string]any
type array = []any

func TestAStructIsReadByTheNamesOfItsTags(t *testing.T) {
	note := "grüße"
	r := fits[release](t, object{
		"name": "web", "note": note, "sizes": array{1, 2.5}, "kind": "hotfix", "labels": object{"a/b": 255},
		"at": "2026-01-31T13:00:00+01:00", "score": -5, "extra": object{"a": array{nil, true, 1, -1, 0.5, uint64(math.MaxUint64)}},
		"own": "x", "Hidden": "x", "unknown": array{object{"deep": 1}},
	})
	equal(t, r.Name, "web")
	equal(t, *r.Note, note)
	equal(t, r.Sizes, []float64{1, 2.5})
	equal(t, r.Kind, "hotfix")
	equal(t, r.Labels, map[string]uint8{"a/b": 255})
	equal(t, r.At, time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC))
	equal(t, r.Score, -5)
	equal(t, r.Extra, object{"a": array{nil, true, int64(1), int64(-1), 0.5, uint64(math.MaxUint64)}})
	equal(t, r.own+r.Hidden, "")
}

func TestAFactKnowsItsPlaceWhetherItIsThereOrNot(t *testing.T) {
	for _, absent := range []object{{"name": "a"}, {"name": "a", "build": nil}} {
		r := fits[release](t, absent)
		equal(t, r.Build.Present, false)
		equal(t, r.Build.Pointer(), "/build")
		equal(t, r.Build.Value.Number.Pointer(), "/build/number")
		equal(t, r.Build.Value.Number.Or(7), int64(7))
		equal(t, r.Note == nil, true)
	}
	r := fits[release](t, object{"name": "a", "build": object{"number": 3}, "parts": array{object{}, object{"passed": false}}})
	equal(t, r.Build.Value.Number.Present, true)
	equal(t, r.Build.Value.Number.Or(7), int64(3))
	equal(t, r.Parts[0].Passed.Pointer(), "/parts/0/passed")
	equal(t, r.Parts[0].Passed.Present, false)
	equal(t, r.Parts[1].Passed.Pointer(), "/parts/1/passed")
	equal(t, r.Parts[1].Passed.Present, true)
	byName := fits[map[string]part](t, object{"a/b~c": object{}})
	fact := byName["a/b~c"].Passed
	equal(t, fact.Pointer(), "/a~1b~0c/passed")
}

func TestAMismatchNamesItsPlace(t *testing.T) {
	cases := []struct {
		value            any
		pointer, message string
	}{
		{object{"name": 3}, "/name", "invalid type: integer `3`, expected a string"},
		{object{"name": nil}, "/name", "invalid type: null, expected a string"},
		{object{"name": "a", "sizes": array{1, "two"}}, "/sizes/1", "invalid type: string \"two\", expected a number"},
		{object{"name": "a", "sizes": nil}, "/sizes", "invalid type: null, expected a list"},
		{object{"name": "a", "labels": object{"a/b": 256}}, "/labels/a~1b", "invalid value: integer `256`, expected a whole number from 0 to 255"},
		{object{"name": "a", "labels": object{"a": -1}}, "/labels/a", "invalid value: integer `-1`, expected a whole number from 0 to 255"},
		{object{"name": "a", "kind": "train"}, "/kind", "unknown value `train`, expected one of `regular`, `hotfix`"},
		{object{"name": "a", "score": 0.5}, "/score", "invalid type: floating point `0.5`, expected a whole number"},
		{object{"name": "a", "score": 11}, "/score", "invalid value: integer `11`, expected at most 10"},
		{object{"name": "a", "score": -6}, "/score", "invalid value: integer `-6`, expected at least -5"},
		{object{"name": "a", "score": uint64(math.MaxUint64)}, "/score",
			"invalid value: integer `18446744073709551615`, expected a whole number from -9223372036854775808 to 9223372036854775807"},
		{object{"name": "a", "at": "today"}, "/at", "invalid type: string \"today\", expected a time such as \"2026-01-31T12:00:00Z\""},
		{object{"name": "a", "at": 3}, "/at", "invalid type: integer `3`, expected a time such as \"2026-01-31T12:00:00Z\""},
		{object{"name": "a", "build": array{}}, "/build", "invalid type: list, expected a map"},
		{object{"name": "a", "parts": array{object{"passed": 0}}}, "/parts/0/passed", "invalid type: integer `0`, expected a boolean"},
		{array{"web", nil}, "", "invalid type: list, expected a map"},
		{object{}, "", "missing field `name`"},
	}
	for _, c := range cases {
		_, err := read[release](t, c.value, false)
		if err == nil {
			t.Errorf("%v fits", c.value)
			continue
		}
		equal(t, err.pointer(), c.pointer)
		equal(t, err.message, c.message)
	}
}

func TestWhatComesFirstIsTheMismatchAndThenTheFieldsInTheirOrder(t *testing.T) {
	type pair struct {
		Second int `json:"b"`
		First  int `json:"a"`
	}
	_, err := read[pair](t, object{"a": "x", "b": "x"}, false)
	equal(t, err.pointer(), "/a")
	_, err = read[pair](t, object{"b": "x"}, false)
	equal(t, err.pointer(), "/b")
	_, err = read[pair](t, object{}, false)
	equal(t, err.message, "missing field `b`")
	equal(t, err.fact(), MissingFact("/b"))
	_, err = read[[]pair](t, array{object{"a": 1, "b": 1}, object{"b": 1}}, false)
	equal(t, err.fact(), MissingFact("/1/a"))
}

func TestParamsMayHaveNoFieldThatTheTypeDoesNotKnow(t *testing.T) {
	_, err := read[release](t, object{"name": "a", "colour": 1}, true)
	equal(t, err.pointer(), "/colour")
	equal(t, err.message, "unknown field `colour`, expected one of `name`, `note`, `sizes`, `kind`, `labels`, `build`, "+
		"`parts`, `at`, `score`, `extra`")
	_, err = read[release](t, object{"name": "a", "build": object{"nmber": 1}}, true)
	equal(t, err.pointer(), "/build/nmber")
	equal(t, err.message, "unknown field `nmber`, expected `number`")
	_, err = read[struct{}](t, object{"a": 1}, true)
	equal(t, err.message, "unknown field `a`, there are no fields")
}

// either is a text or a list of texts.
type either []string

func (e *either) UnmarshalRule(decode func(any) error) error {
	var one string
	if decode(&one) == nil {
		*e = either{one}
		return nil
	}
	return decode((*[]string)(e))
}

func TestATypeMayReadItself(t *testing.T) {
	type holder struct {
		Names either `json:"names"`
		After int    `json:"z"`
	}
	equal(t, fits[holder](t, object{"names": "a", "z": 1}), holder{either{"a"}, 1})
	equal(t, fits[holder](t, object{"names": array{"a", "b"}, "z": 1}), holder{either{"a", "b"}, 1})
	_, err := read[holder](t, object{"names": array{"a", 2}, "z": 1}, false)
	equal(t, err.pointer(), "/names/1")
}

func TestATypeMayContainItself(t *testing.T) {
	type node struct {
		Name     Fact[string] `json:"name"`
		Children []node       `json:"children,omitzero"`
	}
	n := fits[node](t, object{"children": array{object{"children": array{object{}}}}})
	equal(t, n.Children[0].Children[0].Name.Pointer(), "/children/0/children/0/name")
}

func TestWhatIsCutOffOrForeignIsRefused(t *testing.T) {
	whole := string(Encode(object{"name": "web", "sizes": array{1, 300, 70_000, 0.5, -200}}))
	plan := planOf(reflect.TypeFor[any]())
	for end := range whole {
		var into any
		if decode(whole[:end], plan, reflect.ValueOf(&into).Elem(), false) == nil {
			t.Errorf("%d bytes are enough", end)
		}
	}
	for _, foreign := range []string{"\xc1", "\xc4\x01x", "\xd4\x00\x00", "\x81\x01\x02", "\xa1\xff"} {
		var into any
		if decode(foreign, plan, reflect.ValueOf(&into).Elem(), false) == nil {
			t.Errorf("%q is read", foreign)
		}
	}
	// A list that claims more than there is takes no more memory than there is.
	var into []uint64
	err := decode("\xdd\xff\xff\xff\xff\x01", planOf(reflect.TypeFor[[]uint64]()), reflect.ValueOf(&into).Elem(), false)
	if err == nil || !strings.Contains(err.message, "ends in the middle") {
		t.Errorf("%v", err)
	}
}

func TestEveryValueComesBack(t *testing.T) {
	for _, value := range []any{
		nil, true, false, "", strings.Repeat("x", 31), strings.Repeat("x", 32), strings.Repeat("x", 256), strings.Repeat("x", 70_000),
		int64(0), int64(127), int64(128), int64(255), int64(256), int64(65_535), int64(65_536), int64(math.MaxUint32), int64(math.MaxInt64),
		uint64(math.MaxUint64), int64(-1), int64(-32), int64(-33), int64(-128), int64(-129), int64(math.MinInt16), int64(math.MinInt32),
		int64(math.MinInt64), 0.5, -1e300, array{}, object{}, object{"a": array{object{"b": nil}}},
	} {
		equal(t, fits[any](t, value), value)
	}
	long := make([]uint16, 70_000)
	equal(t, fits[[]uint16](t, long), long)
	wide := map[string]int{}
	for i := range 300 {
		wide[strings.Repeat("k", i)] = -i
	}
	equal(t, fits[map[string]int](t, wide), wide)
	equal(t, fits[any](t, 3.0), int64(3))
}
