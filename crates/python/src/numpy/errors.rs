//! The core's errors as Python exceptions, and NumPy's own exception classes.

use ndgym_core::{Error, ErrorKind};
use rustpython_vm::{
    Context, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyType, PyTypeRef},
};
use std::cell::OnceCell;

/// NumPy's exception classes. Like all native types they are made once for a thread and shared by its interpreters.
pub(crate) struct ExceptionTypes {
    /// `numpy.exceptions.AxisError`
    pub(crate) axis: PyTypeRef,
    /// `numpy.exceptions.DTypePromotionError`
    pub(crate) dtype_promotion: PyTypeRef,
    /// `numpy.exceptions.ComplexWarning`
    pub(crate) complex_warning: PyTypeRef,
    /// `numpy.exceptions.RankWarning`
    pub(crate) rank_warning: PyTypeRef,
    /// `numpy.exceptions.VisibleDeprecationWarning`
    pub(crate) visible_deprecation_warning: PyTypeRef,
    /// `numpy.exceptions.TooHardError`
    pub(crate) too_hard: PyTypeRef,
    /// `numpy.linalg.LinAlgError`
    pub(crate) linalg: PyTypeRef,
    /// `numpy._core._exceptions._UFuncNoLoopError`
    pub(crate) no_loop: PyTypeRef,
    /// `numpy._core._exceptions._UFuncOutputCastingError`
    pub(crate) output_casting: PyTypeRef,
    /// `numpy._core._exceptions._UFuncInputCastingError`
    pub(crate) input_casting: PyTypeRef,
    /// `numpy._core._exceptions._ArrayMemoryError`
    pub(crate) memory: PyTypeRef,
}

impl ExceptionTypes {
    fn new(ctx: &Context) -> ExceptionTypes {
        let class = |module: &str, name: &str, bases: &[&'static rustpython_vm::Py<PyType>]| {
            let bases = bases.iter().map(|base| (*base).to_owned()).collect();
            ctx.new_exception_type(module, name, Some(bases))
        };
        let child = |module: &str, name: &str, base: &PyTypeRef| {
            ctx.new_exception_type(module, name, Some(vec![base.clone()]))
        };
        const PUBLIC: &str = "numpy.exceptions";
        const CORE: &str = "numpy._core._exceptions";
        let builtin = &ctx.exceptions;
        let ufunc = class(CORE, "UFuncTypeError", &[builtin.type_error]);
        let casting = child(CORE, "_UFuncCastingError", &ufunc);
        ExceptionTypes {
            axis: class(PUBLIC, "AxisError", &[builtin.value_error, builtin.index_error]),
            dtype_promotion: class(PUBLIC, "DTypePromotionError", &[builtin.type_error]),
            complex_warning: class(PUBLIC, "ComplexWarning", &[builtin.runtime_warning]),
            rank_warning: class(PUBLIC, "RankWarning", &[builtin.runtime_warning]),
            visible_deprecation_warning: class(PUBLIC, "VisibleDeprecationWarning", &[builtin.user_warning]),
            too_hard: class(PUBLIC, "TooHardError", &[builtin.runtime_error]),
            linalg: class("numpy.linalg", "LinAlgError", &[builtin.value_error]),
            no_loop: child(CORE, "_UFuncNoLoopError", &ufunc),
            output_casting: child(CORE, "_UFuncOutputCastingError", &casting),
            input_casting: child(CORE, "_UFuncInputCastingError", &casting),
            memory: class(CORE, "_ArrayMemoryError", &[builtin.memory_error]),
        }
    }

    /// This thread's classes.
    pub(crate) fn get(ctx: &Context) -> &'static ExceptionTypes {
        thread_local! {
            static TYPES: OnceCell<&'static ExceptionTypes> = const { OnceCell::new() };
        }
        TYPES.with(|types| *types.get_or_init(|| Box::leak(Box::new(ExceptionTypes::new(ctx)))))
    }
}

/// The Python exception for an error of the core.
pub(crate) fn exception(vm: &VirtualMachine, error: &Error) -> PyBaseExceptionRef {
    let builtin = &vm.ctx.exceptions;
    let own = ExceptionTypes::get(&vm.ctx);
    let class: PyTypeRef = match error.kind {
        ErrorKind::Value => builtin.value_error.to_owned(),
        ErrorKind::Type => builtin.type_error.to_owned(),
        ErrorKind::Index => builtin.index_error.to_owned(),
        ErrorKind::Overflow => builtin.overflow_error.to_owned(),
        ErrorKind::ZeroDivision => builtin.zero_division_error.to_owned(),
        ErrorKind::FloatingPoint => builtin.floating_point_error.to_owned(),
        ErrorKind::NotImplemented => builtin.not_implemented_error.to_owned(),
        ErrorKind::Runtime => builtin.runtime_error.to_owned(),
        ErrorKind::Axis => own.axis.clone(),
        ErrorKind::Memory => own.memory.clone(),
        ErrorKind::LinAlg => own.linalg.clone(),
        ErrorKind::Promotion => own.dtype_promotion.clone(),
        ErrorKind::NoLoop => own.no_loop.clone(),
        ErrorKind::Casting if error.message.contains("' output ") => own.output_casting.clone(),
        ErrorKind::Casting => own.input_casting.clone(),
    };
    vm.new_exception_msg(class, error.message.as_str().into())
}

/// Turns the core's results into Python's: `core_function(…).or_raise(vm)?`.
pub(crate) trait OrRaise<T> {
    /// The value, or the error as an exception.
    fn or_raise(self, vm: &VirtualMachine) -> PyResult<T>;
}

impl<T> OrRaise<T> for ndgym_core::Result<T> {
    #[inline]
    fn or_raise(self, vm: &VirtualMachine) -> PyResult<T> {
        self.map_err(|error| exception(vm, &error))
    }
}

/// `numpy.exceptions`.
#[rustpython_vm::pymodule(name = "exceptions")]
pub(crate) mod exceptions {
    use super::ExceptionTypes;
    use rustpython_vm::{VirtualMachine, builtins::PyTypeRef};

    #[pyattr(name = "AxisError")]
    fn axis_error(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).axis.clone()
    }

    #[pyattr(name = "DTypePromotionError")]
    fn dtype_promotion_error(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).dtype_promotion.clone()
    }

    #[pyattr(name = "ComplexWarning")]
    fn complex_warning(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).complex_warning.clone()
    }

    #[pyattr(name = "RankWarning")]
    fn rank_warning(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).rank_warning.clone()
    }

    #[pyattr(name = "VisibleDeprecationWarning")]
    fn visible_deprecation_warning(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).visible_deprecation_warning.clone()
    }

    #[pyattr(name = "TooHardError")]
    fn too_hard_error(vm: &VirtualMachine) -> PyTypeRef {
        ExceptionTypes::get(&vm.ctx).too_hard.clone()
    }
}
