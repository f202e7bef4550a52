;; A rule that two tenants use. Handed much, it writes what it was handed all over the memory that it may have: 256 pages,
;; as the test allows. Handed little, it counts the bytes that are not zero in memory that nothing of its own lies in,
;; and derives the count: what it finds there somebody else has left.
(data (i32.const 8200) "\ce\00\00\00\00")   ;; the count, an integer of four bytes
(func $spread (param $facts i32) (param $length i32)
  (local $at i32)
  (local.set $at (i32.add (local.get $facts) (local.get $length)))
  (loop $next
    (memory.copy (local.get $at) (local.get $facts) (local.get $length))
    (local.set $at (i32.add (local.get $at) (local.get $length)))
    (br_if $next (i32.lt_u (i32.add (local.get $at) (local.get $length)) (i32.const 16777216))))
  ;; Below what it was handed, too: where its texts lie not.
  (memory.copy (i32.const 8448) (local.get $facts) (i32.const 56832)))
(func $count (param $from i32) (param $to i32) (result i32)
  (local $found i32)
  (loop $next
    (local.set $found (i32.add (local.get $found) (i32.ne (i32.load8_u (local.get $from)) (i32.const 0))))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $from) (local.get $to))))
  (local.get $found))
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (local $found i32)
  (drop (memory.grow (i32.sub (i32.const 256) (memory.size))))
  (if (i32.gt_u (local.get $length) (i32.const 100000))
    (then
      (call $spread (local.get $facts) (local.get $length))
      ;; Some of those who misbehave end so.
      (if (i32.and (local.get $length) (i32.const 1)) (then (unreachable)))))
  (local.set $found
    (i32.add
      (call $count (i32.const 8448) (i32.const 65536))
      (call $count (i32.add (local.get $facts) (local.get $length)) (i32.const 16777216))))
  ;; MessagePack writes the first byte first.
  (i32.store8 (i32.const 8201) (i32.shr_u (local.get $found) (i32.const 24)))
  (i32.store8 (i32.const 8202) (i32.shr_u (local.get $found) (i32.const 16)))
  (i32.store8 (i32.const 8203) (i32.shr_u (local.get $found) (i32.const 8)))
  (i32.store8 (i32.const 8204) (local.get $found))
  (i32.store8 (i32.const 4152) (i32.const 1))
  (i32.store (i32.const 4156) (i32.const 8200))
  (i32.store (i32.const 4160) (i32.const 5))
  (i32.const 4096))
