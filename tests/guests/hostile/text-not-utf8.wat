;; Returns a message that is not UTF-8.
(data (i32.const 8192) "\ff\fe")
(data (i32.const 532) "\00\20\00\00\02\00\00\00")
