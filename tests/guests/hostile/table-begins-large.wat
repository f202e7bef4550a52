;; Has a table that begins with more elements than any rule may have.
(table $table 10000000 funcref)
