//! Functions and methods that select by position or condition: `take`, `put`, `where`, `nonzero`, `diagonal` and their kin.

use super::arguments::{AxisArg, CastingArg, Flag, IndicesArg, OrderArg, OutArg};
use super::array_like::{ArrayArg, to_array, to_array_of};
use super::errors::{ExceptionTypes, OrRaise};
use super::indexing::values;
use super::ndarray::{PyNdArray, array_or_scalar, new_array};
use super::types::type_of_operands;
use ndgym_core::index::{self, Mode};
use ndgym_core::layout::Order;
use ndgym_core::promote::{Casting, can_cast};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyStr, PyTuple},
    function::{DefaultRepr, FuncArgs, OptionalArg},
    pyclass,
};

/// A `mode=` argument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ModeArg(pub(crate) Mode);

impl ModeArg {
    /// How a signature shows it as a default.
    pub(crate) const fn py_default(&self) -> DefaultRepr {
        DefaultRepr::Str(match self.0 {
            Mode::Raise => "raise",
            Mode::Wrap => "wrap",
            Mode::Clip => "clip",
        })
    }
}

impl TryFromObject for ModeArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        match object.downcast_ref::<PyStr>() {
            Some(text) => Mode::parse(&text.to_string_lossy()).or_raise(vm).map(ModeArg),
            None => {
                Err(vm.new_type_error(format!("clipmode must be str, not {}", object.class().slot_name())))
            }
        }
    }
}

/// Gives a result derived from an array back, written to `out` if there is one.
fn deliver(
    vm: &VirtualMachine,
    source: &ArrayArg,
    result: Array,
    out: Option<OutArg>,
    function: &str,
) -> PyResult {
    let Some(out) = out else { return source.derived_or_scalar(vm, result) };
    let target = out.array();
    if target.shape() != result.shape() {
        return Err(vm.new_value_error(format!("output array does not match result of {function}")));
    }
    if !can_cast(result.dtype(), target.dtype(), Casting::Safe) {
        return Err(vm.new_type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('{}') according to the rule 'safe'",
            result.dtype().name(),
            target.dtype().name()
        )));
    }
    target.assign(&result).or_raise(vm)?;
    Ok(out.0.into())
}

/// Positions: an array as it is; sequences are read as integers.
fn positions(vm: &VirtualMachine, object: &PyObject) -> PyResult<Array> {
    if object.downcastable::<PyNdArray>() {
        to_array(vm, object)
    } else {
        to_array_of(vm, object, DType::Int64)
    }
}

/// An array that a function is to change in place.
fn target(vm: &VirtualMachine, object: &PyObject, message: impl FnOnce(&str) -> String) -> PyResult<Array> {
    match object.downcast_ref::<PyNdArray>() {
        Some(ndarray) => {
            ndarray.check_writeable(vm)?;
            Ok(ndarray.array())
        }
        None => Err(vm.new_type_error(message(&object.class().name()))),
    }
}

/// The same, for functions that ask for its axes first.
fn with_axes(vm: &VirtualMachine, object: &PyObject) -> PyResult<Array> {
    if object.downcastable::<PyNdArray>() {
        return target(vm, object, str::to_owned);
    }
    let class = object.class().name().to_string();
    Err(vm.new_attribute_error(format!("'{class}' object has no attribute 'ndim'")))
}

/// Several arrays as a tuple of `ndarray`s.
pub(crate) fn tuple_of_arrays(vm: &VirtualMachine, arrays: Vec<Array>) -> PyResult {
    let arrays = arrays.into_iter().map(|array| new_array(vm, array)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.ctx.new_tuple(arrays).into())
}

/// The items of a sequence, or the subarrays of an array, as arrays.
pub(crate) fn arrays_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<Array>> {
    let items: Vec<PyObjectRef> = object.to_owned().try_to_value(vm)?;
    items.iter().map(|item| to_array(vm, item)).collect()
}

/// A Python number's array takes the type that the other operands ask for.
fn as_operand(vm: &VirtualMachine, object: &PyObject, dtype: DType) -> PyResult<Array> {
    to_array(vm, object)?.as_dtype(dtype).or_raise(vm)
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TakeArgs {
    #[pyarg(any)]
    indices: PyObjectRef,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    out: Option<OutArg>,
    #[pyarg(any, default = ModeArg(Mode::Raise))]
    mode: ModeArg,
}

impl TakeArgs {
    fn take(self, vm: &VirtualMachine, array: &ArrayArg) -> PyResult {
        let indices = positions(vm, &self.indices)?;
        let taken =
            index::take(&array.array, &indices, self.axis.map(|axis| axis.0), self.mode.0).or_raise(vm)?;
        deliver(vm, array, taken, self.out, "ndarray.take")
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PutArgs {
    #[pyarg(any)]
    ind: PyObjectRef,
    #[pyarg(any)]
    v: PyObjectRef,
    #[pyarg(any, default = ModeArg(Mode::Raise))]
    mode: ModeArg,
}

/// The same of the method, under other names.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PutMethodArgs {
    #[pyarg(any)]
    indices: PyObjectRef,
    #[pyarg(any)]
    values: PyObjectRef,
    #[pyarg(any, default = ModeArg(Mode::Raise))]
    mode: ModeArg,
}

impl PutArgs {
    fn put(self, vm: &VirtualMachine, array: &Array) -> PyResult<()> {
        let values = values(vm, &self.v, array.dtype())?;
        index::put(array, &positions(vm, &self.ind)?, &values, self.mode.0).or_raise(vm)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ChooseArgs {
    #[pyarg(any)]
    choices: PyObjectRef,
    #[pyarg(any, optional)]
    out: Option<OutArg>,
    #[pyarg(any, default = ModeArg(Mode::Raise))]
    mode: ModeArg,
}

impl ChooseArgs {
    fn choose(self, vm: &VirtualMachine, selector: &ArrayArg) -> PyResult {
        let choices = arrays_of(vm, &self.choices)?;
        let chosen = index::choose(&selector.array, &choices, self.mode.0).or_raise(vm)?;
        deliver(vm, selector, chosen, self.out, "ndarray.choose")
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CompressMethodArgs {
    #[pyarg(any)]
    condition: ArrayArg,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    out: Option<OutArg>,
}

impl CompressMethodArgs {
    fn compress(self, vm: &VirtualMachine, array: &ArrayArg) -> PyResult {
        let axis = self.axis.map(|axis| axis.0);
        let kept = index::compress(&self.condition.array, &array.array, axis).or_raise(vm)?;
        deliver(vm, array, kept, self.out, "ndarray.take")
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DiagonalArgs {
    #[pyarg(any, default = 0)]
    offset: i64,
    #[pyarg(any, default = 0)]
    axis1: i64,
    #[pyarg(any, default = 1)]
    axis2: i64,
}

impl DiagonalArgs {
    fn diagonal(self, vm: &VirtualMachine, array: &ArrayArg) -> PyResult {
        let diagonal = index::diagonal(&array.array, self.offset, self.axis1, self.axis2).or_raise(vm)?;
        array.derived(vm, diagonal)
    }
}

/// What selects, as methods of arrays and scalars.
#[pyclass]
pub(crate) trait SelectingMethods: PyPayload {
    #[pymethod]
    fn take(zelf: ArrayArg, args: TakeArgs, vm: &VirtualMachine) -> PyResult {
        args.take(vm, &zelf)
    }

    #[pymethod]
    fn put(zelf: PyRef<PyNdArray>, args: PutMethodArgs, vm: &VirtualMachine) -> PyResult<()> {
        let args = PutArgs { ind: args.indices, v: args.values, mode: args.mode };
        zelf.check_writeable(vm)?;
        args.put(vm, &zelf.array())
    }

    #[pymethod]
    fn choose(zelf: ArrayArg, args: ChooseArgs, vm: &VirtualMachine) -> PyResult {
        args.choose(vm, &zelf)
    }

    #[pymethod]
    fn compress(zelf: ArrayArg, args: CompressMethodArgs, vm: &VirtualMachine) -> PyResult {
        args.compress(vm, &zelf)
    }

    #[pymethod]
    fn diagonal(zelf: ArrayArg, args: DiagonalArgs, vm: &VirtualMachine) -> PyResult {
        args.diagonal(vm, &zelf)
    }

    #[pymethod]
    fn nonzero(zelf: ArrayArg, vm: &VirtualMachine) -> PyResult {
        tuple_of_arrays(vm, index::nonzero(&zelf.array).or_raise(vm)?)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TakeFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: TakeArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PutFunctionArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(flatten)]
    rest: PutArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct AlongAxisArgs {
    #[pyarg(any)]
    arr: ArrayArg,
    #[pyarg(any)]
    indices: PyObjectRef,
    #[pyarg(any, optional)]
    axis: OptionalArg<Option<i64>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PutAlongAxisArgs {
    #[pyarg(any)]
    arr: PyObjectRef,
    #[pyarg(any)]
    indices: PyObjectRef,
    #[pyarg(any)]
    values: PyObjectRef,
    #[pyarg(any)]
    axis: Option<i64>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ChooseFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: ChooseArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CompressArgs {
    #[pyarg(any)]
    condition: ArrayArg,
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    out: Option<OutArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DiagonalFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: DiagonalArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ExtractArgs {
    #[pyarg(any)]
    condition: ArrayArg,
    #[pyarg(any)]
    arr: ArrayArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PlaceArgs {
    #[pyarg(any)]
    arr: PyObjectRef,
    #[pyarg(any)]
    mask: ArrayArg,
    #[pyarg(any)]
    vals: PyObjectRef,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PutMaskArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any)]
    mask: ArrayArg,
    #[pyarg(any)]
    values: PyObjectRef,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CopyToArgs {
    #[pyarg(any)]
    dst: PyObjectRef,
    #[pyarg(any)]
    src: PyObjectRef,
    #[pyarg(any, default = CastingArg(Casting::SameKind))]
    casting: CastingArg,
    #[pyarg(any, optional)]
    r#where: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct WhereArgs {
    #[pyarg(positional)]
    condition: ArrayArg,
    #[pyarg(positional, optional)]
    x: OptionalArg<PyObjectRef>,
    #[pyarg(positional, optional)]
    y: OptionalArg<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SelectArgs {
    #[pyarg(any)]
    condlist: PyObjectRef,
    #[pyarg(any)]
    choicelist: PyObjectRef,
    #[pyarg(any, optional)]
    default: OptionalArg<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct FillDiagonalArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any)]
    val: PyObjectRef,
    #[pyarg(any, default = Flag(false))]
    wrap: Flag,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct UnravelArgs {
    #[pyarg(any)]
    indices: PyObjectRef,
    #[pyarg(any)]
    shape: IndicesArg,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct RavelMultiArgs {
    #[pyarg(any)]
    multi_index: PyObjectRef,
    #[pyarg(any)]
    dims: IndicesArg,
    #[pyarg(any, optional)]
    mode: Option<PyObjectRef>,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DiagIndicesArgs {
    #[pyarg(any)]
    n: i64,
    #[pyarg(any, default = 2)]
    ndim: i64,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TriangleIndicesArgs {
    #[pyarg(any)]
    n: i64,
    #[pyarg(any, default = 0)]
    k: i64,
    #[pyarg(any, optional)]
    m: Option<i64>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TriangleOfArgs {
    #[pyarg(any)]
    arr: ArrayArg,
    #[pyarg(any, default = 0)]
    k: i64,
}

/// Sizes as a shape; the core checks the rest.
fn sizes(vm: &VirtualMachine, requested: &[i64]) -> PyResult<Vec<usize>> {
    requested
        .iter()
        .map(|size| {
            usize::try_from(*size).map_err(|_| vm.new_value_error("negative dimensions are not allowed"))
        })
        .collect()
}

/// One mode for all axes, or one for each.
fn modes(vm: &VirtualMachine, object: Option<PyObjectRef>, rank: usize) -> PyResult<Vec<Mode>> {
    match object {
        None => Ok(vec![Mode::Raise; rank]),
        Some(object) => match object.downcast_ref::<PyTuple>() {
            Some(tuple) => {
                let mode = |item: &PyObjectRef| ModeArg::try_from_object(vm, item.clone()).map(|mode| mode.0);
                tuple.as_slice().iter().map(mode).collect()
            }
            None => Ok(vec![ModeArg::try_from_object(vm, object)?.0; rank]),
        },
    }
}

/// The shape of a matrix whose triangle is asked for.
fn matrix_shape(vm: &VirtualMachine, array: &Array) -> PyResult<(i64, i64)> {
    match array.shape() {
        [rows, columns] => Ok((*rows as i64, *columns as i64)),
        _ => Err(vm.new_value_error("input array must be 2-d")),
    }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn take(args: TakeFunctionArgs, vm: &VirtualMachine) -> PyResult {
        args.rest.take(vm, &args.a)
    }

    #[pyfunction]
    fn put(args: PutFunctionArgs, vm: &VirtualMachine) -> PyResult<()> {
        let array =
            target(vm, &args.a, |class| format!("argument 1 must be numpy.ndarray, not <class '{class}'>"))?;
        args.rest.put(vm, &array)
    }

    #[pyfunction]
    fn take_along_axis(args: AlongAxisArgs, vm: &VirtualMachine) -> PyResult {
        args.indices.get_attr("dtype", vm)?;
        let indices = to_array(vm, &args.indices)?;
        new_array(
            vm,
            index::take_along_axis(&args.arr.array, &indices, args.axis.unwrap_or(Some(-1))).or_raise(vm)?,
        )
    }

    #[pyfunction]
    fn put_along_axis(args: PutAlongAxisArgs, vm: &VirtualMachine) -> PyResult<()> {
        let array = with_axes(vm, &args.arr)?;
        let values = values(vm, &args.values, array.dtype())?;
        args.indices.get_attr("dtype", vm)?;
        let indices = to_array(vm, &args.indices)?;
        index::put_along_axis(&array, &indices, &values, args.axis).or_raise(vm)
    }

    #[pyfunction]
    fn choose(args: ChooseFunctionArgs, vm: &VirtualMachine) -> PyResult {
        args.rest.choose(vm, &args.a)
    }

    #[pyfunction]
    fn compress(args: CompressArgs, vm: &VirtualMachine) -> PyResult {
        let CompressArgs { condition, a, axis, out } = args;
        CompressMethodArgs { condition, axis, out }.compress(vm, &a)
    }

    #[pyfunction]
    fn extract(args: ExtractArgs, vm: &VirtualMachine) -> PyResult {
        new_array(vm, index::extract(&args.condition.array, &args.arr.array).or_raise(vm)?)
    }

    #[pyfunction]
    fn place(args: PlaceArgs, vm: &VirtualMachine) -> PyResult<()> {
        let array =
            target(vm, &args.arr, |class| format!("place() argument 1 must be numpy.ndarray, not {class}"))?;
        let values = values(vm, &args.vals, array.dtype())?;
        index::place(&array, &args.mask.array, &values).or_raise(vm)
    }

    #[pyfunction]
    fn putmask(args: PutMaskArgs, vm: &VirtualMachine) -> PyResult<()> {
        let array = target(vm, &args.a, |_| "putmask: first argument must be an array".to_owned())?;
        let values = values(vm, &args.values, array.dtype())?;
        index::putmask(&array, &args.mask.array, &values).or_raise(vm)
    }

    #[pyfunction]
    fn copyto(args: CopyToArgs, vm: &VirtualMachine) -> PyResult<()> {
        let array = target(vm, &args.dst, |class| {
            format!("copyto() argument 1 must be a numpy.ndarray, not {class}")
        })?;
        let dtype = type_of_operands(vm, &[&args.dst, &args.src])?;
        // A Python number that fits the target's kind has its type.
        let source = if dtype == array.dtype() && !args.src.downcastable::<PyNdArray>() {
            to_array_of(vm, &args.src, dtype)?
        } else {
            to_array(vm, &args.src)?
        };
        let mask = match args.r#where {
            Some(mask) => Some(to_array(vm, &mask)?),
            None => None,
        };
        index::copyto(&array, &source, args.casting.0, mask.as_ref()).or_raise(vm)
    }

    #[pyfunction]
    fn nonzero(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        tuple_of_arrays(vm, index::nonzero(&a.array).or_raise(vm)?)
    }

    #[pyfunction]
    fn argwhere(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        new_array(vm, index::argwhere(&a.array).or_raise(vm)?)
    }

    #[pyfunction]
    fn flatnonzero(a: ArrayArg, vm: &VirtualMachine) -> PyResult {
        new_array(vm, index::flatnonzero(&a.array).or_raise(vm)?)
    }

    #[pyfunction(name = "where")]
    fn where_(args: WhereArgs, vm: &VirtualMachine) -> PyResult {
        match (args.x, args.y) {
            (OptionalArg::Present(x), OptionalArg::Present(y)) => {
                let dtype = type_of_operands(vm, &[&x, &y])?;
                let (x, y) = (as_operand(vm, &x, dtype)?, as_operand(vm, &y, dtype)?);
                new_array(vm, index::where_(&args.condition.array, &x, &y).or_raise(vm)?)
            }
            (OptionalArg::Missing, OptionalArg::Missing) => nonzero(args.condition, vm),
            _ => Err(vm.new_value_error("either both or neither of x and y should be given")),
        }
    }

    #[pyfunction]
    fn select(args: SelectArgs, vm: &VirtualMachine) -> PyResult {
        let conditions = arrays_of(vm, &args.condlist)?;
        let mut choices: Vec<PyObjectRef> = args.choicelist.try_to_value(vm)?;
        let default = args.default.unwrap_or_else(|| vm.ctx.new_int(0).into());
        choices.push(default);
        let dtype = if choices.len() > 1 {
            type_of_operands(vm, &choices.iter().collect::<Vec<_>>()).map_err(|error| {
                let own = &ExceptionTypes::get(&vm.ctx).dtype_promotion;
                let reason = error.class().is(own).then(|| error.as_object().str(vm).ok()).flatten();
                reason.map_or(error, |reason| {
                    let message =
                        format!("Choicelist and default value do not have a common dtype: {reason}");
                    vm.new_type_error(message)
                })
            })?
        } else {
            DType::Int64
        };
        let mut arrays =
            choices.iter().map(|choice| as_operand(vm, choice, dtype)).collect::<PyResult<Vec<_>>>()?;
        match arrays.pop() {
            Some(default) => new_array(vm, index::select(&conditions, &arrays, &default).or_raise(vm)?),
            None => Ok(vm.ctx.none()),
        }
    }

    #[pyfunction]
    fn ix_(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if let Some(name) = args.kwargs.keys().next() {
            let name = name.to_string_lossy();
            return Err(vm.new_type_error(format!("ix_() got an unexpected keyword argument '{name}'")));
        }
        let read = |object: &PyObjectRef| {
            let array = to_array(vm, object)?;
            // An empty list would be floats.
            if array.size() == 0 && !object.downcastable::<PyNdArray>() {
                return array.as_dtype(DType::Int64).or_raise(vm);
            }
            Ok(array)
        };
        let sequences = args.args.iter().map(read).collect::<PyResult<Vec<_>>>()?;
        tuple_of_arrays(vm, index::ix_(&sequences).or_raise(vm)?)
    }

    #[pyfunction]
    fn diagonal(args: DiagonalFunctionArgs, vm: &VirtualMachine) -> PyResult {
        args.rest.diagonal(vm, &args.a)
    }

    #[pyfunction]
    fn fill_diagonal(args: FillDiagonalArgs, vm: &VirtualMachine) -> PyResult<()> {
        let array = with_axes(vm, &args.a)?;
        index::fill_diagonal(&array, &values(vm, &args.val, array.dtype())?, args.wrap.0).or_raise(vm)
    }

    #[pyfunction]
    fn unravel_index(args: UnravelArgs, vm: &VirtualMachine) -> PyResult {
        let positions = to_array(vm, &args.indices)?;
        if positions.size() == 0 && !args.indices.downcastable::<PyNdArray>() {
            return Err(vm.new_type_error(
                "indices must be integral: the provided empty sequence was inferred as float. Wrap it with \
                 'np.array(indices, dtype=np.intp)'",
            ));
        }
        let shape = sizes(vm, &args.shape.0)?;
        let axes = index::unravel_index(&positions, &shape, args.order.0).or_raise(vm)?;
        let axes = axes.into_iter().map(|axis| array_or_scalar(vm, axis)).collect::<PyResult<Vec<_>>>()?;
        Ok(vm.ctx.new_tuple(axes).into())
    }

    #[pyfunction]
    fn ravel_multi_index(args: RavelMultiArgs, vm: &VirtualMachine) -> PyResult {
        let shape = sizes(vm, &args.dims.0)?;
        let modes = modes(vm, args.mode, shape.len())?;
        let index = arrays_of(vm, &args.multi_index)?;
        let positions = index::ravel_multi_index(&index, &shape, &modes, args.order.0).or_raise(vm)?;
        array_or_scalar(vm, positions)
    }

    #[pyfunction]
    fn diag_indices(args: DiagIndicesArgs, vm: &VirtualMachine) -> PyResult {
        let diagonal = new_array(vm, index::diag_indices(args.n).or_raise(vm)?)?;
        Ok(vm.ctx.new_tuple(vec![diagonal; args.ndim.max(0) as usize]).into())
    }

    #[pyfunction]
    fn diag_indices_from(arr: ArrayArg, vm: &VirtualMachine) -> PyResult {
        let shape = arr.array.shape();
        if shape.len() < 2 {
            return Err(vm.new_value_error("input array must be at least 2-d"));
        }
        if shape.iter().any(|size| *size != shape[0]) {
            return Err(vm.new_value_error("All dimensions of input must be of equal length"));
        }
        diag_indices(DiagIndicesArgs { n: shape[0] as i64, ndim: shape.len() as i64 }, vm)
    }

    #[pyfunction]
    fn tril_indices(args: TriangleIndicesArgs, vm: &VirtualMachine) -> PyResult {
        tuple_of_arrays(vm, index::tril_indices(args.n, args.m, args.k).or_raise(vm)?)
    }

    #[pyfunction]
    fn tril_indices_from(args: TriangleOfArgs, vm: &VirtualMachine) -> PyResult {
        let (n, m) = matrix_shape(vm, &args.arr.array)?;
        tuple_of_arrays(vm, index::tril_indices(n, Some(m), args.k).or_raise(vm)?)
    }

    #[pyfunction]
    fn triu_indices(args: TriangleIndicesArgs, vm: &VirtualMachine) -> PyResult {
        tuple_of_arrays(vm, index::triu_indices(args.n, args.m, args.k).or_raise(vm)?)
    }

    #[pyfunction]
    fn triu_indices_from(args: TriangleOfArgs, vm: &VirtualMachine) -> PyResult {
        let (n, m) = matrix_shape(vm, &args.arr.array)?;
        tuple_of_arrays(vm, index::triu_indices(n, Some(m), args.k).or_raise(vm)?)
    }
}
