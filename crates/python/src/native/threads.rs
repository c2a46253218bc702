//! Threads that have not had their turn when a program ends (`lib/_thread.py`).

use rustpython_vm::{PyResult, VirtualMachine};

use crate::limits;

/// Lets those run to their end that Python waits for. To be called whether the program ended well or not.
pub(crate) fn finish(vm: &VirtualMachine) -> PyResult<()> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    // A program may have thrown the module away, and with it its threads.
    let Ok(threads) = modules.get_item("_thread", vm) else { return Ok(()) };
    threads.get_attr("_shutdown", vm)?.call((), vm)?;
    // If the time was up in a thread, only that has heard of it.
    limits::poll(vm)
}
