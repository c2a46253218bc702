//! Keeps the interpreter's own native loops and giant requests within the limits.
//!
//! A native function that draws on an endless iterator (`sum(itertools.count())`) runs no Python code, so the
//! iterators such loops can draw on poll at every step. Numbers whose size is known in advance to be beyond
//! all memory are refused before they are made, and where addresses have 32 bits so are sizes that only 64
//! can name; other giant requests are refused by the allocator.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::{PyIterReturn, PyMapping, PyNumberBinaryFunc, PyNumberTernaryFunc, PySequence};
use rustpython_vm::{AsObject, Context, PyObject, PyResult, VirtualMachine};

use crate::limits;

type Next = fn(&PyObject, &VirtualMachine) -> PyResult<PyIterReturn>;
type New = fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult;
type Init = fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult<()>;
type SequenceLength = fn(PySequence<'_>, &VirtualMachine) -> PyResult<usize>;
type MappingLength = fn(PyMapping<'_>, &VirtualMachine) -> PyResult<usize>;

/// Puts a guard into a type's slot, and what was there where the guard finds it.
macro_rules! guard_slot {
    ($slot:expr, $kind:ty, $guard:ident, $original:ident) => {
        // Types outlive interpreters, so the guard may be there already.
        if let Some(found) = $slot.load().filter(|&found| !std::ptr::fn_addr_eq(found, $guard as $kind)) {
            let _ = $original.set(found);
            $slot.store(Some($guard));
        }
    };
}

/// Gives each listed type a `__next__` that polls before it does what it did.
macro_rules! poll_in_next {
    ($($class:expr => $guard:ident),* $(,)?) => {$({
        static ORIGINAL: OnceLock<Next> = OnceLock::new();
        fn $guard(iterator: &PyObject, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
            limits::poll(vm)?;
            match ORIGINAL.get() {
                Some(next) => next(iterator, vm),
                None => Ok(PyIterReturn::StopIteration(None)),
            }
        }
        let class = $class;
        guard_slot!(class.slots().iternext, Next, $guard, ORIGINAL);
    })*};
}

/// Puts the guards in place.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let itertools = vm.import("itertools", 0)?;
    let class =
        |name: &'static str| -> PyResult<PyTypeRef> { itertools.get_attr(name, vm)?.try_into_value(vm) };
    poll_in_next!(
        vm.ctx.types.range_iterator_type => next_of_range,
        vm.ctx.types.long_range_iterator_type => next_of_long_range,
        vm.ctx.types.callable_iterator => next_of_callable,
        class("count")? => next_of_count,
        class("cycle")? => next_of_cycle,
        class("repeat")? => next_of_repeat,
    );
    let integers = &vm.ctx.types.int_type.slots().as_number;
    guard_slot!(integers.power, PyNumberTernaryFunc, power, POWER);
    guard_slot!(integers.lshift, PyNumberBinaryFunc, shift, SHIFT);
    if usize::BITS < 64 {
        guard_sizes(&vm.ctx);
    }
    Ok(())
}

static POWER: OnceLock<PyNumberTernaryFunc> = OnceLock::new();
static SHIFT: OnceLock<PyNumberBinaryFunc> = OnceLock::new();

/// `x ** y`, unless the result cannot fit into memory.
fn power(base: &PyObject, exponent: &PyObject, modulus: &PyObject, vm: &VirtualMachine) -> PyResult {
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

/// `x << y`, unless the result cannot fit into memory.
fn shift(number: &PyObject, distance: &PyObject, vm: &VirtualMachine) -> PyResult {
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

static NEW_BYTES: OnceLock<New> = OnceLock::new();
static INIT_BYTEARRAY: OnceLock<Init> = OnceLock::new();
static RANGE_LENGTH: OnceLock<SequenceLength> = OnceLock::new();
static RANGE_SIZE: OnceLock<MappingLength> = OnceLock::new();

/// Sizes between what 32 bits and what 64 can name are OverflowErrors of the interpreter; Python as it is known elsewhere
/// says MemoryError, or gives the empty sequence its empty product.
fn guard_sizes(ctx: &Context) {
    let types = &ctx.types;
    for class in [types.list_type, types.tuple_type, types.str_type, types.bytes_type, types.bytearray_type] {
        class.slots().as_number.multiply.store(Some(repeat));
        class.slots().as_number.right_multiply.store(Some(|count, sequence, vm| repeat(sequence, count, vm)));
    }
    guard_slot!(types.bytes_type.slots().new, New, new_bytes, NEW_BYTES);
    guard_slot!(types.bytearray_type.slots().init, Init, init_bytearray, INIT_BYTEARRAY);
    guard_slot!(types.range_type.slots().as_sequence.length, SequenceLength, range_length, RANGE_LENGTH);
    guard_slot!(types.range_type.slots().as_mapping.length, MappingLength, range_size, RANGE_SIZE);
}

/// `sequence * count` where the count is beyond an index; all else is left to the sequence.
fn repeat(sequence: &PyObject, count: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(count) = count.downcast_ref::<PyInt>().and_then(|count| i64::try_from(count.as_bigint()).ok())
    else {
        return Ok(vm.ctx.not_implemented());
    };
    if isize::try_from(count).is_ok() {
        return Ok(vm.ctx.not_implemented());
    }
    if count > 0 && sequence.length(vm)? > 0 {
        return Err(vm.new_memory_error(""));
    }
    vm._mul(sequence, vm.ctx.new_int(0).as_ref())
}

fn new_bytes(class: PyTypeRef, arguments: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let Some(new) = NEW_BYTES.get() else { return Ok(vm.ctx.not_implemented()) };
    new(class, arguments, vm).map_err(|error| as_memory_error(error, vm))
}

fn init_bytearray(array: &PyObject, arguments: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let Some(init) = INIT_BYTEARRAY.get() else { return Ok(()) };
    init(array, arguments, vm).map_err(|error| as_memory_error(error, vm))
}

fn range_length(range: PySequence<'_>, vm: &VirtualMachine) -> PyResult<usize> {
    let Some(length) = RANGE_LENGTH.get() else { return Ok(0) };
    length(range, vm).map_err(|error| as_memory_error(error, vm))
}

fn range_size(range: PyMapping<'_>, vm: &VirtualMachine) -> PyResult<usize> {
    let Some(length) = RANGE_SIZE.get() else { return Ok(0) };
    length(range, vm).map_err(|error| as_memory_error(error, vm))
}

fn as_memory_error(error: PyBaseExceptionRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
    if error.fast_isinstance(vm.ctx.exceptions.overflow_error) { vm.new_memory_error("") } else { error }
}
