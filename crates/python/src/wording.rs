//! Python's words where RustPython has others: texts of the errors that learners meet most, and the views of an `OrderedDict`.

use rustpython_vm::builtins::{PyBaseException, PyListRef, PyStr, PyStrRef};
use rustpython_vm::types::Representable;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// What RustPython's text begins and ends with; before, between and after the rest of it stands what Python says.
struct Text {
    begins: &'static str,
    ends: &'static str,
    python: [&'static str; 2],
}

const TEXTS: &[Text] = &[
    Text {
        begins: "local variable '",
        ends: "' referenced before assignment",
        python: ["cannot access local variable '", "' where it is not associated with a value"],
    },
    Text {
        begins: "expected string got '",
        ends: "'",
        python: ["expected string or bytes-like object, got '", "'"],
    },
    Text {
        begins: "Cannot add list and ",
        ends: "",
        python: ["can only concatenate list (not \"", "\") to list"],
    },
];

const NOT_IN_LIST: &str = "' is not in list";

/// What Python says instead of `text`, if that is other.
fn reworded(text: &str) -> Option<String> {
    for Text { begins, ends, python: [before, after] } in TEXTS {
        if let Some(rest) = text.strip_prefix(begins).and_then(|rest| rest.strip_suffix(ends)) {
            return Some(format!("{before}{rest}{after}"));
        }
    }
    if text.starts_with('\'') && text.ends_with(NOT_IN_LIST) {
        return Some("list.index(x): x not in list".to_owned());
    }
    // The VM leaves room for where it happened.
    text.strip_suffix("recursion depth exceeded ").map(|start| format!("{start}recursion depth exceeded"))
}

/// Gives an exception that RustPython has made Python's words.
fn reword<'a>(error: &'a PyObject, vm: &VirtualMachine) -> PyResult<&'a Py<PyBaseException>> {
    let Some(exception) = error.downcast_ref::<PyBaseException>() else {
        return Err(vm.new_type_error("an exception is required".to_owned()));
    };
    if let [only] = exception.args().as_slice()
        && let Some(text) = only.downcast_ref::<PyStr>().and_then(|text| text.to_str()).and_then(reworded)
    {
        error.set_attr("args", vm.ctx.new_tuple(vec![vm.ctx.new_str(text).into()]), vm)?;
    }
    Ok(exception)
}

fn exception_text(error: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    reword(&error, vm)?;
    let base = vm.ctx.exceptions.base_exception_type.as_object();
    base.get_attr("__str__", vm)?.call((error,), vm)
}

fn exception_representation(error: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    PyBaseException::repr(reword(error, vm)?, vm)
}

/// `list.remove`, whose error RustPython does not tell from that of `list.index`.
fn remove(list: PyListRef, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    match vm.call_method(list.as_object(), "index", (value,)) {
        Ok(index) => list.as_object().del_item(&*index, vm),
        Err(error) if is_not_in_list(&error) => {
            Err(vm.new_value_error("list.remove(x): x not in list".to_owned()))
        }
        Err(error) => Err(error),
    }
}

fn is_not_in_list(error: &Py<PyBaseException>) -> bool {
    let args = error.args();
    let [only] = args.as_slice() else { return false };
    only.downcast_ref::<PyStr>()
        .and_then(|text| text.to_str())
        .is_some_and(|text| text.ends_with(NOT_IN_LIST))
}

fn view_representation(view: &PyObject, vm: &VirtualMachine) -> PyResult<PyStrRef> {
    let elements: Vec<PyObjectRef> = view.to_owned().try_to_value(vm)?;
    let elements = vm.ctx.new_list(elements);
    Ok(vm.ctx.new_str(format!("{}({})", view.class().name(), elements.as_object().repr(vm)?)))
}

/// Puts the words in place. The types outlive interpreters, which does no harm.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let errors = &vm.ctx.exceptions;
    for class in [errors.unbound_local_error, errors.recursion_error, errors.type_error, errors.value_error] {
        class.set_attr(vm.ctx.intern_str("__str__"), vm.new_method("__str__", class, exception_text).into());
        class.slots.repr.store(Some(exception_representation));
    }
    let list = vm.ctx.types.list_type;
    list.set_attr(vm.ctx.intern_str("remove"), vm.new_method("remove", list, remove).into());
    let collections = vm.import("_collections", 0)?;
    for name in ["odict_keys", "odict_values", "odict_items"] {
        let class = collections.get_attr(name, vm)?;
        if let Ok(class) = class.downcast::<rustpython_vm::builtins::PyType>() {
            class.slots.repr.store(Some(view_representation));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_pythons() {
        let unbound = reworded("local variable 'n' referenced before assignment");
        assert_eq!(
            unbound.as_deref(),
            Some("cannot access local variable 'n' where it is not associated with a value")
        );
        let added = reworded("Cannot add list and tuple");
        assert_eq!(added.as_deref(), Some("can only concatenate list (not \"tuple\") to list"));
        assert_eq!(
            reworded("maximum recursion depth exceeded ").as_deref(),
            Some("maximum recursion depth exceeded")
        );
        assert_eq!(reworded("maximum recursion depth exceeded"), None);
    }
}
