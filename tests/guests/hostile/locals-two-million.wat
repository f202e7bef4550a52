;; Has as many locals in each function as the standard allows. Three bytes say so.
;; repeat 40: (func (local {many}))
