//! Python's `time`, told by the engine's clock, and asleep only as long as the run may last.

use std::cell::Cell;

use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::{Context, PyResult, VirtualMachine};

use crate::clock::Clock;

thread_local! {
    static CLOCK: Cell<Option<Clock>> = const { Cell::new(None) };
}

/// Where the interpreter's own versions of the functions replaced here are kept.
const CALENDAR: &str = "_calendar";

/// The native module the replacements come from.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

/// Replaces whatever in the interpreter's `time` asks the system for the time, which traps on wasm. The rest
/// (`struct_time`, `mktime`, …) only computes.
pub(crate) fn install(clock: Clock, vm: &VirtualMachine) -> PyResult<()> {
    CLOCK.set(Some(clock));
    let time = vm.import("time", 0)?;
    let replacements = vm.import("_clock", 0)?;
    let originals = vm.ctx.new_dict();
    for name in [
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "perf_counter_ns",
        "process_time",
        "process_time_ns",
        "thread_time",
        "thread_time_ns",
        "sleep",
        "gmtime",
        "localtime",
        "ctime",
        "asctime",
        "strftime",
    ] {
        if let Some(original) = vm.get_attribute_opt(&time, name)? {
            originals.set_item(name, original, vm)?;
        }
        time.set_attr(name, replacements.get_attr(name, vm)?, vm)?;
    }
    time.set_attr(CALENDAR, originals, vm)
}

#[rustpython_vm::pymodule(name = "_clock")]
mod module {
    use rustpython_vm::function::{ArgIntoFloat, OptionalArg};
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    use super::{CALENDAR, CLOCK};
    use crate::limits;

    #[pyfunction]
    fn time() -> f64 {
        CLOCK.get().map_or(0.0, |clock| (clock.unix)())
    }

    #[pyfunction]
    fn time_ns() -> i64 {
        nanoseconds(time())
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter")]
    #[pyfunction(name = "process_time")]
    #[pyfunction(name = "thread_time")]
    fn monotonic() -> f64 {
        CLOCK.get().map_or(0.0, |clock| (clock.monotonic)())
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter_ns")]
    #[pyfunction(name = "process_time_ns")]
    #[pyfunction(name = "thread_time_ns")]
    fn monotonic_ns() -> i64 {
        nanoseconds(monotonic())
    }

    /// Whole nanoseconds; exact enough until the year 2262.
    fn nanoseconds(seconds: f64) -> i64 {
        (seconds * 1e9) as i64
    }

    #[pyfunction]
    fn sleep(seconds: ArgIntoFloat, vm: &VirtualMachine) -> PyResult<()> {
        let seconds = f64::from(seconds);
        if seconds.is_nan() {
            return Err(vm.new_value_error("Invalid value NaN (not a number)"));
        }
        if seconds < 0.0 {
            return Err(vm.new_value_error("sleep length must be non-negative"));
        }
        let end = monotonic() + seconds;
        loop {
            limits::check(vm)?;
            let left = end - monotonic();
            if left <= 0.0 {
                return Ok(());
            }
            // A worker without shared memory has nothing to wait on but the clock.
            #[cfg(not(target_arch = "wasm32"))]
            std::thread::sleep(std::time::Duration::from_secs_f64(left.min(0.005)));
        }
    }

    /// Calls the interpreter's own function of that name.
    fn original(name: &'static str, arguments: Vec<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        vm.import("time", 0)?.get_attr(CALENDAR, vm)?.get_item(name, vm)?.call(arguments, vm)
    }

    /// The moment given, or now.
    fn moment(seconds: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyObjectRef {
        let given = seconds.into_option().filter(|seconds| !vm.is_none(seconds));
        given.unwrap_or_else(|| vm.ctx.new_float(time()).into())
    }

    #[pyfunction]
    fn gmtime(seconds: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        original("gmtime", vec![moment(seconds, vm)], vm)
    }

    #[pyfunction]
    fn localtime(seconds: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        original("localtime", vec![moment(seconds, vm)], vm)
    }

    #[pyfunction]
    fn ctime(seconds: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        original("ctime", vec![moment(seconds, vm)], vm)
    }

    #[pyfunction]
    fn asctime(when: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        let when = when.into_option().map_or_else(|| localtime(OptionalArg::Missing, vm), Ok)?;
        original("asctime", vec![when], vm)
    }

    #[pyfunction]
    fn strftime(format: PyObjectRef, when: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        let when = when.into_option().map_or_else(|| localtime(OptionalArg::Missing, vm), Ok)?;
        original("strftime", vec![format, when], vm)
    }
}
