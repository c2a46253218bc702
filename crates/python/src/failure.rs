//! From the exception that ended a run to what the learner is told.

use ndgym_protocol::{Ending, Exception, Span};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyTraceback};
use rustpython_vm::compiler::core::SourceLocation;
use rustpython_vm::{AsObject, Py, PyObject, PyRef, PyResult, VirtualMachine};

use crate::limits;

/// What `exception`, uncaught, makes of a run of the text named `filename`.
pub(crate) fn ending(
    exception: &PyBaseExceptionRef,
    filename: &str,
    limit_ms: f64,
    vm: &VirtualMachine,
) -> Ending {
    if let Some(line) = limits::as_time_limit(exception.as_object()) {
        return Ending::TimeLimit { line, limit_ms };
    }
    limits::start_report();
    if exception.fast_isinstance(vm.ctx.exceptions.system_exit) {
        return exit(exception.as_object(), vm);
    }
    Ending::Raised(describe(exception, filename, vm))
}

/// `sys.exit(…)`: nothing and `None` mean 0; what is no number is printed and means 1.
fn exit(exception: &PyObject, vm: &VirtualMachine) -> Ending {
    let code = exception.get_attr("code", vm).unwrap_or_else(|_| vm.ctx.none());
    let code = if vm.is_none(&code) {
        0
    } else if let Some(number) = code.downcast_ref::<PyInt>() {
        i32::try_from(number.as_bigint()).unwrap_or(-1)
    } else {
        if let (Ok(text), Ok(stderr)) = (code.str(vm), vm.sys_module.get_attr("stderr", vm)) {
            let line = format!("{}\n", text.to_string_lossy());
            // There is nowhere left to report that even this failed.
            let _ = vm.call_method(&stderr, "write", (line,));
        }
        1
    };
    if code == 0 { Ending::Completed } else { Ending::Exited { code } }
}

/// Class, message, traceback and place of an exception.
pub(crate) fn describe(exception: &PyBaseExceptionRef, filename: &str, vm: &VirtualMachine) -> Exception {
    let message = exception.as_object().str(vm);
    Exception {
        kind: exception.class().name().to_string(),
        message: message.map_or_else(
            |_| "<exception str() failed>".to_owned(),
            |text| text.to_string_lossy().into_owned(),
        ),
        traceback: format_traceback(exception, vm).unwrap_or_else(|_| {
            let mut plain = String::new();
            // Writing to a String cannot fail.
            let _ = vm.write_exception(&mut plain, exception);
            plain
        }),
        location: innermost_span(exception, filename)
            .or_else(|| syntax_error_span(exception.as_object(), filename, vm)),
    }
}

/// The traceback as Python's own `traceback` module prints it.
fn format_traceback(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<String> {
    let lines =
        vm.import("traceback", 0)?.get_attr("format_exception", vm)?.call((exception.clone(),), vm)?;
    let lines: Vec<String> = lines.try_into_value(vm)?;
    Ok(lines.concat())
}

/// The stretch of the text named `filename` that the innermost frame of that text was running.
fn innermost_span(exception: &PyBaseExceptionRef, filename: &str) -> Option<Span> {
    let mut span = None;
    let mut next: Option<PyRef<PyTraceback>> = exception.traceback();
    while let Some(entry) = next {
        span = entry_span(&entry, filename).or(span);
        next = entry.next.lock().clone();
    }
    span
}

fn entry_span(entry: &Py<PyTraceback>, filename: &str) -> Option<Span> {
    let code = entry.frame.f_code();
    if code.source_path().as_str() != filename {
        return None;
    }
    let instruction = usize::try_from(entry.lasti).ok()? / 2;
    let (start, end) = code.code.locations.get(instruction)?;
    Some(span_between(*start, *end))
}

fn span_between(start: SourceLocation, end: SourceLocation) -> Span {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Span {
        line: number(start.line.get()),
        column: number(start.character_offset.to_zero_indexed()),
        end_line: number(end.line.get()),
        end_column: number(end.character_offset.to_zero_indexed()),
    }
}

/// Where a `SyntaxError` says the text is wrong.
fn syntax_error_span(exception: &PyObject, filename: &str, vm: &VirtualMachine) -> Option<Span> {
    if !exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        return None;
    }
    let name: String = exception.get_attr("filename", vm).ok()?.try_into_value(vm).ok()?;
    let number = |attribute: &'static str| -> Option<u32> {
        exception.get_attr(attribute, vm).ok()?.try_into_value(vm).ok()
    };
    let (line, column) = (number("lineno")?, number("offset")?.saturating_sub(1));
    let end_line = number("end_lineno").filter(|&end| end >= line).unwrap_or(line);
    let end_column = number("end_offset").map(|end| end.saturating_sub(1));
    let end_column = end_column.filter(|&end| end_line > line || end > column).unwrap_or(column + 1);
    (name == filename).then_some(Span { line, column, end_line, end_column })
}
