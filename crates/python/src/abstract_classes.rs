//! Python's words for an abstract class that is asked for an instance: RustPython leaves out the first of them, and names the
//! methods in no particular order.

use std::sync::OnceLock;

use rustpython_vm::builtins::PyTypeRef;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

type New = fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult;

static ORIGINAL: OnceLock<New> = OnceLock::new();

/// Gives `object` its `__new__`, which all classes inherit that are made from now on.
pub(crate) fn install(vm: &VirtualMachine) {
    let slot = &vm.ctx.types.object_type.slots().new;
    // The type outlives interpreters, so it may have been done already.
    if let Some(found) = slot.load().filter(|&found| !std::ptr::fn_addr_eq(found, new as New)) {
        let _ = ORIGINAL.set(found);
        slot.store(Some(new));
    }
}

fn new(class: PyTypeRef, arguments: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let methods = missing_methods(&class, vm);
    if methods.is_empty() {
        return ORIGINAL.get().map_or_else(|| Ok(vm.ctx.none()), |original| original(class, arguments, vm));
    }
    let noun = if methods.len() == 1 { "method" } else { "methods" };
    Err(vm.new_type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract {noun} '{}'",
        class.name(),
        methods.join("', '")
    )))
}

/// What `class.__abstractmethods__` names, in alphabetical order.
fn missing_methods(class: &PyTypeRef, vm: &VirtualMachine) -> Vec<String> {
    let Some(names) = class.get_attr(vm.ctx.intern_str("__abstractmethods__")) else { return Vec::new() };
    let mut names: Vec<String> = names.try_to_value(vm).unwrap_or_default();
    names.sort_unstable();
    names
}
