;; Says that it returns ten million checks, for which its memory is too small.
(data (i32.const 4104) "\00\02\00\00\80\96\98\00")
