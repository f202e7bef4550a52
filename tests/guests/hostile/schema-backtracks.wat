;; Has a schema for its params with a pattern that takes some engines as long as the universe has been.
(data (i32.const 8192)
  "{\"properties\":{\"name\":{\"pattern\":\"^(a|aa|a?)+$\"}},\"patternProperties\":{\"^((x+x+)+y){1000}$\":{}}}")
(func $describe (result i32)
  (i32.store (i32.const 296) (i32.const 8192))
  (i32.store (i32.const 300) (call $length (i32.const 8192)))
  (i32.const 256))
