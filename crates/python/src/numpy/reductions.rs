//! Sums, extrema, means and the like: functions, and methods of arrays and scalars.

use super::arguments::{AxesArg, AxisArg, Flag, IntAxesArg, KeepDims, OutArg};
use super::array_like::{ArrayArg, convert_object};
use super::dtype::DTypeArg;
use super::errors::OrRaise;
use super::ndarray::{array_or_scalar, new_array};
use super::scalar;
use super::ufunc::{mask, report_folding};
use super::warnings;
use crate::limits;
use ndgym_core::layout::{Order, normalize_axis};
use ndgym_core::manipulate;
use ndgym_core::reduce::{self, Moment, MomentOptions};
use ndgym_core::ufunc::{self as core, ReduceOptions, Ufunc};
use ndgym_core::{Array, DType, Result};
use rustpython_vm::{PyObjectRef, PyPayload, PyResult, VirtualMachine, function::OptionalArg, pyclass};

/// Arguments of sums and products.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SumArgs {
    #[pyarg(any, default)]
    axis: AxesArg,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, optional)]
    keepdims: OptionalArg<KeepDims>,
    #[pyarg(any, optional)]
    initial: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    r#where: OptionalArg<PyObjectRef>,
}

/// Arguments of extrema.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ExtremumArgs {
    #[pyarg(any, default)]
    axis: AxesArg,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, optional)]
    keepdims: OptionalArg<KeepDims>,
    #[pyarg(any, optional)]
    initial: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    r#where: OptionalArg<PyObjectRef>,
}

/// Arguments of `any` and `all`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TruthArgs {
    #[pyarg(any, default)]
    axis: AxesArg,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, optional)]
    keepdims: OptionalArg<KeepDims>,
    #[pyarg(named, optional)]
    r#where: OptionalArg<PyObjectRef>,
}

/// Arguments of the mean.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct MeanArgs {
    #[pyarg(any, default)]
    axis: IntAxesArg,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, optional)]
    keepdims: OptionalArg<KeepDims>,
    #[pyarg(named, optional)]
    r#where: OptionalArg<PyObjectRef>,
}

/// Arguments of variance and standard deviation.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct VarianceArgs {
    #[pyarg(any, default)]
    axis: IntAxesArg,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, optional)]
    ddof: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    keepdims: OptionalArg<KeepDims>,
    #[pyarg(named, optional)]
    r#where: OptionalArg<PyObjectRef>,
    #[pyarg(named, optional)]
    mean: OptionalArg<ArrayArg>,
    #[pyarg(named, optional)]
    correction: OptionalArg<PyObjectRef>,
}

/// Arguments of `argmax` and `argmin`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PositionArgs {
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(named, optional)]
    keepdims: OptionalArg<KeepDims>,
}

/// Arguments of cumulative sums and products.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CumulativeArgs {
    #[pyarg(any, optional)]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
}

/// A function's array, then its other arguments.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct Of<T: rustpython_vm::function::FromArgs> {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: T,
}

fn deliver(vm: &VirtualMachine, result: Array, out: Option<OutArg>) -> PyResult {
    match out {
        Some(out) => Ok(out.0.into()),
        None => array_or_scalar(vm, result),
    }
}

/// A ufunc folded along axes, with all that may be asked of it.
struct Folding {
    axes: AxesArg,
    dtype: Option<DType>,
    out: Option<OutArg>,
    keepdims: bool,
    initial: Option<PyObjectRef>,
    where_: Option<PyObjectRef>,
}

impl Folding {
    /// Whether all elements are to be folded, and nothing else is asked.
    fn is_plain(&self) -> bool {
        matches!(self.axes, AxesArg::All)
            && self.dtype.is_none()
            && self.out.is_none()
            && !self.keepdims
            && self.initial.is_none()
            && self.where_.is_none()
    }

    fn run(self, vm: &VirtualMachine, ufunc: &'static Ufunc, array: &Array) -> PyResult {
        if self.is_plain()
            && !warnings::watches_underflow()
            && let Some(result) = ufunc.reduce_plain(array)
        {
            limits::poll(vm)?;
            return Ok(scalar::new_scalar(vm, result));
        }
        let axes = self.axes.normalize_to_fold(array.rank()).or_raise(vm)?;
        let mut options = ReduceOptions {
            dtype: self.dtype,
            out: self.out.as_ref().map(OutArg::array),
            keepdims: self.keepdims,
            initial: None,
            where_: chosen(vm, self.where_)?,
        };
        start_from(vm, self.initial, ufunc, array, &mut options)?;
        let result = ufunc.reduce(array, &axes, &options).or_raise(vm)?;
        report_folding(vm, ufunc, array, &result, "reduce")?;
        deliver(vm, result, self.out)
    }
}

/// Takes what is to be folded first, an argument that may be None, in the type that is folded in.
pub(super) fn start_from(
    vm: &VirtualMachine,
    initial: Option<PyObjectRef>,
    ufunc: &'static Ufunc,
    array: &Array,
    options: &mut ReduceOptions,
) -> PyResult<()> {
    if let Some(object) = initial.filter(|object| !vm.is_none(object)) {
        let dtype = ufunc.folded_dtype(array.dtype(), options).or_raise(vm)?;
        options.initial = Some(convert_object(vm, &object, dtype)?);
    }
    Ok(())
}

/// The mask of a `where` argument.
fn chosen(vm: &VirtualMachine, where_: Option<PyObjectRef>) -> PyResult<Option<Array>> {
    where_.map_or(Ok(None), |object| mask(vm, &object))
}

fn sum(vm: &VirtualMachine, ufunc: &'static Ufunc, array: &Array, args: SumArgs) -> PyResult {
    Folding {
        axes: args.axis,
        dtype: args.dtype.flatten().map(|dtype| dtype.0),
        out: args.out.flatten(),
        keepdims: args.keepdims.unwrap_or_default().0,
        initial: args.initial.into_option(),
        where_: args.r#where.into_option(),
    }
    .run(vm, ufunc, array)
}

fn extremum(vm: &VirtualMachine, ufunc: &'static Ufunc, array: &Array, args: ExtremumArgs) -> PyResult {
    Folding {
        axes: args.axis,
        dtype: None,
        out: args.out.flatten(),
        keepdims: args.keepdims.unwrap_or_default().0,
        initial: args.initial.into_option(),
        where_: args.r#where.into_option(),
    }
    .run(vm, ufunc, array)
}

fn truth(vm: &VirtualMachine, ufunc: &'static Ufunc, array: &Array, args: TruthArgs) -> PyResult {
    Folding {
        axes: args.axis,
        dtype: None,
        out: args.out.flatten(),
        keepdims: args.keepdims.unwrap_or_default().0,
        initial: None,
        where_: args.r#where.into_option(),
    }
    .run(vm, ufunc, array)
}

/// A mean or variance, after the warnings that NumPy gives for it.
fn moment(vm: &VirtualMachine, moment: Result<Moment>, warning: &str, out: Option<OutArg>) -> PyResult {
    let Moment { value, is_degenerate, met } = moment.or_raise(vm)?;
    let last = ndgym_core::float_status::take();
    if is_degenerate {
        warnings::warn(vm.ctx.exceptions.runtime_warning, warning.to_owned(), 1, vm)?;
    }
    for (step, status) in met {
        ndgym_core::float_status::raise(status);
        warnings::report(vm, step)?;
    }
    ndgym_core::float_status::raise(last);
    // NumPy divides singles by a number of its own as arrays.
    let is_scalar = value.rank() == 0 && value.dtype().real() != DType::Float32;
    warnings::report(vm, if is_scalar { "scalar divide" } else { "divide" })?;
    deliver(vm, value, out)
}

fn mean(vm: &VirtualMachine, array: &Array, args: MeanArgs) -> PyResult {
    let axes = args.axis.0.normalize(array.rank()).or_raise(vm)?;
    let out = args.out.flatten();
    let options = MomentOptions {
        dtype: args.dtype.flatten().map(|dtype| dtype.0),
        out: out.as_ref().map(OutArg::array),
        keepdims: args.keepdims.unwrap_or_default().0,
        where_: chosen(vm, args.r#where.into_option())?,
        ..MomentOptions::default()
    };
    moment(vm, reduce::mean(array, &axes, &options), "Mean of empty slice", out)
}

type Measure = fn(&Array, &[usize], &MomentOptions) -> Result<Moment>;

fn variance(vm: &VirtualMachine, measure: Measure, array: &Array, args: VarianceArgs) -> PyResult {
    let axes = args.axis.0.normalize(array.rank()).or_raise(vm)?;
    let out = args.out.flatten();
    let given = match (args.ddof, args.correction) {
        (OptionalArg::Present(_), OptionalArg::Present(_)) => {
            return Err(vm.new_value_error("ddof and correction can't be provided simultaneously."));
        }
        (OptionalArg::Present(object), _) | (_, OptionalArg::Present(object)) => Some(object),
        _ => None,
    };
    let ddof = match given {
        Some(object) => object.try_float(vm)?.to_f64(),
        None => 0.0,
    };
    let options = MomentOptions {
        dtype: args.dtype.flatten().map(|dtype| dtype.0),
        out: out.as_ref().map(OutArg::array),
        keepdims: args.keepdims.unwrap_or_default().0,
        where_: chosen(vm, args.r#where.into_option())?,
        ddof,
        mean: args.mean.into_option().map(|mean| mean.array),
    };
    moment(vm, measure(array, &axes, &options), "Degrees of freedom <= 0 for slice", out)
}

fn ptp(vm: &VirtualMachine, array: &Array, axis: AxesArg, keepdims: bool) -> PyResult {
    let axes = axis.normalize_to_fold(array.rank()).or_raise(vm)?;
    let options = ReduceOptions { keepdims, ..ReduceOptions::default() };
    let high = core::MAXIMUM.reduce(array, &axes, &options).or_raise(vm)?;
    let low = core::MINIMUM.reduce(array, &axes, &options).or_raise(vm)?;
    super::ufunc::call(vm, &core::SUBTRACT, &[high.into(), low.into()], None)
}

fn position(
    vm: &VirtualMachine,
    name: &str,
    find: fn(&Array, Option<usize>, bool) -> Result<Array>,
    argument: &ArrayArg,
    args: PositionArgs,
) -> PyResult {
    let array = &argument.array;
    let lifted =
        if array.rank() == 0 { array.reshape_to(&[1], Order::C).or_raise(vm)? } else { array.clone() };
    let axis = match args.axis {
        Some(axis) => Some(normalize_axis(axis.0, lifted.rank()).or_raise(vm)?),
        None => None,
    };
    let keepdims = args.keepdims.unwrap_or_default().0;
    let mut found = find(&lifted, axis, keepdims).or_raise(vm)?;
    if array.rank() == 0 {
        found = found.reshape_to(&[], Order::C).or_raise(vm)?;
    }
    let out = args.out.flatten();
    if let Some(out) = &out {
        let target = out.array();
        if target.shape() != found.shape() {
            return Err(vm.new_value_error(format!("output array does not match result of np.{name}.")));
        }
        if target.dtype() != DType::Int64 {
            return Err(vm.new_type_error(format!(
                "Cannot cast {} from dtype('{}') to dtype('int64') according to the rule 'safe'",
                if target.rank() == 0 { "scalar" } else { "array data" },
                target.dtype().name()
            )));
        }
        target.assign(&found).or_raise(vm)?;
        return Ok(out.0.clone().into());
    }
    argument.derived_or_scalar(vm, found)
}

fn cumulative(vm: &VirtualMachine, ufunc: &'static Ufunc, array: &Array, args: CumulativeArgs) -> PyResult {
    let (array, axis) = match args.axis {
        None => (manipulate::ravel(array, Order::C).or_raise(vm)?, 0),
        Some(axis) => {
            let lifted = if array.rank() == 0 {
                array.reshape_to(&[1], Order::C).or_raise(vm)?
            } else {
                array.clone()
            };
            let axis = normalize_axis(axis.0, lifted.rank()).or_raise(vm)?;
            (lifted, axis)
        }
    };
    let out = args.out.flatten();
    let dtype = args.dtype.flatten().map(|dtype| dtype.0);
    let target = out.as_ref().map(OutArg::array);
    let result = ufunc.accumulate(&array, axis, dtype, target.as_ref()).or_raise(vm)?;
    report_folding(vm, ufunc, &array, &result, "accumulate")?;
    match out {
        Some(out) => Ok(out.0.into()),
        None => new_array(vm, result),
    }
}

/// Methods of arrays and scalars.
#[pyclass]
pub(crate) trait ReductionMethods: PyPayload {
    #[pymethod]
    fn sum(zelf: ArrayArg, args: SumArgs, vm: &VirtualMachine) -> PyResult {
        sum(vm, &core::ADD, &zelf.array, args)
    }

    #[pymethod]
    fn prod(zelf: ArrayArg, args: SumArgs, vm: &VirtualMachine) -> PyResult {
        sum(vm, &core::MULTIPLY, &zelf.array, args)
    }

    #[pymethod]
    fn max(zelf: ArrayArg, args: ExtremumArgs, vm: &VirtualMachine) -> PyResult {
        extremum(vm, &core::MAXIMUM, &zelf.array, args)
    }

    #[pymethod]
    fn min(zelf: ArrayArg, args: ExtremumArgs, vm: &VirtualMachine) -> PyResult {
        extremum(vm, &core::MINIMUM, &zelf.array, args)
    }

    #[pymethod]
    fn any(zelf: ArrayArg, args: TruthArgs, vm: &VirtualMachine) -> PyResult {
        truth(vm, &core::LOGICAL_OR, &zelf.array, args)
    }

    #[pymethod]
    fn all(zelf: ArrayArg, args: TruthArgs, vm: &VirtualMachine) -> PyResult {
        truth(vm, &core::LOGICAL_AND, &zelf.array, args)
    }

    #[pymethod]
    fn mean(zelf: ArrayArg, args: MeanArgs, vm: &VirtualMachine) -> PyResult {
        mean(vm, &zelf.array, args)
    }

    #[pymethod]
    fn var(zelf: ArrayArg, args: VarianceArgs, vm: &VirtualMachine) -> PyResult {
        variance(vm, reduce::variance, &zelf.array, args)
    }

    #[pymethod]
    fn std(zelf: ArrayArg, args: VarianceArgs, vm: &VirtualMachine) -> PyResult {
        variance(vm, reduce::standard_deviation, &zelf.array, args)
    }

    #[pymethod]
    fn argmax(zelf: ArrayArg, args: PositionArgs, vm: &VirtualMachine) -> PyResult {
        position(vm, "argmax", reduce::argmax, &zelf, args)
    }

    #[pymethod]
    fn argmin(zelf: ArrayArg, args: PositionArgs, vm: &VirtualMachine) -> PyResult {
        position(vm, "argmin", reduce::argmin, &zelf, args)
    }

    #[pymethod]
    fn cumsum(zelf: ArrayArg, args: CumulativeArgs, vm: &VirtualMachine) -> PyResult {
        cumulative(vm, &core::ADD, &zelf.array, args)
    }

    #[pymethod]
    fn cumprod(zelf: ArrayArg, args: CumulativeArgs, vm: &VirtualMachine) -> PyResult {
        cumulative(vm, &core::MULTIPLY, &zelf.array, args)
    }
}

/// Arguments of `cumulative_sum` and `cumulative_prod`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CumulativeStandardArgs {
    #[pyarg(named, optional)]
    axis: Option<AxisArg>,
    #[pyarg(named, optional)]
    dtype: OptionalArg<Option<DTypeArg>>,
    #[pyarg(named, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(named, default = Flag(false))]
    include_initial: Flag,
}

fn cumulative_standard(
    vm: &VirtualMachine,
    ufunc: &'static Ufunc,
    start: i64,
    array: &Array,
    args: CumulativeStandardArgs,
) -> PyResult {
    if args.axis.is_none() && array.rank() != 1 {
        let message = if array.rank() == 0 {
            "Only arrays with at least one dimension are supported."
        } else {
            "For arrays which have more than one dimension ``axis`` argument is required."
        };
        return Err(vm.new_value_error(message));
    }
    let lifted;
    let array = if array.rank() == 0 {
        lifted = array.reshape_to(&[1], Order::C).or_raise(vm)?;
        &lifted
    } else {
        array
    };
    let axis = normalize_axis(args.axis.map_or(0, |axis| axis.0), array.rank()).or_raise(vm)?;
    let dtype = args.dtype.flatten().map(|dtype| dtype.0);
    let out = args.out.flatten();
    let mut result = ufunc.accumulate(array, axis, dtype, None).or_raise(vm)?;
    report_folding(vm, ufunc, array, &result, "accumulate")?;
    if args.include_initial.0 {
        let mut shape = result.shape().to_vec();
        shape[axis] = 1;
        let first =
            Array::full(&shape, ndgym_core::Scalar::Int64(start).cast(result.dtype())).or_raise(vm)?;
        result =
            manipulate::concatenate(&[first, result], Some(axis as i64), &Default::default()).or_raise(vm)?;
    }
    match out {
        Some(out) => {
            out.array().assign(&result).or_raise(vm)?;
            Ok(out.0.into())
        }
        None => new_array(vm, result),
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PtpArgs {
    #[pyarg(any, default)]
    axis: AxesArg,
    #[pyarg(any, optional)]
    out: OptionalArg<Option<OutArg>>,
    #[pyarg(any, optional)]
    keepdims: OptionalArg<KeepDims>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct CountArgs {
    #[pyarg(any, default)]
    axis: AxesArg,
    #[pyarg(named, default)]
    keepdims: KeepDims,
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn sum(args: Of<SumArgs>, vm: &VirtualMachine) -> PyResult {
        super::sum(vm, &core::ADD, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn prod(args: Of<SumArgs>, vm: &VirtualMachine) -> PyResult {
        super::sum(vm, &core::MULTIPLY, &args.a.array, args.rest)
    }

    #[pyfunction]
    #[pyfunction(name = "amax")]
    fn max(args: Of<ExtremumArgs>, vm: &VirtualMachine) -> PyResult {
        extremum(vm, &core::MAXIMUM, &args.a.array, args.rest)
    }

    #[pyfunction]
    #[pyfunction(name = "amin")]
    fn min(args: Of<ExtremumArgs>, vm: &VirtualMachine) -> PyResult {
        extremum(vm, &core::MINIMUM, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn any(args: Of<TruthArgs>, vm: &VirtualMachine) -> PyResult {
        truth(vm, &core::LOGICAL_OR, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn all(args: Of<TruthArgs>, vm: &VirtualMachine) -> PyResult {
        truth(vm, &core::LOGICAL_AND, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn mean(args: Of<MeanArgs>, vm: &VirtualMachine) -> PyResult {
        super::mean(vm, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn var(args: Of<VarianceArgs>, vm: &VirtualMachine) -> PyResult {
        variance(vm, reduce::variance, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn std(args: Of<VarianceArgs>, vm: &VirtualMachine) -> PyResult {
        variance(vm, reduce::standard_deviation, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn ptp(args: Of<PtpArgs>, vm: &VirtualMachine) -> PyResult {
        let result = super::ptp(vm, &args.a.array, args.rest.axis, args.rest.keepdims.unwrap_or_default().0)?;
        match args.rest.out.flatten() {
            Some(out) => {
                out.array().assign(&ArrayArg::from_object(vm, &result)?.array).or_raise(vm)?;
                Ok(out.0.into())
            }
            None => Ok(result),
        }
    }

    #[pyfunction]
    fn argmax(args: Of<PositionArgs>, vm: &VirtualMachine) -> PyResult {
        position(vm, "argmax", reduce::argmax, &args.a, args.rest)
    }

    #[pyfunction]
    fn argmin(args: Of<PositionArgs>, vm: &VirtualMachine) -> PyResult {
        position(vm, "argmin", reduce::argmin, &args.a, args.rest)
    }

    #[pyfunction]
    fn cumsum(args: Of<CumulativeArgs>, vm: &VirtualMachine) -> PyResult {
        cumulative(vm, &core::ADD, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn cumprod(args: Of<CumulativeArgs>, vm: &VirtualMachine) -> PyResult {
        cumulative(vm, &core::MULTIPLY, &args.a.array, args.rest)
    }

    #[pyfunction]
    fn cumulative_sum(x: ArrayArg, args: CumulativeStandardArgs, vm: &VirtualMachine) -> PyResult {
        cumulative_standard(vm, &core::ADD, 0, &x.array, args)
    }

    #[pyfunction]
    fn cumulative_prod(x: ArrayArg, args: CumulativeStandardArgs, vm: &VirtualMachine) -> PyResult {
        cumulative_standard(vm, &core::MULTIPLY, 1, &x.array, args)
    }

    #[pyfunction]
    fn count_nonzero(args: Of<CountArgs>, vm: &VirtualMachine) -> PyResult {
        let axes = args.rest.axis.normalize_to_fold(args.a.array.rank()).or_raise(vm)?;
        let count = reduce::count_nonzero(&args.a.array, &axes, args.rest.keepdims.0).or_raise(vm)?;
        array_or_scalar(vm, count)
    }
}
