//! What Python's own descriptors say of NumPy's classes: CPython names classes in full there, as `numpy.ndarray`, but the
//! interpreter by their last part.

use rustpython_vm::{
    AsObject, Context, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyModule, PyStr, PyType},
    function::PySetterValue,
};
use std::cell::OnceCell;
use std::thread::LocalKey;

/// Refines the classes of descriptors, once for a thread.
pub(super) fn refine_descriptors() {
    thread_local! {
        static DONE: OnceCell<()> = const { OnceCell::new() };
    }
    DONE.with(|done| {
        done.get_or_init(|| {
            let types = &Context::genesis().types;
            for (class, caller) in [
                (types.method_descriptor_type, &METHOD_CALLER),
                (types.wrapper_descriptor_type, &SLOT_CALLER),
            ] {
                let call = class.slots().vectorcall.load();
                caller.with(|kept| *kept.get_or_init(|| call));
            }
            types.method_descriptor_type.slots().vectorcall.store(Some(call_method));
            types.wrapper_descriptor_type.slots().vectorcall.store(Some(call_slot));
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

type Caller = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;

thread_local! {
    /// What calls the methods of classes, before it was refined.
    static METHOD_CALLER: OnceCell<Option<Caller>> = const { OnceCell::new() };
    /// The same for methods that are slots, such as `__add__`.
    static SLOT_CALLER: OnceCell<Option<Caller>> = const { OnceCell::new() };
}

/// `np.ndarray.sum(a)`
fn call_method(
    method: &PyObject,
    args: Vec<PyObjectRef>,
    given: usize,
    names: Option<&[PyObjectRef]>,
    vm: &VirtualMachine,
) -> PyResult {
    if given == 0 {
        let name = method.get_attr("__qualname__", vm)?.str(vm)?;
        return Err(vm.new_type_error(format!("unbound method {name}() needs an argument")));
    }
    call_checked(&METHOD_CALLER, method, args, given, names, vm)
}

/// `np.ndarray.__add__(a, b)`
fn call_slot(
    method: &PyObject,
    args: Vec<PyObjectRef>,
    given: usize,
    names: Option<&[PyObjectRef]>,
    vm: &VirtualMachine,
) -> PyResult {
    call_checked(&SLOT_CALLER, method, args, given, names, vm)
}

/// Calls a method of a class; the refusal of an object of another class names both in full.
fn call_checked(
    caller: &'static LocalKey<OnceCell<Option<Caller>>>,
    method: &PyObject,
    args: Vec<PyObjectRef>,
    given: usize,
    names: Option<&[PyObjectRef]>,
    vm: &VirtualMachine,
) -> PyResult {
    let Some(call) = caller.with(|kept| kept.get().copied().flatten()) else { return Ok(vm.ctx.none()) };
    let object = args.first().cloned();
    call(method, args, given, names, vm).map_err(|error| match object {
        Some(object) if error.class().is(vm.ctx.exceptions.type_error) => {
            misapplied(method, &object, error, vm)
        }
        _ => error,
    })
}

fn misapplied(
    method: &PyObject,
    object: &PyObject,
    error: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let message = error.as_object().str(vm).map(|message| message.to_string()).unwrap_or_default();
    let (is_method, is_slot) =
        (message.contains("' objects doesn't apply to a '"), message.contains("' object but received a '"));
    if !message.starts_with("descriptor '") || !is_method && !is_slot {
        return error;
    }
    let told = method.get_attr("__name__", vm).and_then(|name| name.str(vm)).and_then(|name| {
        let (class, other) = (class_name(method, vm)?, object.class().slot_name().to_string());
        Ok(match is_method {
            true => format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{other}' object"),
            false => format!("descriptor '{name}' requires a '{class}' object but received a '{other}'"),
        })
    });
    told.map_or(error, |message| vm.new_type_error(message))
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

fn named_in_full(
    descriptor: &PyObject,
    error: PyBaseExceptionRef,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let message = error.as_object().str(vm).map(|message| message.to_string()).unwrap_or_default();
    if !error.class().is(vm.ctx.exceptions.attribute_error) || !message.ends_with("' objects is not writable")
    {
        return error;
    }
    let told = descriptor.get_attr("__name__", vm).and_then(|name| name.str(vm)).and_then(|name| {
        Ok(format!("attribute '{name}' of '{}' objects is not writable", class_name(descriptor, vm)?))
    });
    told.map_or(error, |message| vm.new_attribute_error(message))
}
