//! `errno`, with Linux's numbers: the interpreter's own has none in the browser.

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// The module's definition, which stands in the place of the interpreter's.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

/// Names from 1 on.
const FIRST: &str = "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY \
                     EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK \
                     EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP";

/// Names with gaps between them, or beside others of the same number.
const OTHERS: [(&str, i32); 21] = [
    ("ENODATA", 61),
    ("ETIME", 62),
    ("EPROTO", 71),
    ("EOVERFLOW", 75),
    ("EILSEQ", 84),
    ("ENOTSOCK", 88),
    ("EOPNOTSUPP", 95),
    ("EADDRINUSE", 98),
    ("ENETUNREACH", 101),
    ("ECONNABORTED", 103),
    ("ECONNRESET", 104),
    ("ENOBUFS", 105),
    ("EISCONN", 106),
    ("ENOTCONN", 107),
    ("ESHUTDOWN", 108),
    ("ETIMEDOUT", 110),
    ("ECONNREFUSED", 111),
    ("EHOSTUNREACH", 113),
    ("EALREADY", 114),
    ("EINPROGRESS", 115),
    ("ECANCELED", 125),
];

#[rustpython_vm::pymodule(name = "errno")]
mod module {
    use rustpython_vm::builtins::PyModule;
    use rustpython_vm::{Py, PyObjectRef, PyResult, VirtualMachine};

    use super::{FIRST, OTHERS};

    /// Adds the numbers, and their names by number.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        let names = vm.ctx.new_dict();
        for (name, number) in FIRST.split_whitespace().zip(1..).chain(OTHERS) {
            let number: PyObjectRef = vm.ctx.new_int(number).into();
            names.set_item(&*number, vm.ctx.new_str(name).into(), vm)?;
            module.set_attr(vm.ctx.intern_str(name), number, vm)?;
        }
        for (name, same) in [("EWOULDBLOCK", "EAGAIN"), ("EDEADLOCK", "EDEADLK"), ("ENOTSUP", "EOPNOTSUPP")] {
            module.set_attr(name, module.get_attr(same, vm)?, vm)?;
        }
        module.set_attr("errorcode", names, vm)
    }
}
