;; Has a schema for its params that lies on another machine.
(data (i32.const 8192) "{\"$ref\":\"http://localhost:1/schema.json\"}")
(func $describe (result i32)
  (i32.store (i32.const 296) (i32.const 8192))
  (i32.store (i32.const 300) (call $length (i32.const 8192)))
  (i32.const 256))
