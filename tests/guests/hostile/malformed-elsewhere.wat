;; Says that a fact is malformed in a section that it did not ask for.
(data (i32.const 8192) "/payroll")
(data (i32.const 4096) "\01\00\00\00\00\00\00\00" "\01\00\00\00" "\00\20\00\00\08\00\00\00" "\00\20\00\00\08\00\00\00")
