//! One Python interpreter: set up, run, look into.

use rustpython_vm::{
    Interpreter, PyObjectRef, PyResult, Settings, VirtualMachine, compiler::Mode, scope::Scope,
};

use crate::clock::Clock;
use crate::failure::Failure;
use crate::library;
use crate::limits::{self, Limits};
use crate::numpy;
use crate::output::{self, Sink};

/// What an engine is given.
pub struct Config {
    /// Bounds of a run.
    pub limits: Limits,
    /// Takes what the program writes.
    pub output: Sink,
    /// The clocks.
    pub clock: Clock,
    /// `sys.argv`.
    pub argv: Vec<String>,
}

/// One fresh Python interpreter with its `__main__` namespace.
pub struct Engine {
    interpreter: Interpreter,
    main: Scope,
    limits: Limits,
    clock: Clock,
}

impl Engine {
    /// Sets an interpreter up.
    ///
    /// # Errors
    /// If the interpreter's own start fails, which is a fault in the engine.
    pub fn new(config: Config) -> Result<Self, Failure> {
        let mut settings = Settings::default();
        settings.argv = config.argv;
        settings.install_signal_handlers = false;
        let builder = Interpreter::builder(settings);
        let mut definitions = library::native_modules(&builder.ctx);
        definitions.extend(numpy::module_definitions(&builder.ctx));
        let interpreter = builder
            .add_native_modules(&definitions)
            .add_frozen_modules(library::frozen_modules())
            .build();
        output::set_sink(config.output);
        let main = interpreter.enter(|vm| {
            output::install(vm)
                .and_then(|()| vm.new_scope_with_main())
                .map_err(|exception| Failure::from_exception(&exception, vm))
        })?;
        Ok(Engine { interpreter, main, limits: config.limits, clock: config.clock })
    }

    /// Runs `source` as `__main__`.
    ///
    /// # Errors
    /// What ended the run, if it did not come to its end.
    pub fn run(&self, source: &str, filename: &str) -> Result<(), Failure> {
        limits::start(&self.limits, self.clock);
        self.enter(|vm, main| {
            let code = vm
                .compile(source, Mode::Exec, filename.to_owned())
                .map_err(|error| error.into_pyexception(vm, Some(source)))?;
            vm.run_code_obj(code, main.clone()).map(drop)
        })
    }

    /// The value of an expression in the namespace of `__main__`.
    ///
    /// # Errors
    /// What the expression raised.
    pub fn eval(&self, expression: &str) -> Result<PyObjectRef, Failure> {
        self.enter(|vm, main| {
            let code = vm
                .compile(expression, Mode::Eval, "<eval>")
                .map_err(|error| error.into_pyexception(vm, Some(expression)))?;
            vm.run_code_obj(code, main.clone())
        })
    }

    /// Does something inside the interpreter, given the namespace of `__main__`.
    ///
    /// # Errors
    /// The exception it ended with.
    pub fn enter<R>(
        &self,
        action: impl FnOnce(&VirtualMachine, &Scope) -> PyResult<R>,
    ) -> Result<R, Failure> {
        self.interpreter
            .enter(|vm| action(vm, &self.main).map_err(|exception| Failure::from_exception(&exception, vm)))
    }
}
