//! `np.array`, `np.asarray` and their kin: arrays from objects.

use super::arguments::OrderArg;
use super::array_like::{to_array, to_array_of};
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, new_array};
use super::operators::cast_with_warnings;
use ndgym_core::Array;
use ndgym_core::layout::Order;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, TryFromObject, VirtualMachine, function::DefaultRepr};

/// A `copy=` argument: always, never (`False`), or only if needed (`None`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CopyArg {
    Always,
    IfNeeded,
    Never,
}

impl CopyArg {
    /// How a signature shows it as a default.
    const fn py_default(&self) -> DefaultRepr {
        match self {
            CopyArg::Always => DefaultRepr::Bool(true),
            CopyArg::IfNeeded => DefaultRepr::None,
            CopyArg::Never => DefaultRepr::Bool(false),
        }
    }
}

impl TryFromObject for CopyArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if vm.is_none(&object) {
            return Ok(CopyArg::IfNeeded);
        }
        Ok(if object.try_to_bool(vm)? { CopyArg::Always } else { CopyArg::Never })
    }
}

/// How an array is to be made from an object.
struct Wish {
    dtype: Option<DTypeArg>,
    copy: CopyArg,
    order: Order,
    ndmin: usize,
}

impl Wish {
    fn make(&self, vm: &VirtualMachine, object: &PyObject) -> PyResult {
        let existing = object.downcast_ref::<PyNdArray>();
        let made = match (existing, self.dtype) {
            (Some(ndarray), Some(dtype)) => cast_with_warnings(vm, &ndarray.array(), dtype.0)?,
            (Some(ndarray), None) => ndarray.array(),
            (None, Some(dtype)) => to_array_of(vm, object, dtype.0)?,
            (None, None) => to_array(vm, object)?,
        };
        let in_order = match self.order {
            Order::C => made.is_c_contiguous(),
            Order::F => made.is_f_contiguous(),
            Order::A => made.is_c_contiguous() || made.is_f_contiguous(),
            Order::K => true,
        };
        let shared = existing.filter(|ndarray| made.same_buffer(&ndarray.borrow()));
        if self.copy == CopyArg::Never && (shared.is_none() || !in_order) {
            return Err(vm.new_value_error(
                "Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` replace \
                 it with `np.asarray(obj)` to allow a copy when needed (no behavior change in NumPy 1.x).\nFor more \
                 details, see \
                 https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.",
            ));
        }
        let copies = shared.is_some() && self.copy == CopyArg::Always || !in_order;
        let made = if copies { made.copy(self.order).or_raise(vm)? } else { made };
        let deepened = with_rank(&made, self.ndmin);
        match shared {
            Some(ndarray) if !copies && deepened.rank() == made.rank() => Ok(ndarray.to_owned().into()),
            Some(ndarray) if !copies => PyNdArray::derived(ndarray, deepened, vm),
            _ => new_array(vm, deepened),
        }
    }
}

/// At least `rank` axes: ones are put in front.
fn with_rank(array: &Array, rank: usize) -> Array {
    let missing = rank.saturating_sub(array.rank());
    if missing == 0 {
        return array.clone();
    }
    let mut shape = vec![1; missing];
    shape.extend_from_slice(array.shape());
    let span = array.shape().first().map_or(1, |size| *size as isize * array.strides()[0]);
    let mut strides = vec![span; missing];
    strides.extend_from_slice(array.strides());
    array.view(&shape, &strides, array.offset())
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ArrayArgs {
    #[pyarg(any)]
    object: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(named, default = CopyArg::Always)]
    copy: CopyArg,
    #[pyarg(named, default = OrderArg(Order::K))]
    order: OrderArg,
    #[pyarg(named, default = false)]
    #[allow(dead_code, reason = "there are no subclasses to keep")]
    subok: bool,
    #[pyarg(named, default = 0)]
    ndmin: usize,
    #[pyarg(named, default = 0)]
    #[allow(dead_code, reason = "what lies deeper than that would be objects")]
    ndmax: i64,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct AsArrayArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, optional)]
    order: Option<OrderArg>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
    #[pyarg(named, default = CopyArg::IfNeeded)]
    copy: CopyArg,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ContiguousArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CopyArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, default = OrderArg(Order::K))]
    order: OrderArg,
    #[pyarg(any, default = false)]
    #[allow(dead_code, reason = "there are no subclasses to keep")]
    subok: bool,
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{ArrayArgs, AsArrayArgs, ContiguousArgs, CopyArg, CopyArgs, Wish};
    use crate::numpy::array_like::ArrayArg;
    use crate::numpy::errors::OrRaise;
    use crate::numpy::ndarray::new_array;
    use ndgym_core::layout::Order;
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction]
    fn array(args: ArrayArgs, vm: &VirtualMachine) -> PyResult {
        let wish = Wish { dtype: args.dtype, copy: args.copy, order: args.order.0, ndmin: args.ndmin };
        wish.make(vm, &args.object)
    }

    #[pyfunction]
    fn asarray(args: AsArrayArgs, vm: &VirtualMachine) -> PyResult {
        let order = args.order.map_or(Order::K, |order| order.0);
        Wish { dtype: args.dtype, copy: args.copy, order, ndmin: 0 }.make(vm, &args.a)
    }

    #[pyfunction]
    fn asanyarray(args: AsArrayArgs, vm: &VirtualMachine) -> PyResult {
        asarray(args, vm)
    }

    #[pyfunction]
    fn ascontiguousarray(args: ContiguousArgs, vm: &VirtualMachine) -> PyResult {
        Wish { dtype: args.dtype, copy: CopyArg::IfNeeded, order: Order::C, ndmin: 1 }.make(vm, &args.a)
    }

    #[pyfunction]
    fn asfortranarray(args: ContiguousArgs, vm: &VirtualMachine) -> PyResult {
        Wish { dtype: args.dtype, copy: CopyArg::IfNeeded, order: Order::F, ndmin: 1 }.make(vm, &args.a)
    }

    #[pyfunction]
    fn copy(args: CopyArgs, vm: &VirtualMachine) -> PyResult {
        let source = ArrayArg::from_object(vm, &args.a)?;
        new_array(vm, source.array.copy(args.order.0).or_raise(vm)?)
    }
}
