;; Derives a text of thirty-two megabytes.
(data (i32.const 131067) "\db\02\00\00\00")
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 520)))
  (i32.store8 (i32.const 4152) (i32.const 1))
  (i32.store (i32.const 4156) (i32.const 131067))
  (i32.store (i32.const 4160) (i32.const 33554437))
  (i32.const 4096))
