//! Keeps the interpreter's own native loops and giant requests within the limits.
//!
//! A native function that draws on an endless iterator (`sum(itertools.count())`) runs no Python code, so the
//! iterators such loops can draw on poll at every step. Numbers whose size is known in advance to be
//! beyond all memory are refused before they are made; other giant requests are refused by the allocator.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyInt, PyTypeRef};
use rustpython_vm::protocol::{PyIterReturn, PyNumberBinaryFunc, PyNumberTernaryFunc};
use rustpython_vm::{Context, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::limits;

type IterNext = fn(&PyObject, &VirtualMachine) -> PyResult<PyIterReturn>;

/// Gives each listed type an `__next__` that polls before it does what it did.
macro_rules! poll_in_next {
    ($vm:expr, $($class:expr => $name:ident),* $(,)?) => {$({
        static ORIGINAL: OnceLock<IterNext> = OnceLock::new();
        fn $name(iterator: &PyObject, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            limits::poll(vm)?;
            match ORIGINAL.get() {
                Some(next) => next(iterator, vm),
                None => Ok(PyIterReturn::StopIteration(None)),
            }
        }
        let class = $class;
        let slot = &class.slots().iternext;
        // Types outlive interpreters, so the guard may be there already.
        if let Some(next) = slot.load().filter(|&next| !std::ptr::fn_addr_eq(next, $name as IterNext)) {
            let _ = ORIGINAL.set(next);
            slot.store(Some($name));
        }
    })*};
}

/// Puts the guards in place.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let itertools = vm.import("itertools", 0)?;
    let class =
        |name: &'static str| -> PyResult<PyTypeRef> { itertools.get_attr(name, vm)?.try_into_value(vm) };
    poll_in_next!(vm,
        vm.ctx.types.range_iterator_type => next_of_range,
        vm.ctx.types.long_range_iterator_type => next_of_long_range,
        vm.ctx.types.callable_iterator => next_of_callable,
        class("count")? => next_of_count,
        class("cycle")? => next_of_cycle,
        class("repeat")? => next_of_repeat,
    );
    guard_integers(&vm.ctx);
    guard_repetition(&vm.ctx);
    Ok(())
}

static POWER: OnceLock<PyNumberTernaryFunc> = OnceLock::new();
static SHIFT: OnceLock<PyNumberBinaryFunc> = OnceLock::new();

/// `x ** y` and `x << y` of integers make numbers of any size.
fn guard_integers(ctx: &Context) {
    let numbers = &ctx.types.int_type.slots().as_number;
    if let Some(power) = numbers
        .power
        .load()
        .filter(|&power| !std::ptr::fn_addr_eq(power, guarded_power as PyNumberTernaryFunc))
    {
        let _ = POWER.set(power);
        numbers.power.store(Some(guarded_power));
    }
    if let Some(shift) = numbers
        .lshift
        .load()
        .filter(|&shift| !std::ptr::fn_addr_eq(shift, guarded_shift as PyNumberBinaryFunc))
    {
        let _ = SHIFT.set(shift);
        numbers.lshift.store(Some(guarded_shift));
    }
}

fn guarded_power(base: &PyObject, exponent: &PyObject, modulus: &PyObject, vm: &VirtualMachine) -> PyResult {
    if vm.is_none(modulus)
        && let (Some(base), Some(exponent)) = (base.downcast_ref::<PyInt>(), exponent.downcast_ref::<PyInt>())
    {
        let bits = base.as_bigint().bits();
        // 0, 1 and -1 stay small whatever the exponent.
        if bits > 1 && is_positive(exponent) {
            let exponent = u64::try_from(exponent.as_bigint()).unwrap_or(u64::MAX);
            require_bits((bits - 1).saturating_mul(exponent), vm)?;
        }
    }
    POWER.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |power| power(base, exponent, modulus, vm))
}

fn guarded_shift(number: &PyObject, distance: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let (Some(number), Some(distance)) = (number.downcast_ref::<PyInt>(), distance.downcast_ref::<PyInt>())
        && number.as_bigint().bits() > 0
        && is_positive(distance)
    {
        let distance = u64::try_from(distance.as_bigint()).unwrap_or(u64::MAX);
        require_bits(number.as_bigint().bits().saturating_add(distance), vm)?;
    }
    SHIFT.get().map_or_else(|| Ok(vm.ctx.not_implemented()), |shift| shift(number, distance, vm))
}

fn is_positive(number: &PyInt) -> bool {
    number.as_bigint().sign() == malachite_bigint::Sign::Plus
}

fn require_bits(bits: u64, vm: &VirtualMachine) -> PyResult<()> {
    let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
    if limits::has_room(bytes) { Ok(()) } else { Err(vm.new_memory_error("")) }
}

/// Where addresses have 32 bits, `[0] * 10**12` would be an OverflowError; where Python has 64 it is a
/// MemoryError, or nothing at all if the count is negative or the sequence empty.
fn guard_repetition(ctx: &Context) {
    if usize::BITS >= 64 {
        return;
    }
    for class in [
        ctx.types.list_type,
        ctx.types.tuple_type,
        ctx.types.str_type,
        ctx.types.bytes_type,
        ctx.types.bytearray_type,
    ] {
        class.slots().as_number.multiply.store(Some(repeat));
        class.slots().as_number.right_multiply.store(Some(|count, sequence, vm| repeat(sequence, count, vm)));
    }
}

fn repeat(sequence: &PyObject, count: &PyObject, vm: &VirtualMachine) -> PyResult {
    let beyond = |count: &PyInt| {
        let fits_64 = i64::try_from(count.as_bigint()).ok();
        fits_64.filter(|&count| isize::try_from(count).is_err())
    };
    let Some(count) = count.downcast_ref::<PyInt>().and_then(|count| beyond(count)) else {
        return Ok(vm.ctx.not_implemented());
    };
    let empty = sequence.length(vm)? == 0;
    if count > 0 && !empty {
        return Err(vm.new_memory_error(""));
    }
    let none: PyObjectRef = vm.ctx.new_int(0).into();
    vm._mul(sequence, &none)
}
