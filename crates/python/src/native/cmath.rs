//! Python's `cmath`, over pymath's functions, which give CPython's very bits.

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// The module's definition.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

#[rustpython_vm::pymodule(name = "cmath")]
mod module {
    use crate::native::math::exception;
    use ndgym_core::Complex64;
    use pymath::cmath;
    use rustpython_vm::builtins::PyModule;
    use rustpython_vm::function::{ArgIntoComplex, ArgIntoFloat, OptionalArg};
    use rustpython_vm::{FromArgs, Py, PyResult, VirtualMachine};

    #[pyattr]
    use std::f64::consts::{E as e, PI as pi, TAU as tau};

    #[pyattr(name = "inf")]
    const INF: f64 = f64::INFINITY;

    #[pyattr(name = "nan")]
    const NAN: f64 = f64::NAN;

    #[pyattr(name = "infj")]
    const INF_J: Complex64 = Complex64::new(0.0, f64::INFINITY);

    #[pyattr(name = "nanj")]
    const NAN_J: Complex64 = Complex64::new(0.0, f64::NAN);

    /// Adds the functions of one number, which differ in nothing but their name.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        macro_rules! of_one_number {
            ($($name:ident)*) => {$(
                let function = vm.new_function(
                    stringify!($name),
                    |z: ArgIntoComplex, vm: &VirtualMachine| -> PyResult<Complex64> {
                        cmath::$name(z.into_complex()).map_err(|error| exception(error, vm))
                    },
                );
                module.set_attr(stringify!($name), function, vm)?;
            )*};
        }
        macro_rules! question {
            ($($name:ident)*) => {$(
                let function = vm.new_function(stringify!($name), |z: ArgIntoComplex| cmath::$name(z.into_complex()));
                module.set_attr(stringify!($name), function, vm)?;
            )*};
        }
        of_one_number!(acos acosh asin asinh atan atanh cos cosh exp log10 sin sinh sqrt tan tanh);
        question!(isfinite isinf isnan);
        Ok(())
    }

    #[pyfunction]
    fn log(z: ArgIntoComplex, base: OptionalArg<ArgIntoComplex>, vm: &VirtualMachine) -> PyResult<Complex64> {
        cmath::log(z.into_complex(), base.into_option().map(ArgIntoComplex::into_complex))
            .map_err(|error| exception(error, vm))
    }

    #[pyfunction]
    fn phase(z: ArgIntoComplex, vm: &VirtualMachine) -> PyResult<f64> {
        cmath::phase(z.into_complex()).map_err(|error| exception(error, vm))
    }

    #[pyfunction]
    fn polar(z: ArgIntoComplex, vm: &VirtualMachine) -> PyResult<(f64, f64)> {
        cmath::polar(z.into_complex()).map_err(|error| exception(error, vm))
    }

    #[pyfunction]
    fn rect(r: ArgIntoFloat, phi: ArgIntoFloat, vm: &VirtualMachine) -> PyResult<Complex64> {
        cmath::rect(r.into_float(), phi.into_float()).map_err(|error| exception(error, vm))
    }

    #[derive(FromArgs)]
    struct IsCloseArgs {
        #[pyarg(positional)]
        a: ArgIntoComplex,
        #[pyarg(positional)]
        b: ArgIntoComplex,
        #[pyarg(named, optional)]
        rel_tol: OptionalArg<ArgIntoFloat>,
        #[pyarg(named, optional)]
        abs_tol: OptionalArg<ArgIntoFloat>,
    }

    #[pyfunction]
    fn isclose(args: IsCloseArgs, vm: &VirtualMachine) -> PyResult<bool> {
        let tolerance = |given: OptionalArg<ArgIntoFloat>| given.into_option().map(ArgIntoFloat::into_float);
        let (relative, absolute) = (tolerance(args.rel_tol), tolerance(args.abs_tol));
        cmath::isclose(args.a.into_complex(), args.b.into_complex(), relative, absolute)
            .map_err(|_| vm.new_value_error("tolerances must be non-negative"))
    }
}
