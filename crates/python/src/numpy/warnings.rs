//! Floating-point status as Python warnings, and `np.errstate`, which rules them.

use super::errors::OrRaise;
use ndgym_core::{Error, ErrorKind, float_status};
use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyStr, PyType},
    stdlib::_warnings,
};
use std::cell::{Cell, RefCell};

/// What to do about one kind of floating-point exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Ignore,
    Warn,
    Raise,
    Call,
    Print,
    Log,
}

impl Action {
    const NAMES: [(&'static str, Action); 6] = [
        ("ignore", Action::Ignore),
        ("warn", Action::Warn),
        ("raise", Action::Raise),
        ("call", Action::Call),
        ("print", Action::Print),
        ("log", Action::Log),
    ];

    fn name(self) -> &'static str {
        Action::NAMES.iter().find(|(_, action)| *action == self).map_or("warn", |(name, _)| name)
    }

    fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<Action> {
        let text = object.downcast_ref::<PyStr>().map(ToString::to_string).unwrap_or_default();
        match Action::NAMES.iter().find(|(name, _)| *name == text) {
            Some((_, action)) => Ok(*action),
            None => Err(vm.new_value_error(format!("invalid error mode {}", object.repr(vm)?))),
        }
    }
}

/// The kinds, in the order in which `np.geterr()` lists them.
const KINDS: [(&str, u8, &str); 4] = [
    ("divide", float_status::DIVIDE, "divide by zero"),
    ("over", float_status::OVERFLOW, "overflow"),
    ("under", float_status::UNDERFLOW, "underflow"),
    ("invalid", float_status::INVALID, "invalid value"),
];

/// Where underflow stands among them.
const UNDER: usize = 2;

/// What to do about each kind, and whom to call: `np.seterr` and `np.seterrcall` of one interpreter.
#[derive(Clone, Debug)]
pub(crate) struct State {
    actions: [Action; 4],
    call: Option<PyObjectRef>,
}

impl State {
    const DEFAULT: State =
        State { actions: [Action::Warn, Action::Warn, Action::Ignore, Action::Warn], call: None };
}

impl Default for State {
    fn default() -> Self {
        State::DEFAULT
    }
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::DEFAULT) };
    /// Whether somebody asks for underflow, which must be looked for.
    static WATCHES_UNDERFLOW: Cell<bool> = const { Cell::new(false) };
}

impl State {
    /// Puts it in force; gives back what was.
    fn enforce(self) -> State {
        WATCHES_UNDERFLOW.set(self.actions[UNDER] != Action::Ignore);
        STATE.replace(self)
    }
}

/// Whether underflow is anything but ignored: see [`ndgym_core::underflow`].
#[inline]
pub(crate) fn watches_underflow() -> bool {
    WATCHES_UNDERFLOW.get()
}

/// Adds underflow to the status if `met` finds it, where somebody asks for it.
pub(crate) fn look_for_underflow(met: impl FnOnce() -> bool) {
    if watches_underflow() && met() {
        float_status::raise(float_status::UNDERFLOW);
    }
}

/// Puts an interpreter's state in force as it starts to run; gives back what was in force.
pub(crate) fn exchange(state: State) -> State {
    float_status::take();
    state.enforce()
}

/// Warns of (or raises, as `np.errstate` has it) what the operation that just ran met:
/// `RuntimeWarning: divide by zero encountered in divide`.
#[inline]
pub(crate) fn report(vm: &VirtualMachine, operation: &str) -> PyResult<()> {
    let status = float_status::take();
    if status == 0 { Ok(()) } else { report_status(vm, operation, status) }
}

#[cold]
fn report_status(vm: &VirtualMachine, operation: &str, mut status: u8) -> PyResult<()> {
    if status & float_status::CAST_OVERFLOW != 0 {
        status &= !float_status::CAST_OVERFLOW;
        report_status(vm, "cast", float_status::OVERFLOW)?;
    }
    let state = STATE.with_borrow(Clone::clone);
    for ((_, flag, words), action) in KINDS.into_iter().zip(state.actions) {
        if status & flag == 0 {
            continue;
        }
        let message = format!("{words} encountered in {operation}");
        match action {
            Action::Ignore => {}
            Action::Warn => warn(vm.ctx.exceptions.runtime_warning, message, 1, vm)?,
            Action::Raise => return Err(Error::new(ErrorKind::FloatingPoint, message)).or_raise(vm),
            Action::Print => write_to_standard_error(vm, &format!("Warning: {message}\n"))?,
            Action::Call => match &state.call {
                Some(function) => {
                    function.call((words, i32::from(flag)), vm)?;
                }
                None => return Err(vm.new_name_error("python callback specified for ", vm.ctx.new_str(""))),
            },
            Action::Log => match &state.call {
                Some(log) => {
                    vm.call_method(log, "write", (format!("Warning: {message}\n"),))?;
                }
                None => return Err(vm.new_name_error("log specified for ", vm.ctx.new_str(""))),
            },
        }
    }
    Ok(())
}

/// Warns as Python's `warnings` module does, which shows the line of code, too.
pub(crate) fn warn(
    category: &Py<PyType>,
    message: String,
    stack_level: usize,
    vm: &VirtualMachine,
) -> PyResult<()> {
    vm.import("warnings", 0)?;
    _warnings::warn(category, message, stack_level, vm)
}

fn write_to_standard_error(vm: &VirtualMachine, text: &str) -> PyResult<()> {
    let stream = vm.sys_module.get_attr("stderr", vm)?;
    vm.call_method(&stream, "write", (text,)).map(drop)
}

/// Arguments of `seterr` and `errstate`.
#[derive(Clone, Debug, rustpython_vm::FromArgs)]
pub(crate) struct ErrorStateArgs {
    #[pyarg(any, optional)]
    all: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    divide: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    over: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    under: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    invalid: Option<PyObjectRef>,
}

impl ErrorStateArgs {
    /// The state these arguments make of `state`.
    fn apply(&self, vm: &VirtualMachine, state: &State) -> PyResult<State> {
        let mut changed = state.clone();
        let each = [&self.divide, &self.over, &self.under, &self.invalid];
        for (action, given) in changed.actions.iter_mut().zip(each) {
            if let Some(object) = given.as_ref().or(self.all.as_ref()) {
                *action = Action::from_object(vm, object)?;
            }
        }
        Ok(changed)
    }
}

fn as_dict(vm: &VirtualMachine, state: &State) -> PyResult<PyDictRef> {
    let dict = vm.ctx.new_dict();
    for ((name, ..), action) in KINDS.into_iter().zip(state.actions) {
        dict.set_item(name, vm.ctx.new_str(action.name()).into(), vm)?;
    }
    Ok(dict)
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{ErrorStateArgs, STATE, State, as_dict};
    use rustpython_vm::{
        Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
        builtins::{PyDictRef, PyType},
        function::{FuncArgs, OptionalArg},
        pyclass,
        types::{Callable, Constructor},
    };
    use std::cell::RefCell;

    #[pyfunction]
    fn geterr(vm: &VirtualMachine) -> PyResult<PyDictRef> {
        as_dict(vm, &STATE.with_borrow(Clone::clone))
    }

    #[pyfunction]
    fn seterr(args: ErrorStateArgs, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let old = STATE.with_borrow(Clone::clone);
        let new = args.apply(vm, &old)?;
        new.enforce();
        as_dict(vm, &old)
    }

    #[pyfunction]
    fn geterrcall(vm: &VirtualMachine) -> PyObjectRef {
        STATE.with_borrow(|state| state.call.clone()).unwrap_or_else(|| vm.ctx.none())
    }

    #[pyfunction]
    fn seterrcall(func: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
        let new = (!vm.is_none(&func)).then_some(func);
        let old = STATE.with_borrow_mut(|state| std::mem::replace(&mut state.call, new));
        old.unwrap_or_else(|| vm.ctx.none())
    }

    /// `with np.errstate(divide="ignore"):`, also as a decorator.
    #[pyattr]
    #[pyclass(module = "numpy", name = "errstate")]
    #[derive(Debug, PyPayload)]
    struct ErrState {
        args: ErrorStateArgs,
        call: Option<PyObjectRef>,
        saved: RefCell<Vec<State>>,
    }

    #[derive(rustpython_vm::FromArgs)]
    pub(crate) struct ErrStateNewArgs {
        #[pyarg(named, optional)]
        call: OptionalArg<PyObjectRef>,
        #[pyarg(flatten)]
        state: NamedErrorState,
    }

    #[derive(rustpython_vm::FromArgs)]
    pub(crate) struct NamedErrorState {
        #[pyarg(named, optional)]
        all: Option<PyObjectRef>,
        #[pyarg(named, optional)]
        divide: Option<PyObjectRef>,
        #[pyarg(named, optional)]
        over: Option<PyObjectRef>,
        #[pyarg(named, optional)]
        under: Option<PyObjectRef>,
        #[pyarg(named, optional)]
        invalid: Option<PyObjectRef>,
    }

    impl Constructor for ErrState {
        type Args = ErrStateNewArgs;

        fn py_new(_class: &Py<PyType>, args: ErrStateNewArgs, vm: &VirtualMachine) -> PyResult<Self> {
            let NamedErrorState { all, divide, over, under, invalid } = args.state;
            let state = ErrorStateArgs { all, divide, over, under, invalid };
            state.apply(vm, &State::DEFAULT)?;
            Ok(ErrState { args: state, call: args.call.into_option(), saved: RefCell::default() })
        }
    }

    impl Callable for ErrState {
        type Args = FuncArgs;

        fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            let Some(function) = args.args.first().cloned() else {
                return Err(vm.new_type_error("errstate() missing the function to decorate"));
            };
            let state: PyRef<ErrState> = zelf.to_owned();
            let wrapped =
                vm.new_function("wrapper", move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
                    state.enter(vm)?;
                    let result = function.call(args, vm);
                    state.leave();
                    result
                });
            Ok(wrapped.into())
        }
    }

    #[pyclass(with(Constructor, Callable))]
    impl ErrState {
        fn enter(&self, vm: &VirtualMachine) -> PyResult<()> {
            let old = STATE.with_borrow(Clone::clone);
            let mut new = self.args.apply(vm, &old)?;
            if let Some(call) = &self.call {
                new.call = (!vm.is_none(call)).then(|| call.clone());
            }
            new.enforce();
            self.saved.borrow_mut().push(old);
            Ok(())
        }

        fn leave(&self) {
            if let Some(old) = self.saved.borrow_mut().pop() {
                old.enforce();
            }
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            zelf.enter(vm)
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _args: FuncArgs) {
            zelf.leave();
        }
    }
}
