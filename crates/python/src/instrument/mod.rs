//! Lets the interpreter notice, while it runs a learner's own loops and calls, that the time is up.
//!
//! On single-threaded wasm nobody can interrupt the interpreter from outside, so the text itself is made to
//! ask. `<poll>` is an object that cannot be written in Python. `del <poll>.step` and `~<poll>` are a [`limits::poll`]; `<poll> @
//! iterable` is the iterable, paid for according to its length; and `<poll>(…)` is `<poll> @ range(…)`. What goes where in the syntax tree, [`tree`] says. Loops over containers that do not grow need no more: they
//! end, and what runs long in their bodies asks itself. The nodes take the place of what they guard, so
//! tracebacks and line numbers stay those of the learner's text.

mod calls;
mod constants;
mod grows;
mod numbers;
mod repeat;
mod tree;

use std::cell::Cell;

use num_traits::ToPrimitive;
use ruff_source_file::{SourceFile, SourceFileBuilder};
use ruff_text_size::{Ranged, TextRange};
use rustpython_vm::builtins::{PyCode, PyFloat, PyList, PyRange, PyStr, PyTuple};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::compiler::ast::{Mod, ModExpression, ModModule, Stmt};
use rustpython_vm::compiler::{CompileError, Mode, codegen, parser};
use rustpython_vm::function::{FuncArgs, PySetterValue};
use rustpython_vm::protocol::{PyIter, PyIterReturn, PyNumberMethods};
use rustpython_vm::types::{AsNumber, Callable, IterNext, Iterable, SelfIter, SetAttr};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};

use self::calls::Scope;
use self::constants::Constants;
use crate::limits;

/// A range longer than this is polled on the way, which costs the interpreter's short cut for ranges; shorter loops are over
/// in a fraction of a second, unless their bodies do what polls anyway.
const LONG: usize = 1 << 22;

/// … once in so many steps.
const STRIDE: usize = 256;

/// The polling object. Constants can be numbers, so it is one, for those who look at the constants of a function.
#[pyclass(module = "ndgym", name = "Poll", base = PyFloat)]
#[derive(Debug)]
#[repr(transparent)]
struct Poll(PyFloat);

#[pyclass(with(AsNumber, Callable, SetAttr))]
impl Poll {}

impl AsNumber for Poll {
    fn as_number() -> &'static PyNumberMethods {
        static AS_NUMBER: PyNumberMethods = PyNumberMethods {
            invert: Some(|_, vm| limits::poll(vm).map(|()| vm.ctx.true_value.clone().into())),
            matrix_multiply: Some(|_, iterable, vm| pace(iterable.to_owned(), vm)),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        &AS_NUMBER
    }
}

impl Callable for Poll {
    type Args = FuncArgs;

    #[inline]
    fn slot_call(_: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let class = vm.ctx.types.range_type;
        let range = match class.slots.new.load() {
            Some(new) => new(class.to_owned(), args, vm),
            None => class.as_object().call(args, vm),
        };
        pace(range?, vm)
    }

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        Self::slot_call(zelf.as_object(), args, vm)
    }
}

impl SetAttr for Poll {
    #[inline]
    fn slot_setattro(_: &PyObject, _: &Py<PyStr>, _: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        limits::poll(vm)
    }

    fn setattro(_: &Py<Self>, _: &Py<PyStr>, _: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        limits::poll(vm)
    }
}

/// What to loop over in place of `iterable`.
fn pace(iterable: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if let Some(range) = iterable.downcast_ref_if_exact::<PyRange>(vm) {
        let length = length_of_range(range);
        if length > LONG {
            let paced = match PacedRange::new(range, length) {
                Some(paced) => paced.into_ref(&vm.ctx).into(),
                None => Paced { iterator: iterable.get_iter(vm)? }.into_ref(&vm.ctx).into(),
            };
            return Ok(paced);
        }
        limits::charge(length.max(1), vm)?;
    } else if let Some(list) = iterable.downcast_ref_if_exact::<PyList>(vm) {
        limits::charge(list.borrow_vec().len().max(1), vm)?;
    } else if let Some(tuple) = iterable.downcast_ref_if_exact::<PyTuple>(vm) {
        limits::charge(tuple.len().max(1), vm)?;
    } else {
        limits::poll(vm)?;
        if iterable.class().is(vm.ctx.types.range_iterator_type) {
            return Ok(Paced { iterator: PyIter::new(iterable) }.into_ref(&vm.ctx).into());
        }
    }
    Ok(iterable)
}

/// How many numbers are in a range, or `usize::MAX` if they are too many to count.
fn length_of_range(range: &PyRange) -> usize {
    let [start, stop, step] =
        [&range.start, &range.stop, &range.step].map(|bound| bound.as_bigint().to_i64());
    let (Some(start), Some(stop), Some(step)) = (start, stop, step) else { return usize::MAX };
    let Some(distance) = stop.checked_sub(start) else { return usize::MAX };
    let length = match step {
        0 => 0,
        _ if (distance > 0) != (step > 0) => 0,
        1 => distance.unsigned_abs(),
        _ => distance.unsigned_abs().div_ceil(step.unsigned_abs()),
    };
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// Goes through a long range, and polls.
#[pyclass(module = "ndgym", name = "PacedRange")]
#[derive(Debug, PyPayload)]
struct PacedRange {
    next: Cell<i64>,
    step: i64,
    left: Cell<usize>,
}

impl PacedRange {
    /// A walk through `length` numbers, if all of them and the one after have 64 bits.
    fn new(range: &PyRange, length: usize) -> Option<Self> {
        let start = i64::try_from(range.start.as_bigint()).ok()?;
        let step = i64::try_from(range.step.as_bigint()).ok()?;
        i64::try_from(length).ok()?.checked_mul(step)?.checked_add(start)?;
        Some(PacedRange { next: Cell::new(start), step, left: Cell::new(length) })
    }
}

#[pyclass(with(IterNext, Iterable))]
impl PacedRange {}

impl SelfIter for PacedRange {}

impl IterNext for PacedRange {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let Some(left) = zelf.left.get().checked_sub(1) else {
            return Ok(PyIterReturn::StopIteration(None));
        };
        if left.is_multiple_of(STRIDE) {
            limits::charge(STRIDE, vm)?;
        }
        let number = zelf.next.get();
        zelf.left.set(left);
        zelf.next.set(number + zelf.step);
        Ok(PyIterReturn::Return(vm.ctx.new_int(number).into()))
    }
}

/// Goes through a range's iterator by way of its `__next__`, which polls (see `guards`), where the interpreter would take
/// a short cut.
#[pyclass(module = "ndgym", name = "Paced")]
#[derive(Debug, PyPayload)]
struct Paced {
    iterator: PyIter,
}

#[pyclass(with(IterNext, Iterable))]
impl Paced {}

impl SelfIter for Paced {}

impl IterNext for Paced {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        zelf.iterator.next(vm)
    }
}

/// Makes the polling object known to the interpreter.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let _ = Poll::make_static_type();
    let _ = Paced::make_static_type();
    let _ = PacedRange::make_static_type();
    watch_exec(vm)
}

/// Makes `exec` put polls into the texts it is given, too.
fn watch_exec(vm: &VirtualMachine) -> PyResult<()> {
    let name = vm.ctx.intern_str("exec");
    let original = vm.builtins.get_attr(name, vm)?;
    let watched = vm.new_function("exec", move |mut args: FuncArgs, vm: &VirtualMachine| {
        if limits::are_set()
            && let Some(text) = args.args.first().and_then(|text| text.downcast_ref::<PyStr>())
            // What cannot be compiled is left to the original, which says why.
            && let Ok(code) = compile_text(&text.to_string_lossy(), "<string>", Scope::Shared, vm)
        {
            args.args[0] = code.into();
        }
        original.call(args, vm)
    });
    vm.builtins.set_attr(name, watched, vm)
}

/// Compiles a module's text with polls in it; the interpreter's own compiler knows more of what can be wrong with a text.
pub(crate) fn compile(
    source: &str,
    filename: &str,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, CompileError> {
    compile_text(source, filename, Scope::Own, vm)
}

fn compile_text(
    source: &str,
    filename: &str,
    scope: Scope,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, CompileError> {
    let (file, module) = polled(source, filename, scope)?;
    finish(Mod::Module(module), file, Mode::Exec, vm)
}

/// [`compile`] for a notebook's cell: its statements, and apart from them its last expression, if it ends with one. A
/// semicolon after that makes it a statement like the others.
pub(crate) fn compile_cell(
    source: &str,
    filename: &str,
    vm: &VirtualMachine,
) -> Result<(PyRef<PyCode>, Option<PyRef<PyCode>>), CompileError> {
    let (file, mut module) = polled(source, filename, Scope::Shared)?;
    let last = match module.body.pop() {
        Some(Stmt::Expr(last)) if !is_silenced(source, last.range()) => {
            let expression =
                ModExpression { node_index: last.node_index, range: last.range, body: last.value };
            Some(finish(Mod::Expression(expression), file.clone(), Mode::Eval, vm)?)
        }
        other => {
            module.body.extend(other);
            None
        }
    };
    Ok((finish(Mod::Module(module), file, Mode::Exec, vm)?, last))
}

/// Whether a semicolon follows what stands there.
fn is_silenced(source: &str, range: TextRange) -> bool {
    source.get(range.end().to_usize()..).is_some_and(|rest| rest.trim_start().starts_with(';'))
}

/// The syntax tree of a module's text, with polls in it.
fn polled(source: &str, filename: &str, scope: Scope) -> Result<(SourceFile, ModModule), CompileError> {
    let file = SourceFileBuilder::new(filename, source).finish();
    let parsed = parser::parse_module(source)
        .map_err(|error| CompileError::from_ruff_parse_error(error, &file, Mode::Exec))?;
    let mut module = parsed.into_syntax();
    tree::add_polls(&mut module.body, scope);
    Ok((file, module))
}

fn finish(
    tree: Mod,
    file: SourceFile,
    mode: Mode,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, CompileError> {
    let code = codegen::compile::compile_top(tree, file, mode, vm.compile_opts())?;
    let poll = Poll(PyFloat::from(constants::stand_in())).into_ref(&vm.ctx).into();
    Ok(PyCode::new_ref_with_bag(vm, code.map_bag(Constants { poll: &poll, vm })))
}
