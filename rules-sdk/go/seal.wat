;; Stands in for WASI, so that a component imports nothing. There are no files, no arguments and no environment; random
;; numbers are fixed; the clock ticks by itself, as Go's scheduler needs one that does. What is printed is kept where the
;; kit asked for it, behind the marker of the contract, so that it is there after a trap. What the author's code sought
;; and cannot have is counted, for the kit to tell him.
;;
;; `wasm-tools component new --adapt wasi_snapshot_preview1=seal.wat`, or the same of the crate `wit-component`.
(module
  (import "env" "memory" (memory 0))

  ;; The last words, `{marker: [16]u8, length: u32, text: [capacity]u8}`; 0 where the kit has not said yet.
  (global $words (mut i32) (i32.const 0))
  (global $capacity (mut i32) (i32.const 0))
  ;; What is added where a rule ends itself.
  (global $exit (mut i32) (i32.const 0))
  (global $exit_length (mut i32) (i32.const 0))
  ;; How a place in the author's own files begins where Go's runtime says where something was called.
  (global $own (mut i32) (i32.const 0))
  (global $own_length (mut i32) (i32.const 0))
  ;; Whether all is said.
  (global $ended (mut i32) (i32.const 0))
  ;; Nanoseconds.
  (global $now (mut i64) (i64.const 0))
  (global $later (mut i64) (i64.const 0))
  (global $clock_reads (mut i32) (i32.const 0))
  (global $random_reads (mut i32) (i32.const 0))
  (global $file_reads (mut i32) (i32.const 0))
  (global $waits (mut i32) (i32.const 0))

  ;; What the kit alone calls.

  (func (export "clearance_keep_words") (param $words i32) (param $capacity i32) (param $exit i32) (param $exit_length i32)
    (global.set $words (local.get $words))
    (global.set $capacity (local.get $capacity))
    (global.set $exit (local.get $exit))
    (global.set $exit_length (local.get $exit_length)))
  (func (export "clearance_own_places") (param $begin i32) (param $length i32)
    (global.set $own (local.get $begin))
    (global.set $own_length (local.get $length)))
  (func (export "clearance_stop") (unreachable))
  ;; Lets it be so many nanoseconds after 1970 for who asks for the time of day, which stands still.
  (func (export "clearance_set_clock") (param $later i64) (global.set $later (local.get $later)))
  ;; Writes what was sought so far: the clock, random numbers, files, waiting.
  (func (export "clearance_sought") (param $to i32)
    (i32.store (local.get $to) (global.get $clock_reads))
    (i32.store offset=4 (local.get $to) (global.get $random_reads))
    (i32.store offset=8 (local.get $to) (global.get $file_reads))
    (i32.store offset=12 (local.get $to) (global.get $waits)))

  ;; Adds to the last words as much as there is room for.
  (func $say (param $text i32) (param $length i32)
    (local $said i32) (local $room i32)
    (if (i32.or (i32.eqz (global.get $words)) (global.get $ended)) (then (return)))
    (local.set $said (i32.load offset=16 (global.get $words)))
    (local.set $room (i32.sub (global.get $capacity) (local.get $said)))
    (if (i32.gt_u (local.get $length) (local.get $room)) (then (local.set $length (local.get $room))))
    (memory.copy
      (i32.add (i32.add (global.get $words) (i32.const 20)) (local.get $said))
      (local.get $text)
      (local.get $length))
    (i32.store offset=16 (global.get $words) (i32.add (local.get $said) (local.get $length))))

  ;; Where `length` bytes like those at `text` stand first, in what lies from `from` up to `to`; `to` where they do not.
  (func $find (param $from i32) (param $to i32) (param $text i32) (param $length i32) (result i32)
    (local $same i32)
    (block $nowhere
      (loop $next
        (br_if $nowhere (i32.gt_u (i32.add (local.get $from) (local.get $length)) (local.get $to)))
        (local.set $same (i32.const 0))
        (block $other
          (loop $byte
            (if (i32.eq (local.get $same) (local.get $length)) (then (return (local.get $from))))
            (br_if $other
              (i32.ne
                (i32.load8_u (i32.add (local.get $from) (local.get $same)))
                (i32.load8_u (i32.add (local.get $text) (local.get $same)))))
            (local.set $same (i32.add (local.get $same) (i32.const 1)))
            (br $byte)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $next)))
    (local.get $to))

  ;; The name of the file in which the first function of the package `main` stands, among calls from `from` up to `to`; `to`
  ;; where there is none. A call is a line with the function, and one with a tab and the place.
  (func $find_main (param $from i32) (param $to i32) (result i32)
    (block $nowhere
      (loop $next
        (br_if $nowhere (i32.gt_u (i32.add (local.get $from) (i32.const 8)) (local.get $to)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        ;; A line break and `main`, then a point.
        (br_if $next (i32.ne (i32.load align=1 (local.get $from)) (i32.const 0x69616d0a)))
        (br_if $next (i32.ne (i32.load16_u offset=4 align=1 (local.get $from)) (i32.const 0x2e6e)))
        (loop $tab
          (br_if $nowhere (i32.eq (local.get $from) (local.get $to)))
          (local.set $from (i32.add (local.get $from) (i32.const 1)))
          (br_if $tab (i32.ne (i32.load8_u (local.get $from)) (i32.const 0x09))))
        (return (call $file (local.get $from) (local.get $to)))))
    (local.get $to))

  ;; What stands behind the last slash of the place that begins at `from`; `to` where it does not end yet.
  (func $file (param $from i32) (param $to i32) (result i32)
    (local $name i32)
    (loop $next
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (if (i32.ge_u (local.get $from) (local.get $to)) (then (return (local.get $to))))
      (if (i32.eq (i32.load8_u (local.get $from)) (i32.const 0x2f))
        (then (local.set $name (i32.add (local.get $from) (i32.const 1)))))
      (br_if $next (i32.gt_u (i32.load8_u (local.get $from)) (i32.const 0x20))))
    (select (local.get $name) (local.get $to) (local.get $name)))

  ;; Of the calls that Go's runtime lists before it ends, from `goroutine` on, leaves the first place that is the author's, in
  ;; brackets. It does not come to an end by which it could be known: the place is looked for whenever it has said more.
  (func $shorten
    (local $text i32) (local $end i32) (local $calls i32) (local $place i32) (local $length i32)
    (if (i32.or (i32.eqz (global.get $words)) (global.get $ended)) (then (return)))
    (if (i32.eq (i32.load offset=16 (global.get $words)) (global.get $capacity)) (then (global.set $ended (i32.const 1))))
    (local.set $text (i32.add (global.get $words) (i32.const 20)))
    (local.set $end (i32.add (local.get $text) (i32.load offset=16 (global.get $words))))
    (local.set $calls (local.get $text))
    (block $found
      (loop $next
        (if (i32.gt_u (i32.add (local.get $calls) (i32.const 8)) (local.get $end)) (then (return)))
        ;; Two line breaks and `gorout`.
        (br_if $found (i64.eq (i64.load align=1 (local.get $calls)) (i64.const 0x74756f726f670a0a)))
        (local.set $calls (i32.add (local.get $calls) (i32.const 1)))
        (br $next)))
    (if (global.get $own_length)
      (then
        (local.set $place
          (call $find (local.get $calls) (local.get $end) (global.get $own) (global.get $own_length)))
        (local.set $place (i32.add (local.get $place) (global.get $own_length))))
      (else
        ;; Before that is known, the place of a function of the package `main` is.
        (local.set $place (call $find_main (local.get $calls) (local.get $end)))))
    (if (i32.ge_u (local.get $place) (local.get $end)) (then (return)))
    ;; The place ends before a blank or a line break, which may be still to come.
    (block $ends
      (loop $next
        (if (i32.eq (i32.add (local.get $place) (local.get $length)) (local.get $end)) (then (return)))
        (br_if $ends
          (i32.le_u (i32.load8_u (i32.add (local.get $place) (local.get $length))) (i32.const 0x20)))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (br $next)))
    (i32.store16 align=1 (local.get $calls) (i32.const 0x2820)) ;; ` (`
    (local.set $calls (i32.add (local.get $calls) (i32.const 2)))
    (memory.copy (local.get $calls) (local.get $place) (local.get $length))
    (local.set $calls (i32.add (local.get $calls) (local.get $length)))
    (i32.store8 (local.get $calls) (i32.const 0x29)) ;; `)`
    (i32.store offset=16 (global.get $words)
      (i32.sub (i32.add (local.get $calls) (i32.const 1)) (local.get $text)))
    (global.set $ended (i32.const 1)))

  ;; Output, the end, and what the runtime of Go lives by.

  (func (export "fd_write") (param $fd i32) (param $parts i32) (param $count i32) (param $written i32) (result i32)
    (local $all i32) (local $length i32)
    (if (i32.gt_u (i32.sub (local.get $fd) (i32.const 1)) (i32.const 1)) (then (return (i32.const 8))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $length (i32.load offset=4 (local.get $parts)))
        (call $say (i32.load (local.get $parts)) (local.get $length))
        (local.set $all (i32.add (local.get $all) (local.get $length)))
        (local.set $parts (i32.add (local.get $parts) (i32.const 8)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (call $shorten)
    (i32.store (local.get $written) (local.get $all))
    (i32.const 0))
  ;; Go's runtime ends with 2, and has said why; any other number is the author's own.
  (func (export "proc_exit") (param $code i32)
    (local $skip i32)
    (if (i32.and (i32.ne (local.get $code) (i32.const 2)) (i32.ne (global.get $words) (i32.const 0)))
      (then
        ;; The line break that it begins with stands behind what was said before.
        (local.set $skip (i32.eqz (i32.load offset=16 (global.get $words))))
        (call $say
          (i32.add (global.get $exit) (local.get $skip))
          (i32.sub (global.get $exit_length) (local.get $skip)))))
    (unreachable))
  (func (export "clock_time_get") (param $clock i32) (param i64) (param $time i32) (result i32)
    (global.set $now (i64.add (global.get $now) (i64.const 1000)))
    (i64.store (local.get $time) (global.get $now))
    (if (i32.eqz (local.get $clock))
      (then
        (global.set $clock_reads (i32.add (global.get $clock_reads) (i32.const 1)))
        (i64.store (local.get $time) (global.get $later))))
    (i32.const 0))
  ;; Waiting for a time is over at once, and the time has come. There is nothing else to wait for.
  (func (export "poll_oneoff") (param $wanted i32) (param $events i32) (param i32) (param $count i32) (result i32)
    (local $time i64)
    (global.set $waits (i32.add (global.get $waits) (i32.const 1)))
    (if (i32.eqz (i32.load8_u offset=8 (local.get $wanted)))
      (then
        (local.set $time (i64.load offset=24 (local.get $wanted)))
        (if (i32.eqz (i32.and (i32.load16_u offset=40 (local.get $wanted)) (i32.const 1)))
          (then (local.set $time (i64.add (local.get $time) (global.get $now)))))
        (if (i64.gt_s (local.get $time) (global.get $now)) (then (global.set $now (local.get $time))))))
    (memory.fill (local.get $events) (i32.const 0) (i32.const 32))
    (i64.store (local.get $events) (i64.load (local.get $wanted)))
    (i32.store8 offset=10 (local.get $events) (i32.load8_u offset=8 (local.get $wanted)))
    (i32.store (local.get $count) (i32.const 1))
    (i32.const 0))
  (func (export "random_get") (param $to i32) (param $length i32) (result i32)
    (global.set $random_reads (i32.add (global.get $random_reads) (i32.const 1)))
    (memory.fill (local.get $to) (i32.const 0x5a) (local.get $length))
    (i32.const 0))
  (func (export "sched_yield") (result i32) (i32.const 0))

  ;; No arguments. The environment is what Go's runtime reads there: an evaluation is over before garbage matters, and one
  ;; that takes much memory collects before it is stopped for it. `GOGC=off` and `GOMEMLIMIT=48MiB`, each with a zero byte.

  (func (export "args_sizes_get") (param $count i32) (param $bytes i32) (result i32)
    (i32.store (local.get $count) (i32.const 0))
    (i32.store (local.get $bytes) (i32.const 0))
    (i32.const 0))
  (func (export "args_get") (param i32 i32) (result i32) (i32.const 0))
  (func (export "environ_sizes_get") (param $count i32) (param $bytes i32) (result i32)
    (i32.store (local.get $count) (i32.const 2))
    (i32.store (local.get $bytes) (i32.const 26))
    (i32.const 0))
  (func (export "environ_get") (param $each i32) (param $to i32) (result i32)
    (i32.store (local.get $each) (local.get $to))
    (i32.store offset=4 (local.get $each) (i32.add (local.get $to) (i32.const 9)))
    (i64.store align=1 (local.get $to) (i64.const 0x66666f3d43474f47)) ;; GOGC=off
    (i64.store offset=8 align=1 (local.get $to) (i64.const 0x494c4d454d4f4700)) ;; .GOMEMLI
    (i64.store offset=16 align=1 (local.get $to) (i64.const 0x694d38343d54494d)) ;; MIT=48Mi
    (i32.store8 offset=24 align=1 (local.get $to) (i32.const 0x42)) ;; B
    (i32.store8 offset=25 align=1 (local.get $to) (i32.const 0x0)) ;; .
    (i32.const 0))

  ;; There is a folder `/`, number 3, so that Go asks for files, and nothing in it may be used: error 76, not capable.
  ;; Of other numbers than these there are no files: error 8.

  (func (export "fd_prestat_get") (param $fd i32) (param $to i32) (result i32)
    (if (i32.ne (local.get $fd) (i32.const 3)) (then (return (i32.const 8))))
    (i32.store (local.get $to) (i32.const 0))
    (i32.store offset=4 (local.get $to) (i32.const 1))
    (i32.const 0))
  (func (export "fd_prestat_dir_name") (param $fd i32) (param $to i32) (param $length i32) (result i32)
    (if (i32.ne (local.get $fd) (i32.const 3)) (then (return (i32.const 8))))
    (i32.store8 (local.get $to) (i32.const 0x2f))
    (i32.const 0))
  (func (export "fd_fdstat_get") (param $fd i32) (param $to i32) (result i32)
    (if (i32.gt_u (local.get $fd) (i32.const 3)) (then (return (i32.const 8))))
    (memory.fill (local.get $to) (i32.const 0) (i32.const 24))
    ;; Of 0 to 2 a character device, of 3 a folder.
    (i32.store8 (local.get $to) (select (i32.const 3) (i32.const 2) (i32.eq (local.get $fd) (i32.const 3))))
    (i32.const 0))
  ;; Reading finds the end at once.
  (func (export "fd_read") (param $fd i32) (param i32 i32) (param $read i32) (result i32)
    (if (local.get $fd) (then (return (i32.const 8))))
    (i32.store (local.get $read) (i32.const 0))
    (i32.const 0))

  (func $no_file (result i32)
    (global.set $file_reads (i32.add (global.get $file_reads) (i32.const 1)))
    (i32.const 76))
  (func (export "path_open") (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32) (call $no_file))
  (func (export "path_filestat_get") (param i32 i32 i32 i32 i32) (result i32) (call $no_file))
  (func (export "path_filestat_set_times") (param i32 i32 i32 i32 i64 i64 i32) (result i32) (call $no_file))
  (func (export "path_link") (param i32 i32 i32 i32 i32 i32 i32) (result i32) (call $no_file))
  (func $path_6 (param i32 i32 i32 i32 i32 i32) (result i32) (call $no_file))
  (export "path_readlink" (func $path_6))
  (export "path_rename" (func $path_6))
  (func (export "path_symlink") (param i32 i32 i32 i32 i32) (result i32) (call $no_file))
  (func $path_3 (param i32 i32 i32) (result i32) (call $no_file))
  (export "path_create_directory" (func $path_3))
  (export "path_remove_directory" (func $path_3))
  (export "path_unlink_file" (func $path_3))

  (func $no_1 (param i32) (result i32) (i32.const 8))
  (export "fd_close" (func $no_1))
  (export "fd_sync" (func $no_1))
  (export "fd_datasync" (func $no_1))
  (func $no_2 (param i32 i32) (result i32) (i32.const 8))
  (export "fd_fdstat_set_flags" (func $no_2))
  (export "fd_filestat_get" (func $no_2))
  (export "fd_renumber" (func $no_2))
  (export "fd_tell" (func $no_2))
  (export "sock_shutdown" (func $no_2))
  (export "clock_res_get" (func $no_2))
  (func (export "fd_fdstat_set_rights") (param i32 i64 i64) (result i32) (i32.const 8))
  (func (export "fd_filestat_set_size") (param i32 i64) (result i32) (i32.const 8))
  (func (export "fd_filestat_set_times") (param i32 i64 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_allocate") (param i32 i64 i64) (result i32) (i32.const 8))
  (func (export "fd_advise") (param i32 i64 i64 i32) (result i32) (i32.const 8))
  (func $at_5 (param i32 i32 i32 i64 i32) (result i32) (i32.const 8))
  (export "fd_pread" (func $at_5))
  (export "fd_pwrite" (func $at_5))
  (export "fd_readdir" (func $at_5))
  (func (export "fd_seek") (param i32 i64 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_accept") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_recv") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "sock_send") (param i32 i32 i32 i32 i32) (result i32) (i32.const 8))
  (func (export "proc_raise") (param i32) (result i32) (i32.const 8)))
