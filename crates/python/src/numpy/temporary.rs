//! Results that nobody has a name for take the next operator's result: in `(a - b) ** 2` the square is written where the
//! difference lies. NumPy does so with large arrays, which saves a pass over memory and half of what is held.
//!
//! An operand may be written over if nothing else refers to it. The interpreter lends an operator its variables without
//! counting the loan, so one reference alone does not tell a temporary from a variable. The instructions do: what a call or an
//! operator has just pushed is no variable.

use super::ndarray::PyNdArray;
use super::ufunc;
use ndgym_core::Array;
use ndgym_core::layout::broadcast_shapes;
use ndgym_core::ufunc::{Operand, Ufunc};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyFloat, PyInt},
    bytecode::Instruction,
};

/// Smaller arrays are not worth the look at the instructions: NumPy's limit.
const LEAST_BYTES: usize = 256 << 10;

/// Where an operand stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// `a op b`, or `op a` with `b` as the known exponent, in the memory of a temporary; None if there is none that can take it.
pub(super) fn reuse(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    a: &PyObject,
    b: &PyObject,
) -> PyResult<Option<PyObjectRef>> {
    let sides = [(Side::Left, a, b), (Side::Right, b, a)];
    let found = sides.into_iter().find_map(|(side, operand, other)| {
        let target = candidate(operand, vm)?;
        (can_take(target, other, side, vm) && is_temporary(side, vm)).then_some(target)
    });
    let Some(target) = found else { return Ok(None) };
    let operands: Vec<Operand> = if ufunc.inputs == 1 {
        vec![Operand::Array(target.array())]
    } else {
        vec![ufunc::operand(vm, a)?, ufunc::operand(vm, b)?]
    };
    ufunc::call(vm, ufunc, &operands, Some(target)).map(Some)
}

/// A large array of its own memory that has one reference, and whose memory no other array sees.
fn candidate<'a>(object: &'a PyObject, vm: &VirtualMachine) -> Option<&'a Py<PyNdArray>> {
    let target = object.downcast_ref_if_exact::<PyNdArray>(vm)?;
    let array = target.borrow();
    let fits = array.size() * array.dtype().itemsize() >= LEAST_BYTES
        && object.strong_count() == 1
        && target.owns_memory()
        && !array.is_shared()
        && array.is_writeable();
    fits.then_some(target)
}

/// Whether an operator's result with the other operand has the array's type, shape and order in memory.
fn can_take(target: &Py<PyNdArray>, other: &PyObject, side: Side, vm: &VirtualMachine) -> bool {
    let array = target.borrow();
    // In memory the result has the order of a left temporary; of a right one, only if a new result would have it, too.
    let has_its_order = |other: &Array| {
        let are_in_order =
            array.is_c_contiguous() && (other.is_c_contiguous() || other.size() < array.size());
        are_in_order || side == Side::Left && other.shape() == array.shape()
    };
    let has_its_shape = |other: &Array| {
        broadcast_shapes(&[array.shape(), other.shape()]).is_ok_and(|shape| *shape == *array.shape())
    };
    array.dtype().is_inexact()
        && match other.downcast_ref_if_exact::<PyNdArray>(vm) {
            Some(other) => {
                let other = other.borrow();
                other.dtype() == array.dtype() && has_its_shape(&other) && has_its_order(&other)
            }
            None => {
                other.downcast_ref_if_exact::<PyFloat>(vm).is_some()
                    || other.downcast_ref_if_exact::<PyInt>(vm).is_some()
            }
        }
}

/// Whether an operator of the running frame calls, and a call or an operator has made its operand.
fn is_temporary(side: Side, vm: &VirtualMachine) -> bool {
    operands_of_running_operator(vm).is_some_and(|[before, last]| match side {
        Side::Right => makes(last),
        Side::Left => makes(before) && loads(last),
    })
}

/// The two instructions before the one that runs, if that is a binary operator.
fn operands_of_running_operator(vm: &VirtualMachine) -> Option<[Instruction; 2]> {
    let frame = vm.current_frame()?;
    // In bytes; of the frame that runs, though another copy of it be at hand.
    let position = frame.as_object().get_attr("f_lasti", vm).ok()?;
    let running = position.downcast_ref::<PyInt>()?.as_bigint().to_usize()? / 2;
    let code = frame.f_code();
    let instructions = &code.instructions;
    let mut last = [Instruction::Nop; 2];
    let mut at = 0;
    while at < running {
        let instruction = instructions.read_op(at).deoptimize();
        at += 1 + instruction.cache_entries();
        if !matches!(instruction, Instruction::ExtendedArg | Instruction::Nop) {
            last = [last[1], instruction];
        }
    }
    let is_operator =
        at == running && matches!(instructions.read_op(running).deoptimize(), Instruction::BinaryOp { .. });
    is_operator.then_some(last)
}

/// Whether an instruction pushes one new result.
fn makes(instruction: Instruction) -> bool {
    matches!(instruction, Instruction::BinaryOp { .. } | Instruction::Call { .. })
}

/// Whether an instruction pushes one value and does nothing else.
fn loads(instruction: Instruction) -> bool {
    matches!(
        instruction,
        Instruction::LoadConst { .. }
            | Instruction::LoadSmallInt { .. }
            | Instruction::LoadFast { .. }
            | Instruction::LoadFastBorrow { .. }
            | Instruction::LoadGlobal { .. }
            | Instruction::LoadName { .. }
            | Instruction::LoadDeref { .. }
    )
}
