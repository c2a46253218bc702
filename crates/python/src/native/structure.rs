//! `_struct`: what `struct` (in Python) packs and unpacks with.

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// The module's definition.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

#[rustpython_vm::pymodule(name = "_struct")]
mod module {
    use rustpython_vm::buffer::{FormatSpec, struct_error_type};
    use rustpython_vm::builtins::{PyModule, PyTupleRef};
    use rustpython_vm::function::{ArgBytesLike, ArgStrOrBytesLike, PosArgs};
    use rustpython_vm::{Py, PyResult, VirtualMachine};

    /// Adds the exception, which the interpreter has.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        module.set_attr("error", struct_error_type(vm).to_owned(), vm)
    }

    fn parsed(format: &ArgStrOrBytesLike, vm: &VirtualMachine) -> PyResult<FormatSpec> {
        FormatSpec::parse(&format.borrow_bytes(), vm)
    }

    #[pyfunction]
    fn calcsize(format: ArgStrOrBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        Ok(parsed(&format, vm)?.size())
    }

    #[pyfunction]
    fn pack(format: ArgStrOrBytesLike, values: PosArgs, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        parsed(&format, vm)?.pack(values.into_vec(), vm)
    }

    #[pyfunction]
    fn unpack(format: ArgStrOrBytesLike, buffer: ArgBytesLike, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
        parsed(&format, vm)?.unpack(&buffer.borrow_buf(), vm)
    }
}
