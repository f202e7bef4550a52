;; Returns ten million checks, for which it has the memory.
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 9200)))
  (i32.store (i32.const 4104) (i32.const 131072))
  (i32.store (i32.const 4108) (i32.const 10000000))
  (i32.const 4096))
