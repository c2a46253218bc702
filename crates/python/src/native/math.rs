//! Python's `math`, over pymath's functions, which give CPython's very bits.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyModuleDef};
use rustpython_vm::{Context, VirtualMachine};

/// The module's definition.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

pub(crate) fn exception(error: pymath::Error, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match error {
        pymath::Error::EDOM => vm.new_value_error("math domain error"),
        pymath::Error::ERANGE => vm.new_overflow_error("math range error"),
    }
}

#[rustpython_vm::pymodule(name = "math")]
mod module {
    use malachite_bigint::BigInt;
    use pymath::math;
    use rustpython_vm::builtins::{PyFloat, PyInt, PyModule, try_f64_to_bigint};
    use rustpython_vm::function::{ArgIndex, ArgIntoFloat, ArgIterable, OptionalArg, PosArgs};
    use rustpython_vm::{AsObject, FromArgs, Py, PyObjectRef, PyResult, VirtualMachine};

    use super::exception;

    #[pyattr]
    use std::f64::consts::{E as e, PI as pi, TAU as tau};

    #[pyattr(name = "inf")]
    const INF: f64 = f64::INFINITY;

    #[pyattr(name = "nan")]
    const NAN: f64 = f64::NAN;

    /// Adds the functions of real numbers, which differ in nothing but their name.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        macro_rules! of_one_number {
            ($($name:ident)*) => {$(
                let function = vm.new_function(stringify!($name), |x: ArgIntoFloat, vm: &VirtualMachine| -> PyResult<f64> {
                    math::$name(x.into_float()).map_err(|error| exception(error, vm))
                });
                module.set_attr(stringify!($name), function, vm)?;
            )*};
        }
        macro_rules! of_two_numbers {
            ($($name:ident)*) => {$(
                let function = vm.new_function(
                    stringify!($name),
                    |x: ArgIntoFloat, y: ArgIntoFloat, vm: &VirtualMachine| -> PyResult<f64> {
                        math::$name(x.into_float(), y.into_float()).map_err(|error| exception(error, vm))
                    },
                );
                module.set_attr(stringify!($name), function, vm)?;
            )*};
        }
        of_one_number!(
            acos acosh asin asinh atan atanh cbrt cos cosh erf erfc exp exp2 expm1 fabs gamma lgamma log1p sin sinh sqrt
            tan tanh
        );
        of_two_numbers!(atan2 copysign fmod pow remainder);
        Ok(())
    }

    #[pyfunction]
    fn isfinite(x: ArgIntoFloat) -> bool {
        x.into_float().is_finite()
    }

    #[pyfunction]
    fn isinf(x: ArgIntoFloat) -> bool {
        x.into_float().is_infinite()
    }

    #[pyfunction]
    fn isnan(x: ArgIntoFloat) -> bool {
        x.into_float().is_nan()
    }

    #[pyfunction]
    fn degrees(x: ArgIntoFloat) -> f64 {
        math::degrees(x.into_float())
    }

    #[pyfunction]
    fn radians(x: ArgIntoFloat) -> f64 {
        math::radians(x.into_float())
    }

    #[pyfunction]
    fn ulp(x: ArgIntoFloat) -> f64 {
        math::ulp(x.into_float())
    }

    #[pyfunction]
    fn modf(x: ArgIntoFloat) -> (f64, f64) {
        math::modf(x.into_float())
    }

    #[pyfunction]
    fn frexp(x: ArgIntoFloat) -> (f64, i32) {
        math::frexp(x.into_float())
    }

    #[pyfunction]
    fn ldexp(x: ArgIntoFloat, exponent: ArgIndex, vm: &VirtualMachine) -> PyResult<f64> {
        let exponent = exponent.into_int_ref();
        math::ldexp_bigint(x.into_float(), exponent.as_bigint()).map_err(|error| exception(error, vm))
    }

    #[pyfunction]
    fn fma(x: ArgIntoFloat, y: ArgIntoFloat, z: ArgIntoFloat, vm: &VirtualMachine) -> PyResult<f64> {
        math::fma(x.into_float(), y.into_float(), z.into_float()).map_err(|error| match error {
            pymath::Error::EDOM => vm.new_value_error("invalid operation in fma"),
            pymath::Error::ERANGE => vm.new_overflow_error("overflow in fma"),
        })
    }

    #[derive(FromArgs)]
    struct NextAfterArgs {
        #[pyarg(positional)]
        x: ArgIntoFloat,
        #[pyarg(positional)]
        y: ArgIntoFloat,
        #[pyarg(named, optional)]
        steps: OptionalArg<ArgIndex>,
    }

    #[pyfunction]
    fn nextafter(args: NextAfterArgs, vm: &VirtualMachine) -> PyResult<f64> {
        let steps = match args.steps {
            OptionalArg::Missing => None,
            OptionalArg::Present(steps) => {
                let steps = steps.into_int_ref();
                if steps.as_bigint().sign() == malachite_bigint::Sign::Minus {
                    return Err(vm.new_value_error("steps must be a non-negative integer"));
                }
                Some(u64::try_from(steps.as_bigint()).unwrap_or(u64::MAX))
            }
        };
        Ok(math::nextafter(args.x.into_float(), args.y.into_float(), steps))
    }

    #[derive(FromArgs)]
    struct IsCloseArgs {
        #[pyarg(any)]
        a: ArgIntoFloat,
        #[pyarg(any)]
        b: ArgIntoFloat,
        #[pyarg(named, optional)]
        rel_tol: OptionalArg<ArgIntoFloat>,
        #[pyarg(named, optional)]
        abs_tol: OptionalArg<ArgIntoFloat>,
    }

    #[pyfunction]
    fn isclose(args: IsCloseArgs, vm: &VirtualMachine) -> PyResult<bool> {
        let tolerance = |given: OptionalArg<ArgIntoFloat>| given.into_option().map(ArgIntoFloat::into_float);
        let (relative, absolute) = (tolerance(args.rel_tol), tolerance(args.abs_tol));
        math::isclose(args.a.into_float(), args.b.into_float(), relative, absolute)
            .map_err(|_| vm.new_value_error("tolerances must be non-negative"))
    }

    /// A logarithm, of integers of any size too.
    fn logarithm(
        x: &PyObjectRef,
        of_integer: impl FnOnce(&BigInt) -> pymath::Result<f64>,
        of_float: impl FnOnce(f64) -> pymath::Result<f64>,
        vm: &VirtualMachine,
    ) -> PyResult<f64> {
        let result = match x.downcast_ref::<PyInt>() {
            Some(integer) => of_integer(integer.as_bigint()),
            None => of_float(x.try_float(vm)?.to_f64()),
        };
        result.map_err(|error| exception(error, vm))
    }

    #[pyfunction]
    fn log(x: PyObjectRef, base: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<f64> {
        let natural = |x: &PyObjectRef| {
            logarithm(x, |integer| math::log_bigint(integer, None), |float| math::log(float, None), vm)
        };
        let numerator = natural(&x)?;
        let OptionalArg::Present(base) = base else { return Ok(numerator) };
        let denominator = natural(&base)?;
        if denominator == 0.0 {
            return Err(vm.new_zero_division_error("division by zero"));
        }
        Ok(numerator / denominator)
    }

    #[pyfunction]
    fn log2(x: PyObjectRef, vm: &VirtualMachine) -> PyResult<f64> {
        logarithm(&x, math::log2_bigint, math::log2, vm)
    }

    #[pyfunction]
    fn log10(x: PyObjectRef, vm: &VirtualMachine) -> PyResult<f64> {
        logarithm(&x, math::log10_bigint, math::log10, vm)
    }

    /// The number rounded to an integer by its own method, else as a float.
    fn rounded(
        x: &PyObjectRef,
        method: &'static str,
        of_float: fn(f64) -> f64,
        vm: &VirtualMachine,
    ) -> PyResult {
        if x.downcast_ref_if_exact::<PyFloat>(vm).is_none()
            && let Some(own) = x.class().get_attr(vm.ctx.intern_str(method))
        {
            return own.call((x.clone(),), vm);
        }
        let integer = try_f64_to_bigint(of_float(x.try_float(vm)?.to_f64()), vm)?;
        Ok(vm.ctx.new_int(integer).into())
    }

    #[pyfunction]
    fn ceil(x: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        rounded(&x, "__ceil__", f64::ceil, vm)
    }

    #[pyfunction]
    fn floor(x: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        rounded(&x, "__floor__", f64::floor, vm)
    }

    #[pyfunction]
    fn trunc(x: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        match x.class().get_attr(vm.ctx.intern_str("__trunc__")) {
            Some(own) => own.call((x.clone(),), vm),
            None => {
                Err(vm.new_type_error(format!("type {} doesn't define __trunc__ method", x.class().name())))
            }
        }
    }

    fn floats(numbers: impl IntoIterator<Item = ArgIntoFloat>) -> Vec<f64> {
        numbers.into_iter().map(ArgIntoFloat::into_float).collect()
    }

    #[pyfunction]
    fn hypot(coordinates: PosArgs<ArgIntoFloat>) -> f64 {
        math::hypot(&floats(coordinates))
    }

    #[pyfunction]
    fn dist(p: Vec<ArgIntoFloat>, q: Vec<ArgIntoFloat>, vm: &VirtualMachine) -> PyResult<f64> {
        if p.len() != q.len() {
            return Err(vm.new_value_error("both points must have the same number of dimensions"));
        }
        Ok(math::dist(&floats(p), &floats(q)))
    }

    #[pyfunction]
    fn fsum(numbers: ArgIterable<ArgIntoFloat>, vm: &VirtualMachine) -> PyResult<f64> {
        let numbers: Vec<f64> =
            numbers.iter(vm)?.map(|number| number.map(ArgIntoFloat::into_float)).collect::<PyResult<_>>()?;
        math::fsum(numbers).map_err(|error| match error {
            pymath::Error::EDOM => vm.new_value_error("-inf + inf in fsum"),
            pymath::Error::ERANGE => vm.new_overflow_error("intermediate overflow in fsum"),
        })
    }

    #[derive(FromArgs)]
    struct ProdArgs {
        #[pyarg(positional)]
        numbers: ArgIterable<PyObjectRef>,
        #[pyarg(named, optional)]
        start: OptionalArg<PyObjectRef>,
    }

    #[pyfunction]
    fn prod(args: ProdArgs, vm: &VirtualMachine) -> PyResult {
        let start = args.start.unwrap_or_else(|| vm.ctx.new_int(1).into());
        args.numbers.iter(vm)?.try_fold(start, |product: PyObjectRef, number| {
            let number: PyObjectRef = number?;
            vm._mul(&product, &number)
        })
    }

    #[pyfunction]
    fn sumprod(p: Vec<PyObjectRef>, q: Vec<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        if p.len() != q.len() {
            return Err(vm.new_value_error("Inputs are not the same length"));
        }
        let all_floats = |numbers: &[PyObjectRef]| -> Option<Vec<f64>> {
            numbers
                .iter()
                .map(|number| number.downcast_ref_if_exact::<PyFloat>(vm).map(|float| float.to_f64()))
                .collect()
        };
        if !p.is_empty()
            && let (Some(p), Some(q)) = (all_floats(&p), all_floats(&q))
        {
            let sum = math::sumprod(&p, &q).map_err(|error| exception(error, vm))?;
            return Ok(vm.ctx.new_float(sum).into());
        }
        let zero: PyObjectRef = vm.ctx.new_int(0).into();
        p.iter().zip(&q).try_fold(zero, |sum, (x, y)| vm._add(&sum, &*vm._mul(x, y)?))
    }

    #[pyfunction]
    fn gcd(numbers: PosArgs<ArgIndex>) -> BigInt {
        let numbers: Vec<_> = numbers.into_iter().map(ArgIndex::into_int_ref).collect();
        math::integer::gcd(&numbers.iter().map(|number| number.as_bigint()).collect::<Vec<_>>())
    }

    #[pyfunction]
    fn lcm(numbers: PosArgs<ArgIndex>) -> BigInt {
        let numbers: Vec<_> = numbers.into_iter().map(ArgIndex::into_int_ref).collect();
        math::integer::lcm(&numbers.iter().map(|number| number.as_bigint()).collect::<Vec<_>>())
    }

    #[pyfunction]
    fn isqrt(n: ArgIndex, vm: &VirtualMachine) -> PyResult<BigInt> {
        math::integer::isqrt(n.into_int_ref().as_bigint())
            .map_err(|_| vm.new_value_error("isqrt() argument must be nonnegative"))
    }

    #[pyfunction]
    fn factorial(n: ArgIndex, vm: &VirtualMachine) -> PyResult<BigInt> {
        let n = i64::try_from(n.into_int_ref().as_bigint()).map_err(|_| {
            vm.new_overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))
        })?;
        let result = math::integer::factorial(n);
        result
            .map(BigInt::from)
            .map_err(|_| vm.new_value_error("factorial() not defined for negative values"))
    }

    /// `n` and `k` of a choice: not negative, and `k` counts no further than can be chosen.
    fn choice(n: ArgIndex, k: ArgIndex, vm: &VirtualMachine) -> PyResult<(BigInt, BigInt)> {
        let (n, k) = (n.into_int_ref().as_bigint().clone(), k.into_int_ref().as_bigint().clone());
        for (name, number) in [("n", &n), ("k", &k)] {
            if number.sign() == malachite_bigint::Sign::Minus {
                return Err(vm.new_value_error(format!("{name} must be a non-negative integer")));
            }
        }
        Ok((n, k))
    }

    fn chosen(k: &BigInt, name: &str, vm: &VirtualMachine) -> PyResult<u64> {
        u64::try_from(k).map_err(|_| vm.new_overflow_error(format!("{name} must not exceed {}", u64::MAX)))
    }

    #[pyfunction]
    fn comb(n: ArgIndex, k: ArgIndex, vm: &VirtualMachine) -> PyResult<BigInt> {
        let (n, k) = choice(n, k, vm)?;
        if k > n {
            return Ok(BigInt::from(0));
        }
        let fewer = k.clone().min(&n - &k);
        Ok(math::comb_bigint(&n, chosen(&fewer, "min(n - k, k)", vm)?).into())
    }

    #[pyfunction]
    fn perm(n: ArgIndex, k: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<BigInt> {
        match k.into_option().filter(|k| !vm.is_none(k)) {
            None => factorial(n, vm),
            Some(k) => {
                let (n, k) = choice(n, k.try_into_value(vm)?, vm)?;
                if k > n {
                    return Ok(BigInt::from(0));
                }
                Ok(math::perm_bigint(&n, chosen(&k, "k", vm)?).into())
            }
        }
    }
}
