//! The benchmark with an allocator in which a thread may free what another has allocated without waiting for it.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    bench::run()
}
