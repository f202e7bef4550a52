;; Returns a check whose status is none of those that there are.
(data (i32.const 528) "\09")
