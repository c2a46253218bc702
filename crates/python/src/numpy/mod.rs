//! The native `numpy` module over ndgym-core.

use rustpython_vm::{Context, Py, PyResult, VirtualMachine, builtins::PyModule, builtins::PyModuleDef};

/// The modules the interpreter is to know.
pub(crate) fn module_definitions(ctx: &Context) -> Vec<&'static PyModuleDef> {
    vec![module::module_def(ctx)]
}

/// Makes the module `numpy.NAME`, reachable both as an attribute of `parent` and by `import numpy.NAME`.
fn add_submodule(
    vm: &VirtualMachine,
    parent: &Py<PyModule>,
    name: &'static str,
    definition: &'static PyModuleDef,
) -> PyResult<()> {
    let submodule = definition.create_module(vm)?;
    let full_name = format!("numpy.{name}");
    submodule.set_attr("__name__", vm.ctx.new_str(full_name.as_str()), vm)?;
    vm.sys_module.get_attr("modules", vm)?.set_item(full_name.as_str(), submodule.clone().into(), vm)?;
    definition.exec_module(vm, &submodule)?;
    parent.set_attr(vm.ctx.intern_str(name), submodule, vm)
}

#[rustpython_vm::pymodule(name = "numpy")]
mod module {
    use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, builtins::PyModule, pyclass};

    /// Executes the module body: the submodules.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        super::add_submodule(vm, module, "linalg", super::linalg::module_def(&vm.ctx))
    }

    /// Shows the shape of a native class; goes when `ndarray` comes.
    #[pyattr]
    #[pyclass(module = "numpy", name = "ndarray")]
    #[derive(Debug, PyPayload)]
    struct NdArray {
        shape: Vec<usize>,
    }

    #[pyclass]
    impl NdArray {
        #[pygetset]
        fn shape(zelf: &Py<Self>, vm: &VirtualMachine) -> rustpython_vm::PyObjectRef {
            vm.ctx.new_tuple(zelf.shape.iter().map(|&n| vm.ctx.new_int(n).into()).collect()).into()
        }
    }

    #[pyfunction]
    fn zeros(shape: Vec<usize>) -> NdArray {
        NdArray { shape }
    }
}

#[rustpython_vm::pymodule(name = "linalg")]
mod linalg {
    #[pyattr]
    const __IS_NUMPY__: bool = true;
}
