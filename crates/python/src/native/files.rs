//! `open`, which the module `_files` answers: files in memory. `_archive`: the checksum of zip archives.

use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Context, PyResult, VirtualMachine};

/// The definition of `_archive`.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

/// Puts `open` among the built-in functions.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    // The module is imported when it is asked for: most programs open nothing.
    let open = vm.new_function("open", |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        vm.import("_files", 0)?.get_attr("open", vm)?.call(args, vm)
    });
    vm.builtins.set_attr("open", open, vm)
}

#[rustpython_vm::pymodule(name = "_archive")]
mod module {
    use rustpython_vm::function::{ArgBytesLike, OptionalArg};

    /// The cyclic redundancy check of ISO 3309, by its table, going on from that of earlier data.
    #[pyfunction]
    fn crc32(data: ArgBytesLike, before: OptionalArg<u32>) -> u32 {
        const POLYNOMIAL: u32 = 0xedb8_8320;
        let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
        let table: [u32; 256] = std::array::from_fn(|byte| (0..8).fold(byte as u32, step));
        let data = data.borrow_buf();
        !data.iter().fold(!before.unwrap_or(0), |crc, byte| crc >> 8 ^ table[(crc as u8 ^ byte) as usize])
    }
}
