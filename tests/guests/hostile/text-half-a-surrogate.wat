;; Hands over texts in Latin-1 or UTF-16, and its message is half of a surrogate pair.
;; encoding: compact-utf16
(data (i32.const 8192) "\00\d8")
(data (i32.const 532) "\00\20\00\00\01\00\00\80")
