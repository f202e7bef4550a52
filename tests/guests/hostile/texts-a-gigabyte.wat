;; Returns sixty-four checks whose message is the same sixteen megabytes: a gigabyte for the engine, little for the rule.
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (local $check i32)
  (drop (memory.grow (i32.const 320)))
  (i32.store (i32.const 4104) (i32.const 131072))
  (i32.store (i32.const 4108) (i32.const 64))
  (local.set $check (i32.const 131072))
  (loop $next
    (memory.copy (local.get $check) (i32.const 512) (i32.const 60))
    (i32.store offset=20 (local.get $check) (i32.const 1048576))
    (i32.store offset=24 (local.get $check) (i32.const 16777216))
    (local.set $check (i32.add (local.get $check) (i32.const 60)))
    (br_if $next (i32.lt_u (local.get $check) (i32.const 134912))))
  (i32.const 4096))
