package rule

import "unsafe"

// kept is what the host may still read. An instance evaluates once, so nothing is ever taken out.
var kept []any

func lowered(write func(*lowering) record) unsafe.Pointer {
	l := &lowering{address: func(first *byte) uint32 { return uint32(uintptr(unsafe.Pointer(first))) }}
	r := write(l)
	kept = append(kept, l.kept)
	return unsafe.Pointer(unsafe.SliceData(r.bytes))
}

// exportRealloc makes room for what the host hands over.
//
//go:wasmexport cabi_realloc
func exportRealloc(old unsafe.Pointer, oldSize, _, size uint32) unsafe.Pointer {
	room := make([]byte, max(size, 8))
	copy(room, unsafe.Slice((*byte)(old), oldSize))
	kept = append(kept, room)
	return unsafe.Pointer(unsafe.SliceData(room))
}

//go:wasmexport clearance:rule/rule@0.1.0#describe
func exportDescribe() unsafe.Pointer {
	defer func() {
		if problem := recover(); problem != nil {
			stopWith(worded(problem))
		}
	}()
	return lowered(func(l *lowering) record { return l.manifest(exportedRule().Manifest()) })
}

//go:wasmexport clearance:rule/rule@0.1.0#configure
func exportConfigure(params string) unsafe.Pointer {
	return lowered(func(l *lowering) record { return l.configured(guestConfigure(params)) })
}

//go:wasmexport clearance:rule/rule@0.1.0#evaluate
func exportEvaluate(at int64, facts string) unsafe.Pointer {
	outcome, failed := guestEvaluate(at, facts)
	return lowered(func(l *lowering) record {
		var r record
		if failed == nil {
			r, failed = l.handedOver(outcome)
		}
		if failed != nil {
			r = l.evaluated(Outcome{}, failed)
		}
		return r
	})
}
