//! Bounds of a run, and the poll that keeps to them.

use std::cell::Cell;

use rustpython_vm::{PyResult, VirtualMachine};

use crate::clock::Clock;

/// Bounds of one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Longest time the run may take, in seconds; `None` for no bound.
    pub seconds: Option<f64>,
    /// Most bytes that arrays and interpreter together may hold.
    pub memory_bytes: u64,
    /// Most bytes of output that are passed on; the rest is counted.
    pub output_bytes: u64,
}

impl Default for Limits {
    /// Ten seconds, 256 MiB, 256 KiB of output.
    fn default() -> Self {
        Limits { seconds: Some(10.0), memory_bytes: 256 << 20, output_bytes: 256 << 10 }
    }
}

thread_local! {
    static DEADLINE: Cell<Option<(f64, Clock)>> = const { Cell::new(None) };
}

/// Sets when the run on this thread has to end.
pub(crate) fn start(limits: &Limits, clock: Clock) {
    DEADLINE.set(limits.seconds.map(|seconds| ((clock.monotonic)() + seconds, clock)));
}

/// Raises if the run is past its limit. Every native function that may take long calls it.
pub fn poll(vm: &VirtualMachine) -> PyResult<()> {
    match DEADLINE.get() {
        Some((deadline, clock)) if (clock.monotonic)() >= deadline => {
            Err(vm.new_exception_msg(vm.ctx.exceptions.keyboard_interrupt.to_owned(), "time limit".into()))
        }
        _ => Ok(()),
    }
}
