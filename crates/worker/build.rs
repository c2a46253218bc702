//! Sizes the worker's stack.

/// Browsers give a worker half a megabyte or more of machine stack, which WebAssembly's frames take their share of beside
/// this one. It is small enough to run out first (measured in Chromium with the deepest native recursion there is), for
/// then the interpreter raises RecursionError, while the browser's own limit ends the worker.
const STACK_BYTES: u32 = 256 << 10;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-bins=-zstack-size={STACK_BYTES}");
    }
}
