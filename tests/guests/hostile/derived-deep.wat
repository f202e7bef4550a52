;; Derives a million lists, each in the other.
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 16)))
  (memory.fill (i32.const 131072) (i32.const 0x91) (i32.const 1000000))
  (i32.store8 (i32.const 4152) (i32.const 1))
  (i32.store (i32.const 4156) (i32.const 131072))
  (i32.store (i32.const 4160) (i32.const 1000000))
  (i32.const 4096))
