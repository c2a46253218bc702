//! `sys.stdout`, `sys.stderr` and `sys.stdin`: text streams between a program and the embedder.

use std::cell::RefCell;
use std::rc::Rc;

use ndgym_protocol::Stream;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::OptionalArg;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, builtins::PyStr, pyclass,
};

/// Takes the text a program writes.
pub type Sink = Box<dyn FnMut(Stream, &str)>;

/// Gives the next line a program reads, its newline included; nothing at the end.
pub type LineSource = Box<dyn FnMut() -> Option<String>>;

/// Text is shown at the latest this long after it was written (if the program polls) …
const SHOW_AFTER_SECONDS: f64 = 0.05;
/// … or when this much has come together.
const SHOW_FROM_BYTES: usize = 16 << 10;

/// What both output streams of a program write to: gathers text, bounds it and hands it on.
#[derive(Clone)]
pub(crate) struct Output(Rc<RefCell<Gathered>>);

struct Gathered {
    sink: Sink,
    stream: Stream,
    waiting: String,
    shown_at: f64,
    /// Bytes that may still be shown, and how many were not.
    allowed: u64,
    dropped: u64,
}

impl Output {
    /// An output that shows at most `limit_bytes` through `sink`.
    pub(crate) fn new(sink: Sink, limit_bytes: u64) -> Self {
        Output(Rc::new(RefCell::new(Gathered {
            sink,
            stream: Stream::Stdout,
            waiting: String::new(),
            shown_at: f64::NEG_INFINITY,
            allowed: limit_bytes,
            dropped: 0,
        })))
    }

    /// Lets `bytes` more be shown.
    pub(crate) fn allow(&self, bytes: u64) {
        self.0.borrow_mut().allowed = bytes;
    }

    /// Writes `text` to `stream`.
    pub(crate) fn write(&self, stream: Stream, text: &str) {
        let gathered = &mut *self.0.borrow_mut();
        if gathered.stream != stream {
            gathered.show();
            gathered.stream = stream;
        }
        let fits =
            usize::try_from(gathered.allowed).map_or(text.len(), |allowed| text.floor_char_boundary(allowed));
        // Once something is left out, so is all that follows.
        let kept = if gathered.dropped == 0 { fits } else { 0 };
        gathered.waiting.push_str(&text[..kept]);
        gathered.allowed -= kept as u64;
        gathered.dropped += (text.len() - kept) as u64;
        if gathered.waiting.len() >= SHOW_FROM_BYTES {
            gathered.show();
        }
    }

    /// Shows what was written so far.
    pub(crate) fn show(&self) {
        self.0.borrow_mut().show();
    }

    /// Shows what was written if the last time was a while ago. `now` is by the monotonic clock.
    pub(crate) fn show_if_due(&self, now: f64) {
        let gathered = &mut *self.0.borrow_mut();
        if now - gathered.shown_at >= SHOW_AFTER_SECONDS {
            gathered.shown_at = now;
            gathered.show();
        }
    }

    /// Shows the rest and, if text was left out, a line that says so.
    pub(crate) fn finish(&self) {
        let gathered = &mut *self.0.borrow_mut();
        gathered.show();
        if gathered.dropped > 0 {
            let note = format!("\n[{} more bytes of output are not shown]\n", gathered.dropped);
            (gathered.sink)(Stream::Stderr, &note);
            gathered.dropped = 0;
        }
    }
}

impl Gathered {
    fn show(&mut self) {
        if !self.waiting.is_empty() {
            (self.sink)(self.stream, &self.waiting);
            self.waiting.clear();
        }
    }
}

/// A Python text stream that writes to the output.
#[pyclass(module = "ndgym", name = "OutputStream")]
#[derive(PyPayload)]
pub(crate) struct OutputStream {
    stream: Stream,
    output: Output,
}

impl std::fmt::Debug for OutputStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OutputStream({:?})", self.stream)
    }
}

#[pyclass(flags(HAS_DICT))]
impl OutputStream {
    #[pymethod]
    fn write(zelf: &Py<Self>, text: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        let text = text.downcast_ref::<PyStr>().ok_or_else(|| {
            vm.new_type_error(format!("write() argument must be str, not {}", text.class().name()))
        })?;
        match text.to_str() {
            Some(plain) => zelf.output.write(zelf.stream, plain),
            None => zelf.output.write(zelf.stream, &text.to_string_lossy()),
        }
        Ok(text.char_len())
    }

    #[pymethod]
    fn writelines(zelf: &Py<Self>, lines: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        for line in lines.try_to_value::<Vec<PyObjectRef>>(vm)? {
            Self::write(zelf, line, vm)?;
        }
        Ok(())
    }

    #[pymethod]
    fn flush(zelf: &Py<Self>) {
        zelf.output.show();
    }

    #[pymethod]
    fn isatty(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pymethod]
    fn readable(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pymethod]
    fn writable(_zelf: &Py<Self>) -> bool {
        true
    }

    #[pygetset]
    fn encoding(_zelf: &Py<Self>) -> &'static str {
        "utf-8"
    }

    #[pygetset]
    fn closed(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pygetset]
    fn name(zelf: &Py<Self>) -> &'static str {
        match zelf.stream {
            Stream::Stdout => "<stdout>",
            Stream::Stderr => "<stderr>",
            Stream::Value => "<value>",
        }
    }
}

/// A Python text stream that reads what the embedder gives.
#[pyclass(module = "ndgym", name = "InputStream")]
#[derive(PyPayload)]
pub(crate) struct InputStream {
    lines: RefCell<LineSource>,
}

impl std::fmt::Debug for InputStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InputStream")
    }
}

#[pyclass]
impl InputStream {
    fn next_line(zelf: &Py<Self>) -> Option<String> {
        zelf.lines.try_borrow_mut().ok().and_then(|mut lines| lines())
    }

    #[pymethod]
    fn readline(zelf: &Py<Self>, _size: OptionalArg<isize>) -> String {
        Self::next_line(zelf).unwrap_or_default()
    }

    #[pymethod]
    fn readlines(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let lines = std::iter::from_fn(|| Self::next_line(zelf)).map(|line| vm.ctx.new_str(line).into());
        vm.ctx.new_list(lines.collect()).into()
    }

    #[pymethod]
    fn read(zelf: &Py<Self>, _size: OptionalArg<isize>) -> String {
        std::iter::from_fn(|| Self::next_line(zelf)).collect()
    }

    #[pymethod]
    fn isatty(_zelf: &Py<Self>) -> bool {
        false
    }
}

/// Puts the streams into `sys`, and an `input()` that works or says why not into `builtins`.
pub(crate) fn install(output: &Output, input: Option<LineSource>, vm: &VirtualMachine) -> PyResult<()> {
    let _ = OutputStream::make_static_type();
    let _ = InputStream::make_static_type();
    for (stream, name) in [(Stream::Stdout, "stdout"), (Stream::Stderr, "stderr")] {
        let object: PyObjectRef = OutputStream { stream, output: output.clone() }.into_ref(&vm.ctx).into();
        vm.sys_module.set_attr(vm.ctx.intern_str(name), object.clone(), vm)?;
        vm.sys_module.set_attr(vm.ctx.intern_str(format!("__{name}__")), object, vm)?;
    }
    let Some(lines) = input else {
        let refuse =
            vm.new_function("input", |_: OptionalArg<PyObjectRef>, vm: &VirtualMachine| -> PyResult {
                Err(vm
                    .new_eof_error("input() has nothing to read here; write the value into the code instead"))
            });
        return vm.builtins.set_attr(vm.ctx.intern_str("input"), refuse, vm);
    };
    let stdin: PyObjectRef = InputStream { lines: RefCell::new(lines) }.into_ref(&vm.ctx).into();
    vm.sys_module.set_attr(vm.ctx.intern_str("stdin"), stdin.clone(), vm)?;
    vm.sys_module.set_attr(vm.ctx.intern_str("__stdin__"), stdin, vm)
}
