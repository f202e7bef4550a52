//! The benchmark with the system's allocator.

fn main() -> anyhow::Result<()> {
    bench::run()
}
