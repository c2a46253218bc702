//! One Python interpreter: set up, run, look into.

use std::cell::Cell;

use ndgym_kernels::allocator;
use ndgym_protocol::{Ending, Limits, Stream};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode, PyDictRef};
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::vm::VmCompileError;
use rustpython_vm::{AsObject, Interpreter, PyObject, PyRef, PyResult, Settings, VirtualMachine};

use crate::abstract_classes;
use crate::clock::Clock;
use crate::failure;
use crate::guards;
use crate::imports;
use crate::instrument;
use crate::library;
use crate::limits;
use crate::native;
use crate::numpy;
use crate::output::{self, LineSource, Output, Sink};
use crate::set_order;
use crate::wording;

/// What an engine is given.
pub struct Config {
    /// Bounds of the run.
    pub limits: Limits,
    /// The clocks.
    pub clock: Clock,
    /// Takes what the program writes.
    pub output: Sink,
    /// Gives the lines the program reads; without it `input()` raises an error that says so.
    pub input: Option<LineSource>,
    /// `sys.argv`.
    pub argv: Vec<String>,
}

/// One fresh Python interpreter with its `__main__` namespace.
pub struct Engine {
    /// Taken only when the engine ends.
    interpreter: Option<Interpreter>,
    main: Scope,
    limits: Limits,
    clock: Clock,
    output: Output,
    /// What its program has set in numpy; in force while something runs in this interpreter.
    numpy: Cell<numpy::State>,
    /// Bytes the process held before the interpreter was made.
    base: usize,
}

impl Engine {
    /// Sets an interpreter up.
    ///
    /// # Errors
    /// If the interpreter's own start fails, which is a fault in the engine: what went wrong.
    pub fn new(config: Config) -> Result<Self, String> {
        let base = allocator::in_use();
        allocator::reset_peak();
        let mut settings = Settings::default();
        settings.argv = config.argv;
        settings.install_signal_handlers = false;
        let builder = Interpreter::builder(settings);
        let mut definitions = native::module_definitions(&builder.ctx);
        definitions.extend(numpy::module_definitions(&builder.ctx));
        let interpreter =
            builder.add_native_modules(&definitions).add_frozen_modules(library::frozen_modules()).build();
        let output = Output::new(config.output, config.limits.output_bytes);
        let main = interpreter.enter(|vm| {
            abstract_classes::install(vm);
            guards::install(vm)
                .and_then(|()| set_order::install(vm))
                .and_then(|()| wording::install(vm))
                .and_then(|()| imports::install(vm))
                .and_then(|()| imports::install_encodings(vm))
                .and_then(|()| instrument::install(vm))
                .and_then(|()| native::time::install(config.clock, vm))
                .and_then(|()| native::files::install(vm))
                .and_then(|()| output::install(&output, config.input, vm))
                .and_then(|()| vm.new_scope_with_main())
                .map_err(|exception| failure::describe(&exception, "", vm).traceback)
        })?;
        Ok(Engine {
            interpreter: Some(interpreter),
            main,
            limits: config.limits,
            clock: config.clock,
            output,
            numpy: Cell::default(),
            base,
        })
    }

    /// Bounds what is run from now on.
    pub fn set_limits(&mut self, limits: Limits) {
        self.output.allow(limits.output_bytes);
        self.limits = limits;
    }

    /// Runs `source` as `__main__`, within the limits.
    pub fn run(&self, source: &str, filename: &str) -> Ending {
        let ran = self.enter(filename, |vm, _| {
            let code = compile(source, Mode::Exec, filename, vm)?;
            let result = vm.run_code_obj(code, self.main.clone()).map(drop);
            native::threads::finish(vm).and(result)
        });
        ran.err().unwrap_or(Ending::Completed)
    }

    /// Runs a cell of a notebook in `__main__`, which keeps the names of the cells before; if it ends with an expression whose
    /// value is not None, writes that value's `repr` to [`Stream::Value`].
    pub fn run_cell(&self, source: &str, filename: &str) -> Ending {
        allocator::reset_peak();
        let ran = self.enter(filename, |vm, _| {
            // A cell that was short of memory may have switched it off.
            vm.state.gc.enable();
            let (statements, last) = compile_cell(source, filename, vm)?;
            let result = self.run_parts(statements, last, vm);
            native::threads::finish(vm).and(result)
        });
        self.output.finish();
        ran.err().unwrap_or(Ending::Completed)
    }

    /// Runs a cell's statements, and its last expression, whose value it writes.
    fn run_parts(
        &self,
        statements: PyRef<PyCode>,
        last: Option<PyRef<PyCode>>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        vm.run_code_obj(statements, self.main.clone())?;
        let Some(last) = last else { return Ok(()) };
        let value = vm.run_code_obj(last, self.main.clone())?;
        if !vm.is_none(&value) {
            self.output.write(Stream::Value, &value.repr(vm)?.to_string_lossy());
        }
        Ok(())
    }

    /// Does something inside the interpreter, within the limits, given the namespace of `__main__`. `filename` names the
    /// text whose lines are of interest.
    ///
    /// # Errors
    /// What the exception it ended with means; [`Ending::Completed`] for `sys.exit()`.
    pub fn enter<R>(
        &self,
        filename: &str,
        action: impl FnOnce(&VirtualMachine, &PyDictRef) -> PyResult<R>,
    ) -> Result<R, Ending> {
        let Some(interpreter) = &self.interpreter else {
            return Err(Ending::EngineFailure { message: "the interpreter has ended".to_owned() });
        };
        interpreter.enter(|vm| {
            limits::start(&self.limits, self.base, self.clock, filename, self.output.clone(), vm);
            let outside = numpy::exchange(self.numpy.take());
            let result = action(vm, &self.main.globals)
                .map_err(|exception| failure::ending(&exception, filename, self.limits.time_ms, vm));
            self.output.show();
            self.numpy.set(numpy::exchange(outside));
            limits::end();
            result
        })
    }

    /// The clocks it was given.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// The most bytes that interpreter and arrays have held together.
    #[must_use]
    pub fn peak_bytes(&self) -> u64 {
        allocator::peak().saturating_sub(self.base) as u64
    }
}

impl Drop for Engine {
    /// Ends the interpreter as Python does: exit handlers, destructors, and the cycles it would leave behind.
    fn drop(&mut self) {
        if let Some(interpreter) = self.interpreter.take() {
            interpreter.enter(|vm| {
                let output = self.output.clone();
                limits::start(&self.limits, self.base, self.clock, "", output, vm);
                limits::start_report();
            });
            let outside = numpy::exchange(self.numpy.take());
            if !limits::have_room_for_the_collector() {
                // The interpreter collects cycles as it ends, come what may.
                interpreter.enter(|_| self.main.globals.clear());
            }
            interpreter.finalize(None);
            numpy::exchange(outside);
            limits::end();
            ndgym_core::buffer::release_recycled();
        }
        self.output.finish();
    }
}

/// Compiles a text so that tracebacks can show its lines.
pub(crate) fn compile(
    source: &str,
    mode: Mode,
    filename: &str,
    vm: &VirtualMachine,
) -> Result<PyRef<PyCode>, PyBaseExceptionRef> {
    // The interpreter's own compiler knows all of Python's syntax errors and warnings.
    let mut code = vm.compile(source, mode, filename).map_err(|error| syntax_error(error, source, vm))?;
    if matches!(mode, Mode::Exec) && limits::are_set() {
        code = instrument::compile(source, filename, vm)
            .map_err(|error| VmCompileError::from(error).into_pyexception(vm, Some(source)))?;
    }
    vm.register_code_in_linecache(&code, source)?;
    Ok(code)
}

/// A text that cannot be compiled as an exception, in Python's words where the interpreter's parser has others.
fn syntax_error(error: VmCompileError, source: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let exception = error.into_pyexception(vm, Some(source));
    if let Some(message) = pythons_words(exception.as_object(), vm) {
        // Without its message it still is the same error.
        let _ = exception.as_object().set_attr("msg", vm.ctx.new_str(message), vm);
    }
    exception
}

fn pythons_words(error: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let attribute = |name: &'static str| error.get_attr(name, vm).ok();
    match attribute("msg")?.try_to_value::<String>(vm).ok()?.as_str() {
        "unexpected indentation" => Some("unexpected indent".to_owned()),
        // Quotes and dashes as slides have them.
        "invalid syntax" => {
            let line: String = attribute("text")?.try_to_value(vm).ok()?;
            let offset: usize = attribute("offset")?.try_to_value(vm).ok()?;
            let character = line.chars().nth(offset.checked_sub(1)?)?;
            let is_strange = !character.is_ascii() && !character.is_alphanumeric();
            is_strange.then(|| format!("invalid character '{character}' (U+{:04X})", u32::from(character)))
        }
        _ => None,
    }
}

/// Compiles a cell: its statements, and its last expression apart from them.
fn compile_cell(
    source: &str,
    filename: &str,
    vm: &VirtualMachine,
) -> Result<(PyRef<PyCode>, Option<PyRef<PyCode>>), PyBaseExceptionRef> {
    let failed = |error: VmCompileError| syntax_error(error, source, vm);
    // As in `compile`: for its syntax errors and warnings.
    vm.compile(source, Mode::Exec, filename).map_err(failed)?;
    let cell = instrument::compile_cell(source, filename, vm).map_err(|error| failed(error.into()))?;
    for code in std::iter::once(&cell.0).chain(&cell.1) {
        vm.register_code_in_linecache(code, source)?;
    }
    Ok(cell)
}
