//! What Python's own descriptors say of NumPy's classes: CPython names classes in full there, as `numpy.ndarray`, but the
//! interpreter by their last part.

use rustpython_vm::{
    AsObject, Context, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyModule, PyStr, PyType},
    function::PySetterValue,
};
use std::cell::OnceCell;

/// Refines the classes of descriptors, once for a thread.
pub(super) fn refine_descriptors() {
    thread_local! {
        static DONE: OnceCell<()> = const { OnceCell::new() };
    }
    DONE.with(|done| {
        done.get_or_init(|| {
            let types = &Context::genesis().types;
            types
                .method_descriptor_type
                .slots()
                .repr
                .store(Some(|descriptor, vm| shown(descriptor, "method", vm)));
            types
                .wrapper_descriptor_type
                .slots()
                .repr
                .store(Some(|descriptor, vm| shown(descriptor, "slot wrapper", vm)));
            types.builtin_function_or_method_type.slots().repr.store(Some(shown_function));
            let attributes = types.getset_type.slots();
            attributes.repr.store(Some(|descriptor, vm| shown(descriptor, "attribute", vm)));
            let setter = attributes.descr_set.load();
            SETTER.with(|kept| *kept.get_or_init(|| setter));
            attributes.descr_set.store(Some(set));
        });
    });
}

type Setter = fn(&PyObject, PyObjectRef, PySetterValue<PyObjectRef>, &VirtualMachine) -> PyResult<()>;

thread_local! {
    /// What sets an attribute, before it was refined.
    static SETTER: OnceCell<Option<Setter>> = const { OnceCell::new() };
}

/// The class that a descriptor belongs to, by its full name.
fn class_name(descriptor: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    let class = descriptor.get_attr("__objclass__", vm)?;
    Ok(class.downcast_ref::<PyType>().map(|class| class.slot_name().to_string()).unwrap_or_default())
}

/// `<method 'sum' of 'numpy.ndarray' objects>`
fn shown(descriptor: &PyObject, kind: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let name = descriptor.get_attr("__name__", vm)?.str(vm)?;
    let class = class_name(descriptor, vm)?;
    // What every object has is nobody's in particular.
    let owner = if kind == "attribute" && class == "object" {
        String::new()
    } else {
        format!(" of '{class}' objects")
    };
    Ok(vm.ctx.new_str(format!("<{kind} '{name}'{owner}>")))
}

/// `<built-in method sum of numpy.ndarray object at 0x…>`
fn shown_function(function: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let name = function.get_attr("__name__", vm)?.str(vm)?;
    let owner = function.get_attr("__self__", vm)?;
    if vm.is_none(&owner) || owner.downcastable::<PyModule>() {
        return Ok(vm.ctx.new_str(format!("<built-in function {name}>")));
    }
    let class = owner.class().slot_name().to_string();
    Ok(vm.ctx.new_str(format!("<built-in method {name} of {class} object at {:#x}>", owner.get_id())))
}

/// Sets an attribute; the refusal of one that cannot be set names the class that it belongs to.
fn set(
    descriptor: &PyObject,
    object: PyObjectRef,
    value: PySetterValue<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let Some(setter) = SETTER.with(|kept| kept.get().copied().flatten()) else { return Ok(()) };
    setter(descriptor, object, value, vm).map_err(|error| named_in_full(descriptor, error, vm))
}

/// The text that an exception was made with.
fn message_of(error: &PyBaseExceptionRef) -> String {
    match error.args().as_slice() {
        [message] => message.downcast_ref::<PyStr>().map(ToString::to_string).unwrap_or_default(),
        _ => String::new(),
    }
}

fn named_in_full(
    descriptor: &PyObject,
    error: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let message = message_of(&error);
    if !error.class().is(vm.ctx.exceptions.attribute_error) || !message.ends_with("' objects is not writable")
    {
        return error;
    }
    let told = descriptor.get_attr("__name__", vm).and_then(|name| name.str(vm)).and_then(|name| {
        Ok(format!("attribute '{name}' of '{}' objects is not writable", class_name(descriptor, vm)?))
    });
    told.map_or(error, |message| vm.new_attribute_error(message))
}
