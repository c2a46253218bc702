//! `np.array`, `np.asarray` and their kin: arrays from objects.

use super::arguments::{Flag, IntAxisArg, OrderArg};
use super::array_like::{to_array, to_array_of};
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::foreign::offered_array;
use super::ndarray::{self, PyNdArray, new_array};
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
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        match self {
            CopyArg::Always => DefaultRepr::Bool(true),
            CopyArg::IfNeeded => DefaultRepr::None,
            CopyArg::Never => DefaultRepr::Bool(false),
        }
    }
}

impl CopyArg {
    /// What `__array__` is told; nothing if either will do.
    fn as_flag(self) -> Option<bool> {
        match self {
            CopyArg::Always => Some(true),
            CopyArg::IfNeeded => None,
            CopyArg::Never => Some(false),
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

/// What is said where a copy must be made that must not be made.
pub(crate) const NO_COPY: &str = "Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` \
    replace it with `np.asarray(obj)` to allow a copy when needed (no behavior change in NumPy 1.x).\nFor more details, see \
    https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.";

/// How an array is to be made from an object.
struct Wish {
    dtype: Option<DTypeArg>,
    copy: CopyArg,
    order: Order,
    ndmin: usize,
    /// Whether arrays of derived classes stay what they are.
    subok: bool,
}

impl Wish {
    fn make(&self, vm: &VirtualMachine, object: &PyObject) -> PyResult {
        let offered = match object.downcast_ref::<PyNdArray>() {
            Some(_) => None,
            None => offered_array(vm, object, self.dtype.map(|dtype| dtype.0), self.copy.as_flag())?,
        };
        // What an object offers has been copied, if it is to be.
        let copy =
            if offered.is_some() && self.copy == CopyArg::Always { CopyArg::IfNeeded } else { self.copy };
        let existing = offered.as_deref().or_else(|| object.downcast_ref::<PyNdArray>());
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
        let is_shared = existing.is_some_and(|ndarray| made.same_buffer(&ndarray.borrow()));
        if copy == CopyArg::Never && (!is_shared || !in_order) {
            return Err(vm.new_value_error(NO_COPY));
        }
        let copies = is_shared && copy == CopyArg::Always || !in_order;
        let made = if copies { made.copy(self.order).or_raise(vm)? } else { made };
        let deepened = with_rank(&made, self.ndmin);
        let Some(ndarray) = existing else { return new_array(vm, deepened) };
        let stays = self.subok || PyNdArray::is_exact(ndarray);
        if is_shared && !copies && deepened.rank() == made.rank() && stays {
            return Ok(ndarray.to_owned().into());
        }
        match stays {
            true => PyNdArray::derived(ndarray, deepened, vm),
            false => PyNdArray::of_class(ndarray::class().to_owned(), ndarray, deepened, vm),
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
    #[pyarg(named, default = Flag(false))]
    subok: Flag,
    #[pyarg(named, default = IntAxisArg(0))]
    ndmin: IntAxisArg,
    #[pyarg(named, default = IntAxisArg(0))]
    ndmax: IntAxisArg,
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
    #[pyarg(any, default = Flag(false))]
    subok: Flag,
}

fn as_array(vm: &VirtualMachine, args: AsArrayArgs, subok: bool) -> PyResult {
    let order = args.order.map_or(Order::K, |order| order.0);
    Wish { dtype: args.dtype, copy: args.copy, order, ndmin: 0, subok }.make(vm, &args.a)
}

/// With at least one axis, and elements one after the other.
fn contiguous(vm: &VirtualMachine, args: ContiguousArgs, order: Order) -> PyResult {
    Wish { dtype: args.dtype, copy: CopyArg::IfNeeded, order, ndmin: 1, subok: false }.make(vm, &args.a)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{ArrayArgs, AsArrayArgs, ContiguousArgs, CopyArgs, Wish, as_array, contiguous};
    use crate::numpy::arguments::IntAxisArg;
    use crate::numpy::array_like::ArrayArg;
    use crate::numpy::errors::OrRaise;
    use crate::numpy::ndarray::new_array;
    use ndgym_core::layout::Order;
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction]
    fn array(args: ArrayArgs, vm: &VirtualMachine) -> PyResult {
        let ArrayArgs { dtype, copy, ndmin: IntAxisArg(ndmin), ndmax: IntAxisArg(ndmax), subok, .. } = args;
        // What lies deeper than `ndmax` would be objects.
        let most = if ndmax == 0 { ndgym_core::layout::MAX_RANK as i64 } else { ndmax };
        if ndmin > most {
            return Err(vm.new_value_error(format!("ndmin must be <= ndmax ({most})")));
        }
        let ndmin = usize::try_from(ndmin).unwrap_or(0);
        Wish { dtype, copy, order: args.order.0, ndmin, subok: subok.0 }.make(vm, &args.object)
    }

    #[pyfunction]
    fn asarray(args: AsArrayArgs, vm: &VirtualMachine) -> PyResult {
        as_array(vm, args, false)
    }

    #[pyfunction]
    fn asanyarray(args: AsArrayArgs, vm: &VirtualMachine) -> PyResult {
        as_array(vm, args, true)
    }

    #[pyfunction]
    fn ascontiguousarray(args: ContiguousArgs, vm: &VirtualMachine) -> PyResult {
        contiguous(vm, args, Order::C)
    }

    #[pyfunction]
    fn asfortranarray(args: ContiguousArgs, vm: &VirtualMachine) -> PyResult {
        contiguous(vm, args, Order::F)
    }

    #[pyfunction]
    fn copy(args: CopyArgs, vm: &VirtualMachine) -> PyResult {
        let source = ArrayArg::from_object(vm, &args.a)?;
        let copy = source.array.copy(args.order.0).or_raise(vm)?;
        if args.subok.0 { source.derived(vm, copy) } else { new_array(vm, copy) }
    }
}
