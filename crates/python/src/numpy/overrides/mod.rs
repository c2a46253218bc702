//! `__array_function__`: objects that answer for NumPy's functions themselves, and what becomes of arrays of derived classes
//! in functions that know plain ones.
//!
//! Nearly all calls have arguments of Python's and NumPy's own classes, which have no protocols: [`is_ordinary`] is all that
//! is asked of them. What a function does with others stands in the tables here, not in the functions.

mod dispatcher;
mod manner;

pub(crate) use dispatcher::{add_class, offer, offer_all};

use super::array_like::to_array;
use super::calls;
use super::deferred;
use super::dtype::PyDType;
use super::ndarray::{self, PyNdArray, new_array, priority, results_like, strongest, wrap, wrapper_of};
use dispatcher::PyDispatcher;
use manner::Manner;
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
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
                Role::Arrays => {
                    flatten(object, if self.name == "block" { MAX_NESTING } else { 1 }, &mut asked)
                }
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
            *role == Role::Arrays && holds_extraordinary(object, MAX_NESTING)
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

    /// What the function itself makes of arguments that nobody answers for.
    pub(super) fn unanswered(
        &self,
        vm: &VirtualMachine,
        mut args: FuncArgs,
        implementation: &dyn Fn(FuncArgs) -> PyResult,
    ) -> PyResult {
        let is_matrix = |object: &PyObjectRef| !is_ordinary(object) && &*object.class().name() == "matrix";
        let manner =
            match args.args.first().is_some_and(is_matrix) && manner::takes_matrix_for_array(&self.name) {
                true => Manner::Plain,
                false => self.manner,
            };
        match manner {
            Manner::Keep => implementation(args),
            Manner::Plain => {
                self.make_plain(vm, &mut args)?;
                implementation(args)
            }
            Manner::InPython => deferred::import(vm, "numpy._derived")?
                .get_attr(&*vm.ctx.new_str(self.name.as_str()), vm)?
                .call(args, vm),
            Manner::Method(method) => self.by_method(vm, args, method, None, implementation),
            Manner::Reduction(method, told) => self.by_method(vm, args, method, Some(told), implementation),
            Manner::Like(parameter) => {
                let at = self.parameters.iter().position(|(name, _)| name == parameter);
                let template =
                    at.and_then(|at| args.args.get(at)).or_else(|| args.kwargs.get(parameter)).cloned();
                self.make_plain(vm, &mut args)?;
                let result = implementation(args)?;
                match template.as_ref().and_then(|object| object.downcast_ref::<PyNdArray>()) {
                    Some(template) => results_like(vm, template, result),
                    None => Ok(result),
                }
            }
            Manner::Strongest => {
                let arrays =
                    args.args.iter().filter_map(|object| object.clone().downcast::<PyNdArray>().ok());
                let arrays: Vec<PyRef<PyNdArray>> = arrays.collect();
                self.make_plain(vm, &mut args)?;
                let result = implementation(args)?;
                match strongest(vm, arrays.iter()) {
                    Some(template) => results_like(vm, template, result),
                    None => Ok(result),
                }
            }
            Manner::Join => {
                let asked = self.asked(&args);
                let arrays = asked.iter().filter_map(|object| object.downcast_ref::<PyNdArray>());
                let strongest = arrays.map(|array| (priority(vm, array.as_object(), 0.0), array.class()));
                let strongest = strongest
                    .fold((0.0, ndarray::class()), |best, next| if next.0 > best.0 { next } else { best });
                let result = implementation(args)?;
                match result.downcast_ref::<PyNdArray>().filter(|result| PyNdArray::is_exact(result)) {
                    Some(joined) if strongest.0 > 0.0 => {
                        PyNdArray::new(joined.array()).introduced(vm, strongest.1.to_owned(), None)
                    }
                    _ => Ok(result),
                }
            }
            Manner::Wrap => {
                let wrapper = wrapper_of(vm, &args.args)?;
                self.make_plain(vm, &mut args)?;
                let result = implementation(args)?;
                match wrapper {
                    Some(wrapper) if result.downcastable::<PyNdArray>() => {
                        wrap(vm, &wrapper, result, None, false)
                    }
                    _ => Ok(result),
                }
            }
        }
    }

    /// Takes arrays of derived classes among arguments for plain ones; what is to be written to stays what it is.
    fn make_plain(&self, vm: &VirtualMachine, args: &mut FuncArgs) -> PyResult<()> {
        let out = self.parameters.iter().position(|(name, _)| name == "out");
        let given =
            args.args.iter_mut().enumerate().filter(|(at, _)| Some(*at) != out).map(|(_, object)| object);
        let named =
            args.kwargs.iter_mut().filter(|(name, _)| name.as_bytes() != b"out").map(|(_, object)| object);
        for object in given.chain(named) {
            let derived = object.downcast_ref::<PyNdArray>().filter(|ndarray| !PyNdArray::is_exact(ndarray));
            if let Some(plain) = derived.map(|ndarray| PyNdArray::plain(ndarray, vm)).transpose()? {
                *object = plain;
            }
        }
        Ok(())
    }

    /// A call handed on to a method of the first argument, if that has one: what can be left out is given by name.
    fn by_method(
        &self,
        vm: &VirtualMachine,
        mut args: FuncArgs,
        method: &str,
        told: Option<&[&str]>,
        implementation: &dyn Fn(FuncArgs) -> PyResult,
    ) -> PyResult {
        if args.args.is_empty() {
            let (first, _) = &self.parameters[0];
            if let Some(object) = args.kwargs.shift_remove(first) {
                args.args.push(object);
            }
        }
        let may_have = |object: &&PyObjectRef| !is_ordinary(object) || object.downcastable::<PyNdArray>();
        let Some(object) = args.args.first().filter(may_have).cloned() else { return implementation(args) };
        let ufunc = told.and_then(|_| FOLDED.iter().find(|(known, _)| *known == method));
        let is_plain = object.downcast_ref::<PyNdArray>().is_some_and(PyNdArray::is_exact);
        let bound = match ufunc {
            Some(_) if is_plain => None,
            _ => vm.get_attribute_opt(&object, &*vm.ctx.new_str(method))?,
        };
        let by_position =
            if method == "transpose" { args.args.len() } else { self.required.min(args.args.len()) };
        let mut given = FuncArgs::default().kwargs;
        for ((name, _), value) in self.parameters[by_position..].iter().zip(&args.args[by_position..]) {
            given.insert(name.strip_prefix("a_").unwrap_or(name).into(), value.clone());
        }
        for (name, value) in args.kwargs.iter() {
            let name = name.to_string_lossy();
            given.insert(name.strip_prefix("a_").unwrap_or(&name).into(), value.clone());
        }
        match (bound, ufunc) {
            (Some(bound), _) => {
                let mut keywords = FuncArgs::default().kwargs;
                for name in told.unwrap_or_default() {
                    let default = || if *name == "ddof" { vm.ctx.new_int(0).into() } else { vm.ctx.none() };
                    let (name, is_optional) =
                        name.strip_suffix('?').map_or((*name, false), |name| (name, true));
                    match given.shift_remove(name) {
                        None if is_optional => {}
                        value => {
                            keywords.insert(name.into(), value.unwrap_or_else(default));
                        }
                    }
                }
                keywords.extend(given.drain(..));
                bound.call(FuncArgs::new(args.args[1..by_position].to_vec(), keywords), vm)
            }
            // What folds and has no such method is the ufunc's.
            (None, Some((_, ufunc))) => {
                let mut take = |name: &str| given.shift_remove(name).unwrap_or_else(|| vm.ctx.none());
                let (axis, dtype, out) = (take("axis"), take("dtype"), take("out"));
                let is_truth = ufunc.starts_with("logical");
                let dtype = if is_truth { vm.ctx.types.bool_type.to_owned().into() } else { dtype };
                let fold = vm.import("numpy", 0)?.get_attr(*ufunc, vm)?.get_attr("reduce", vm)?;
                fold.call(FuncArgs::new(vec![object, axis, dtype, out], given), vm)
            }
            (None, None) => {
                let wrapper = vm.get_attribute_opt(&object, "__array_wrap__")?;
                let result = implementation(args)?;
                match wrapper.filter(|_| told.is_none()) {
                    Some(wrapper) => wrap(vm, &wrapper, new_array(vm, to_array(vm, &result)?)?, None, false),
                    None => Ok(result),
                }
            }
        }
    }
}

/// Methods that are a ufunc's folding, and the ufunc.
const FOLDED: [(&str, &str); 6] = [
    ("all", "logical_and"),
    ("any", "logical_or"),
    ("max", "maximum"),
    ("min", "minimum"),
    ("prod", "multiply"),
    ("sum", "add"),
];

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
