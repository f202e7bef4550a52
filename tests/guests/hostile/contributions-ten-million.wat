;; Returns a score of ten million contributions, for which it has the memory.
(data (i32.const 4112) "\01")
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 3900)))
  (i32.store (i32.const 4136) (i32.const 131072))
  (i32.store (i32.const 4140) (i32.const 10000000))
  (i32.const 4096))
