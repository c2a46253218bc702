//! Calls that do not fit a function's parameters, in NumPy's words.
//!
//! Most of NumPy's functions are Python functions, a few are read by NumPy's own parser of arguments, and the methods of
//! generators are compiled by Cython; each refuses in its own words, and before it looks at any argument. Here all are
//! native functions, so the definitions in [`functions`] and [`refine_methods`] look at a call first.

use super::deferred;
use super::overrides::{Public, are_ordinary, drop_absent};
use rustpython_vm::{
    AsObject, Context, Py, PyObject, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyList, PyModule, PyStr, PyTuple, PyType},
    function::{Callee, FuncArgs, PyMethodDef, PyNativeFn},
};
use std::cell::OnceCell;

/// Whose words a refusal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// A Python function's.
    Function,
    /// NumPy's own parser's.
    Parsed,
    /// A method's that Cython compiled.
    Compiled,
    /// CPython's own for a method that only counts its arguments.
    Counting,
}

/// Functions that NumPy reads with its own parser, without a Python function in front.
const PARSED_FUNCTIONS: [&str; 8] =
    ["arange", "array", "asanyarray", "asarray", "ascontiguousarray", "asfortranarray", "empty", "zeros"];

/// Functions that are neither: their refusals are left as they are.
const OTHER_FUNCTIONS: [&str; 5] =
    ["frombuffer", "fromstring", "format_float_scientific", "promote_types", "set_printoptions"];

/// Functions that fold lists with integers beyond 64 bits, too, to another one.
const FOLDS_OF_INTEGERS: [&str; 7] = ["amax", "amin", "max", "mean", "min", "prod", "sum"];

/// Functions that nobody else answers for.
const CLOSED_FUNCTIONS: [&str; 18] = [
    "broadcast_shapes",
    "diag_indices",
    "errstate",
    "format_float_positional",
    "format_float_scientific",
    "geterr",
    "geterrcall",
    "get_printoptions",
    "indices",
    "isdtype",
    "isscalar",
    "issubdtype",
    "promote_types",
    "set_printoptions",
    "seterr",
    "tril_indices",
    "triu_indices",
    "typename",
];

/// Methods of arrays that are built of ufuncs.
const MADE_OF_UFUNCS: [&str; 16] = [
    "all",
    "any",
    "clip",
    "conj",
    "conjugate",
    "cumprod",
    "cumsum",
    "max",
    "mean",
    "min",
    "prod",
    "round",
    "std",
    "sum",
    "trace",
    "var",
];

/// Methods of arrays that NumPy reads with its own parser.
const PARSED_METHODS: [&str; 16] = [
    "argmax",
    "argmin",
    "argpartition",
    "argsort",
    "astype",
    "copy",
    "dot",
    "flatten",
    "partition",
    "ravel",
    "searchsorted",
    "sort",
    "squeeze",
    "take",
    "trace",
    "view",
];

/// Methods of arrays that count their arguments, which have no names; and whether the refusal has the method's name.
const COUNTING_METHODS: [(&str, bool); 5] =
    [("byteswap", true), ("fill", true), ("nonzero", false), ("swapaxes", true), ("tolist", false)];

/// Methods of arrays that call a Python function, and its name.
const METHODS_IN_PYTHON: [(&str, &str); 9] = [
    ("all", "_all"),
    ("any", "_any"),
    ("max", "_amax"),
    ("mean", "_mean"),
    ("min", "_amin"),
    ("prod", "_prod"),
    ("std", "_std"),
    ("sum", "_sum"),
    ("var", "_var"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    PositionalOnly,
    Any,
    KeywordOnly,
}

#[derive(Clone, Copy, Debug)]
struct Parameter {
    name: &'static str,
    kind: Kind,
    required: bool,
}

/// What a function can be called with.
#[derive(Debug)]
struct Signature {
    /// The name in refusals.
    name: &'static str,
    style: Style,
    /// Those that can be given by position come first.
    parameters: Vec<Parameter>,
    positional: usize,
    /// How many of those have to be given.
    required: usize,
    /// 1 for methods: the object they are called on.
    instance: usize,
}

impl Signature {
    /// Reads the signature that a definition begins its documentation with. `None` if it takes any number of arguments.
    fn of(definition: &PyMethodDef, name: &'static str, style: Style) -> Option<Signature> {
        let text = definition.doc?.strip_prefix(definition.name)?.strip_prefix('(')?;
        let text = text.split_once(")\n--").map(|(text, _)| text)?;
        let parts = split_parameters(text);
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut kind = Kind::Any;
        let mut instance = 0;
        for part in parts {
            match part {
                "/" => parameters.iter_mut().for_each(|earlier| earlier.kind = Kind::PositionalOnly),
                "*" => kind = Kind::KeywordOnly,
                "$self" => instance = 1,
                _ if part.starts_with('$') => {}
                _ if part.starts_with('*') => return None,
                _ => {
                    let name = part.split('=').next()?;
                    parameters.push(Parameter { name, kind, required: !part.contains('=') });
                }
            }
        }
        let positional = parameters.iter().filter(|parameter| parameter.kind != Kind::KeywordOnly).count();
        let required = parameters.iter().take(positional).filter(|parameter| parameter.required).count();
        Some(Signature { name, style, parameters, positional, required, instance })
    }

    /// Whether a call fits without a closer look.
    #[inline]
    fn plainly_takes(&self, args: &FuncArgs) -> bool {
        let given = args.args.len();
        args.kwargs.is_empty()
            && given >= self.required + self.instance
            && given <= self.positional + self.instance
    }

    /// Refuses what does not fit. Arguments given by name that the native function only takes by position are moved there.
    #[cold]
    fn fit(&self, vm: &VirtualMachine, args: &mut FuncArgs) -> PyResult<()> {
        let given = args.args.len().saturating_sub(self.instance);
        let counted_first = match self.style {
            Style::Function => None,
            Style::Parsed => self.too_many(vm, given),
            Style::Compiled | Style::Counting => {
                self.too_many(vm, given).or_else(|| self.missing(vm, args, given))
            }
        };
        if let Some(refusal) = counted_first {
            return Err(refusal);
        }
        for name in args.kwargs.keys() {
            let name = name.to_string_lossy();
            let Some(at) = self.parameters.iter().position(|parameter| parameter.name == name) else {
                return Err(self.refuse(vm, format!("got an unexpected keyword argument '{name}'")));
            };
            if at < given.min(self.positional) {
                return Err(match self.style {
                    Style::Function => self.refuse(vm, format!("got multiple values for argument '{name}'")),
                    Style::Parsed => vm.new_type_error(format!(
                        "argument for {}() given by name ('{name}') and position (position {at})",
                        self.name
                    )),
                    Style::Compiled | Style::Counting => {
                        self.refuse(vm, format!("got multiple values for keyword argument '{name}'"))
                    }
                });
            }
        }
        if let Some(refusal) = self.too_many(vm, given).or_else(|| self.missing(vm, args, given)) {
            return Err(refusal);
        }
        for parameter in self.parameters.iter().take(self.positional).skip(given) {
            if parameter.kind == Kind::PositionalOnly
                && let Some(value) = args.take_keyword(parameter.name)
            {
                args.args.push(value);
            } else {
                break;
            }
        }
        Ok(())
    }

    fn refuse(&self, vm: &VirtualMachine, words: String) -> PyBaseExceptionRef {
        vm.new_type_error(format!("{}() {words}", self.name))
    }

    fn too_many(&self, vm: &VirtualMachine, given: usize) -> Option<PyBaseExceptionRef> {
        if given <= self.positional {
            return None;
        }
        if matches!(self.style, Style::Compiled | Style::Counting) {
            return Some(self.miscounted(vm, given));
        }
        // A Python function counts the object that its method was called on.
        let counted = if self.style == Style::Function { self.instance } else { 0 };
        let (least, most, given) = (self.required + counted, self.positional + counted, given + counted);
        let takes = if least == most { most.to_string() } else { format!("from {least} to {most}") };
        let arguments = plural(most, "positional argument");
        let were = if given == 1 { "was" } else { "were" };
        Some(self.refuse(vm, format!("takes {takes} {arguments} but {given} {were} given")))
    }

    /// Cython's words for a wrong number of positional arguments.
    fn miscounted(&self, vm: &VirtualMachine, given: usize) -> PyBaseExceptionRef {
        let (bound, number) = match (self.required, self.positional) {
            (least, most) if least == most => ("exactly", most),
            (least, _) if given < least => ("at least", least),
            (_, most) => ("at most", most),
        };
        if self.style == Style::Counting {
            let called =
                if self.name == "function" { "function".to_owned() } else { format!("{}()", self.name) };
            let arguments = plural(number, "argument");
            return vm.new_type_error(format!("{called} takes {bound} {number} {arguments} ({given} given)"));
        }
        let arguments = plural(number, "positional argument");
        self.refuse(vm, format!("takes {bound} {number} {arguments} ({given} given)"))
    }

    fn missing(&self, vm: &VirtualMachine, args: &FuncArgs, given: usize) -> Option<PyBaseExceptionRef> {
        let is_missing = |(at, parameter): &(usize, &Parameter)| {
            parameter.required && *at >= given && !args.kwargs.contains_key(parameter.name)
        };
        let missing: Vec<(usize, &Parameter)> =
            self.parameters.iter().enumerate().filter(is_missing).collect();
        let (at, first) = missing.first()?;
        Some(match self.style {
            Style::Parsed => {
                self.refuse(vm, format!("missing required argument '{}' (pos {at})", first.name))
            }
            Style::Compiled | Style::Counting => self.miscounted(vm, given),
            Style::Function => {
                let names: Vec<String> =
                    missing.iter().map(|(_, parameter)| format!("'{}'", parameter.name)).collect();
                let listed = match names.as_slice() {
                    [first, last] => format!("{first} and {last}"),
                    [all @ .., last] if !all.is_empty() => format!("{}, and {last}", all.join(", ")),
                    all => all.join(", "),
                };
                let arguments = plural(names.len(), "required positional argument");
                self.refuse(vm, format!("missing {} {arguments}: {listed}", names.len()))
            }
        })
    }
}

fn plural(count: usize, words: &str) -> String {
    format!("{words}{}", if count == 1 { "" } else { "s" })
}

/// The parameters of a signature's text: commas within defaults do not part them.
fn split_parameters(text: &'static str) -> Vec<&'static str> {
    let mut depth = 0;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A function of `numpy` with a look at each call before it: whether it fits, and whether others answer for it.
struct Guarded {
    function: &'static dyn PyNativeFn,
    name: &'static str,
    /// None for those whose refusals are left as they are.
    signature: Option<Signature>,
    /// None for those nobody else answers for.
    public: Option<Public>,
}

impl Guarded {
    fn new(definition: &PyMethodDef) -> Guarded {
        let name = definition.name;
        let style = if PARSED_FUNCTIONS.contains(&name) { Style::Parsed } else { Style::Function };
        let signature = Signature::of(definition, name, style);
        let parameters = signature.iter().flat_map(|signature| &signature.parameters).map(|one| one.name);
        let required = signature.as_ref().map_or(0, |signature| signature.required);
        let public = (!CLOSED_FUNCTIONS.contains(&name)).then(|| Public::native(name, parameters, required));
        let signature = signature.filter(|_| !OTHER_FUNCTIONS.contains(&name));
        Guarded { function: definition.func, name, signature, public }
    }

    #[inline]
    fn call(&self, vm: &VirtualMachine, mut args: FuncArgs, callee: Callee) -> PyResult {
        if let Some(signature) = &self.signature
            && !signature.plainly_takes(&args)
        {
            signature.fit(vm, &mut args)?;
        }
        match &self.public {
            Some(public) if public.concerns(&args) => {
                let public_function = || vm.import("numpy", 0)?.get_attr(self.name, vm);
                public.call(vm, args, &public_function, &|args| (self.function)(vm, args, callee))
            }
            _ => {
                self.check_sum(vm, &args)?;
                match args.args.as_slice() {
                    [list] if args.kwargs.is_empty() && FOLDS_OF_INTEGERS.contains(&self.name) => {
                        let list = list.clone();
                        (self.function)(vm, args, callee).or_else(|error| self.fold(vm, &list, error))
                    }
                    _ => (self.function)(vm, args, callee),
                }
            }
        }
    }

    /// What a list with integers beyond 64 bits folds to.
    #[cold]
    fn fold(&self, vm: &VirtualMachine, list: &PyObject, error: PyBaseExceptionRef) -> PyResult {
        let is_list = list.downcastable::<PyList>() || list.downcastable::<PyTuple>();
        if !is_list || !error.class().is(vm.ctx.exceptions.overflow_error) {
            return Err(error);
        }
        deferred::import(vm, "numpy._wide_integers")?.get_attr(self.name, vm)?.call((list.to_owned(),), vm)
    }

    /// NumPy looks for this mistake alone, and at this function alone.
    fn check_sum(&self, vm: &VirtualMachine, args: &FuncArgs) -> PyResult<()> {
        if args.args.first().is_some_and(|a| a.class().is(vm.ctx.types.generator_type)) && self.name == "sum"
        {
            return Err(vm.new_type_error(
                "Calling np.sum(generator) is deprecated.Use np.sum(np.fromiter(generator)) or the python sum builtin instead.",
            ));
        }
        Ok(())
    }
}

thread_local! {
    /// The functions of `numpy`, whose interpreters share them.
    static GUARDED: OnceCell<Vec<&'static Guarded>> = const { OnceCell::new() };
}

/// What a function of `numpy` that is native gives itself, whoever might answer for it; None for all other functions.
pub(super) fn call_itself(vm: &VirtualMachine, function: &PyObject, args: FuncArgs) -> Option<PyResult> {
    if !function.class().is(vm.ctx.types.builtin_function_or_method_type) {
        return None;
    }
    let name = function.get_attr("__name__", vm).ok()?;
    let name = name.downcast_ref::<PyStr>()?.to_string_lossy().into_owned();
    let guarded = GUARDED.with(|all| all.get()?.iter().copied().find(|guarded| guarded.name == name))?;
    let own = vm.import("numpy", 0).and_then(|numpy| numpy.get_attr(guarded.name, vm)).ok()?;
    let implementation = |args| (guarded.function)(vm, args, Callee::named(guarded.name));
    own.is(function).then(|| match &guarded.public {
        Some(public) => public.unanswered(vm, args, &implementation),
        None => implementation(args),
    })
}

/// The definition of a method with a look at each call's arguments before it.
fn looking_first(definition: &PyMethodDef, signature: Signature) -> PyMethodDef {
    let function = definition.func;
    let looking = move |vm: &VirtualMachine, mut args: FuncArgs, callee: Callee| {
        if !signature.plainly_takes(&args) {
            signature.fit(vm, &mut args)?;
        }
        function(vm, args, callee)
    };
    let looking: &'static dyn PyNativeFn = Box::leak(Box::new(looking));
    PyMethodDef { func: looking, ..definition.clone() }
}

/// The definition of an array's method that NumPy builds of ufuncs: those arrays of derived classes may answer for, so that
/// it is `_derived.py`'s as soon as any object in the call is of a class written in Python.
fn made_of_ufuncs(definition: &PyMethodDef, signature: Option<Signature>) -> PyMethodDef {
    let (function, name) = (definition.func, definition.name);
    let looking = move |vm: &VirtualMachine, mut args: FuncArgs, callee: Callee| {
        if let Some(signature) = &signature
            && !signature.plainly_takes(&args)
        {
            signature.fit(vm, &mut args)?;
        }
        if !are_ordinary(&args) {
            drop_absent(&mut args);
            if !are_ordinary(&args) {
                return deferred::import(vm, "numpy._derived")?.get_attr(name, vm)?.call(args, vm);
            }
        }
        function(vm, args, callee)
    };
    let looking: &'static dyn PyNativeFn = Box::leak(Box::new(looking));
    PyMethodDef { func: looking, ..definition.clone() }
}

/// Definitions live as long as the thread, whose interpreters share them.
fn keep(definitions: impl Iterator<Item = PyMethodDef>) -> &'static [PyMethodDef] {
    Box::leak(definitions.collect())
}

/// Sets the functions of `numpy` anew, so that they refuse in NumPy's words and let others answer.
pub(super) fn refine_functions(
    vm: &VirtualMachine,
    module: &Py<PyModule>,
    definitions: &'static [PyMethodDef],
) -> PyResult<()> {
    thread_local! {
        static REFINED: OnceCell<&'static [PyMethodDef]> = const { OnceCell::new() };
    }
    let refined = REFINED.with(|refined| {
        *refined.get_or_init(|| {
            let usual = definitions.iter().filter(|definition| !definition.name.starts_with('_'));
            let mut all = Vec::new();
            let refined = keep(usual.map(|definition| {
                let guarded: &'static Guarded = Box::leak(Box::new(Guarded::new(definition)));
                all.push(guarded);
                let looking = |vm: &VirtualMachine, args, callee| guarded.call(vm, args, callee);
                PyMethodDef { func: Box::leak(Box::new(looking)), ..definition.clone() }
            }));
            GUARDED.with(|guarded| guarded.set(all)).ok();
            refined
        })
    });
    let name = vm.ctx.intern_str("numpy");
    refined.iter().try_for_each(|definition| {
        let function =
            definition.to_function().with_module(name).with_module_object(module.to_owned().into());
        module.set_attr(vm.ctx.intern_str(definition.name), function.into_ref(&vm.ctx), vm)
    })?;
    // Two names of one function.
    for (alias, name) in [("concat", "concatenate"), ("permute_dims", "transpose")] {
        module.set_attr(alias, module.get_attr(name, vm)?, vm)?;
    }
    Ok(())
}

/// Sets methods of a class anew: those that are refined.
fn refine_methods(
    ctx: &Context,
    class: &'static Py<PyType>,
    definitions: &'static [PyMethodDef],
    refine: impl Fn(&PyMethodDef) -> Option<PyMethodDef>,
) {
    for definition in keep(definitions.iter().filter_map(refine)) {
        class.set_attr(ctx.intern_str(definition.name), definition.build_method(ctx, class).into());
    }
}

/// Methods of arrays, once for a thread.
pub(super) fn refine_array_methods(
    ctx: &Context,
    class: &'static Py<PyType>,
    definitions: &'static [PyMethodDef],
) {
    thread_local! {
        static DONE: OnceCell<()> = const { OnceCell::new() };
    }
    DONE.with(|done| {
        *done.get_or_init(|| {
            refine_methods(ctx, class, definitions, |definition| {
                let name = definition.name;
                let in_python = METHODS_IN_PYTHON.iter().find(|(method, _)| *method == name);
                let signature = match in_python {
                    Some((_, function)) => Signature::of(definition, function, Style::Function),
                    None if PARSED_METHODS.contains(&name) => Signature::of(definition, name, Style::Parsed),
                    None => {
                        COUNTING_METHODS.iter().find(|(method, _)| *method == name).and_then(|(_, named)| {
                            let shown = if *named { name } else { "function" };
                            Signature::of(definition, shown, Style::Counting)
                        })
                    }
                };
                match MADE_OF_UFUNCS.contains(&name) {
                    true => Some(made_of_ufuncs(definition, signature)),
                    false => Some(looking_first(definition, signature?)),
                }
            });
        })
    });
}

/// Methods of a class of random generators, to be called once for a thread and class.
pub(super) fn refine_compiled_methods(
    ctx: &Context,
    class: &'static Py<PyType>,
    definitions: &'static [PyMethodDef],
) {
    refine_methods(ctx, class, definitions, |definition| {
        let is_public = !definition.name.starts_with('_');
        let signature =
            is_public.then(|| Signature::of(definition, definition.name, Style::Compiled)).flatten()?;
        Some(looking_first(definition, signature))
    });
}
