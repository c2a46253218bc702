//! How a run ends when it does not end well.

use rustpython_vm::{AsObject, VirtualMachine, builtins::PyBaseExceptionRef};

/// Why a run did not come to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// An exception nobody caught.
    Raised {
        /// Name of its class.
        kind: String,
        /// `str(exception)`.
        message: String,
        /// The whole traceback as Python prints it.
        traceback: String,
    },
    /// `sys.exit(code)`.
    Exit(i32),
}

impl Failure {
    /// Describes the exception that ended the run.
    pub(crate) fn from_exception(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Self {
        let mut traceback = String::new();
        let _ = vm.write_exception(&mut traceback, exception);
        let message = exception.as_object().str(vm).map_or_else(|_| String::new(), |text| text.to_string());
        Failure::Raised { kind: exception.class().name().to_string(), message, traceback }
    }
}
