;; Observes a list of twelve million nulls.
(data (i32.const 131067) "\dd\00\b7\1b\00")
(data (i32.const 8192) "/release")
(data (i32.const 8256) "\00\20\00\00\08\00\00\00" "\01\00\00\00" "\fb\ff\01\00" "\05\1b\b7\00")
(data (i32.const 540) "\40\20\00\00\01\00\00\00")
(func $evaluate (param $at i64) (param $facts i32) (param $length i32) (result i32)
  (drop (memory.grow (i32.const 190)))
  (memory.fill (i32.const 131072) (i32.const 0xc0) (i32.const 12000000))
  (i32.const 4096))
