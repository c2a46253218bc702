//! Arrays from nothing but numbers: `zeros`, `arange`, `linspace`, `eye`, `meshgrid` and their kin.

use super::arguments::{Flag, OrderArg, ShapeArg};
use super::array_like::{ArrayArg, to_array, to_array_of};
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{array_or_scalar, new_array};
use super::operators::cast_with_warnings;
use super::selecting::tuple_of_arrays;
use super::types::type_of_operands;
use ndgym_core::creation::{self, Indexing};
use ndgym_core::layout::{self, Order, checked_shape};
use ndgym_core::promote::promote_types;
use ndgym_core::{Array, DType, Scalar};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBytes, PyDict, PyInt, PyList, PyStr, PyTuple},
    function::FuncArgs,
};

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ZerosArgs {
    #[pyarg(any)]
    shape: ShapeArg,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

/// What a fresh array holds.
enum Content {
    Arbitrary,
    Zeros,
    Ones,
}

impl Content {
    fn make(
        &self,
        vm: &VirtualMachine,
        shape: &[usize],
        strides: layout::Strides,
        dtype: DType,
    ) -> PyResult<Array> {
        // Zeroed memory comes cheap from the system; its axes may lie in any order.
        let mut slowest_first: Vec<usize> = (0..shape.len()).collect();
        slowest_first.sort_by_key(|&axis| std::cmp::Reverse(strides[axis].unsigned_abs()));
        if !matches!(self, Content::Zeros) {
            let array = Array::empty_strided(shape, strides, dtype).or_raise(vm)?;
            if matches!(self, Content::Ones) {
                array.fill(Scalar::Int64(1));
            }
            return Ok(array);
        }
        let in_memory: Vec<usize> = slowest_first.iter().map(|axis| shape[*axis]).collect();
        let array = Array::zeros(&in_memory, dtype).or_raise(vm)?;
        Ok(array.permute(&layout::invert_permutation(&slowest_first)))
    }

    fn fresh(self, vm: &VirtualMachine, args: ZerosArgs) -> PyResult {
        let dtype = args.dtype.map_or(DType::Float64, |dtype| dtype.0);
        let shape = checked_shape(&args.shape.0, dtype).or_raise(vm)?;
        let strides = fresh_strides(vm, &shape, args.order.0)?;
        new_array(vm, self.make(vm, &shape, strides, dtype)?)
    }

    /// A fresh array like another, of its class if that is wished.
    fn new_like(self, vm: &VirtualMachine, prototype: &ArrayArg, wish: &LikeArgs) -> PyResult {
        let array = self.like(vm, &prototype.array, wish)?;
        if wish.subok.0 { prototype.derived_array(vm, array) } else { new_array(vm, array) }
    }

    fn like(self, vm: &VirtualMachine, prototype: &Array, wish: &LikeArgs) -> PyResult<Array> {
        let dtype = wish.dtype.map_or(prototype.dtype(), |dtype| dtype.0);
        let Some(requested) = &wish.shape else {
            return self.make(vm, prototype.shape(), prototype.strides_for(wish.order.0), dtype);
        };
        let shape = checked_shape(&requested.0, dtype).or_raise(vm)?;
        let strides = if shape.len() == prototype.rank() && wish.order.0 == Order::K {
            layout::strides_in_order_of(&shape, prototype.strides())
        } else if wish.order.0 == Order::F
            || wish.order.0 == Order::A && prototype.is_f_contiguous() && !prototype.is_c_contiguous()
        {
            layout::f_strides(&shape)
        } else {
            layout::c_strides(&shape)
        };
        let strides = if shape.contains(&0) { layout::c_strides(&shape) } else { strides };
        self.make(vm, &shape, strides, dtype)
    }
}

/// What an array is filled with: an array of whatever type, then cast. Only what makes no array is converted at once.
fn filling(vm: &VirtualMachine, value: &PyObject, dtype: DType) -> PyResult<Array> {
    if value.downcast_ref_if_exact::<PyInt>(vm).is_some() {
        // An integer that does not fit is refused, where those in arrays would wrap around.
        return to_array_of(vm, value, dtype);
    }
    match to_array(vm, value) {
        Ok(array) => cast_with_warnings(vm, &array, dtype),
        Err(_) => to_array_of(vm, value, dtype),
    }
}

fn fresh_strides(vm: &VirtualMachine, shape: &[usize], order: Order) -> PyResult<layout::Strides> {
    match order {
        Order::C => Ok(layout::c_strides(shape)),
        Order::F => Ok(layout::f_strides(shape)),
        _ => Err(vm.new_value_error("only 'C' or 'F' order is permitted")),
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct LikeArgs {
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = OrderArg(Order::K))]
    order: OrderArg,
    #[pyarg(any, default = Flag(true))]
    subok: Flag,
    #[pyarg(any, optional)]
    shape: Option<ShapeArg>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct LikeFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    wish: LikeArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct EmptyLikeArgs {
    #[pyarg(any)]
    prototype: ArrayArg,
    #[pyarg(flatten)]
    wish: LikeArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct FullLikeArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    fill_value: PyObjectRef,
    #[pyarg(flatten)]
    wish: LikeArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct FullArgs {
    #[pyarg(any)]
    shape: ShapeArg,
    #[pyarg(any)]
    fill_value: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ArangeArgs {
    #[pyarg(any, optional)]
    start: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    stop: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    step: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

/// One of `arange`'s numbers.
fn range_number(vm: &VirtualMachine, object: &PyObject) -> PyResult<Scalar> {
    if object.downcastable::<PyStr>() {
        return Err(vm.new_type_error(
            "arange() not supported for inputs with DType <class 'numpy.dtypes.StrDType'>.",
        ));
    }
    let unusable = vm.is_none(object)
        || object.downcastable::<PyList>()
        || object.downcastable::<PyTuple>()
        || object.downcastable::<PyDict>()
        || object.downcastable::<PyBytes>();
    if unusable {
        return Err(vm.new_type_error(format!(
            "unsupported operand type(s) for -: '{}' and 'int'",
            object.class().name()
        )));
    }
    let too_large = object.class().is(vm.ctx.types.int_type)
        && object.downcast_ref::<PyInt>().is_some_and(|int| int.as_bigint().bits() > 64);
    if too_large {
        return Err(vm.new_value_error("Maximum allowed size exceeded"));
    }
    let array = to_array(vm, object)?;
    if array.rank() > 0 {
        return Err(vm.new_type_error("only 0-dimensional arrays can be converted to Python scalars"));
    }
    Ok(array.scalar_at(array.offset()))
}

fn range(vm: &VirtualMachine, args: ArangeArgs) -> PyResult {
    let given = |object: Option<PyObjectRef>| object.filter(|object| !vm.is_none(object));
    let (start, stop) = match (args.start, given(args.stop)) {
        (Some(only), None) => (None, only),
        (start, Some(stop)) => (given(start), stop),
        (None, None) => return Err(vm.new_type_error("arange() requires stop to be specified.")),
    };
    let stop = range_number(vm, &stop)?;
    let start = start.map_or(Ok(Scalar::Int64(0)), |start| range_number(vm, &start))?;
    let step = given(args.step).map_or(Ok(Scalar::Int64(1)), |step| range_number(vm, &step))?;
    let promoted =
        [start, stop, step].iter().fold(DType::Int64, |so_far, number| promote_types(so_far, number.dtype()));
    let dtype = args.dtype.map_or(promoted, |dtype| dtype.0);
    new_array(vm, creation::arange(start, stop, step, dtype).or_raise(vm)?)
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct LinspaceArgs {
    #[pyarg(any)]
    start: PyObjectRef,
    #[pyarg(any)]
    stop: PyObjectRef,
    #[pyarg(any, default = 50)]
    num: i64,
    #[pyarg(any, default = Flag(true))]
    endpoint: Flag,
    #[pyarg(any, default = Flag(false))]
    retstep: Flag,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = 0)]
    axis: i64,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
}

fn evenly_spaced(vm: &VirtualMachine, args: LinspaceArgs) -> PyResult {
    // Python numbers beside arrays take the arrays' precision; the numbers are at least floats.
    let float = vm.ctx.new_float(1.0).into();
    let computed = type_of_operands(vm, &[&args.start, &args.stop, &float])?;
    let start = to_array_of(vm, &args.start, computed)?;
    let stop = to_array_of(vm, &args.stop, computed)?;
    let dtype = args.dtype.map(|dtype| dtype.0);
    let spaced =
        creation::linspace(&start, &stop, args.num, args.endpoint.0, dtype, args.axis).or_raise(vm)?;
    let samples = new_array(vm, spaced.samples)?;
    if !args.retstep.0 {
        return Ok(samples);
    }
    let divisions = if args.endpoint.0 { args.num - 1 } else { args.num };
    // Without a second number there is no step at all: a plain NaN, whatever the shape.
    let step =
        if divisions > 0 { array_or_scalar(vm, spaced.step)? } else { vm.ctx.new_float(f64::NAN).into() };
    Ok(vm.ctx.new_tuple(vec![samples, step]).into())
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct EyeArgs {
    #[pyarg(any, name = "N")]
    rows: i64,
    #[pyarg(any, optional, name = "M")]
    columns: Option<i64>,
    #[pyarg(any, default = 0)]
    k: i64,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = OrderArg(Order::C))]
    order: OrderArg,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there is one device")]
    device: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct IdentityArgs {
    #[pyarg(any)]
    n: i64,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TriArgs {
    #[pyarg(any, name = "N")]
    rows: i64,
    #[pyarg(any, optional, name = "M")]
    columns: Option<i64>,
    #[pyarg(any, default = 0)]
    k: i64,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(named, optional)]
    #[allow(dead_code, reason = "there are no other array types")]
    like: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TriangleArgs {
    #[pyarg(any)]
    m: ArrayArg,
    #[pyarg(any, default = 0)]
    k: i64,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DiagArgs {
    #[pyarg(any)]
    v: ArrayArg,
    #[pyarg(any, default = 0)]
    k: i64,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct IndicesFunctionArgs {
    #[pyarg(any)]
    dimensions: PyObjectRef,
    #[pyarg(any, optional)]
    dtype: Option<DTypeArg>,
    #[pyarg(any, default = Flag(false))]
    sparse: Flag,
}

fn is_true(vm: &VirtualMachine, args: &FuncArgs, name: &str, default: bool) -> PyResult<bool> {
    args.kwargs.get(name).map_or(Ok(default), |object| object.clone().try_to_bool(vm))
}

fn mesh(vm: &VirtualMachine, args: &FuncArgs) -> PyResult {
    let mut names = args.kwargs.keys().map(|name| name.to_string_lossy());
    let unknown = names.find(|name| !["indexing", "sparse", "copy"].contains(&name.as_ref()));
    if let Some(name) = unknown {
        return Err(vm.new_type_error(format!("meshgrid() got an unexpected keyword argument '{name}'")));
    }
    let indexing = match args.kwargs.get("indexing") {
        Some(text) => Indexing::parse(&text.str(vm)?.to_string_lossy()).or_raise(vm)?,
        None => Indexing::Xy,
    };
    let vectors = args.args.iter().map(|object| to_array(vm, object)).collect::<PyResult<Vec<_>>>()?;
    let (sparse, copy) = (is_true(vm, args, "sparse", false)?, is_true(vm, args, "copy", true)?);
    tuple_of_arrays(vm, creation::meshgrid(&vectors, indexing, sparse, copy).or_raise(vm)?)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn empty(args: ZerosArgs, vm: &VirtualMachine) -> PyResult {
        Content::Arbitrary.fresh(vm, args)
    }

    #[pyfunction]
    fn zeros(args: ZerosArgs, vm: &VirtualMachine) -> PyResult {
        Content::Zeros.fresh(vm, args)
    }

    #[pyfunction]
    fn ones(args: ZerosArgs, vm: &VirtualMachine) -> PyResult {
        Content::Ones.fresh(vm, args)
    }

    #[pyfunction]
    fn full(args: FullArgs, vm: &VirtualMachine) -> PyResult {
        let value = match args.dtype {
            Some(dtype) => filling(vm, &args.fill_value, dtype.0.sized_for(dtype.0))?,
            None => to_array(vm, &args.fill_value)?,
        };
        let shape = checked_shape(&args.shape.0, value.dtype()).or_raise(vm)?;
        let strides = fresh_strides(vm, &shape, args.order.0)?;
        let array = Array::empty_strided(&shape, strides, value.dtype()).or_raise(vm)?;
        array.assign(&value).or_raise(vm)?;
        new_array(vm, array)
    }

    #[pyfunction]
    fn empty_like(args: EmptyLikeArgs, vm: &VirtualMachine) -> PyResult {
        Content::Arbitrary.new_like(vm, &args.prototype, &args.wish)
    }

    #[pyfunction]
    fn zeros_like(args: LikeFunctionArgs, vm: &VirtualMachine) -> PyResult {
        Content::Zeros.new_like(vm, &args.a, &args.wish)
    }

    #[pyfunction]
    fn ones_like(args: LikeFunctionArgs, vm: &VirtualMachine) -> PyResult {
        Content::Ones.new_like(vm, &args.a, &args.wish)
    }

    #[pyfunction]
    fn full_like(args: FullLikeArgs, vm: &VirtualMachine) -> PyResult {
        let array = Content::Arbitrary.like(vm, &args.a.array, &args.wish)?;
        let value = filling(vm, &args.fill_value, array.dtype())?;
        array.assign(&value).or_raise(vm)?;
        if args.wish.subok.0 { args.a.derived_array(vm, array) } else { new_array(vm, array) }
    }

    #[pyfunction]
    fn arange(args: ArangeArgs, vm: &VirtualMachine) -> PyResult {
        range(vm, args)
    }

    #[pyfunction]
    fn linspace(args: LinspaceArgs, vm: &VirtualMachine) -> PyResult {
        evenly_spaced(vm, args)
    }

    #[pyfunction]
    fn eye(args: EyeArgs, vm: &VirtualMachine) -> PyResult {
        let dtype = args.dtype.map_or(DType::Float64, |dtype| dtype.0);
        new_array(vm, creation::eye(args.rows, args.columns, args.k, dtype, args.order.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn identity(args: IdentityArgs, vm: &VirtualMachine) -> PyResult {
        let dtype = args.dtype.map_or(DType::Float64, |dtype| dtype.0);
        new_array(vm, creation::eye(args.n, None, 0, dtype, Order::C).or_raise(vm)?)
    }

    #[pyfunction]
    fn tri(args: TriArgs, vm: &VirtualMachine) -> PyResult {
        let dtype = args.dtype.map_or(DType::Float64, |dtype| dtype.0);
        new_array(vm, creation::tri(args.rows, args.columns, args.k, dtype).or_raise(vm)?)
    }

    #[pyfunction]
    fn tril(args: TriangleArgs, vm: &VirtualMachine) -> PyResult {
        new_array(vm, creation::tril(&args.m.array, args.k).or_raise(vm)?)
    }

    #[pyfunction]
    fn triu(args: TriangleArgs, vm: &VirtualMachine) -> PyResult {
        new_array(vm, creation::triu(&args.m.array, args.k).or_raise(vm)?)
    }

    #[pyfunction]
    fn diag(args: DiagArgs, vm: &VirtualMachine) -> PyResult {
        let found = creation::diag(&args.v.array, args.k).or_raise(vm)?;
        if found.same_buffer(&args.v.array) { args.v.derived(vm, found) } else { new_array(vm, found) }
    }

    #[pyfunction]
    fn diagflat(args: DiagArgs, vm: &VirtualMachine) -> PyResult {
        new_array(vm, creation::diagflat(&args.v.array, args.k).or_raise(vm)?)
    }

    #[pyfunction]
    fn meshgrid(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        mesh(vm, &args)
    }

    #[pyfunction]
    fn indices(args: IndicesFunctionArgs, vm: &VirtualMachine) -> PyResult {
        let items: Vec<PyObjectRef> = args.dimensions.try_to_value(vm)?;
        let sizes = items
            .iter()
            .map(|item| super::super::arguments::index(vm, item))
            .collect::<PyResult<Vec<_>>>()?;
        let dtype = args.dtype.map_or(DType::Int64, |dtype| dtype.0);
        if dtype.is_text() {
            creation::arange(Scalar::Int64(0), Scalar::Int64(0), Scalar::Int64(1), dtype).or_raise(vm)?;
        }
        if args.sparse.0 {
            let shape = checked_shape(&sizes, dtype).or_raise(vm)?;
            return tuple_of_arrays(vm, creation::sparse_indices(&shape, dtype).or_raise(vm)?);
        }
        new_array(vm, creation::indices(&sizes, dtype).or_raise(vm)?)
    }
}
