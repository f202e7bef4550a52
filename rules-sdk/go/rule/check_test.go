package rule

import (
	"math"
	"testing"
)

func TestAtLeastAndAtMostWordWhatTheyFind(t *testing.T) {
	at := func(value float64) Fact[float64] { return FactAt("/a/0", value) }
	none := Absent[float64]("/a/0")
	cases := []struct {
		check                     Check
		status                    Status
		message, required, remedy string
	}{
		{AtLeast("c", "s", at(80), 80, "%"), Passed, "80%", "at least 80%", ""},
		{AtLeast("c", "s", at(71.3333), 79.99, "%"), Failed, "71.33%", "at least 79.99%", "raise `/a/0` by 8.66%"},
		{AtLeast("c", "s", at(79.999), 80, "%"), Failed, "80%", "at least 80%", "raise `/a/0` by 0.01%"},
		{AtMost("c", "s", at(8), 7.5, " days"), Failed, "8 days", "at most 7.5 days", "lower `/a/0` by 0.5 days"},
		{AtMost("c", "s", at(-1), 7, ""), Passed, "-1", "at most 7", ""},
		{AtLeast("c", "s", none, 80, "%"), Unanswered, "the fact `/a/0` is absent", "at least 80%", "supply the fact `/a/0`"},
		{AtMost("c", "s", at(math.NaN()), 7, ""), Unanswered, "not a number", "at most 7", ""},
		{AtLeast("c", "s", FactAt("/n", uint8(3)), 2, ""), Passed, "3", "at least 2", ""},
		{Satisfies("c", "s", FactAt("/b", true), func(b bool) bool { return b }, func(bool) string { return "yes" }, "so"), Passed, "yes", "so", ""},
		{Satisfies("c", "s", FactAt("/b", false), func(b bool) bool { return b }, func(bool) string { return "no" }, "so"), Failed, "no", "so", ""},
		{Satisfies("c", "s", Absent[bool]("/b"), nil, nil, "so"), Unanswered, "the fact `/b` is absent", "so", "supply the fact `/b`"},
	}
	for _, c := range cases {
		equal(t, c.check.Status, c.status)
		equal(t, c.check.Message, c.message)
		equal(t, c.check.Required, c.required)
		equal(t, c.check.Remedy, c.remedy)
		equal(t, len(c.check.Observed), 1)
		equal(t, c.check.Severity, Medium)
	}
}

func TestANumberThatIsNoneIsNotObserved(t *testing.T) {
	for _, value := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		check := AtMost("c", "s", FactAt("/a", value), 7, "")
		equal(t, check.Observed, []Observation{{"/a", nil, false}})
	}
}

func TestARemedyIsKeptWhereItIsOne(t *testing.T) {
	chain := func(c Check) string { return c.WithRemedy("mend it").WithRemedyIfUnknown("supply it").Remedy }
	equal(t, chain(Pass("c", "s", "m")), "")
	equal(t, chain(Fail("c", "s", "m")), "mend it")
	equal(t, chain(Unknown("c", "s", "m")), "supply it")
	equal(t, chain(NotApplicable("c", "s", "m")), "")
}

func TestAChecksFactsAreItsOwn(t *testing.T) {
	first := Fail("c", "s", "m").Observe("/a", 1)
	second, third := first.Missing("/b"), first.Seen(FactAt("/c", "x"), Absent[int]("/d"))
	equal(t, len(first.Observed), 1)
	equal(t, second.Observed, []Observation{{"/a", 1, true}, {"/b", nil, false}})
	equal(t, third.Observed, []Observation{{"/a", 1, true}, {"/c", "x", true}, {"/d", 0, false}})
}

func TestNumbersAreWrittenAsInEveryLanguage(t *testing.T) {
	for value, text := range map[float64]string{
		80: "80", 71.3333: "71.33", 0: "0", math.Copysign(0, -1): "0", -0.001: "0", -0.5: "-0.5", 100: "100", 0.07: "0.07",
		0.125: "0.12", 0.375: "0.38", 1e15: "1000000000000000", math.Inf(1): "inf", math.Inf(-1): "-inf",
	} {
		equal(t, Number(value), text)
	}
	equal(t, Number(math.NaN()), "NaN")
	equal(t, Shortfall(8.661), "8.67")
	equal(t, Shortfall(0.001), "0.01")
	equal(t, Shortfall(80-79.9), "0.1")
	equal(t, []string{Grouped(999), Grouped(1_240_000), Grouped(-100), Grouped(-123_456)}, []string{"999", "1,240,000", "-100", "-123,456"})
	equal(t, Grouped(uint64(math.MaxUint64)), "18,446,744,073,709,551,615")
	equal(t, []string{Count(1, "test"), Count(0, "test"), Count(-1, "test"), Count(1240, "line")},
		[]string{"1 test", "0 tests", "-1 tests", "1,240 lines"})
}

func TestAScoreStaysBetweenNothingAndItsMost(t *testing.T) {
	score := ScoreOutOf(10)
	for _, step := range []struct{ points, sum float64 }{{4, 4}, {9, 10}, {-5, 8}, {-20, 0}, {13, 1}} {
		score.Add("f", step.points, "r")
		equal(t, score.Points, step.sum)
	}
	equal(t, len(score.Contributions), 5)
}
