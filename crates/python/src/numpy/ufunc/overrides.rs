//! `__array_ufunc__`: objects that answer for ufuncs themselves.

use super::object::PyUfunc;
use crate::numpy::ndarray;
use crate::numpy::overrides::{are_ordinary, is_ordinary};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::PyTuple,
    function::{FuncArgs, KwArgs},
};

/// What a method of ufuncs calls its arguments that are no operands, in the order in which they may be given by position.
const PARAMETERS: [(&str, &[&str]); 3] = [
    ("reduce", &["axis", "dtype", "out", "keepdims", "initial", "where"]),
    ("accumulate", &["axis", "dtype", "out"]),
    ("reduceat", &["axis", "dtype", "out"]),
];

/// The `__array_ufunc__` of an object's class, if it is not NumPy's own; it may be None.
fn own_method(vm: &VirtualMachine, object: &PyObject) -> Option<PyObjectRef> {
    if is_ordinary(object) {
        return None;
    }
    let name = vm.ctx.intern_str("__array_ufunc__");
    let own = object.class().get_attr(name)?;
    let is_usual = ndarray::class().get_attr(name).is_some_and(|usual| usual.is(&own));
    (!is_usual).then_some(own)
}

/// Whether an object's class answers for ufuncs, or says that there are none for it.
pub(crate) fn has_own_method(vm: &VirtualMachine, object: &PyObject) -> bool {
    own_method(vm, object).is_some()
}

/// A call of a ufunc or of its methods as `__array_ufunc__` is told of it.
struct Call {
    operands: Vec<PyObjectRef>,
    keywords: KwArgs,
}

impl Call {
    fn of(vm: &VirtualMachine, ufunc: &Py<PyUfunc>, method: &str, args: &FuncArgs) -> Call {
        let inputs = match method {
            "__call__" => ufunc.ufunc.inputs,
            "reduce" | "accumulate" => 1,
            "reduceat" => 2,
            _ => args.args.len(),
        };
        let (operands, others) = args.args.split_at(inputs.min(args.args.len()));
        let mut keywords = KwArgs::default();
        for (name, value) in args.kwargs.iter() {
            match name.as_bytes() {
                b"out" => insert_out(vm, &mut keywords, value),
                b"sig" => {
                    keywords.insert("signature".into(), value.clone());
                }
                _ => {
                    keywords.insert(name.clone(), value.clone());
                }
            }
        }
        if let Some((_, names)) = PARAMETERS.iter().find(|(known, _)| *known == method) {
            for (name, value) in names.iter().zip(others) {
                match *name {
                    "out" => insert_out(vm, &mut keywords, value),
                    name => {
                        keywords.insert(name.into(), value.clone());
                    }
                }
            }
        } else if others.iter().any(|out| !vm.is_none(out)) {
            let mut outs = others.to_vec();
            outs.resize(ufunc.ufunc.outputs.max(outs.len()), vm.ctx.none());
            keywords.insert("out".into(), vm.ctx.new_tuple(outs).into());
        }
        Call { operands: operands.to_vec(), keywords }
    }

    fn outs(&self) -> Vec<PyObjectRef> {
        let out = self.keywords.get("out").and_then(|out| out.downcast_ref::<PyTuple>());
        out.map_or_else(Vec::new, |outs| outs.as_slice().to_vec())
    }

    /// Objects that answer, each before those whose class its own is derived from, otherwise in their order.
    fn implementers(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        let mask = self.keywords.get("where").cloned();
        let mut found: Vec<PyObjectRef> = Vec::new();
        for object in self.operands.iter().cloned().chain(self.outs()).chain(mask) {
            let class = object.class();
            if own_method(vm, &object).is_none() || found.iter().any(|known| known.class().is(class)) {
                continue;
            }
            let at = found.iter().position(|known| class.fast_issubclass(known.class()));
            found.insert(at.unwrap_or(found.len()), object);
        }
        found
    }

    /// What is said if none of them has an answer.
    fn refusal(&self, vm: &VirtualMachine, ufunc: &Py<PyUfunc>, method: &str) -> PyResult<String> {
        let mut shown: Vec<String> = Vec::new();
        for operand in &self.operands {
            shown.push(operand.repr(vm)?.to_string());
        }
        for (name, value) in self.keywords.iter() {
            shown.push(format!("{}={}", name.to_string_lossy(), value.repr(vm)?));
        }
        let outs = self.outs();
        let types: Vec<String> =
            self.operands.iter().chain(&outs).map(|one| format!("'{}'", one.class().name())).collect();
        Ok(format!(
            "operand type(s) all returned NotImplemented from __array_ufunc__(<ufunc '{}'>, '{method}', {}): {}",
            ufunc.ufunc.name,
            shown.join(", "),
            types.join(", ")
        ))
    }
}

/// `out` as a tuple; none at all if there is nothing to write to.
fn insert_out(vm: &VirtualMachine, keywords: &mut KwArgs, out: &PyObjectRef) {
    let is_absent = |out: &PyObject| vm.is_none(out);
    let outs = match out.downcast_ref::<PyTuple>() {
        Some(outs) if outs.as_slice().iter().all(|out| is_absent(out)) => return,
        Some(_) => out.clone(),
        None if is_absent(out) => return,
        None => vm.ctx.new_tuple(vec![out.clone()]).into(),
    };
    keywords.insert("out".into(), outs);
}

/// Whether a call has arguments that may have protocols.
#[inline]
pub(super) fn concerns(args: &FuncArgs) -> bool {
    let is_ordinary_tuple = |out: &PyObjectRef| {
        out.downcast_ref::<PyTuple>().is_none_or(|outs| outs.as_slice().iter().all(|out| is_ordinary(out)))
    };
    !are_ordinary(args) || !args.kwargs.is_empty() && !args.kwargs.values().all(is_ordinary_tuple)
}

/// What an operand, an output or a mask of the call answers; None if all are NumPy's own.
pub(crate) fn answer(
    vm: &VirtualMachine,
    ufunc: &Py<PyUfunc>,
    method: &str,
    args: &FuncArgs,
) -> PyResult<Option<PyObjectRef>> {
    if !concerns(args) {
        return Ok(None);
    }
    let call = Call::of(vm, ufunc, method, args);
    let implementers = call.implementers(vm);
    for object in &implementers {
        if own_method(vm, object).is_some_and(|own| vm.is_none(&own)) {
            let class = object.class().name().to_string();
            return Err(vm.new_type_error(format!(
                "operand '{class}' does not support ufuncs (__array_ufunc__=None)"
            )));
        }
    }
    for object in &implementers {
        let mut arguments: Vec<PyObjectRef> = vec![ufunc.to_owned().into(), vm.ctx.new_str(method).into()];
        arguments.extend(call.operands.iter().cloned());
        let own = object.get_attr("__array_ufunc__", vm)?;
        let answer = own.call(FuncArgs::new(arguments, call.keywords.clone()), vm)?;
        if !answer.is(&vm.ctx.not_implemented) {
            return Ok(Some(answer));
        }
    }
    match implementers.is_empty() {
        true => Ok(None),
        false => Err(vm.new_type_error(call.refusal(vm, ufunc, method)?)),
    }
}

/// `ndarray.__array_ufunc__(ufunc, method, *inputs, **kwargs)`: the ufunc's own result, unless one of the others answers.
pub(crate) fn of_arrays(vm: &VirtualMachine, args: FuncArgs) -> PyResult {
    let [_, ufunc, method, operands @ ..] = &args.args[..] else {
        return Err(vm.new_type_error("__array_ufunc__ requires at least 4 arguments"));
    };
    let outs =
        args.kwargs.get("out").and_then(|out| out.downcast_ref::<PyTuple>()).map(|outs| outs.as_slice());
    let others = operands.iter().chain(outs.unwrap_or_default());
    if others.chain(args.kwargs.get("where")).any(|object| has_own_method(vm, object)) {
        return Ok(vm.ctx.not_implemented());
    }
    let method = method.str(vm)?;
    ufunc.get_attr(&method, vm)?.call(FuncArgs::new(operands.to_vec(), args.kwargs.clone()), vm)
}
