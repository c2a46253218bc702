//! Imports that the interpreter itself does not answer: modules of the second archive, and what is said of one that is not here.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode, PyModule, PyStrRef};
use rustpython_vm::function::{FuncArgs, KwArgs, OptionalArg};
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::library::{self, Deferred};

/// Packages that are not of Python's own library.
const PACKAGES: [&str; 5] = ["numpy", "pandas", "scipy.optimize", "scipy.special", "sklearn.model_selection"];

/// Native modules of Python's library that people import; those written in Python are asked of [`library`].
const NATIVE: [&str; 5] = ["cmath", "itertools", "math", "sys", "time"];

/// Puts a last finder into `sys.meta_path`: it finds the modules of the second archive, and says of others what there is.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let loader = vm.new_module("archive_loader", vm.ctx.new_dict(), None);
    loader.set_attr(
        "create_module",
        vm.new_function("create_module", |_specification: PyObjectRef| ()),
        vm,
    )?;
    loader.set_attr("exec_module", vm.new_function("exec_module", execute), vm)?;
    let find_spec = vm.new_function(
        "find_spec",
        move |name: PyStrRef,
              path: OptionalArg<PyObjectRef>,
              _target: OptionalArg<PyObjectRef>,
              vm: &VirtualMachine|
              -> PyResult {
            if let Some(module) = Deferred::named(&name.to_string_lossy()) {
                return specification(module, name, loader.clone().into(), vm);
            }
            let in_package = path.into_option().is_some_and(|path| !vm.is_none(&path));
            if in_package { Ok(vm.ctx.none()) } else { Err(absent(name, vm)) }
        },
    );
    let finder = vm.new_module("last_finder", vm.ctx.new_dict(), None);
    finder.set_attr("find_spec", find_spec, vm)?;
    let finders = vm.sys_module.get_attr("meta_path", vm)?;
    vm.call_method(&finders, "append", (finder,)).map(drop)
}

/// Lets encodings that the interpreter does not have be looked for in the library.
pub(crate) fn install_encodings(vm: &VirtualMachine) -> PyResult<()> {
    let search = vm.new_function("search_function", |name: PyStrRef, vm: &VirtualMachine| -> PyResult {
        vm.import("encodings", 0)?.get_attr("search_function", vm)?.call((name,), vm)
    });
    vm.import("_codecs", 0)?.get_attr("register", vm)?.call((search,), vm).map(drop)
}

/// What the import machinery is told of a module of the second archive: its code, too, so that an archive that cannot be had
/// shows before there is a module.
fn specification(module: &Deferred, name: PyStrRef, loader: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let code = module.code(vm).map_err(|reason| {
        let text = format!(
            "cannot import '{name}': this part of Python's library is not here yet and could not be loaded ({reason}). \
             Run it again to try once more."
        );
        vm.new_import_error(text, name.clone())
    })?;
    let class = vm.import("_frozen_importlib", 0)?.get_attr("ModuleSpec", vm)?;
    let options: [(&str, PyObjectRef); 3] = [
        ("origin", vm.ctx.new_str("frozen").into()),
        ("loader_state", code.into()),
        ("is_package", vm.ctx.new_bool(module.package).into()),
    ];
    class.call(FuncArgs::new(vec![name.into(), loader], KwArgs::from_iter(options)), vm)
}

/// Runs the code of a module in it.
fn execute(module: PyRef<PyModule>, vm: &VirtualMachine) -> PyResult<()> {
    let specification = module.get_attr("__spec__", vm)?;
    let code = specification.get_attr("loader_state", vm)?;
    specification.set_attr("loader_state", vm.ctx.none(), vm)?;
    let code: PyRef<PyCode> = code.try_into_value(vm)?;
    vm.run_code_obj(code, Scope::with_builtins(None, module.dict(), vm)).map(drop)
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
