//! `sys.stdout` and `sys.stderr`: text streams that hand on what is written to the embedder.

use rustpython_vm::class::PyClassImpl;
use rustpython_vm::{Py, PyPayload, PyRef, PyResult, VirtualMachine, builtins::PyStrRef, pyclass};
use std::cell::RefCell;
use std::rc::Rc;

/// Which of the two output streams a text was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `sys.stdout`
    Stdout,
    /// `sys.stderr`
    Stderr,
}

/// Takes the text a program writes.
pub type Sink = Box<dyn FnMut(Stream, &str)>;

thread_local! {
    static SINK: RefCell<Option<Rc<RefCell<Sink>>>> = const { RefCell::new(None) };
}

/// Makes `sink` take what programs on this thread write.
pub(crate) fn set_sink(sink: Sink) {
    SINK.set(Some(Rc::new(RefCell::new(sink))));
}

/// A Python text stream over the sink.
#[pyclass(module = "_io", name = "TextIOWrapper")]
#[derive(Debug, PyPayload)]
pub(crate) struct OutputStream {
    stream: Stream,
}

#[pyclass]
impl OutputStream {
    #[pymethod]
    fn write(zelf: &Py<Self>, text: PyStrRef) -> usize {
        let sink = SINK.with_borrow(Clone::clone);
        if let Some(sink) = sink {
            (sink.borrow_mut())(zelf.stream, &text.to_string_lossy());
        }
        text.char_len()
    }

    #[pymethod]
    fn flush(_zelf: &Py<Self>) {}

    #[pymethod]
    fn isatty(_zelf: &Py<Self>) -> bool {
        false
    }
}

/// Puts both streams into `sys`.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    OutputStream::make_static_type();
    for (stream, name) in [(Stream::Stdout, "stdout"), (Stream::Stderr, "stderr")] {
        let object: PyRef<OutputStream> = OutputStream { stream }.into_ref(&vm.ctx);
        vm.sys_module.set_attr(vm.ctx.intern_str(name), object.clone(), vm)?;
        vm.sys_module.set_attr(vm.ctx.intern_str(format!("__{name}__")), object, vm)?;
    }
    Ok(())
}
