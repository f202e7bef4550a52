;; What every guest of this folder begins with: a memory, a manifest that is in order, and a check that passes. All of it
;; lies at fixed places, so that a guest need only say what is wrong with it.
;;
;;    256  what `describe` returns: the manifest          512  a check that passed
;;    640  what `configure` returns: the params suit     4096  what `evaluate` returns: that one check
;;
;; Texts of its own may begin at 8192.
(memory $memory (export "memory") 2)
(global $free (mut i32) (i32.const 65536))

(data (i32.const 16) "hostile")
(data (i32.const 32) "1.0.0")
(data (i32.const 48) "behaved")
(data (i32.const 64) "It behaved.")
(data (i32.const 80) "{}")
(data (i32.const 96) "release")

(data (i32.const 256)
  "\10\00\00\00\07\00\00\00"   ;; id, 256
  "\20\00\00\00\05\00\00\00"   ;; version, 264
  "\10\00\00\00\07\00\00\00"   ;; title, 272
  "\40\00\00\00\0b\00\00\00"   ;; summary, 280
  "\80\01\00\00\01\00\00\00"   ;; reads, 288: the one at 384
  "\50\00\00\00\02\00\00\00"   ;; params-schema, 296
  "\c0\01\00\00\01\00\00\00"   ;; checks, 304: the one at 448
  "\00\00\00\00\00\00\00\00"   ;; practices, 312
  "\00\00\00\00\00\00\00\00"   ;; controls, 320
  "\00")                       ;; timeless, 328
(data (i32.const 384)
  "\60\00\00\00\07\00\00\00"   ;; name
  "\00\00\00\00"               ;; required
  "\50\00\00\00\02\00\00\00")  ;; schema
(data (i32.const 448)
  "\30\00\00\00\07\00\00\00"   ;; code
  "\40\00\00\00\0b\00\00\00")  ;; summary

(data (i32.const 512)
  "\30\00\00\00\07\00\00\00"   ;; code
  "\10\00\00\00\07\00\00\00"   ;; subject, 520
  "\00\02\00\00"               ;; status, 528, and severity, 529
  "\40\00\00\00\0b\00\00\00"   ;; message, 532
  "\00\00\00\00\00\00\00\00"   ;; observed, 540
  "\00\00\00\00\00\00\00\00\00\00\00\00"   ;; required, 548
  "\00\00\00\00\00\00\00\00\00\00\00\00")  ;; remedy, 560

(data (i32.const 4096)
  "\00\00\00\00\00\00\00\00"   ;; ok
  "\00\02\00\00\01\00\00\00"   ;; checks, 4104: the one at 512
  "\00\00\00\00\00\00\00\00"   ;; score: none, 4112
  "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
  "\00\00\00\00\00\00\00\00"   ;; artifacts, 4144
  "\00\00\00\00"               ;; derived: none, 4152
  "\00\00\00\00\00\00\00\00")  ;; their bytes, 4156

;; The length of a text that ends with a zero byte.
(func $length (param $text i32) (result i32)
  (local $end i32)
  (local.set $end (local.get $text))
  (block $ended
    (loop $next
      (br_if $ended (i32.eqz (i32.load8_u (local.get $end))))
      (local.set $end (i32.add (local.get $end) (i32.const 1)))
      (br $next)))
  (i32.sub (local.get $end) (local.get $text)))

(export "cabi_realloc" (func $realloc))
(export "clearance:rule/rule@0.1.0#describe" (func $describe))
(export "clearance:rule/rule@0.1.0#configure" (func $configure))
(export "clearance:rule/rule@0.1.0#evaluate" (func $evaluate))
