package rule

import "unsafe"

// kept is what the host may still read. An instance evaluates once, so nothing is ever taken out.
var kept []any

// lowered lies in memory until the host has read it, and so does what it was written from.
func lowered(write func(*lowering) (record, any)) unsafe.Pointer {
	l := &lowering{address: func(first *byte) uint32 { return uint32(uintptr(unsafe.Pointer(first))) }}
	r, from := write(l)
	kept = append(kept, l, from)
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
	return lowered(func(l *lowering) (record, any) {
		manifest := exportedRule().Manifest()
		return l.manifest(manifest), manifest
	})
}

//go:wasmexport clearance:rule/rule@0.1.0#configure
func exportConfigure(params string) unsafe.Pointer {
	return lowered(func(l *lowering) (record, any) {
		refused := guestConfigure(params)
		return l.configured(refused), refused
	})
}

//go:wasmexport clearance:rule/rule@0.1.0#evaluate
func exportEvaluate(at int64, facts string) unsafe.Pointer {
	outcome, failed := guestEvaluate(at, facts)
	return lowered(func(l *lowering) (record, any) {
		var r record
		if failed == nil {
			r, failed = l.handedOver(outcome)
		}
		if failed != nil {
			return l.evaluated(Outcome{}, failed), failed
		}
		return r, outcome
	})
}
