;; Has a schema for its params of eight megabytes, each byte of which is a value.
(func $describe (result i32)
  (local $at i32)
  (drop (memory.grow (i32.const 140)))
  (i32.store8 (i32.const 131072) (i32.const 0x5b))
  (local.set $at (i32.const 131073))
  (loop $next
    (i32.store16 (local.get $at) (i32.const 0x2c31))
    (local.set $at (i32.add (local.get $at) (i32.const 2)))
    (br_if $next (i32.lt_u (local.get $at) (i32.const 8519681))))
  (i32.store16 (local.get $at) (i32.const 0x5d31))
  (i32.store (i32.const 296) (i32.const 131072))
  (i32.store (i32.const 300) (i32.const 8388611))
  (i32.const 256))
