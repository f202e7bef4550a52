package rule

import (
	"encoding/binary"
	"testing"
	"unsafe"
)

// memory stands for the component's: addresses are places among the pieces that were written.
type memory struct{ pieces []*byte }

func (m *memory) address(first *byte) uint32 {
	m.pieces = append(m.pieces, first)
	return uint32(len(m.pieces)) << 16
}

func (m *memory) span(r []byte, offset, size int) []byte {
	length := int(binary.LittleEndian.Uint32(r[offset+4:])) * size
	if length == 0 {
		return nil
	}
	return unsafe.Slice(m.pieces[binary.LittleEndian.Uint32(r[offset:])>>16-1], length)
}

func (m *memory) text(r []byte, offset int) string { return string(m.span(r, offset, 1)) }

func TestAnOutcomeLiesWhereTheContractSays(t *testing.T) {
	score := ScoreOutOf(10)
	score.Add("factor", 1, "reason")
	outcome := Outcome{
		Checks: []Check{
			Fail("code", "subject", "m\xffm").Observe("/a", true).Missing("/b").WithRequired("r").WithSeverity(Critical),
			Pass("code", "other", ""),
		},
		Score:   score,
		Derived: object{"a": 1},
	}
	outcome.Attach("a.txt", "text/plain", []byte("content"))
	m := &memory{}
	r, failed := (&lowering{address: m.address}).handedOver(outcome)
	equal(t, failed == nil, true)
	equal(t, len(r.bytes), 72)
	equal(t, r.bytes[0], byte(0))
	body := r.bytes[8:]
	checks := m.span(body, 0, 60)
	equal(t, len(checks), 120)
	equal(t, []string{m.text(checks, 0), m.text(checks, 8), m.text(checks, 20)}, []string{"code", "subject", "m\uFFFDm"})
	equal(t, checks[16:18], []byte{1, 4})
	seen := m.span(checks, 28, 20)
	equal(t, []string{m.text(seen, 0), m.text(seen, 20)}, []string{"/a", "/b"})
	equal(t, []byte{seen[8], seen[28]}, []byte{1, 0})
	equal(t, m.span(seen, 12, 1), []byte{0xc3})
	equal(t, []byte{checks[36], checks[48], checks[96]}, []byte{1, 0, 0})
	equal(t, m.text(checks, 40), "r")
	equal(t, m.text(checks[60:], 8), "other")
	equal(t, checks[76:78], []byte{0, 2})
	equal(t, []byte{body[8], body[48]}, []byte{1, 1})
	equal(t, binary.LittleEndian.Uint64(body[24:]), uint64(0x4024000000000000))
	equal(t, m.text(m.span(body, 32, 24), 16), "reason")
	equal(t, string(m.span(m.span(body, 40, 24), 16, 1)), "content")
	equal(t, m.span(body, 52, 1), Encode(object{"a": 1}))
}

func TestAnErrorLiesWhereTheContractSays(t *testing.T) {
	for i, failed := range []*EvaluationError{
		{CodeMissingFact, "/a", ""}, {CodeMalformedFact, "/a", "m"}, {CodeFailed, "", "m"},
	} {
		m := &memory{}
		r := (&lowering{address: m.address}).evaluated(Outcome{}, failed)
		equal(t, []byte{r.bytes[0], r.bytes[8]}, []byte{1, byte(i)})
		equal(t, m.text(r.bytes, 12), []string{"/a", "/a", "m"}[i])
		equal(t, m.text(r.bytes, 20), []string{"", "m", ""}[i])
	}
	m := &memory{}
	equal(t, (&lowering{address: m.address}).configured(nil).bytes[0], byte(0))
	r := (&lowering{address: m.address}).configured(&Mismatch{"/p", "m"}).bytes
	equal(t, []string{m.text(r, 4), m.text(r, 12)}, []string{"/p", "m"})
}
