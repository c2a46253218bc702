//! Bounds of a run in time and memory, and the poll that keeps to them.
//!
//! Whatever may run long calls [`poll`] or [`charge`] now and then. Most of these only spend credit (see
//! [`allocator`]); when it is used up the clock and the memory in use are looked at.

use std::cell::RefCell;

use ndgym_kernels::allocator;
use ndgym_protocol::Limits;
use rustpython_vm::builtins::PyTypeRef;
use rustpython_vm::{AsObject, PyObject, PyResult, VirtualMachine};

use crate::clock::Clock;
use crate::output::Output;

/// Steps between two looks at the clock: a few milliseconds of the interpreter's work.
const STEPS: usize = 20_000;

/// Time and memory allowed for the report on a run that has ended.
const REPORT_MS: f64 = 2_000.0;
const REPORT_BYTES: usize = 64 << 20;

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// The bounds of the run on this thread.
struct Watch {
    clock: Clock,
    /// When to stop, by the monotonic clock.
    deadline: f64,
    /// Most bytes the process may hold.
    memory: usize,
    /// The class of the exception that ends a run out of time. It derives from `BaseException` only, and every
    /// later poll raises it again, so no `except` keeps a run alive.
    time_limit: PyTypeRef,
    /// File name of the learner's text.
    filename: String,
    /// The line that was running when the time was up.
    line: Option<u32>,
    /// Text waits here until it is time to show it.
    output: Output,
}

/// Starts a run of the text named `filename` within `limits`. `base` is what the process held before its interpreter was made.
pub(crate) fn start(
    limits: &Limits,
    base: usize,
    clock: Clock,
    filename: &str,
    output: Output,
    vm: &VirtualMachine,
) {
    let memory_bytes = usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX);
    let base_exception = vm.ctx.exceptions.base_exception_type.to_owned();
    let time_limit = vm.ctx.new_exception_type("ndgym", "TimeLimit", Some(vec![base_exception]));
    ndgym_core::buffer::set_memory_limit(memory_bytes);
    allocator::set_limit(last_resort(base, memory_bytes));
    allocator::set_credit(STEPS);
    WATCH.set(Some(Watch {
        clock,
        deadline: (clock.monotonic)() + limits.time_ms / 1000.0,
        memory: base.saturating_add(memory_bytes),
        time_limit,
        filename: filename.to_owned(),
        line: None,
        output,
    }));
}

/// Where the allocator itself refuses: far enough beyond the limit that code which cannot bear a refusal is noticed by
/// [`check`] first, though it doubles its memory in one step.
fn last_resort(base: usize, memory_bytes: usize) -> usize {
    base.saturating_add(memory_bytes.saturating_mul(3)).saturating_add(REPORT_BYTES)
}

/// Gives the report on a run that has ended its own small allowance.
pub(crate) fn start_report() {
    WATCH.with_borrow_mut(|watch| {
        if let Some(watch) = watch {
            watch.deadline = (watch.clock.monotonic)() + REPORT_MS / 1000.0;
            watch.memory = watch.memory.max(allocator::in_use()).saturating_add(REPORT_BYTES);
        }
    });
}

/// Ends the watch.
pub(crate) fn end() {
    WATCH.set(None);
    ndgym_core::buffer::set_memory_limit(usize::MAX);
    allocator::set_limit(usize::MAX);
}

/// Whether the run has bounds at all; one without need not be watched.
pub(crate) fn are_set() -> bool {
    WATCH.with_borrow(|watch| {
        watch.as_ref().is_some_and(|watch| watch.deadline.is_finite() || watch.memory < usize::MAX)
    })
}

/// If `exception` is that of a run out of time: the line that was running, where known.
pub(crate) fn as_time_limit(exception: &PyObject) -> Option<Option<u32>> {
    WATCH.with_borrow(|watch| {
        let watch = watch.as_ref()?;
        exception.class().is(&watch.time_limit).then_some(watch.line)
    })
}

/// Raises if the run is past its limits. Costs next to nothing; call it once for each small step of work.
///
/// # Errors
/// `MemoryError`, or the exception that ends the run.
#[inline]
pub fn poll(vm: &VirtualMachine) -> PyResult<()> {
    charge(1, vm)
}

/// Like [`poll`], for `steps` small steps (an element of an array is less than one) at once.
///
/// # Errors
/// As [`poll`].
#[inline]
pub fn charge(steps: usize, vm: &VirtualMachine) -> PyResult<()> {
    if allocator::spend(steps) { Ok(()) } else { check(vm) }
}

/// Whether the run may take `bytes` more.
pub(crate) fn has_room(bytes: usize) -> bool {
    WATCH.with_borrow(|watch| {
        watch.as_ref().is_none_or(|watch| allocator::in_use().saturating_add(bytes) <= watch.memory)
    })
}

/// Looks at the clock and the memory in use.
#[cold]
#[inline(never)]
pub(crate) fn check(vm: &VirtualMachine) -> PyResult<()> {
    allocator::set_credit(STEPS);
    let Some((now, deadline, output)) = WATCH.with_borrow(|watch| {
        watch.as_ref().map(|watch| ((watch.clock.monotonic)(), watch.deadline, watch.output.clone()))
    }) else {
        return Ok(());
    };
    output.show_if_due(now);
    if now >= deadline {
        allocator::set_credit(0);
        return Err(out_of_time(vm));
    }
    if !have_room_for_the_collector() {
        vm.state.gc.disable();
    }
    if !has_room(0) {
        ndgym_core::buffer::release_recycled();
    }
    if !has_room(0) {
        allocator::set_credit(0);
        return Err(vm.new_memory_error(""));
    }
    Ok(())
}

/// Whether the collector of reference cycles can run. It lists every reference that there is, which can take as much again as
/// the objects themselves, and cannot bear to be refused; a large run goes without it.
pub(crate) fn have_room_for_the_collector() -> bool {
    let allowance = WATCH.with_borrow(|watch| watch.as_ref().map_or(0, |watch| watch.memory / 3 * 2));
    has_room(allowance)
}

/// The exception that ends a run; notes the running line the first time.
fn out_of_time(vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
    let line = WATCH.with_borrow(|watch| watch.as_ref().and_then(|watch| running_line(&watch.filename, vm)));
    let class = WATCH.with_borrow_mut(|watch| {
        watch.as_mut().map(|watch| {
            watch.line = watch.line.or(line);
            watch.time_limit.clone()
        })
    });
    let class = class.unwrap_or_else(|| vm.ctx.exceptions.keyboard_interrupt.to_owned());
    vm.new_exception_msg(class, "time limit".into())
}

/// The line of the innermost frame that belongs to the text named `filename`.
fn running_line(filename: &str, vm: &VirtualMachine) -> Option<u32> {
    let mut frame = vm.current_frame();
    while let Some(current) = frame {
        if current.f_code().source_path().as_str() == filename {
            return u32::try_from(current.lineno()).ok();
        }
        frame = current.f_back(vm);
    }
    None
}
