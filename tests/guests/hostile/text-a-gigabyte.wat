;; Returns one text of a gigabyte, of which its memory has but the beginning.
(data (i32.const 532) "\40\00\00\00\00\00\00\40")
