//! Products that sum: `dot`, `tensordot`, `einsum` and their kin.

use super::arguments::{AxisArg, CastingArg, IndexArg, OrderArg, OutArg, indices};
use super::array_like::ArrayArg;
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, array_or_scalar, new_array, results_like, strongest};
use super::ufunc;
use super::warnings;
use ndgym_core::einsum::{Plan, Subscripts, Term};
use ndgym_core::layout::{Order, Shape, Strides};
use ndgym_core::products::{self, Axes};
use ndgym_core::promote::{Casting, can_cast, promote_types};
use ndgym_core::ufunc::{self as core, Options, ReduceOptions};
use ndgym_core::{Array, DType, Error, ErrorKind, Result, index, manipulate};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyResult, TryFromObject, VirtualMachine,
    builtins::PyStr,
    function::{FuncArgs, OptionalArg},
    pyclass,
};

/// A product as a Python object, after the warnings of `operation`.
fn deliver(vm: &VirtualMachine, product: Result<Array>, operation: &str) -> PyResult {
    let product = product.or_raise(vm)?;
    warnings::report(vm, operation)?;
    array_or_scalar(vm, product)
}

/// Both factors as arrays, or what Python says of multiplying their elements.
fn factors(vm: &VirtualMachine, a: PyObjectRef, b: PyObjectRef) -> PyResult<(ArrayArg, ArrayArg)> {
    let arrays = ArrayArg::from_object(vm, &a).and_then(|left| Ok((left, ArrayArg::from_object(vm, &b)?)));
    arrays.map_err(|error| ufunc::refusal(vm, &core::MULTIPLY, &[a, b]).unwrap_or(error))
}

/// `dot` and `outer` into an array of exactly the right kind.
fn deliver_to(vm: &VirtualMachine, product: Result<Array>, operation: &str, out: Option<OutArg>) -> PyResult {
    let Some(out) = out else { return deliver(vm, product, operation) };
    let product = product.or_raise(vm)?;
    let target = out.array();
    if target.dtype() != product.dtype() || target.rank() != product.rank() || !target.is_c_contiguous() {
        return Err(vm.new_value_error(
            "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)",
        ));
    }
    if target.shape() != product.shape() {
        return Err(vm.new_value_error("output array has wrong dimensions"));
    }
    target.assign(&product).or_raise(vm)?;
    warnings::report(vm, operation)?;
    Ok(out.0.into())
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DotArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any)]
    b: PyObjectRef,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct DotMethodArgs {
    #[pyarg(any)]
    b: PyObjectRef,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TensorDotArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    b: ArrayArg,
    #[pyarg(any, optional)]
    axes: OptionalArg<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TraceArgs {
    #[pyarg(any, default = IndexArg(0))]
    offset: IndexArg,
    #[pyarg(any, default = IndexArg(0))]
    axis1: AxisArg,
    #[pyarg(any, default = IndexArg(1))]
    axis2: AxisArg,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CrossArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any)]
    b: ArrayArg,
    #[pyarg(any, default = IndexArg::LAST)]
    axisa: AxisArg,
    #[pyarg(any, default = IndexArg::LAST)]
    axisb: AxisArg,
    #[pyarg(any, default = IndexArg::LAST)]
    axisc: AxisArg,
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
}

fn trace(vm: &VirtualMachine, array: &Array, args: TraceArgs) -> PyResult {
    if array.rank() < 2 {
        return Err(vm.new_value_error("diag requires an array of at least two dimensions"));
    }
    let diagonal = index::diagonal(array, args.offset.0, args.axis1.0, args.axis2.0).or_raise(vm)?;
    let options =
        ReduceOptions { dtype: args.dtype.flatten().map(|dtype| dtype.0), ..ReduceOptions::default() };
    let sum = core::ADD.reduce(&diagonal, &[diagonal.rank() - 1], &options).or_raise(vm)?;
    warnings::report(vm, "reduce")?;
    match args.out.flatten() {
        Some(out) => {
            out.array().assign(&sum).or_raise(vm)?;
            Ok(out.0.into())
        }
        None => array_or_scalar(vm, sum),
    }
}

/// The `axes` argument of `tensordot`: a number, or two lists (or numbers) of axes.
fn tensordot_axes(vm: &VirtualMachine, axes: OptionalArg<PyObjectRef>) -> PyResult<Axes> {
    let OptionalArg::Present(axes) = axes else { return Ok(Axes::Count(2)) };
    if let Some(Ok(count)) = axes.try_index_opt(vm) {
        return super::arguments::index(vm, count.as_ref()).map(Axes::Count);
    }
    let pair: Vec<PyObjectRef> = axes.try_to_value(vm)?;
    match &pair[..] {
        [a, b] => Ok(Axes::Pairs(indices(vm, a)?, indices(vm, b)?)),
        pair if pair.len() > 2 => Err(vm.new_value_error("too many values to unpack (expected 2)")),
        pair => {
            Err(vm.new_value_error(format!("not enough values to unpack (expected 2, got {})", pair.len())))
        }
    }
}

fn multiply(a: &Array, b: &Array) -> Result<Array> {
    one(core::MULTIPLY.call(&[a.into(), b.into()], &Options::default())?)
}

fn subtract(a: &Array, b: &Array) -> Result<Array> {
    one(core::SUBTRACT.call(&[a.into(), b.into()], &Options::default())?)
}

fn one(results: core::Results) -> Result<Array> {
    results.into_iter().next().ok_or_else(|| Error::value("no result"))
}

/// A component of vectors along the last axis.
fn component(vectors: &Array, at: usize) -> Array {
    let last = vectors.rank() - 1;
    let offset = vectors.offset().wrapping_add_signed(vectors.strides()[last] * at as isize);
    vectors.view(&vectors.shape()[..last], &vectors.strides()[..last], offset)
}

fn cross(a: &Array, b: &Array, axes: [i64; 3]) -> Result<Array> {
    let a = manipulate::move_axis(a, &[axes[0]], &[-1])?;
    let b = manipulate::move_axis(b, &[axes[1]], &[-1])?;
    let sizes = [a.shape()[a.rank() - 1], b.shape()[b.rank() - 1]];
    if sizes.iter().any(|size| !(2..=3).contains(size)) {
        return Err(Error::value("incompatible dimensions for cross product\n(dimension must be 2 or 3)"));
    }
    // A missing third component is 0.
    let minor = |p: usize, q: usize| -> Result<Array> {
        let product = |p: usize, q: usize| match p < sizes[0] && q < sizes[1] {
            true => multiply(&component(&a, p), &component(&b, q)).map(Some),
            false => Ok(None),
        };
        Ok(match (product(p, q)?, product(q, p)?) {
            (Some(x), Some(y)) => subtract(&x, &y)?,
            (Some(x), None) => x,
            (None, Some(y)) => one(core::NEGATIVE.call(&[y.into()], &Options::default())?)?,
            (None, None) => {
                let zero = multiply(&component(&a, 0), &component(&b, 0))?;
                Array::zeros(zero.shape(), zero.dtype())?
            }
        })
    };
    if sizes == [2, 2] {
        return minor(0, 1);
    }
    let parts = [minor(1, 2)?, minor(2, 0)?, minor(0, 1)?];
    let joined = manipulate::stack(&parts, -1, &Default::default())?;
    manipulate::move_axis(&joined, &[-1], &[axes[2]])
}

/// `einsum` with operands and lists of axis numbers in turn.
fn sublists(vm: &VirtualMachine, args: &[PyObjectRef]) -> PyResult<(Subscripts, Vec<Array>)> {
    let term = |object: &PyObject| -> PyResult<Term> {
        let mut term = Term::default();
        let items: Vec<PyObjectRef> = object.to_owned().try_to_value(vm)?;
        for item in items {
            if item.is(&vm.ctx.ellipsis) {
                term.ellipsis = Some(term.labels.len());
                continue;
            }
            match super::arguments::index(vm, &item)? {
                number @ 0..26 => term.labels.push('A' as u32 + number as u32),
                number @ 26..52 => term.labels.push('a' as u32 + number as u32 - 26),
                _ => return Err(vm.new_value_error("subscript is not within the valid range [0, 52)")),
            }
        }
        Ok(term)
    };
    let (pairs, rest) = args.as_chunks::<2>();
    let output = rest.first().map(|object| term(object)).transpose()?;
    let mut inputs = Vec::new();
    let mut operands = Vec::new();
    for pair in pairs {
        operands.push(ArrayArg::from_object(vm, &pair[0])?.array);
        inputs.push(term(&pair[1])?);
    }
    Ok((Subscripts { inputs, output }, operands))
}

/// Operands of an Einstein sum in the type it is taken in: the one asked for, or the one they and the output have in common.
fn in_one_type(
    operands: &[Array],
    dtype: Option<DType>,
    out: Option<&Array>,
    casting: Casting,
) -> Result<Vec<Array>> {
    let refused = |message: String| Err(Error::new(ErrorKind::Type, message));
    let rule = casting.name();
    let common = dtype.unwrap_or_else(|| {
        let all = operands.iter().chain(out).map(Array::dtype);
        all.reduce(promote_types).unwrap_or(DType::Float64)
    });
    if let Some(out) = out
        && !can_cast(common, out.dtype(), casting)
    {
        return refused(format!(
            "Iterator requested dtype could not be cast from dtype('{}') to dtype('{}'), the operand {} dtype, according to \
             the rule '{rule}'",
            common.name(),
            out.dtype().name(),
            operands.len()
        ));
    }
    if let Some(at) = operands.iter().position(|array| !can_cast(array.dtype(), common, casting)) {
        return refused(format!(
            "Iterator operand {at} dtype could not be cast from dtype('{}') to dtype('{}') according to the rule '{rule}'",
            operands[at].dtype().name(),
            common.name()
        ));
    }
    operands.iter().map(|array| cast_unstretched(array, common)).collect()
}

/// An array in another type; axes along which it is stretched stay so, for they have no say in the result's order of axes.
fn cast_unstretched(array: &Array, dtype: DType) -> Result<Array> {
    if array.dtype() == dtype {
        return Ok(array.clone());
    }
    let is_stretched = |axis: &usize| array.strides()[*axis] == 0;
    let mut shape: Shape = array.shape().into();
    (0..array.rank()).filter(is_stretched).for_each(|axis| shape[axis] = shape[axis].min(1));
    let cast = array.view(&shape, array.strides(), array.offset()).as_dtype(dtype)?;
    let mut strides = Strides::from(cast.strides());
    (0..array.rank()).filter(is_stretched).for_each(|axis| strides[axis] = 0);
    Ok(cast.view(array.shape(), &strides, cast.offset()))
}

/// `einsum`, by way of products of a few operands each if asked to choose an order.
fn einsum(vm: &VirtualMachine, args: FuncArgs) -> PyResult {
    match args.kwargs.get("optimize") {
        Some(choice) if !vm.is_none(choice) && !choice.is(&vm.ctx.false_value) => {
            vm.import("numpy", 0)?.get_attr("_einsum_in_steps", vm)?.call(args, vm)
        }
        _ => einsum_at_once(vm, args),
    }
}

/// `einsum`'s result in the type asked for.
fn einsum_at_once(vm: &VirtualMachine, args: FuncArgs) -> PyResult {
    let mut out = None;
    let mut dtype = None;
    let mut order = Order::K;
    let mut casting = Casting::Safe;
    for (name, value) in args.kwargs.iter() {
        match name.to_string_lossy().as_ref() {
            "out" if !vm.is_none(value) => out = Some(OutArg::try_from_object(vm, value.clone())?),
            "dtype" if !vm.is_none(value) => dtype = Some(DTypeArg::try_from_object(vm, value.clone())?.0),
            "order" => order = OrderArg::try_from_object(vm, value.clone())?.0,
            "casting" => casting = CastingArg::try_from_object(vm, value.clone())?.0,
            "out" | "dtype" | "optimize" => {}
            other => {
                return Err(
                    vm.new_type_error(format!("einsum() got an unexpected keyword argument '{other}'"))
                );
            }
        }
    }
    let Some((first, rest)) = args.args.split_first() else {
        return Err(vm.new_value_error(
            "must specify the einstein sum subscripts string and at least one operand, or at least one operand and its \
             corresponding subscripts list",
        ));
    };
    let mut owner = None;
    let (subscripts, mut operands) = match first.downcast_ref::<PyStr>() {
        Some(text) => {
            let subscripts = Subscripts::parse(&text.to_string_lossy()).or_raise(vm)?;
            if let [one] = rest {
                owner = one.downcast_ref::<PyNdArray>();
            }
            let operands = rest
                .iter()
                .map(|object| ArrayArg::from_object(vm, object).map(|argument| argument.array))
                .collect::<PyResult<Vec<_>>>()?;
            (subscripts, operands)
        }
        None => sublists(vm, &args.args)?,
    };
    if operands.is_empty() {
        return Err(vm.new_value_error(match first.downcastable::<PyStr>() {
            true => "must specify the einstein sum subscripts string and at least one operand",
            false => "must provide at least an operand and a subscripts list to einsum",
        }));
    }
    // A view keeps its type.
    if out.is_some() || !subscripts.is_view() {
        let target = out.as_ref().map(OutArg::array);
        operands = in_one_type(&operands, dtype, target.as_ref(), casting)
            .or_else(|refused| {
                // Shapes are looked at before types.
                let shapes: Vec<Vec<usize>> = operands.iter().map(|array| array.shape().to_vec()).collect();
                Plan::new(&subscripts, &shapes).and(Err(refused))
            })
            .or_raise(vm)?;
    }
    let mut result = ndgym_core::einsum::einsum(&subscripts, &operands).or_raise(vm)?;
    warnings::report(vm, "einsum")?;
    if let Some(out) = out {
        out.array().assign(&result).or_raise(vm)?;
        return Ok(out.0.into());
    }
    if let Some(owner) = owner
        && result.rank() > 0
        && result.same_buffer(&owner.borrow())
    {
        return PyNdArray::derived(owner, result, vm);
    }
    if matches!(order, Order::C | Order::F) {
        result = result.copy(order).or_raise(vm)?;
    }
    array_or_scalar(vm, result)
}

/// Methods of arrays and scalars.
#[pyclass]
pub(crate) trait ProductMethods: PyPayload {
    #[pymethod]
    fn dot(zelf: PyObjectRef, args: DotMethodArgs, vm: &VirtualMachine) -> PyResult {
        let (a, b) = factors(vm, zelf, args.b)?;
        let product = deliver_to(vm, products::dot(&a.array, &b.array), "dot", args.out.flatten())?;
        match strongest(vm, [a.owner(), b.owner()].into_iter().flatten()) {
            Some(like) => results_like(vm, like, product),
            None => Ok(product),
        }
    }
}

/// What `a.trace()` is, for arrays and scalars alike.
#[pyclass]
pub(crate) trait TraceMethods: PyPayload {
    #[pymethod]
    fn trace(zelf: ArrayArg, args: TraceArgs, vm: &VirtualMachine) -> PyResult {
        trace(vm, &zelf.array, args)
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TraceFunctionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: TraceArgs,
}

super::arguments::arguments_by_name! {
    KronByName { a: PyObjectRef, b: PyObjectRef }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn dot(args: DotArgs, vm: &VirtualMachine) -> PyResult {
        let (a, b) = factors(vm, args.a, args.b)?;
        deliver_to(vm, products::dot(&a.array, &b.array), "dot", args.out.flatten())
    }

    #[pyfunction]
    fn inner(a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let (a, b) = factors(vm, a, b)?;
        deliver(vm, products::inner(&a.array, &b.array), "inner")
    }

    #[pyfunction]
    fn vdot(a: ArrayArg, b: ArrayArg, vm: &VirtualMachine) -> PyResult {
        deliver(vm, products::vdot(&a.array, &b.array), "vdot")
    }

    #[pyfunction]
    fn outer(args: DotArgs, vm: &VirtualMachine) -> PyResult {
        let (a, b) = factors(vm, args.a, args.b)?;
        let product = products::outer(&a.array, &b.array);
        match args.out.flatten() {
            Some(out) => {
                out.array().assign(&product.or_raise(vm)?).or_raise(vm)?;
                Ok(out.0.into())
            }
            None => deliver(vm, product, "multiply"),
        }
    }

    #[pyfunction]
    fn tensordot(args: TensorDotArgs, vm: &VirtualMachine) -> PyResult {
        let axes = tensordot_axes(vm, args.axes)?;
        let product = products::tensordot(&args.a.array, &args.b.array, &axes).or_raise(vm)?;
        warnings::report(vm, "dot")?;
        new_array(vm, product)
    }

    #[pyfunction]
    fn kron(args: KronByName, vm: &VirtualMachine) -> PyResult {
        let KronByName { a, b } = args;
        let (a, b) = factors(vm, a, b)?;
        deliver(vm, products::kron(&a.array, &b.array), "multiply")
    }

    #[pyfunction]
    fn cross(args: CrossArgs, vm: &VirtualMachine) -> PyResult {
        let axes = match args.axis {
            Some(axis) => [axis.0; 3],
            None => [args.axisa.0, args.axisb.0, args.axisc.0],
        };
        if args.a.array.rank() == 0 || args.b.array.rank() == 0 {
            return Err(vm.new_value_error("At least one array has zero dimension"));
        }
        for (name, array, axis) in [("axisa", &args.a.array, axes[0]), ("axisb", &args.b.array, axes[1])] {
            ndgym_core::layout::normalize_axis(axis, array.rank())
                .map_err(|error| Error { message: format!("{name}: {}", error.message), ..error })
                .or_raise(vm)?;
        }
        let last = |array: &Array, axis: i64| {
            let rank = array.rank() as i64;
            array.shape().get((if axis < 0 { axis + rank } else { axis }) as usize).copied()
        };
        let product = super::cross(&args.a.array, &args.b.array, axes).or_raise(vm)?;
        if last(&args.a.array, axes[0]) == Some(2) || last(&args.b.array, axes[1]) == Some(2) {
            let message = "Arrays of 2-dimensional vectors are deprecated. Use arrays of 3-dimensional vectors instead. \
                           (deprecated in NumPy 2.0)";
            warnings::warn(vm.ctx.exceptions.deprecation_warning, message.to_owned(), 2, vm)?;
        }
        warnings::report(vm, "multiply")?;
        new_array(vm, product)
    }

    #[pyfunction]
    fn trace(args: TraceFunctionArgs, vm: &VirtualMachine) -> PyResult {
        super::trace(vm, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn einsum(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        super::einsum(vm, args)
    }
}
