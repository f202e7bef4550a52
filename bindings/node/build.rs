//! Tells the linker that Node provides its own symbols.

fn main() {
    napi_build::setup();
}
