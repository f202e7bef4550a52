;; Has a second memory that begins with four gigabytes.
(memory $second 65536)
