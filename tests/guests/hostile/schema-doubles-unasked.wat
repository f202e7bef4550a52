;; Has a schema for its params that doubles sixty times where no params lead.
(data (i32.const 8192)
  "{\"properties\":{\"x\":{\"$ref\":\"#/$defs/a0\"}},\"$defs\":{"
  ;; repeat 60: "\"a{i}\":{\"allOf\":[{\"$ref\":\"#/$defs/a{j}\"},{\"$ref\":\"#/$defs/a{j}\"}]},"
  "\"a60\":{}}}")
(func $describe (result i32)
  (i32.store (i32.const 296) (i32.const 8192))
  (i32.store (i32.const 300) (call $length (i32.const 8192)))
  (i32.const 256))
