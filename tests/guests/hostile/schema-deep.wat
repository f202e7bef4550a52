;; Has a schema for its params that nests ten thousand lists.
(data (i32.const 8192)
  "{\"enum\":"
  ;; repeat 10000: "["
  ;; repeat 10000: "]"
  "}")
(func $describe (result i32)
  (i32.store (i32.const 296) (i32.const 8192))
  (i32.store (i32.const 300) (call $length (i32.const 8192)))
  (i32.const 256))
