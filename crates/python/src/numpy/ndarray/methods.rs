//! Methods that arrays and scalars share and that belong to no other family: copies, casts, conversions to Python.

use super::{PyNdArray, new_array};
use crate::numpy::arguments::{CastingArg, Flag, OrderArg, index, indices};
use crate::numpy::array_like::ArrayArg;
use crate::numpy::deferred;
use crate::numpy::dtype::{self, DTypeArg};
use crate::numpy::errors::OrRaise;
use crate::numpy::indexing::single_value;
use crate::numpy::operators::cast_with_warnings;
use crate::numpy::scalar::to_python;
use ndgym_core::layout::{Order, Strides, normalize_axis};
use ndgym_core::promote::{self, Casting, can_cast};
use ndgym_core::{Array, DType, Error, Result};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyStr, PyType, PyTypeRef},
    function::{DefaultRepr, FuncArgs, OptionalArg, PosArgs},
    pyclass,
};

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct AsTypeArgs {
    #[pyarg(any)]
    dtype: DTypeArg,
    #[pyarg(any, default = OrderArg(Order::K))]
    order: OrderArg,
    #[pyarg(any, default = AsTypeCasting::Rule(Casting::Unsafe))]
    casting: AsTypeCasting,
    #[pyarg(any, default = Flag(true))]
    subok: Flag,
    #[pyarg(any, default = Flag(true))]
    copy: Flag,
}

/// What `astype` may cast: as a rule allows, or whatever keeps its value.
#[derive(Clone, Copy)]
pub(crate) enum AsTypeCasting {
    Rule(Casting),
    SameValue,
}

impl AsTypeCasting {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        match self {
            AsTypeCasting::Rule(rule) => CastingArg(*rule).py_default(),
            AsTypeCasting::SameValue => DefaultRepr::Str("same_value"),
        }
    }
}

impl TryFromObject for AsTypeCasting {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        if object.downcast_ref::<PyStr>().is_some_and(|text| text.as_bytes() == b"same_value") {
            return Ok(AsTypeCasting::SameValue);
        }
        let name = object.downcast_ref::<PyStr>().map(|text| text.to_string_lossy().into_owned());
        CastingArg::try_from_object(vm, object).map(|casting| AsTypeCasting::Rule(casting.0)).map_err(|error| {
            match name {
                Some(name) => vm.new_value_error(format!(
                    "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe', 'same_value' (got '{name}')"
                )),
                None => error,
            }
        })
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SetFlagsArgs {
    #[pyarg(any, optional)]
    write: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    #[allow(dead_code, reason = "always aligned")]
    align: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    uic: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct OrderOnly {
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ViewArgs {
    #[pyarg(any, optional)]
    dtype: OptionalArg,
    #[pyarg(any, optional)]
    r#type: OptionalArg,
}

/// What `a.copy()` and the like are, for arrays and scalars alike.
#[pyclass]
pub(crate) trait BasicMethods: PyPayload {
    #[pymethod]
    fn copy(zelf: ArrayArg, args: OrderOnly, vm: &VirtualMachine) -> PyResult {
        let copy = zelf.array.copy(args.order.0).or_raise(vm)?;
        zelf.derived(vm, copy)
    }

    #[pymethod]
    fn __copy__(zelf: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let copy = zelf.array.copy(Order::K).or_raise(vm)?;
        zelf.derived(vm, copy)
    }

    #[pymethod]
    fn __deepcopy__(zelf: ArrayArg, _memo: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let copy = zelf.array.copy(Order::K).or_raise(vm)?;
        zelf.derived(vm, copy)
    }

    #[pymethod]
    fn astype(zelf: ArrayArg, args: AsTypeArgs, vm: &VirtualMachine) -> PyResult {
        let AsTypeArgs {
            dtype: DTypeArg(dtype),
            order: OrderArg(order),
            casting,
            subok: Flag(subok),
            copy: Flag(copy),
        } = args;
        let from = zelf.array.dtype();
        let rule = match casting {
            AsTypeCasting::Rule(rule) => rule,
            AsTypeCasting::SameValue => {
                promote::check_same_value(&zelf.array, dtype).or_raise(vm)?;
                Casting::Unsafe
            }
        };
        if !can_cast(from, dtype, rule) {
            return Err(vm.new_type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('{}') according to the rule '{}'",
                from.name(),
                dtype.name(),
                rule.name()
            )));
        }
        let in_order = match order {
            Order::C => zelf.array.is_c_contiguous(),
            Order::F => zelf.array.is_f_contiguous(),
            Order::A => zelf.array.is_c_contiguous() || zelf.array.is_f_contiguous(),
            Order::K => true,
        };
        if let Some(owner) = zelf.owner()
            && !copy
            && from == dtype.sized_for(from)
            && in_order
        {
            return if subok { Ok(owner.clone().into()) } else { PyNdArray::plain(owner, vm) };
        }
        let cast = cast_in_order(vm, &zelf.array, dtype, order)?;
        if subok || zelf.owner().is_none() { zelf.derived(vm, cast) } else { new_array(vm, cast) }
    }

    #[pymethod]
    fn tolist(zelf: ArrayArg, vm: &VirtualMachine) -> PyObjectRef {
        tolist(vm, &zelf.array)
    }

    #[pymethod]
    fn item(zelf: ArrayArg, args: PosArgs, vm: &VirtualMachine) -> PyResult {
        let array = &zelf.array;
        let args = args.into_vec();
        let given = match args.as_slice() {
            [] => return array.item().or_raise(vm).map(|value| to_python(vm, value)),
            [one] if one.class().is(vm.ctx.types.tuple_type) => indices(vm, one)?,
            several => several.iter().map(|one| index(vm, one)).collect::<PyResult<_>>()?,
        };
        let value = if let [position] = given[..]
            && array.rank() != 1
        {
            let size = array.size() as i64;
            let wrapped = if position < 0 { position + size } else { position };
            if !(0..size).contains(&wrapped) {
                return Err(vm.new_index_error(format!("index {position} is out of bounds for size {size}")));
            }
            array.get(&super::flat::coordinates(wrapped as usize, array.shape()))
        } else if given.len() == array.rank() {
            array.get(&checked_index(&given, array.shape()).or_raise(vm)?)
        } else {
            return Err(vm.new_value_error("incorrect number of indices for array"));
        };
        Ok(to_python(vm, value))
    }

    #[pymethod]
    fn view(zelf: ArrayArg, args: ViewArgs, vm: &VirtualMachine) -> PyResult {
        let given = |argument: OptionalArg| argument.into_option().filter(|object| !vm.is_none(object));
        let (mut requested, mut class) = (given(args.dtype), given(args.r#type));
        if requested.as_ref().is_some_and(|object| array_class(object).is_some()) {
            if class.is_some() {
                return Err(vm.new_value_error("Cannot specify output type twice."));
            }
            class = requested.take();
        }
        if class.as_ref().is_some_and(|object| array_class(object).is_none()) {
            return Err(vm.new_value_error("Type must be a sub-type of ndarray type"));
        }
        let dtype = match requested {
            Some(object) => dtype::from_object(vm, &object)?,
            None => zelf.array.dtype(),
        };
        let viewed = view_as(vm, &zelf.array, dtype)?;
        match (class, zelf.owner()) {
            (Some(object), owner) => {
                let Some(class) = array_class(&object) else {
                    return Err(vm.new_value_error("Type must be a sub-type of ndarray type"));
                };
                match owner {
                    Some(owner) => PyNdArray::of_class(class, owner, viewed, vm),
                    None => PyNdArray::new(viewed).introduced(vm, class, None),
                }
            }
            (None, _) => zelf.derived(vm, viewed),
        }
    }

    #[pymethod]
    fn fill(zelf: PyRef<PyNdArray>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.check_writeable(vm)?;
        let array = zelf.array();
        array.fill(single_value(vm, &value, array.dtype())?);
        Ok(())
    }

    #[pymethod]
    fn tobytes(zelf: ArrayArg, args: OrderOnly, vm: &VirtualMachine) -> PyResult {
        let transposed = match args.order.0 {
            Order::F => zelf.array.transpose(),
            Order::A if zelf.array.is_f_contiguous() && !zelf.array.is_c_contiguous() => {
                zelf.array.transpose()
            }
            _ => zelf.array,
        };
        Ok(vm.ctx.new_bytes(bytes_of(vm, &transposed)?).into())
    }

    /// `tofile(fid, sep="", format="%s")`
    #[pymethod]
    fn tofile(zelf: PyRef<PyNdArray>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        args.prepend_arg(zelf.into());
        deferred::import(vm, "numpy._files")?.get_attr("tofile", vm)?.call(args, vm)
    }

    #[pymethod]
    fn __bytes__(zelf: ArrayArg, vm: &VirtualMachine) -> PyResult {
        Ok(vm.ctx.new_bytes(bytes_of(vm, &zelf.array)?).into())
    }

    #[pymethod]
    fn byteswap(zelf: ArrayArg, inplace: OptionalArg<bool>, vm: &VirtualMachine) -> PyResult {
        let copy = zelf.array.copy(Order::C).or_raise(vm)?;
        if copy.dtype().is_text() {
            return Err(vm.new_type_error("texts here have no bytes to be swapped"));
        }
        swap_bytes(&copy);
        if inplace.unwrap_or(false)
            && let Some(owner) = zelf.owner()
        {
            owner.check_writeable(vm)?;
            zelf.array.assign(&copy).or_raise(vm)?;
            return Ok(owner.clone().into());
        }
        zelf.derived(vm, copy)
    }

    #[pymethod]
    fn setflags(zelf: PyRef<PyNdArray>, args: SetFlagsArgs, vm: &VirtualMachine) -> PyResult<()> {
        if args.uic.map_or(Ok(false), |uic| uic.try_to_bool(vm))? {
            return Err(vm.new_value_error("cannot set WRITEBACKIFCOPY flag to True"));
        }
        match args.write {
            Some(write) => super::flags::set_writeable(&zelf, &write, vm),
            None => Ok(()),
        }
    }

    #[pymethod]
    fn to_device(zelf: PyObjectRef, device: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        if device.str(vm)?.as_bytes() == b"cpu" {
            return Ok(zelf);
        }
        Err(vm.new_value_error(format!("Unsupported device: {}. Only \"cpu\" is accepted.", device.str(vm)?)))
    }
}

/// The class that an object is, if it is `ndarray` or derived from it.
fn array_class(object: &PyObject) -> Option<PyTypeRef> {
    let class = object.downcast_ref::<PyType>()?;
    class.fast_issubclass(super::class()).then(|| class.to_owned())
}

/// A cast copy in the given order, with NumPy's warnings for values that do not fit.
fn cast_in_order(vm: &VirtualMachine, array: &Array, dtype: DType, order: Order) -> PyResult<Array> {
    let cast = cast_with_warnings(vm, array, dtype)?;
    let cast = if cast.same_buffer(array) { cast.copy(Order::K).or_raise(vm)? } else { cast };
    if cast.strides() == &cast.strides_for(order)[..] || order == Order::K {
        return Ok(cast);
    }
    cast.copy(order).or_raise(vm)
}

/// The index of one element with negative numbers resolved.
fn checked_index(given: &[i64], shape: &[usize]) -> Result<Vec<usize>> {
    given
        .iter()
        .zip(shape)
        .enumerate()
        .map(|(axis, (&index, &size))| {
            normalize_axis(index, size).map_err(|_| {
                Error::index(format!("index {index} is out of bounds for axis {axis} with size {size}"))
            })
        })
        .collect()
}

/// Nested lists of Python numbers; one number if there are no axes.
pub(crate) fn tolist(vm: &VirtualMachine, array: &Array) -> PyObjectRef {
    fn nest(vm: &VirtualMachine, array: &Array, axis: usize, offset: usize) -> PyObjectRef {
        if axis == array.rank() {
            return to_python(vm, array.scalar_at(offset));
        }
        let stride = array.strides()[axis];
        let items = (0..array.shape()[axis])
            .map(|i| nest(vm, array, axis + 1, offset.wrapping_add_signed(i as isize * stride)))
            .collect();
        vm.ctx.new_list(items).into()
    }
    nest(vm, array, 0, array.offset())
}

/// Refuses to read memory that holds texts as anything else, or other memory as texts: they do not lie in it as in NumPy.
pub(super) fn check_readable(vm: &VirtualMachine, from: DType, to: DType) -> PyResult<()> {
    if from == to || !from.is_text() && !to.is_text() {
        return Ok(());
    }
    let message = format!(
        "memory of {} cannot be read as {} here: texts are not stored in place",
        from.name(),
        to.name()
    );
    Err(vm.new_type_error(message))
}

/// The same memory read as elements of another type, as `a.view(dtype)`.
pub(super) fn view_as(vm: &VirtualMachine, array: &Array, dtype: DType) -> PyResult<Array> {
    let dtype = dtype.sized_for(array.dtype());
    check_readable(vm, array.dtype(), dtype)?;
    let (from, to) = (array.dtype().itemsize(), dtype.itemsize());
    let layout = |shape: &[usize], strides: &[isize], offset: usize| {
        array
            .reinterpret(dtype, shape, strides, offset)
            .ok_or_else(|| vm.new_value_error("the view would leave the array's memory"))
    };
    if from == to {
        return layout(array.shape(), array.strides(), array.offset());
    }
    let Some(last) = array.rank().checked_sub(1) else {
        return Err(vm.new_value_error(
            "Changing the dtype of a 0d array is only supported if the itemsize is unchanged",
        ));
    };
    if array.shape()[last] != 1 && array.strides()[last] != 1 && array.size() > 0 {
        return Err(
            vm.new_value_error("To change to a dtype of a different size, the last axis must be contiguous")
        );
    }
    let bytes_along_last = array.shape()[last] * from;
    if !bytes_along_last.is_multiple_of(to) {
        return Err(vm.new_value_error(
            "When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis \
             of the array.",
        ));
    }
    let offset = array.offset() * from;
    let byte_strides = array.byte_strides();
    let aligned = offset.is_multiple_of(to)
        && (0..last).all(|axis| array.shape()[axis] == 1 || byte_strides[axis] % to as isize == 0);
    if !aligned {
        return Err(vm.new_value_error("arrays here are aligned: the memory cannot be read as that type"));
    }
    let mut shape = array.shape().to_vec();
    shape[last] = bytes_along_last / to;
    let mut strides: Strides = byte_strides.iter().map(|stride| stride / to as isize).collect();
    strides[last] = 1;
    layout(&shape, &strides, offset / to)
}

/// The elements' bytes in C order.
pub(crate) fn bytes_of(vm: &VirtualMachine, array: &Array) -> PyResult<Vec<u8>> {
    if array.dtype().is_text() {
        return array.utf32_bytes().or_raise(vm);
    }
    let contiguous = array.as_c_contiguous().or_raise(vm)?;
    let start = contiguous.offset() * contiguous.dtype().itemsize();
    let len = contiguous.size() * contiguous.dtype().itemsize();
    let bytes = &contiguous.buffer().cells::<u8>()[start..start + len];
    Ok(bytes.iter().map(|byte| byte.get()).collect())
}

/// Reverses the bytes of each number of an array that owns its memory.
fn swap_bytes(array: &Array) {
    let width = array.dtype().real().itemsize();
    for number in array.buffer().cells::<u8>().chunks_exact(width) {
        for i in 0..width / 2 {
            number[i].swap(&number[width - 1 - i]);
        }
    }
}
