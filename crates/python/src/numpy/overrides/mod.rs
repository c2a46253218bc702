//! `__array_function__`: objects that answer for NumPy's functions themselves, and what becomes of arrays of derived classes
//! in functions that know plain ones.
//!
//! Nearly all calls have arguments of Python's and NumPy's own classes, which have no protocols: [`is_ordinary`] is all that
//! is asked of them. What a function does with others stands in the tables here, not in the functions.

mod dispatcher;
mod manner;
mod unanswered;

pub(crate) use dispatcher::{add_class, offer, offer_all};

use super::calls;
use super::dtype::PyDType;
use super::ndarray;
use dispatcher::PyDispatcher;
use manner::Manner;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyList, PyTuple, PyType},
    function::FuncArgs,
    types::PyTypeFlags,
};

/// Whether an object is of a class that is not written in Python, so that it has no protocols but NumPy's own.
#[inline]
pub(crate) fn is_ordinary(object: &PyObject) -> bool {
    // The classes of element types are made while the program runs, too.
    !object.class().slots().flags.has_feature(PyTypeFlags::HEAPTYPE) || object.downcastable::<PyDType>()
}

/// Whether all arguments of a call are.
#[inline]
pub(crate) fn are_ordinary(args: &FuncArgs) -> bool {
    args.args.iter().all(|object| is_ordinary(object))
        && (args.kwargs.is_empty() || args.kwargs.values().all(|object| is_ordinary(object)))
}

/// Parameters that nobody looks at for someone who might answer.
const IGNORED: [&str; 14] = [
    "axes",
    "axis",
    "dtype",
    "decimals",
    "initial",
    "k",
    "kth",
    "n",
    "new_shape",
    "pad_width",
    "repeats",
    "shape",
    "shift",
    "shifts",
];

/// Parameters that hold several arrays.
const SEQUENCES: [&str; 9] =
    ["arrays", "bins", "choicelist", "choices", "condlist", "multi_index", "sample", "seq_of_zeros", "tup"];

/// What a parameter means to those who might answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Nothing.
    Ignored,
    /// The argument itself may answer.
    Array,
    /// So may its items.
    Arrays,
}

/// A public function as others see it: its name, and which of its arguments may answer for it.
#[derive(Debug)]
pub(super) struct Public {
    module: String,
    name: String,
    parameters: Vec<(String, Role)>,
    /// How many of them have no default.
    required: usize,
    manner: Manner,
    /// Whether it makes an array of what is none, so that only `like=` can answer.
    makes: bool,
    /// Whether more than the arguments themselves may answer.
    looks_further: bool,
}

impl Public {
    /// The native function `numpy.NAME` with these parameters.
    pub(super) fn native<'a>(
        name: &str,
        parameters: impl Iterator<Item = &'a str>,
        required: usize,
    ) -> Public {
        Public { manner: Manner::of(name), required, ..Public::written("numpy".to_owned(), name, parameters) }
    }

    /// A function of a module that is written in Python: arrays of derived classes go where its code takes them.
    fn written<'a>(module: String, name: &str, parameters: impl Iterator<Item = &'a str>) -> Public {
        let mut parameters: Vec<(String, Role)> = parameters
            .map(|parameter| {
                let role = match parameter {
                    "indices" if name == "take" => Role::Ignored,
                    "p" if name == "roots" => Role::Arrays,
                    _ if IGNORED.contains(&parameter) => Role::Ignored,
                    _ if SEQUENCES.contains(&parameter) => Role::Arrays,
                    _ => Role::Array,
                };
                (parameter.to_owned(), role)
            })
            .collect();
        let makes = parameters.iter().any(|(name, _)| name == "like");
        // Sums are asked where only by those who are asked for no start.
        if parameters.iter().any(|(name, _)| name == "initial") {
            parameters
                .iter_mut()
                .filter(|(name, _)| name == "where")
                .for_each(|(_, role)| *role = Role::Ignored);
        }
        let looks_further = makes || parameters.iter().any(|(_, role)| *role == Role::Arrays);
        Public {
            module,
            name: name.to_owned(),
            parameters,
            required: 0,
            manner: Manner::Keep,
            makes,
            looks_further,
        }
    }

    /// How deep its sequences are looked into.
    fn nesting(&self) -> usize {
        if self.name == "block" { MAX_NESTING } else { 1 }
    }

    fn role(&self, name: &str) -> Role {
        self.parameters.iter().find(|(known, _)| known == name).map_or(Role::Array, |(_, role)| *role)
    }

    /// A call's arguments that may answer, in their order; those given by position beyond all parameters are arrays.
    fn asked(&self, args: &FuncArgs) -> Vec<PyObjectRef> {
        let by_position = args
            .args
            .iter()
            .enumerate()
            .map(|(at, object)| (object, self.parameters.get(at).map_or(Role::Array, |(_, role)| *role)));
        let by_name = args.kwargs.iter().map(|(name, object)| (object, self.role(&name.to_string_lossy())));
        let mut asked = Vec::new();
        for (object, role) in by_position.chain(by_name) {
            match role {
                Role::Ignored => {}
                Role::Array => asked.push(object.clone()),
                // What is no sequence is refused by the function itself.
                Role::Arrays if object.class().slots().as_sequence.item.load().is_none() => {}
                Role::Arrays => flatten(object, self.nesting(), &mut asked),
            }
        }
        asked
    }

    /// Whether a call has arguments that may have protocols. Quick, for nearly none has.
    #[inline]
    pub(super) fn concerns(&self, args: &FuncArgs) -> bool {
        !are_ordinary(args) || self.looks_further && self.concerns_closely(args)
    }

    /// The same for functions with `like=` or with sequences of arrays.
    fn concerns_closely(&self, args: &FuncArgs) -> bool {
        let holds = |(object, (_, role)): (&PyObjectRef, &(String, Role))| {
            *role == Role::Arrays && holds_extraordinary(object, self.nesting())
        };
        self.makes && args.kwargs.contains_key("like") || args.args.iter().zip(&self.parameters).any(holds)
    }

    /// A call that may concern others: what one of them answers, or what the function itself gives.
    pub(super) fn call(
        &self,
        vm: &VirtualMachine,
        mut args: FuncArgs,
        function: &dyn Fn() -> PyResult,
        implementation: &dyn Fn(FuncArgs) -> PyResult,
    ) -> PyResult {
        drop_absent(&mut args);
        let implementers = if self.makes {
            match args.kwargs.shift_remove("like").filter(|like| !vm.is_none(like)) {
                None => Vec::new(),
                Some(like) if method_of(vm, &like).is_some() => vec![like],
                Some(_) => {
                    return Err(vm.new_type_error(
                        "The `like` argument must be an array-like that implements the `__array_function__` protocol.",
                    ));
                }
            }
        } else {
            implementers(vm, self.asked(&args))
        };
        if !implementers.iter().any(|object| has_own_method(vm, object)) {
            return self.unanswered(vm, args, implementation);
        }
        let function = function()?;
        let types: Vec<PyObjectRef> =
            implementers.iter().map(|object| object.class().to_owned().into()).collect();
        let keywords = vm.ctx.new_dict();
        for (name, value) in args.kwargs.iter() {
            keywords.set_item(&*name.to_string_lossy(), value.clone(), vm)?;
        }
        let given = vm.ctx.new_tuple(args.args.clone());
        for object in &implementers {
            let types = vm.ctx.new_tuple(types.clone());
            let answer = if has_own_method(vm, object) {
                let arguments = (function.clone(), types, given.clone(), keywords.clone());
                vm.call_method(object, "__array_function__", arguments)?
            } else if are_arrays(&types) {
                self.unanswered(vm, args.clone(), implementation)?
            } else {
                continue;
            };
            if !answer.is(&vm.ctx.not_implemented) {
                return Ok(answer);
            }
        }
        let types = vm.ctx.new_list(types).as_object().repr(vm)?;
        Err(vm.new_type_error(format!(
            "no implementation found for '{}.{}' on types that implement __array_function__: {types}",
            self.module, self.name
        )))
    }
}

/// Leaves out arguments that say that they are none (`np._NoValue`).
pub(super) fn drop_absent(args: &mut FuncArgs) {
    let is_absent = |object: &PyObjectRef| !is_ordinary(object) && &*object.class().name() == "_NoValueType";
    args.kwargs.retain(|_, value| !is_absent(value));
    while args.args.last().is_some_and(is_absent) {
        args.args.pop();
    }
}

/// How deep lists are looked into for arrays.
const MAX_NESTING: usize = 8;

/// The items of a list or tuple, down to some depth.
fn flatten(object: &PyObject, depth: usize, into: &mut Vec<PyObjectRef>) {
    let items = match (object.downcast_ref::<PyList>(), object.downcast_ref::<PyTuple>()) {
        (Some(list), _) if depth > 0 => list.borrow_vec().to_vec(),
        (_, Some(tuple)) if depth > 0 => tuple.as_slice().to_vec(),
        _ => return into.push(object.to_owned()),
    };
    items.iter().for_each(|item| flatten(item, depth - 1, into));
}

/// Whether a list or tuple holds objects that may have protocols.
fn holds_extraordinary(object: &PyObject, depth: usize) -> bool {
    let is_extraordinary =
        |item: &PyObjectRef| !is_ordinary(item) || depth > 1 && holds_extraordinary(item, depth - 1);
    match (object.downcast_ref::<PyList>(), object.downcast_ref::<PyTuple>()) {
        (Some(list), _) => list.borrow_vec().iter().any(is_extraordinary),
        (_, Some(tuple)) => tuple.as_slice().iter().any(is_extraordinary),
        _ => false,
    }
}

/// The `__array_function__` that an object's class has.
fn method_of(vm: &VirtualMachine, object: &PyObject) -> Option<PyObjectRef> {
    object.class().get_attr(vm.ctx.intern_str("__array_function__"))
}

/// Whether it is not NumPy's own.
fn has_own_method(vm: &VirtualMachine, object: &PyObject) -> bool {
    let usual = ndarray::class().get_attr(vm.ctx.intern_str("__array_function__"));
    match (method_of(vm, object), usual) {
        (Some(own), Some(usual)) => !own.is(&usual),
        (own, _) => own.is_some(),
    }
}

/// One object of each class that implements the protocol, in their order, but derived classes before those they come from.
fn implementers(vm: &VirtualMachine, objects: Vec<PyObjectRef>) -> Vec<PyObjectRef> {
    let mut found: Vec<PyObjectRef> = Vec::new();
    for object in objects {
        let class = object.class();
        if found.iter().any(|known| known.class().is(class)) || method_of(vm, &object).is_none() {
            continue;
        }
        let at = found.iter().position(|known| class.fast_issubclass(known.class())).unwrap_or(found.len());
        found.insert(at, object);
    }
    found
}

/// Whether classes are all `ndarray` or derived from it.
fn are_arrays(types: &PyTuple) -> bool {
    types.as_slice().iter().all(|class| {
        class.downcast_ref::<PyType>().is_some_and(|class| class.fast_issubclass(ndarray::class()))
    })
}

/// `ndarray.__array_function__(func, types, args, kwargs)`: the function's own result, if all are arrays.
pub(super) fn of_arrays(
    vm: &VirtualMachine,
    function: &PyObject,
    types: &PyTuple,
    args: &PyTuple,
    keywords: &Py<PyDict>,
) -> PyResult {
    if !are_arrays(types) {
        return Ok(vm.ctx.not_implemented());
    }
    let mut args = FuncArgs::from(args.as_slice().to_vec());
    for (name, value) in keywords {
        args.kwargs.insert(name.str(vm)?.to_string_lossy().into_owned().into(), value);
    }
    if let Some(dispatcher) = function.downcast_ref::<PyDispatcher>() {
        return PyDispatcher::call_itself(dispatcher, args, vm);
    }
    match calls::call_itself(vm, function, args.clone()) {
        Some(result) => result,
        None => function.call(args, vm),
    }
}
