//! The core's errors as Python exceptions, and NumPy's own exception classes.

use super::several_bases::make_class;
use ndgym_core::{Error, ErrorKind, Reason};
use rustpython_vm::{
    AsObject, Context, Py, PyObject, PyObjectRef, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{PyBaseException, PyBaseExceptionRef, PyStr, PyType, PyTypeRef},
    class::StaticType,
    function::FuncArgs,
    pyclass,
    types::Initializer,
};
use std::cell::OnceCell;

/// NumPy's exception classes. Like all native types they are made once for a thread and shared by its interpreters.
pub(crate) struct ExceptionTypes {
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
        // Classes that NumPy shows under the name of their base, as `type(error).__name__` does, but not tracebacks.
        let shown_as = |name: &'static str, class: PyTypeRef| {
            if let Some(own) = class.heaptype_ext.as_ref() {
                *own.name.write() = ctx.new_utf8_str(name);
            }
            class
        };
        let ufunc_error = |class: PyTypeRef| shown_as("UFuncTypeError", class);
        const PUBLIC: &str = "numpy.exceptions";
        const CORE: &str = "numpy._core._exceptions";
        let builtin = &ctx.exceptions;
        let ufunc = class(CORE, "UFuncTypeError", &[builtin.type_error]);
        let casting = child(CORE, "_UFuncCastingError", &ufunc);
        ExceptionTypes {
            dtype_promotion: class(PUBLIC, "DTypePromotionError", &[builtin.type_error]),
            complex_warning: class(PUBLIC, "ComplexWarning", &[builtin.runtime_warning]),
            rank_warning: class(PUBLIC, "RankWarning", &[builtin.runtime_warning]),
            visible_deprecation_warning: class(PUBLIC, "VisibleDeprecationWarning", &[builtin.user_warning]),
            too_hard: class(PUBLIC, "TooHardError", &[builtin.runtime_error]),
            linalg: class("numpy.linalg", "LinAlgError", &[builtin.value_error]),
            no_loop: ufunc_error(child(CORE, "_UFuncNoLoopError", &ufunc)),
            output_casting: ufunc_error(child(CORE, "_UFuncOutputCastingError", &casting)),
            input_casting: ufunc_error(child(CORE, "_UFuncInputCastingError", &casting)),
            memory: shown_as("MemoryError", class(CORE, "_ArrayMemoryError", &[builtin.memory_error])),
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

/// `numpy.exceptions.AxisError`: both a `ValueError` and an `IndexError`, with the axis and the number of axes there are.
#[pyclass(module = "numpy.exceptions", name = "AxisError", base = PyBaseException)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct PyAxisError(PyBaseException);

impl PyAxisError {
    /// The class, made on first use.
    fn class() -> PyTypeRef {
        let ctx = Context::genesis();
        let builtin = &ctx.exceptions;
        let ancestors = [
            builtin.value_error,
            builtin.index_error,
            builtin.lookup_error,
            builtin.exception_type,
            builtin.base_exception_type,
            ctx.types.object_type,
        ];
        make_class::<PyAxisError>(
            ctx,
            vec![builtin.value_error.to_owned(), builtin.index_error.to_owned()],
            ancestors.map(|class| class.to_owned()).into(),
            |_| {},
        );
        PyAxisError::static_type().to_owned()
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct AxisErrorArgs {
    #[pyarg(any)]
    axis: PyObjectRef,
    #[pyarg(any, optional)]
    ndim: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    msg_prefix: Option<PyObjectRef>,
}

impl Initializer for PyAxisError {
    type Args = AxisErrorArgs;

    /// One argument is the whole message; more are the axis, the number of axes, and what to put before the message.
    fn slot_init(zelf: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let AxisErrorArgs { axis, ndim, msg_prefix } = args.bind_for(vm, "AxisError")?;
        let is_message = ndim.is_none() && msg_prefix.is_none();
        let none = || vm.ctx.none();
        let (message, axis) =
            if is_message { (axis, none()) } else { (msg_prefix.unwrap_or_else(none), axis) };
        zelf.set_attr("_msg", message, vm)?;
        zelf.set_attr("axis", axis, vm)?;
        zelf.set_attr("ndim", ndim.unwrap_or_else(none), vm)
    }

    fn init(_zelf: &Py<Self>, _args: AxisErrorArgs, _vm: &VirtualMachine) -> PyResult<()> {
        Ok(())
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT), with(Initializer))]
impl PyAxisError {
    #[pymethod]
    fn __str__(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        let (axis, ndim) = (zelf.get_attr("axis", vm)?, zelf.get_attr("ndim", vm)?);
        let message = zelf.get_attr("_msg", vm)?;
        if vm.is_none(&axis) || vm.is_none(&ndim) {
            return message.str(vm);
        }
        let text =
            format!("axis {} is out of bounds for array of dimension {}", axis.str(vm)?, ndim.str(vm)?);
        let text = if vm.is_none(&message) { text } else { format!("{}: {text}", message.str(vm)?) };
        Ok(vm.ctx.new_str(text))
    }
}

/// The `AxisError` for an error of the core.
fn axis_error(vm: &VirtualMachine, error: &Error) -> PyResult<PyBaseExceptionRef> {
    let class = PyAxisError::class();
    let made = match error.reason.as_deref() {
        Some(Reason::AxisOutOfBounds { axis, rank }) => {
            let text = Error::axis(*axis, *rank).message;
            let prefix = error.message.strip_suffix(&text).and_then(|prefix| prefix.strip_suffix(": "));
            class.as_object().call((*axis, *rank, prefix.map(str::to_owned)), vm)?
        }
        _ => class.as_object().call((error.message.clone(),), vm)?,
    };
    PyBaseExceptionRef::try_from_object(vm, made)
}

/// The Python exception for an error of the core.
pub(crate) fn exception(vm: &VirtualMachine, error: &Error) -> PyBaseExceptionRef {
    if error.kind == ErrorKind::Axis {
        return axis_error(vm, error).unwrap_or_else(|raised| raised);
    }
    let builtin = &vm.ctx.exceptions;
    let own = ExceptionTypes::get(&vm.ctx);
    let class: PyTypeRef = match error.kind {
        ErrorKind::Value | ErrorKind::Axis => builtin.value_error.to_owned(),
        ErrorKind::Type => builtin.type_error.to_owned(),
        ErrorKind::Index => builtin.index_error.to_owned(),
        ErrorKind::Overflow => builtin.overflow_error.to_owned(),
        ErrorKind::ZeroDivision => builtin.zero_division_error.to_owned(),
        ErrorKind::FloatingPoint => builtin.floating_point_error.to_owned(),
        ErrorKind::NotImplemented => builtin.not_implemented_error.to_owned(),
        ErrorKind::Runtime => builtin.runtime_error.to_owned(),
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
    use super::{ExceptionTypes, PyAxisError};
    use rustpython_vm::{VirtualMachine, builtins::PyTypeRef};

    #[pyattr(name = "AxisError")]
    fn axis_error(_vm: &VirtualMachine) -> PyTypeRef {
        PyAxisError::class()
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
