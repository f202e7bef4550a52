;; Has a memory that several threads could share.
(memory $second 1 1 shared)
