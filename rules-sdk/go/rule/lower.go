package rule

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// What is handed to the host lies in memory as the canonical ABI of the component model has it: each value at a multiple of
// its alignment, texts and lists as address and length, little end first. The offsets are those of wit/rule.wit.

// lowering keeps what lies in memory alive until the host has read it.
type lowering struct {
	kept [][]byte
	// mended are texts that were none; all others are kept by what they stand in.
	mended []string
	// address is where something lies; in tests, which have more memory than 32 bits address, it is a number.
	address func(first *byte) uint32
}

// record is a value while it is written.
type record struct {
	*lowering
	bytes []byte
}

func (l *lowering) record(size int) record {
	bytes := make([]byte, size)
	l.kept = append(l.kept, bytes)
	return record{l, bytes}
}

func (r record) at(offset int) record { return record{r.lowering, r.bytes[offset:]} }

func (r record) byte(offset int, value uint8) { r.bytes[offset] = value }

func (r record) flag(offset int, is bool) {
	if is {
		r.bytes[offset] = 1
	}
}

func (r record) float(offset int, value float64) {
	binary.LittleEndian.PutUint64(r.bytes[offset:], math.Float64bits(value))
}

func (r record) span(offset int, first *byte, length int) {
	if length > 0 {
		binary.LittleEndian.PutUint32(r.bytes[offset:], r.address(first))
	} else {
		// An empty list lies nowhere, at an address that is aligned.
		binary.LittleEndian.PutUint32(r.bytes[offset:], 8)
	}
	binary.LittleEndian.PutUint32(r.bytes[offset+4:], uint32(length))
}

func (r record) text(offset int, text string) {
	if whole := valid(text); len(whole) != len(text) || unsafe.StringData(whole) != unsafe.StringData(text) {
		r.mended = append(r.mended, whole)
		text = whole
	}
	r.span(offset, unsafe.StringData(text), len(text))
}

// someText is an optional text, of which an empty one is none.
func (r record) someText(offset int, text string) {
	if text != "" {
		r.byte(offset, 1)
		r.text(offset+4, text)
	}
}

func (r record) document(offset int, bytes []byte) {
	r.kept = append(r.kept, bytes)
	r.span(offset, unsafe.SliceData(bytes), len(bytes))
}

// list writes elements of so many bytes each.
func list32[T any](r record, offset, size int, values []T, write func(record, T)) {
	elements := r.record(size * len(values))
	for i, value := range values {
		write(elements.at(i*size), value)
	}
	r.span(offset, unsafe.SliceData(elements.bytes), len(values))
}

func (r record) texts(offset int, texts []string) {
	list32(r, offset, 8, texts, func(r record, text string) { r.text(0, text) })
}

func (l *lowering) manifest(m Manifest) record {
	r := l.record(76)
	r.text(0, m.ID)
	r.text(8, m.Version)
	r.text(16, m.Title)
	r.text(24, m.Summary)
	list32(r, 32, 20, m.Reads, func(r record, section Section) {
		r.text(0, section.Name)
		r.flag(8, section.Required)
		r.text(12, section.Schema)
	})
	r.text(40, m.ParamsSchema)
	list32(r, 48, 16, m.Checks, func(r record, kind CheckKind) {
		r.text(0, kind.Code)
		r.text(8, kind.Summary)
	})
	r.texts(56, m.Practices)
	r.texts(64, m.Controls)
	r.flag(72, m.Timeless)
	return r
}

func (l *lowering) configured(refused *Mismatch) record {
	r := l.record(20)
	if refused != nil {
		r.byte(0, 1)
		r.text(4, refused.Pointer)
		r.text(12, refused.Message)
	}
	return r
}

func (l *lowering) evaluated(outcome Outcome, failed *EvaluationError) record {
	r := l.record(72)
	if failed == nil {
		r.at(8).outcome(outcome)
		return r
	}
	r.byte(0, 1)
	switch failed.Code {
	case CodeMissingFact:
		r.text(12, failed.Pointer)
	case CodeMalformedFact:
		r.byte(8, 1)
		r.text(12, failed.Pointer)
		r.text(20, failed.Message)
	default:
		r.byte(8, 2)
		r.text(12, failed.Message)
	}
	return r
}

// handedOver is an outcome for the host, or why it cannot have it.
func (l *lowering) handedOver(outcome Outcome) (r record, failed *EvaluationError) {
	defer func() {
		if problem := recover(); problem != nil {
			failed = &EvaluationError{Code: CodeFailed, Message: worded(problem)}
		}
	}()
	return l.evaluated(outcome, nil), nil
}

// nowhere is the address of what is only looked at.
func nowhere(*byte) uint32 { return 0 }

func (r record) outcome(outcome Outcome) {
	list32(r, 0, 60, outcome.Checks, record.check)
	if score := outcome.Score; score != nil {
		r.byte(8, 1)
		r.float(16, score.Points)
		r.float(24, score.OutOf)
		list32(r, 32, 24, score.Contributions, func(r record, term Contribution) {
			r.text(0, term.Factor)
			r.float(8, term.Points)
			r.text(16, term.Reason)
		})
	}
	list32(r, 40, 24, outcome.Artifacts, func(r record, artifact Artifact) {
		r.text(0, artifact.Name)
		r.text(8, artifact.MediaType)
		r.document(16, artifact.Content)
	})
	if outcome.Derived != nil {
		r.byte(48, 1)
		r.document(52, Encode(outcome.Derived))
	}
}

func (r record) check(check Check) {
	if check.Status > Unanswered || check.Severity < Info || check.Severity > Critical {
		panic("the check `" + check.Code + "` of `" + check.Subject + "` has a status or a severity that there is not: take the " +
			"package's constants")
	}
	r.text(0, check.Code)
	r.text(8, check.Subject)
	r.byte(16, uint8(check.Status))
	r.byte(17, uint8(check.Severity-Info))
	r.text(20, check.Message)
	list32(r, 28, 20, check.Observed, func(r record, seen Observation) {
		r.text(0, seen.Pointer)
		if seen.Present {
			r.byte(8, 1)
			r.document(12, Encode(seen.Value))
		}
	})
	r.someText(36, check.Required)
	r.someText(48, check.Remedy)
}
