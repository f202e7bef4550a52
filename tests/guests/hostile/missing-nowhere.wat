;; Says that a fact is missing whose place is no JSON Pointer.
(data (i32.const 8192) "nowhere")
(data (i32.const 4096) "\01\00\00\00\00\00\00\00" "\00\00\00\00" "\00\20\00\00\07\00\00\00")
