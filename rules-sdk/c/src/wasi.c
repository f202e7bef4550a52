/*
 * The system interface below the C library and Zig's standard library: what `seal.c` and `zig/` do not refuse by the name that the
 * author wrote is refused here, so that a component imports nothing whatever is linked into it.
 */
#ifdef __wasm__

#include "internal.h"
#include "sealed.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

typedef int32_t i;
typedef int64_t l;

/* The names by which the C library and Zig's know a function; the linker then asks nobody else for it. */
#define WASI(name, params, why)                                                                                                 \
    i c_##name params __asm__("__imported_wasi_snapshot_preview1_" #name);                                                      \
    i c_##name params {                                                                                                         \
        cr_panic("`" #name "` " why, NULL, 0);                                                                                  \
    }                                                                                                                           \
    i zig_##name params __asm__(#name "|wasi_snapshot_preview1");                                                               \
    i zig_##name params {                                                                                                       \
        cr_panic("`" #name "` " why, NULL, 0);                                                                                  \
    }

WASI(args_get, (i, i), SYSTEM)
WASI(args_sizes_get, (i, i), SYSTEM)
WASI(environ_get, (i, i), SYSTEM)
WASI(environ_sizes_get, (i, i), SYSTEM)
WASI(clock_res_get, (i, i), CLOCK)
WASI(clock_time_get, (i, l, i), CLOCK)
WASI(fd_advise, (i, l, l, i), FILES)
WASI(fd_allocate, (i, l, l), FILES)
WASI(fd_close, (i), FILES)
WASI(fd_datasync, (i), FILES)
WASI(fd_fdstat_get, (i, i), FILES)
WASI(fd_fdstat_set_flags, (i, i), FILES)
WASI(fd_fdstat_set_rights, (i, l, l), FILES)
WASI(fd_filestat_get, (i, i), FILES)
WASI(fd_filestat_set_size, (i, l), FILES)
WASI(fd_filestat_set_times, (i, l, l, i), FILES)
WASI(fd_pread, (i, i, i, l, i), INPUT)
WASI(fd_prestat_dir_name, (i, i, i), FILES)
WASI(fd_pwrite, (i, i, i, l, i), OUTPUT)
WASI(fd_read, (i, i, i, i), INPUT)
WASI(fd_readdir, (i, i, i, l, i), FILES)
WASI(fd_renumber, (i, i), FILES)
WASI(fd_seek, (i, l, i, i), FILES)
WASI(fd_sync, (i), FILES)
WASI(fd_tell, (i, i), FILES)
WASI(fd_write, (i, i, i, i), OUTPUT)
WASI(path_create_directory, (i, i, i), FILES)
WASI(path_filestat_get, (i, i, i, i, i), FILES)
WASI(path_filestat_set_times, (i, i, i, i, l, l, i), FILES)
WASI(path_link, (i, i, i, i, i, i, i), FILES)
WASI(path_open, (i, i, i, i, i, l, l, i, i), FILES)
WASI(path_readlink, (i, i, i, i, i, i), FILES)
WASI(path_remove_directory, (i, i, i), FILES)
WASI(path_rename, (i, i, i, i, i, i), FILES)
WASI(path_symlink, (i, i, i, i, i), FILES)
WASI(path_unlink_file, (i, i, i), FILES)
WASI(poll_oneoff, (i, i, i, i), CLOCK)
WASI(sched_yield, (void), SYSTEM)
WASI(random_get, (i, i), CHANCE)
WASI(sock_accept, (i, i, i), SYSTEM)
WASI(sock_recv, (i, i, i, i, i, i), SYSTEM)
WASI(sock_send, (i, i, i, i, i), SYSTEM)
WASI(sock_shutdown, (i, i), SYSTEM)

/* The C library asks for folders before anything else, and is content with none. */
enum { BAD_DESCRIPTOR = 8 };
i c_fd_prestat_get(i, i) __asm__("__imported_wasi_snapshot_preview1_fd_prestat_get");
i c_fd_prestat_get(i, i) {
    return BAD_DESCRIPTOR;
}
i zig_fd_prestat_get(i, i) __asm__("fd_prestat_get|wasi_snapshot_preview1");
i zig_fd_prestat_get(i, i) {
    return BAD_DESCRIPTOR;
}

/* This one gives nothing. */
_Noreturn void c_proc_exit(i) __asm__("__imported_wasi_snapshot_preview1_proc_exit");
_Noreturn void c_proc_exit(i) {
    cr_panic("`proc_exit` " ENDING, NULL, 0);
}
_Noreturn void zig_proc_exit(i) __asm__("proc_exit|wasi_snapshot_preview1");
_Noreturn void zig_proc_exit(i) {
    cr_panic("`proc_exit` " ENDING, NULL, 0);
}

#else
typedef int nothing_to_seal;
#endif
