//! What is said of a module that is not here.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStrRef};
use rustpython_vm::function::OptionalArg;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::library;

/// Packages that are not of Python's own library.
const PACKAGES: [&str; 5] = ["numpy", "pandas", "scipy.optimize", "scipy.special", "sklearn.model_selection"];

/// Native modules of Python's library that people import; those written in Python are asked of [`library`].
const NATIVE: [&str; 5] = ["cmath", "itertools", "math", "sys", "time"];

/// Puts a last finder into `sys.meta_path`: it finds nothing, and says what there is.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let find_spec = vm.new_function(
        "find_spec",
        |name: PyStrRef,
         path: OptionalArg<PyObjectRef>,
         _target: OptionalArg<PyObjectRef>,
         vm: &VirtualMachine|
         -> PyResult<()> {
            let in_package = path.into_option().is_some_and(|path| !vm.is_none(&path));
            if in_package { Ok(()) } else { Err(absent(name, vm)) }
        },
    );
    let finder = vm.new_module("last_finder", vm.ctx.new_dict(), None);
    finder.set_attr("find_spec", find_spec, vm)?;
    let finders = vm.sys_module.get_attr("meta_path", vm)?;
    vm.call_method(&finders, "append", (finder,)).map(drop)
}

/// The `ModuleNotFoundError` for a name, with Python's own text; what there is comes as a note below it.
fn absent(name: PyStrRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let class = vm.ctx.exceptions.module_not_found_error.to_owned();
    let error = vm.new_exception_msg(class, format!("No module named '{name}'").into());
    let note = format!(
        "{name} is not here. There are {}, and of Python's own library {}.",
        PACKAGES.join(", "),
        library::public_modules(&NATIVE).join(", ")
    );
    let noted = error.as_object().set_attr("name", name, vm);
    match noted.and_then(|()| vm.call_method(error.as_object(), "add_note", (note,))) {
        Ok(_) => error,
        Err(raised) => raised,
    }
}
