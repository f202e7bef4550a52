;; Derives a list of twelve million nulls: twelve megabytes, and thirty times as many where each is a value.
(data (i32.const 131067) "\dd\00\b7\1b\00")
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 190)))
  (memory.fill (i32.const 131072) (i32.const 0xc0) (i32.const 12000000))
  (i32.store8 (i32.const 4152) (i32.const 1))
  (i32.store (i32.const 4156) (i32.const 131067))
  (i32.store (i32.const 4160) (i32.const 12000005))
  (i32.const 4096))
