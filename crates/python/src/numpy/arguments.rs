//! Arguments that many functions share: axes, shapes, orders, casting rules.
#![allow(dead_code, reason = "for families of functions that are about to come")]

use super::errors::OrRaise;
use super::ndarray::PyNdArray;
use ndgym_core::layout::{Order, normalize_axes};
use ndgym_core::{Array, Error, promote::Casting};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyFloat, PyInt, PyList, PyStr, PyTuple},
    function::DefaultRepr,
};
use smallvec::SmallVec;

/// A number that counts or indexes: an `int`, or anything with `__index__`.
pub(crate) fn index(vm: &VirtualMachine, object: &PyObject) -> PyResult<i64> {
    let int = match object.downcast_ref::<PyInt>() {
        Some(int) => int.to_owned(),
        None => object.try_index(vm)?,
    };
    int.as_bigint().to_i64().ok_or_else(|| vm.new_overflow_error("Python int too large to convert to C long"))
}

/// An argument that is one such number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IndexArg(pub(crate) i64);

impl IndexArg {
    /// The last axis, a common default.
    pub(crate) const LAST: IndexArg = IndexArg(-1);

    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Int(self.0 as i128)
    }
}

impl TryFromObject for IndexArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        index(vm, &object).map(IndexArg)
    }
}

/// An `axis=` argument of functions that work along one axis. Take it as `Option<AxisArg>` where `None` is allowed.
pub(crate) type AxisArg = IndexArg;

/// An `axis=` argument of functions that work along several: `None`, one axis, or a tuple of them.
#[derive(Clone, Debug, Default)]
pub(crate) enum AxesArg {
    /// All axes.
    #[default]
    All,
    /// One, given as a number.
    One(i64),
    /// Those of a tuple.
    Many(SmallVec<[i64; 4]>),
}

impl AxesArg {
    /// How a signature shows the default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::None
    }

    /// The axes as indices, ascending where all are meant.
    pub(crate) fn normalize(&self, rank: usize) -> Result<SmallVec<[usize; 4]>, Error> {
        match self {
            AxesArg::All => Ok((0..rank).collect()),
            AxesArg::One(axis) => normalize_axes(&[*axis], rank, "axis"),
            AxesArg::Many(axes) => normalize_axes(axes, rank, "axis"),
        }
    }
}

impl AxesArg {
    /// [`AxesArg::normalize`] for what folds: a number alone has no axis 0, and none is needed.
    pub(crate) fn normalize_to_fold(&self, rank: usize) -> Result<SmallVec<[usize; 4]>, Error> {
        match self {
            AxesArg::One(0 | -1) if rank == 0 => Ok(SmallVec::new()),
            axes => axes.normalize(rank),
        }
    }
}

impl TryFromObject for AxesArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if vm.is_none(&object) {
            return Ok(AxesArg::All);
        }
        if object.class().is(vm.ctx.types.bool_type) {
            return Err(vm.new_type_error("an integer is required"));
        }
        match object.downcast_ref::<PyTuple>() {
            Some(axes) => {
                axes.as_slice().iter().map(|axis| index(vm, axis)).collect::<PyResult<_>>().map(AxesArg::Many)
            }
            None => index(vm, &object).map(AxesArg::One),
        }
    }
}

/// A number that NumPy makes a C `int` of, which has words of its own for floats.
fn c_int(vm: &VirtualMachine, object: &PyObject) -> PyResult<i64> {
    if object.downcastable::<PyFloat>() {
        return Err(vm.new_type_error("integer argument expected, got float"));
    }
    index(vm, object)
}

/// An `axis=` argument that NumPy reads as a C `int`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IntAxisArg(pub(crate) i64);

impl IntAxisArg {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Int(self.0 as i128)
    }
}

impl TryFromObject for IntAxisArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        c_int(vm, &object).map(IntAxisArg)
    }
}

/// An `axis=` argument of functions that work along several axes, each of which NumPy reads as a C `int`.
#[derive(Clone, Debug, Default)]
pub(crate) struct IntAxesArg(pub(crate) AxesArg);

impl IntAxesArg {
    /// How a signature shows the default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::None
    }
}

impl TryFromObject for IntAxesArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        let axes =
            object.downcast_ref::<PyTuple>().map_or(std::slice::from_ref(&object), |axes| axes.as_slice());
        if axes.iter().any(|axis| axis.downcastable::<PyFloat>()) {
            return Err(vm.new_type_error("integer argument expected, got float"));
        }
        AxesArg::try_from_object(vm, object).map(IntAxesArg)
    }
}

/// An `axis=` with which a shape is indexed, in whose words it is refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShapeIndexArg(pub(crate) i64);

impl ShapeIndexArg {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Int(self.0 as i128)
    }
}

impl TryFromObject for ShapeIndexArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if object.try_index_opt(vm).is_none() {
            let class = object.class().slot_name().to_string();
            return Err(vm.new_type_error(format!("tuple indices must be integers or slices, not {class}")));
        }
        index(vm, &object).map(ShapeIndexArg)
    }
}

/// One axis, or several in anything that can be gone over.
#[derive(Clone, Debug)]
pub(crate) struct AxisTupleArg(pub(crate) SmallVec<[i64; 4]>);

impl TryFromObject for AxisTupleArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if let Some(Ok(one)) = object.try_index_opt(vm) {
            return index(vm, one.as_ref()).map(|one| AxisTupleArg(SmallVec::from_slice(&[one])));
        }
        let axes: Vec<PyObjectRef> = object.try_to_value(vm)?;
        axes.iter().map(|axis| c_int(vm, axis)).collect::<PyResult<_>>().map(AxisTupleArg)
    }
}

/// New axes: one, or a tuple or list of them.
#[derive(Clone, Debug)]
pub(crate) struct NewAxesArg(pub(crate) SmallVec<[i64; 4]>);

impl TryFromObject for NewAxesArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if object.downcastable::<PyTuple>() || object.downcastable::<PyList>() {
            let axes: Vec<PyObjectRef> = object.try_to_value(vm)?;
            return axes.iter().map(|axis| c_int(vm, axis)).collect::<PyResult<_>>().map(NewAxesArg);
        }
        c_int(vm, &object).map(|one| NewAxesArg(SmallVec::from_slice(&[one])))
    }
}

/// Yes or no, given as anything that is true or false.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flag(pub(crate) bool);

impl Flag {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Bool(self.0)
    }
}

impl TryFromObject for Flag {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        object.try_to_bool(vm).map(Flag)
    }
}

/// A `keepdims=` argument, which NumPy takes as a whole number: `np.True_` is none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KeepDims(pub(crate) bool);

impl KeepDims {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Bool(self.0)
    }
}

impl TryFromObject for KeepDims {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        c_int(vm, &object).map(|number| KeepDims(number != 0))
    }
}

/// Numbers given as one number or a sequence of them: a shape, a permutation, shifts.
#[derive(Clone, Debug)]
pub(crate) struct IndicesArg(pub(crate) SmallVec<[i64; 4]>);

impl TryFromObject for IndicesArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        indices(vm, &object).map(IndicesArg)
    }
}

/// One number, or a sequence of numbers.
pub(crate) fn indices(vm: &VirtualMachine, object: &PyObject) -> PyResult<SmallVec<[i64; 4]>> {
    if object.downcastable::<PyInt>() {
        return index(vm, object).map(|one| SmallVec::from_slice(&[one]));
    }
    if let Some(tuple) = object.downcast_ref::<PyTuple>() {
        return tuple.as_slice().iter().map(|item| index(vm, item)).collect();
    }
    if let Some(list) = object.downcast_ref::<PyList>() {
        let items = list.borrow_vec().to_vec();
        return items.iter().map(|item| index(vm, item)).collect();
    }
    // A 0-d array of integers, or a NumPy integer; an array of one axis has __index__ too, and refuses.
    if let Some(Ok(one)) = object.try_index_opt(vm) {
        return index(vm, one.as_ref()).map(|one| SmallVec::from_slice(&[one]));
    }
    let is_sequence = object.class().slots().as_sequence.item.load().is_some();
    if !is_sequence {
        let text = object.str(vm)?;
        return Err(
            vm.new_type_error(format!("expected a sequence of integers or a single integer, got '{text}'"))
        );
    }
    let items: Vec<PyObjectRef> = object.to_owned().try_to_value(vm)?;
    items.iter().map(|item| index(vm, item)).collect()
}

/// A `shape=` argument: sizes as they were given, to be checked by `layout::checked_shape`.
#[derive(Clone, Debug)]
pub(crate) struct ShapeArg(pub(crate) SmallVec<[i64; 4]>);

impl TryFromObject for ShapeArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if vm.is_none(&object) {
            return Err(vm.new_type_error("Use () not None as shape arguments"));
        }
        match indices(vm, &object) {
            Ok(sizes) => Ok(ShapeArg(sizes)),
            Err(error) if error.class().is(vm.ctx.exceptions.overflow_error) => {
                Err(vm.new_value_error("Maximum allowed dimension exceeded"))
            }
            Err(error) => Err(error),
        }
    }
}

/// An `order=` argument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderArg(pub(crate) Order);

impl OrderArg {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Str(match self.0 {
            Order::C => "C",
            Order::F => "F",
            Order::A => "A",
            Order::K => "K",
        })
    }
}

impl TryFromObject for OrderArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        match object.downcast_ref::<PyStr>() {
            Some(text) => Order::parse(&text.to_string_lossy()).or_raise(vm).map(OrderArg),
            None => Err(vm.new_type_error(format!("order must be str, not {}", object.class().slot_name()))),
        }
    }
}

/// A `casting=` argument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CastingArg(pub(crate) Casting);

impl CastingArg {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Str(match self.0 {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
        })
    }
}

impl TryFromObject for CastingArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        match object.downcast_ref::<PyStr>() {
            Some(text) => Casting::parse(&text.to_string_lossy()).or_raise(vm).map(CastingArg),
            None => {
                Err(vm.new_type_error(format!("casting must be str, not {}", object.class().slot_name())))
            }
        }
    }
}

/// An `out=` argument: an array, or a tuple of one. Give it back as the result, so that `f(a, out=b) is b`.
#[derive(Clone, Debug)]
pub(crate) struct OutArg(pub(crate) PyRef<PyNdArray>);

impl OutArg {
    /// The array to write to.
    pub(crate) fn array(&self) -> Array {
        self.0.array()
    }
}

impl TryFromObject for OutArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        let object = match object.downcast_ref::<PyTuple>().map(|tuple| tuple.as_slice().to_vec()) {
            Some(items) if items.len() == 1 => items[0].clone(),
            Some(_) => {
                return Err(
                    vm.new_value_error("The 'out' tuple must have exactly one entry per ufunc output")
                );
            }
            None => object,
        };
        match object.downcast::<PyNdArray>() {
            Ok(ndarray) => {
                if !ndarray.array().is_writeable() {
                    return Err(vm.new_value_error("output array is read-only"));
                }
                Ok(OutArg(ndarray))
            }
            Err(_) => Err(vm.new_type_error("return arrays must be of ArrayType")),
        }
    }
}

/// Structs of arguments that each may be given by position or by name; what follows `;` is optional.
macro_rules! arguments_by_name {
    ($($name:ident { $($field:ident: $type:ty),* $(; $optional:ident: $optional_type:ty)? })*) => {$(
        #[derive(rustpython_vm::FromArgs)]
        #[allow(non_snake_case, reason = "NumPy's names")]
        pub(crate) struct $name {
            $(#[pyarg(any)] pub(crate) $field: $type,)*
            $(#[pyarg(any, optional)] pub(crate) $optional: $optional_type,)?
        }
    )*};
}

pub(crate) use arguments_by_name;
