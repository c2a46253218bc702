//! What functions do with arrays of derived classes, and with other libraries' objects, that nobody answers for.

use super::manner::{self, Manner};
use super::{Public, is_ordinary};
use crate::numpy::array_like::to_array;
use crate::numpy::deferred;
use crate::numpy::ndarray::{
    self, PyNdArray, new_array, priority, results_like, strongest, wrap, wrapper_of,
};
use rustpython_vm::{
    AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
    function::{FuncArgs, KwArgs},
};

/// A function's own code, which knows plain arrays.
type Implementation<'a> = &'a dyn Fn(FuncArgs) -> PyResult;

/// Methods that are a ufunc's folding, and the ufunc.
const FOLDED: [(&str, &str); 6] = [
    ("all", "logical_and"),
    ("any", "logical_or"),
    ("max", "maximum"),
    ("min", "minimum"),
    ("prod", "multiply"),
    ("sum", "add"),
];

impl Public {
    /// What the function itself makes of arguments that nobody answers for.
    pub(in crate::numpy) fn unanswered(
        &self,
        vm: &VirtualMachine,
        mut args: FuncArgs,
        implementation: Implementation<'_>,
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
            Manner::InPython => {
                let module = deferred::import(vm, "numpy._derived")?;
                module.get_attr(&*vm.ctx.new_str(self.name.as_str()), vm)?.call(args, vm)
            }
            Manner::Method(method) => self.by_method(vm, args, method, None, implementation),
            Manner::Reduction(method, told) => self.by_method(vm, args, method, Some(told), implementation),
            Manner::Join => self.joined(vm, args, implementation),
            Manner::Like(parameter) => {
                let at = self.parameters.iter().position(|(name, _)| name == parameter);
                let given = at.and_then(|at| args.args.get(at)).or_else(|| args.kwargs.get(parameter));
                let template =
                    given.and_then(|object| object.downcast_ref::<PyNdArray>()).map(ToOwned::to_owned);
                self.make_plain(vm, &mut args)?;
                let result = implementation(args)?;
                template.map_or(Ok(result.clone()), |template| results_like(vm, &template, result))
            }
            Manner::Strongest => {
                let arrays =
                    args.args.iter().filter_map(|object| object.clone().downcast::<PyNdArray>().ok());
                let arrays: Vec<PyRef<PyNdArray>> = arrays.collect();
                self.make_plain(vm, &mut args)?;
                let result = implementation(args)?;
                let template = strongest(vm, arrays.iter());
                template.map_or(Ok(result.clone()), |template| results_like(vm, template, result))
            }
            Manner::Wrap => {
                let wrapper = wrapper_of(vm, &args.args)?;
                self.make_plain(vm, &mut args)?;
                let result = implementation(args)?;
                match wrapper.filter(|_| result.downcastable::<PyNdArray>()) {
                    Some(wrapper) => wrap(vm, &wrapper, result, None, false),
                    None => Ok(result),
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

    /// Arrays made one, of the class of that which puts itself before plain arrays, if one does.
    fn joined(&self, vm: &VirtualMachine, args: FuncArgs, implementation: Implementation<'_>) -> PyResult {
        let asked = self.asked(&args);
        let arrays = asked.iter().filter_map(|object| object.downcast_ref::<PyNdArray>());
        let ranked = arrays.map(|array| (priority(vm, array.as_object(), 0.0), array.class()));
        let plain = (0.0, ndarray::class());
        let (highest, class) = ranked.fold(plain, |best, next| if next.0 > best.0 { next } else { best });
        let result = implementation(args)?;
        match result.downcast_ref::<PyNdArray>().filter(|result| PyNdArray::is_exact(result)) {
            Some(joined) if highest > 0.0 => {
                PyNdArray::new(joined.array()).introduced(vm, class.to_owned(), None)
            }
            _ => Ok(result),
        }
    }

    /// A call handed on to a method of the first argument, if that has one: what can be left out is given by name. What
    /// folds and has no such method is the ufunc's.
    fn by_method(
        &self,
        vm: &VirtualMachine,
        mut args: FuncArgs,
        method: &str,
        told: Option<&[&str]>,
        implementation: Implementation<'_>,
    ) -> PyResult {
        if args.args.is_empty()
            && let Some((first, _)) = self.parameters.first()
            && let Some(object) = args.kwargs.shift_remove(first)
        {
            args.args.push(object);
        }
        let may_have = |object: &&PyObjectRef| !is_ordinary(object) || object.downcastable::<PyNdArray>();
        let Some(object) = args.args.first().filter(may_have).cloned() else { return implementation(args) };
        let ufunc = told.and_then(|_| FOLDED.iter().find(|(known, _)| *known == method));
        let is_plain = object.downcast_ref::<PyNdArray>().is_some_and(PyNdArray::is_exact);
        let bound = match ufunc {
            Some(_) if is_plain => None,
            _ => vm.get_attribute_opt(&object, &*vm.ctx.new_str(method))?,
        };
        let by_position = if method == "transpose" { args.args.len() } else { self.required.max(1) };
        match (bound, ufunc) {
            (Some(bound), _) => {
                let keywords = in_order(vm, self.by_name(&args, by_position), told.unwrap_or_default());
                let given = args.args.into_iter().take(by_position).skip(1).collect::<Vec<_>>();
                bound.call(FuncArgs::new(given, keywords), vm)
            }
            (None, Some((_, ufunc))) => self.fold(vm, object, ufunc, self.by_name(&args, by_position)),
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

    /// The arguments after those that are given by position, by the names that methods have for them.
    fn by_name(&self, args: &FuncArgs, by_position: usize) -> KwArgs {
        let mut named = KwArgs::default();
        let method_name = |name: &str| name.strip_prefix("a_").unwrap_or(name).to_owned();
        for ((name, _), value) in self.parameters.iter().zip(&args.args).skip(by_position) {
            named.insert(method_name(name).into(), value.clone());
        }
        for (name, value) in args.kwargs.iter() {
            named.insert(method_name(&name.to_string_lossy()).into(), value.clone());
        }
        named
    }

    /// `ufunc.reduce(object, axis, dtype, out, …)`
    fn fold(
        &self,
        vm: &VirtualMachine,
        object: PyObjectRef,
        ufunc: &'static str,
        mut given: KwArgs,
    ) -> PyResult {
        let mut take = |name: &str| given.shift_remove(name).unwrap_or_else(|| vm.ctx.none());
        let (axis, dtype, out) = (take("axis"), take("dtype"), take("out"));
        let is_truth = ufunc.starts_with("logical");
        let dtype = if is_truth { vm.ctx.types.bool_type.to_owned().into() } else { dtype };
        let reduce = vm.import("numpy", 0)?.get_attr(ufunc, vm)?.get_attr("reduce", vm)?;
        reduce.call(FuncArgs::new(vec![object, axis, dtype, out], given), vm)
    }
}

/// What a method is told first, given or not unless its name has a question mark, and then what else is given.
fn in_order(vm: &VirtualMachine, mut given: KwArgs, told: &[&str]) -> KwArgs {
    let mut keywords = KwArgs::default();
    for name in told {
        let default = || if *name == "ddof" { vm.ctx.new_int(0).into() } else { vm.ctx.none() };
        let (name, is_optional) = name.strip_suffix('?').map_or((*name, false), |name| (name, true));
        let value = given.shift_remove(name);
        if value.is_some() || !is_optional {
            keywords.insert(name.into(), value.unwrap_or_else(default));
        }
    }
    keywords.extend(given.drain(..));
    keywords
}
