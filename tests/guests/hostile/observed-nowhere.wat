;; Observes a place that the facts do not have, in a section that it asked for.
(data (i32.const 8192) "/release/9999999999999999999999/~0~1/\u{7f}")
(func $begin
  (i32.store (i32.const 8260) (call $length (i32.const 8192))))
(start $begin)
(data (i32.const 8256) "\00\20\00\00" "\00\00\00\00" "\00\00\00\00\00\00\00\00\00\00\00\00")
(data (i32.const 540) "\40\20\00\00\01\00\00\00")
