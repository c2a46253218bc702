//! Shapes and axes: views for the most part. Methods of arrays and scalars among them.

use super::editing;
use crate::numpy::arguments::{
    AxesArg, AxisArg, AxisTupleArg, Flag, IndexArg, IndicesArg, NewAxesArg, OrderArg, ShapeArg, index,
    indices,
};
use crate::numpy::array_like::ArrayArg;
use crate::numpy::errors::{ExceptionTypes, OrRaise};
use crate::numpy::ndarray::PyNdArray;
use ndgym_core::layout::{self, Order, normalize_axis};
use ndgym_core::{DType, Error, manipulate, overlap};
use rustpython_vm::{
    PyObject, PyObjectRef, PyPayload, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyInt, PyTupleRef},
    function::{FuncArgs, OptionalArg, PosArgs},
    pyclass,
};
use smallvec::SmallVec;

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ReshapeArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    shape: ShapeArg,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
    #[pyarg(named, optional)]
    copy: Option<PyObjectRef>,
}

fn reshape(
    vm: &VirtualMachine,
    array: &ArrayArg,
    shape: &[i64],
    order: Order,
    copy: Option<&PyObject>,
) -> PyResult {
    if order == Order::K {
        return Err(vm.new_value_error("order 'K' is not permitted for reshaping"));
    }
    let mut reshaped = array.array.reshape(shape, order).or_raise(vm)?;
    if let Some(copy) = copy.filter(|copy| !vm.is_none(copy)) {
        let shares = reshaped.same_buffer(&array.array);
        if copy.to_owned().try_to_bool(vm)? {
            reshaped = if shares { reshaped.copy(Order::K).or_raise(vm)? } else { reshaped };
        } else if !shares {
            return Err(vm.new_value_error("Unable to avoid creating a copy while reshaping."));
        }
    }
    // What cannot be a view of the array is one of a copy, which has the array's shape.
    match array.owner() {
        Some(owner) if PyNdArray::is_exact(owner) && !reshaped.same_buffer(&array.array) => {
            let whole = reshaped.reshape_to(array.array.shape(), order).or_raise(vm)?;
            PyNdArray::derived(&PyNdArray::new(whole).into_ref(&vm.ctx), reshaped, vm)
        }
        _ => array.derived(vm, reshaped),
    }
}

/// Numbers given as several arguments, or as one sequence.
fn numbers(vm: &VirtualMachine, args: &[PyObjectRef]) -> PyResult<SmallVec<[i64; 4]>> {
    match args {
        [one] => indices(vm, one),
        several => several.iter().map(|one| index(vm, one)).collect(),
    }
}

fn transpose(vm: &VirtualMachine, array: &ArrayArg, axes: Option<&[i64]>) -> PyResult {
    let transposed = match axes {
        None => array.array.transpose(),
        Some(axes) => {
            let order = layout::permutation(axes, array.array.rank()).or_raise(vm)?;
            array.array.permute(&order)
        }
    };
    array.derived(vm, transposed)
}

fn squeeze(vm: &VirtualMachine, array: &ArrayArg, axis: OptionalArg<AxesArg>) -> PyResult {
    let axes: Option<SmallVec<[i64; 4]>> = match axis {
        OptionalArg::Missing | OptionalArg::Present(AxesArg::All) => None,
        OptionalArg::Present(AxesArg::One(axis)) => Some(SmallVec::from_elem(axis, 1)),
        OptionalArg::Present(AxesArg::Many(axes)) => Some(axes),
    };
    let squeezed = manipulate::squeeze(&array.array, axes.as_deref()).or_raise(vm)?;
    match array.owner() {
        Some(owner) if squeezed.rank() == array.array.rank() => Ok(owner.clone().into()),
        _ => array.derived(vm, squeezed),
    }
}

/// The results of `atleast_…` for one array, or a tuple of them for several.
fn at_least(vm: &VirtualMachine, arrays: PosArgs, rank: usize) -> PyResult {
    let mut results = Vec::new();
    for object in arrays.into_vec() {
        let array = ArrayArg::from_object(vm, &object)?;
        let raised = manipulate::at_least(&array.array, rank).or_raise(vm)?;
        results.push(match array.owner() {
            Some(owner) if array.array.rank() >= rank => owner.clone().into(),
            _ => array.derived(vm, raised)?,
        });
    }
    match <[PyObjectRef; 1]>::try_from(results) {
        Ok([one]) => Ok(one),
        Err(several) => Ok(vm.ctx.new_tuple(several).into()),
    }
}

/// Methods of arrays and scalars.
#[pyclass]
pub(crate) trait ManipulationMethods: PyPayload {
    #[pymethod]
    fn reshape(zelf: ArrayArg, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let mut order = Order::C;
        let mut copy = None;
        let mut shape = args.args.clone();
        for (name, value) in args.kwargs.iter() {
            match name.to_string_lossy().as_ref() {
                "order" => order = OrderArg::try_from_object(vm, value.clone())?.0,
                "copy" => copy = Some(value.clone()),
                "shape" => shape.push(value.clone()),
                other => {
                    return Err(vm.new_type_error(format!(
                        "'{other}' is an invalid keyword argument for this function"
                    )));
                }
            }
        }
        if shape.is_empty() {
            return Err(vm.new_type_error("reshape() takes exactly 1 argument (0 given)"));
        }
        if let [only] = &shape[..]
            && vm.is_none(only)
        {
            return Err(vm.new_type_error("Use () not None as shape arguments"));
        }
        let shape = numbers(vm, &shape)?;
        reshape(vm, &zelf, &shape, order, copy.as_deref())
    }

    #[pymethod]
    fn ravel(zelf: ArrayArg, args: RavelArgs, vm: &VirtualMachine) -> PyResult {
        zelf.derived(vm, manipulate::ravel(&zelf.array, args.order.0).or_raise(vm)?)
    }

    #[pymethod]
    fn flatten(zelf: ArrayArg, args: RavelArgs, vm: &VirtualMachine) -> PyResult {
        let flat = manipulate::ravel(&zelf.array, args.order.0).or_raise(vm)?;
        zelf.derived(vm, if flat.same_buffer(&zelf.array) { flat.copy(Order::C).or_raise(vm)? } else { flat })
    }

    #[pymethod]
    fn transpose(zelf: ArrayArg, axes: PosArgs, vm: &VirtualMachine) -> PyResult {
        let axes = axes.into_vec();
        match &axes[..] {
            [] => transpose(vm, &zelf, None),
            [one] if vm.is_none(one) => transpose(vm, &zelf, None),
            given => transpose(vm, &zelf, Some(&numbers(vm, given)?)),
        }
    }

    #[pymethod]
    fn swapaxes(zelf: ArrayArg, axis1: IndexArg, axis2: IndexArg, vm: &VirtualMachine) -> PyResult {
        zelf.derived(vm, manipulate::swap_axes(&zelf.array, axis1.0, axis2.0).or_raise(vm)?)
    }

    #[pymethod]
    fn squeeze(zelf: ArrayArg, args: SqueezeArgs, vm: &VirtualMachine) -> PyResult {
        squeeze(vm, &zelf, args.axis)
    }

    #[pymethod]
    fn repeat(zelf: ArrayArg, args: RepeatMethodArgs, vm: &VirtualMachine) -> PyResult {
        editing::repeat(vm, &zelf, &args.repeats, args.axis)
    }

    #[pymethod]
    fn resize(zelf: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        if let Some((name, _)) = args.kwargs.iter().find(|(name, _)| name.to_string_lossy() != "refcheck") {
            return Err(vm.new_type_error(format!(
                "'{}' is an invalid keyword argument for this function",
                name.to_string_lossy()
            )));
        }
        let Some(ndarray) = zelf.downcast_ref::<PyNdArray>() else { return Ok(()) };
        if args.args.is_empty() || args.args.len() == 1 && vm.is_none(&args.args[0]) {
            return Ok(());
        }
        ndarray.check_writeable(vm)?;
        let checks_references = match args.kwargs.iter().next() {
            Some((_, object)) => object.clone().try_to_bool(vm)?,
            None => true,
        };
        // The caller's name for it, and this call's.
        let is_referenced = zelf.strong_count() > 2;
        let shape = numbers(vm, &args.args)?;
        if shape.iter().any(|size| *size < 0) {
            return Err(vm.new_value_error("negative dimensions not allowed"));
        }
        editing::resize_in_place(vm, ndarray, &shape, checks_references, is_referenced)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RavelArgs {
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SqueezeArgs {
    #[pyarg(any, optional)]
    axis: OptionalArg<AxesArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RepeatMethodArgs {
    #[pyarg(any)]
    repeats: PyObjectRef,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RollAxisArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    axis: AxisArg,
    #[pyarg(any, default = IndexArg(0))]
    start: IndexArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SubokArg {
    #[pyarg(any, default = Flag(false))]
    subok: Flag,
}

crate::numpy::arguments::arguments_by_name! {
    TransposeByName { a: ArrayArg; axes: OptionalArg<Option<IndicesArg>> }
    SwapaxesByName { a: ArrayArg, axis1: IndexArg, axis2: IndexArg }
    MoveaxisByName { a: ArrayArg, source: AxisTupleArg, destination: AxisTupleArg }
    ExpandDimsByName { a: ArrayArg, axis: NewAxesArg }
    SizeByName { a: ArrayArg; axis: OptionalArg<AxesArg> }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn reshape(args: ReshapeArgs, vm: &VirtualMachine) -> PyResult {
        super::reshape(vm, &args.a, &args.shape.0, args.order.0, args.copy.as_deref())
    }

    #[pyfunction]
    fn ravel(a: ArrayArg, args: RavelArgs, vm: &VirtualMachine) -> PyResult {
        a.derived(vm, manipulate::ravel(&a.array, args.order.0).or_raise(vm)?)
    }

    #[pyfunction]
    #[pyfunction(name = "permute_dims")]
    fn transpose(args: TransposeByName, vm: &VirtualMachine) -> PyResult {
        let TransposeByName { a, axes } = args;
        super::transpose(vm, &a, axes.flatten().as_ref().map(|axes| &axes.0[..]))
    }

    #[pyfunction]
    fn matrix_transpose(x: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let rank = x.array.rank();
        if rank < 2 {
            return Err(
                vm.new_value_error(format!("Input array must be at least 2-dimensional, but it is {rank}"))
            );
        }
        x.derived(vm, manipulate::swap_axes(&x.array, -1, -2).or_raise(vm)?)
    }

    #[pyfunction]
    fn swapaxes(args: SwapaxesByName, vm: &VirtualMachine) -> PyResult {
        let SwapaxesByName { a, axis1, axis2 } = args;
        a.derived(vm, manipulate::swap_axes(&a.array, axis1.0, axis2.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn moveaxis(args: MoveaxisByName, vm: &VirtualMachine) -> PyResult {
        let MoveaxisByName { a, source, destination } = args;
        a.derived(vm, manipulate::move_axis(&a.array, &source.0, &destination.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn rollaxis(args: RollAxisArgs, vm: &VirtualMachine) -> PyResult {
        let rank = args.a.array.rank() as i64;
        let axis = normalize_axis(args.axis.0, args.a.array.rank()).or_raise(vm)? as i64;
        let start = args.start.0;
        if start < -rank || start > rank {
            let message =
                format!("'start' arg requires {} <= start < {}, but {start} was passed in", -rank, rank + 1);
            return Err(Error::new(ndgym_core::ErrorKind::Axis, message)).or_raise(vm);
        }
        let start = if start < 0 { start + rank } else { start };
        let target = if axis < start { start - 1 } else { start };
        args.a.derived(vm, manipulate::move_axis(&args.a.array, &[axis], &[target]).or_raise(vm)?)
    }

    #[pyfunction]
    fn expand_dims(args: ExpandDimsByName, vm: &VirtualMachine) -> PyResult {
        let ExpandDimsByName { a, axis } = args;
        a.derived(vm, manipulate::expand_dims(&a.array, &axis.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn squeeze(a: ArrayArg, args: SqueezeArgs, vm: &VirtualMachine) -> PyResult {
        super::squeeze(vm, &a, args.axis)
    }

    #[pyfunction]
    fn atleast_1d(arrays: PosArgs, vm: &VirtualMachine) -> PyResult {
        super::at_least(vm, arrays, 1)
    }

    #[pyfunction]
    fn atleast_2d(arrays: PosArgs, vm: &VirtualMachine) -> PyResult {
        super::at_least(vm, arrays, 2)
    }

    #[pyfunction]
    fn atleast_3d(arrays: PosArgs, vm: &VirtualMachine) -> PyResult {
        super::at_least(vm, arrays, 3)
    }

    #[pyfunction]
    fn broadcast_to(array: ArrayArg, shape: ShapeArg, args: SubokArg, vm: &VirtualMachine) -> PyResult {
        if shape.0.iter().any(|size| *size < 0) {
            return Err(vm.new_value_error("all elements of broadcast shape must be non-negative"));
        }
        let sizes = layout::checked_shape(&shape.0, DType::Bool).or_raise(vm)?;
        let array = array.unless(vm, args.subok.0)?;
        array.derived(vm, array.array.broadcast_to(&sizes).or_raise(vm)?)
    }

    #[pyfunction]
    fn broadcast_arrays(args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let subok = args.kwargs.get("subok").map_or(Ok(false), |subok| subok.clone().try_to_bool(vm))?;
        let arrays = args
            .args
            .iter()
            .map(|object| ArrayArg::from_object(vm, object)?.unless(vm, subok))
            .collect::<PyResult<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = arrays.iter().map(|array| array.array.shape()).collect();
        let shape = layout::broadcast_shapes_of_function(&shapes).or_raise(vm)?;
        let results = arrays
            .iter()
            .map(|array| match array.owner() {
                Some(owner) if array.array.shape() == &shape[..] => Ok(owner.clone().into()),
                _ => array.derived(vm, array.array.broadcast_to(&shape).or_raise(vm)?),
            })
            .collect::<PyResult<Vec<_>>>()?;
        Ok(vm.ctx.new_tuple(results))
    }

    #[pyfunction]
    fn broadcast_shapes(shapes: PosArgs<ShapeArg>, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        let sizes = shapes
            .into_vec()
            .iter()
            .map(|shape| layout::checked_shape(&shape.0, DType::Bool).or_raise(vm))
            .collect::<PyResult<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = sizes.iter().map(|shape| &shape[..]).collect();
        let shape = layout::broadcast_shapes_of_function(&shapes).or_raise(vm)?;
        Ok(vm.ctx.new_tuple(shape.iter().map(|size| vm.ctx.new_int(*size).into()).collect()))
    }

    #[pyfunction]
    fn ndim(a: ArrayArg) -> usize {
        a.array.rank()
    }

    #[pyfunction]
    fn shape(a: ArrayArg, vm: &VirtualMachine) -> PyTupleRef {
        vm.ctx.new_tuple(a.array.shape().iter().map(|size| vm.ctx.new_int(*size).into()).collect())
    }

    #[pyfunction]
    fn size(args: SizeByName, vm: &VirtualMachine) -> PyResult<usize> {
        let SizeByName { a, axis } = args;
        let axes = axis.unwrap_or_default().normalize(a.array.rank()).or_raise(vm)?;
        Ok(axes.iter().map(|axis| a.array.shape()[*axis]).product())
    }

    /// A view with any shape and byte strides that stay inside the array's memory.
    #[pyfunction]
    fn _as_strided(
        x: ArrayArg,
        shape: ShapeArg,
        strides: IndicesArg,
        writeable: bool,
        vm: &VirtualMachine,
    ) -> PyResult {
        let array = &x.array;
        let shape = layout::checked_shape(&shape.0, array.dtype()).or_raise(vm)?;
        if shape.len() != strides.0.len() {
            return Err(vm.new_value_error("strides, if given, must be the same length as shape"));
        }
        let itemsize = array.dtype().nominal_itemsize().max(1) as i64;
        if strides.0.iter().any(|stride| stride % itemsize != 0) {
            return Err(vm.new_value_error("strides here must be multiples of the itemsize"));
        }
        let strides: layout::Strides = strides.0.iter().map(|stride| (stride / itemsize) as isize).collect();
        match array.reinterpret(array.dtype(), &shape, &strides, array.offset()) {
            Some(mut view) => {
                view.set_writeable(writeable && array.is_writeable());
                x.derived(vm, view)
            }
            None => Err(vm.new_value_error("the strided view would reach beyond the array's memory")),
        }
    }

    #[derive(rustpython_vm::FromArgs)]
    pub(crate) struct OverlapArgs {
        #[pyarg(positional)]
        a: ArrayArg,
        #[pyarg(positional)]
        b: ArrayArg,
        #[pyarg(any, optional)]
        max_work: Option<PyObjectRef>,
    }

    impl OverlapArgs {
        /// Whether both have memory in common. None if that is more work than allowed: without any, only the bounds are
        /// compared.
        fn overlap(&self, vm: &VirtualMachine, usual_work: i64) -> PyResult<Option<bool>> {
            let work = match self.max_work.as_ref().filter(|work| !vm.is_none(work)) {
                Some(work) if work.downcastable::<PyInt>() => index(vm, work)?,
                Some(_) => return Err(vm.new_value_error("max_work must be an integer")),
                None => usual_work,
            };
            if work < -2 {
                return Err(vm.new_value_error("Invalid value for max_work"));
            }
            Ok(match (self.a.array.may_overlap(&self.b.array), work) {
                (false, _) => Some(false),
                (true, 0) => None,
                (true, _) => Some(overlap::share_memory(&self.a.array, &self.b.array)),
            })
        }
    }

    #[pyfunction]
    fn may_share_memory(args: OverlapArgs, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(args.overlap(vm, 0)?.unwrap_or(true))
    }

    #[pyfunction]
    fn shares_memory(args: OverlapArgs, vm: &VirtualMachine) -> PyResult<bool> {
        let too_hard = || {
            let class = ExceptionTypes::get(&vm.ctx).too_hard.clone();
            vm.new_exception_msg(class, "Exceeded max_work".into())
        };
        args.overlap(vm, -1)?.ok_or_else(too_hard)
    }
}
