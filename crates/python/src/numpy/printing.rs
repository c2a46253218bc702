//! Arrays and floats as text, and `np.set_printoptions`.

use super::arguments::Flag;
use super::array_like::{ArrayArg, to_array};
use super::ndarray::PyNdArray;
use super::scalar;
use super::warnings;
use ndgym_core::format::{
    self, Bracketing, FloatMode, FloatStyle, PrintOptions, Sign, Trim, format_positional, format_scientific,
};
use ndgym_core::{Array, Scalar, dtype::Kind};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyFloat, PyInt, PyStr},
    function::OptionalArg,
};
use std::cell::RefCell;

/// The options of one interpreter.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    options: PrintOptions,
    /// `formatter=`: functions by kind of element.
    formatter: Option<PyObjectRef>,
    override_repr: Option<PyObjectRef>,
    /// `legacy=`: the version as which to print.
    legacy: Option<&'static str>,
}

impl State {
    /// Takes the version that `legacy=` names, or None for False.
    fn choose_legacy(&mut self, vm: &VirtualMachine, object: &PyObject) -> PyResult<()> {
        let name = object.downcast_ref::<PyStr>().map(|name| name.to_string_lossy().into_owned());
        let version = LEGACY.iter().copied().find(|version| name.as_deref() == Some(*version));
        if version.is_none() && !vm.bool_eq(object, vm.ctx.false_value.as_object())? {
            let told = "legacy printing option can currently only be '1.13', '1.21', '1.25', '2.1', '2.2' or `False`";
            return warnings::warn(vm.ctx.exceptions.user_warning, told.to_owned(), 1, vm);
        }
        self.legacy = version;
        self.options.legacy = version == Some("1.13");
        if self.options.legacy {
            self.options.sign = Sign::Minus;
        }
        Ok(())
    }
}

/// The versions that `legacy=` may name.
const LEGACY: [&str; 5] = ["1.13", "1.21", "1.25", "2.1", "2.2"];

/// Whether arrays are printed as by NumPy 1.13.
pub(crate) fn is_legacy() -> bool {
    STATE.with_borrow(|state| state.options.legacy)
}

/// Whether scalars show themselves without their type, as before NumPy 2.
pub(crate) fn has_plain_scalars() -> bool {
    STATE.with_borrow(|state| state.legacy.is_some_and(|version| version.starts_with("1.")))
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Puts an interpreter's options in force as it starts to run; gives back what was in force.
pub(crate) fn exchange(state: State) -> State {
    STATE.replace(state)
}

fn current() -> State {
    STATE.with_borrow(Clone::clone)
}

/// `repr(a)`.
pub(crate) fn array_repr(vm: &VirtualMachine, ndarray: &Py<PyNdArray>) -> PyResult<String> {
    let state = current();
    if let Some(function) = &state.override_repr {
        return Ok(function.call((ndarray.to_owned(),), vm)?.str(vm)?.to_string());
    }
    repr_with(vm, &ndarray.array(), Some(ndarray), &state)
}

fn repr_with(
    vm: &VirtualMachine,
    array: &Array,
    ndarray: Option<&Py<PyNdArray>>,
    state: &State,
) -> PyResult<String> {
    let derived = ndarray.filter(|ndarray| !PyNdArray::is_exact(ndarray));
    let prefix =
        derived.map_or_else(|| "array(".to_owned(), |ndarray| format!("{}(", ndarray.class().name()));
    let text = match array.rank() == 0 && state.options.legacy {
        true => scalar::to_python(vm, array.scalar_at(array.offset())).repr(vm)?.to_string(),
        false => to_text(vm, array, state, Bracketing { separator: ", ", prefix: &prefix, suffix: ")" })?,
    };
    if state.legacy.is_some() {
        // Shapes of summarised arrays are told since NumPy 2.3.
        let options = PrintOptions { threshold: usize::MAX, ..state.options.clone() };
        return Ok(format::repr_from_text(array, &prefix, &text, &options));
    }
    Ok(format::repr_from_text(array, &prefix, &text, &state.options))
}

/// `str(a)`.
pub(crate) fn array_str(vm: &VirtualMachine, array: &Array) -> PyResult<String> {
    str_with(vm, array, &current())
}

fn str_with(vm: &VirtualMachine, array: &Array, state: &State) -> PyResult<String> {
    if array.rank() == 0 {
        let element = scalar::new_scalar(vm, array.scalar_at(array.offset()));
        return Ok(element.str(vm)?.to_string());
    }
    to_text(vm, array, state, Bracketing::default())
}

fn to_text(vm: &VirtualMachine, array: &Array, state: &State, brackets: Bracketing<'_>) -> PyResult<String> {
    let Some(function) = element_function(vm, array, state)? else {
        return Ok(format::array_to_string(array, &state.options, brackets));
    };
    let mut failure = None;
    let mut write = |value: Scalar| {
        let text = function.call((scalar::new_scalar(vm, value),), vm).and_then(|text| text.str(vm));
        match text {
            Ok(text) => text.to_string(),
            Err(error) => {
                failure.get_or_insert(error);
                String::new()
            }
        }
    };
    let text = format::array_to_string_with(array, &state.options, brackets, &mut write);
    failure.map_or(Ok(text), Err)
}

/// The learner's function for elements of this kind, if `formatter=` names one.
fn element_function(vm: &VirtualMachine, array: &Array, state: &State) -> PyResult<Option<PyObjectRef>> {
    let Some(formatter) = &state.formatter else { return Ok(None) };
    let names: &[&str] = match array.dtype().kind() {
        Kind::Bool => &["bool", "all"],
        Kind::Signed | Kind::Unsigned => &["int", "int_kind", "all"],
        Kind::Float => &["float", "float_kind", "all"],
        Kind::Complex => &["complexfloat", "complex_kind", "all"],
        Kind::Text => &["numpystr", "str_kind", "all"],
    };
    for name in names {
        if let Ok(function) = formatter.get_item(*name, vm)
            && !vm.is_none(&function)
        {
            return Ok(Some(function));
        }
    }
    Ok(None)
}

/// Arguments that change options; those of `set_printoptions`, and of `array2string` among others.
#[derive(Clone, Debug, Default, rustpython_vm::FromArgs)]
pub(crate) struct OptionArgs {
    #[pyarg(any, optional)]
    precision: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    threshold: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    edgeitems: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    linewidth: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    suppress: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    nanstr: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    infstr: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    formatter: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    sign: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    floatmode: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    legacy: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    override_repr: OptionalArg<Option<PyObjectRef>>,
}

const SIGNS: [(&str, Sign); 3] = [("-", Sign::Minus), ("+", Sign::Plus), (" ", Sign::Space)];
const FLOAT_MODES: [(&str, FloatMode); 4] = [
    ("fixed", FloatMode::Fixed),
    ("unique", FloatMode::Unique),
    ("maxprec", FloatMode::MaxPrecision),
    ("maxprec_equal", FloatMode::MaxPrecisionEqual),
];

fn count(vm: &VirtualMachine, object: &PyObject) -> PyResult<usize> {
    Ok(usize::try_from(super::arguments::index(vm, object)?).unwrap_or(0))
}

fn threshold(vm: &VirtualMachine, object: &PyObject) -> PyResult<usize> {
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        let value = float.to_f64();
        if value.is_nan() {
            return Err(vm.new_value_error(
                "threshold must be non-NAN, try sys.maxsize for untruncated representation",
            ));
        }
        return Ok(value as usize);
    }
    if !object.downcastable::<PyInt>() && scalar::from_scalar_object(object).is_none() {
        return Err(vm.new_type_error("threshold must be numeric"));
    }
    count(vm, object)
}

impl OptionArgs {
    /// The state with these options changed.
    fn apply(&self, vm: &VirtualMachine, mut state: State) -> PyResult<State> {
        let options = &mut state.options;
        let text = |object: &PyObjectRef| object.str(vm).map(|text| text.to_string());
        if let Some(object) = self.present(vm, &self.precision) {
            let Some(Ok(number)) = object.try_index_opt(vm) else {
                return Err(vm.new_type_error("precision must be an integer"));
            };
            let number = super::arguments::index(vm, number.as_object())?;
            options.precision =
                usize::try_from(number).map_err(|_| vm.new_value_error("precision must be >= 0"))?;
        }
        if let Some(object) = self.present(vm, &self.threshold) {
            options.threshold = threshold(vm, object)?;
        }
        if let Some(object) = self.present(vm, &self.edgeitems) {
            options.edgeitems = count(vm, object)?;
        }
        if let Some(object) = self.present(vm, &self.linewidth) {
            options.linewidth = threshold(vm, object)?;
        }
        if let Some(object) = self.present(vm, &self.suppress) {
            options.suppress = object.clone().try_to_bool(vm)?;
        }
        if let Some(object) = self.present(vm, &self.nanstr) {
            options.nanstr = text(object)?;
        }
        if let Some(object) = self.present(vm, &self.infstr) {
            options.infstr = text(object)?;
        }
        if let Some(object) = self.present(vm, &self.sign) {
            let text = text(object)?;
            let found = SIGNS.iter().find(|(name, _)| *name == text);
            options.sign =
                found.ok_or_else(|| vm.new_value_error("sign option must be one of ' ', '+', or '-'"))?.1;
        }
        if let Some(object) = self.present(vm, &self.floatmode) {
            let text = text(object)?;
            let found = FLOAT_MODES.iter().find(|(name, _)| *name == text);
            options.float_mode = found
                .ok_or_else(|| {
                    vm.new_value_error(
                        "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", \"maxprec_equal\"",
                    )
                })?
                .1;
        }
        if let Some(object) = self.present(vm, &self.legacy) {
            state.choose_legacy(vm, object)?;
        }
        if let OptionalArg::Present(function) = &self.override_repr {
            state.override_repr = function.clone();
        }
        Ok(state)
    }

    fn present<'a>(&self, vm: &VirtualMachine, object: &'a Option<PyObjectRef>) -> Option<&'a PyObjectRef> {
        object.as_ref().filter(|object| !vm.is_none(object))
    }
}

fn as_dict(vm: &VirtualMachine, state: &State) -> PyResult<PyDictRef> {
    let dict = vm.ctx.new_dict();
    let options = &state.options;
    let named = |value: bool| vm.ctx.new_bool(value).into();
    let sign = SIGNS.iter().find(|(_, sign)| *sign == options.sign).map_or("-", |(name, _)| name);
    let mode = FLOAT_MODES.iter().find(|(_, mode)| *mode == options.float_mode).map_or("", |(name, _)| name);
    let entries: [(&str, PyObjectRef); 12] = [
        ("edgeitems", vm.ctx.new_int(options.edgeitems).into()),
        ("threshold", vm.ctx.new_int(options.threshold).into()),
        ("floatmode", vm.ctx.new_str(mode).into()),
        ("precision", vm.ctx.new_int(options.precision).into()),
        ("suppress", named(options.suppress)),
        ("linewidth", vm.ctx.new_int(options.linewidth).into()),
        ("nanstr", vm.ctx.new_str(options.nanstr.as_str()).into()),
        ("infstr", vm.ctx.new_str(options.infstr.as_str()).into()),
        ("sign", vm.ctx.new_str(sign).into()),
        ("formatter", state.formatter.clone().unwrap_or_else(|| vm.ctx.none())),
        ("legacy", state.legacy.map_or_else(|| named(false), |version| vm.ctx.new_str(version).into())),
        ("override_repr", state.override_repr.clone().unwrap_or_else(|| vm.ctx.none())),
    ];
    for (name, value) in entries {
        dict.set_item(name, value, vm)?;
    }
    Ok(dict)
}

/// Arguments of `array_str`: those of `array_repr`, with another name for the array.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct StrArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any, optional)]
    max_line_width: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    precision: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    suppress_small: Option<PyObjectRef>,
}

/// Arguments of `array_repr`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct TextArgs {
    #[pyarg(any)]
    arr: ArrayArg,
    #[pyarg(any, optional)]
    max_line_width: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    precision: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    suppress_small: Option<PyObjectRef>,
}

impl TextArgs {
    fn state(&self, vm: &VirtualMachine) -> PyResult<State> {
        let changes = OptionArgs {
            linewidth: self.max_line_width.clone(),
            precision: self.precision.clone(),
            suppress: self.suppress_small.clone(),
            ..OptionArgs::default()
        };
        changes.apply(vm, current())
    }
}

/// Arguments of `array2string`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct Array2StringArgs {
    #[pyarg(any)]
    a: PyObjectRef,
    #[pyarg(any, optional)]
    max_line_width: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    precision: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    suppress_small: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    separator: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    prefix: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    formatter: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    threshold: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    edgeitems: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    sign: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    floatmode: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    suffix: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    legacy: Option<PyObjectRef>,
}

/// Arguments of `format_float_positional` and `format_float_scientific`.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct FloatArgs {
    #[pyarg(any)]
    x: PyObjectRef,
    #[pyarg(any, optional)]
    precision: Option<PyObjectRef>,
    #[pyarg(any, default = Flag(true))]
    unique: Flag,
    #[pyarg(any, default = Flag(true))]
    fractional: Flag,
    #[pyarg(any, optional)]
    trim: Option<PyObjectRef>,
    #[pyarg(any, default = Flag(false))]
    sign: Flag,
    #[pyarg(any, optional)]
    pad_left: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    pad_right: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    min_digits: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    exp_digits: Option<PyObjectRef>,
}

impl FloatArgs {
    fn style(&self, vm: &VirtualMachine) -> PyResult<FloatStyle> {
        let number = |object: &Option<PyObjectRef>, name: &str| -> PyResult<Option<usize>> {
            let Some(object) = object.as_ref().filter(|object| !vm.is_none(object)) else { return Ok(None) };
            let number = super::arguments::index(vm, object)?;
            match usize::try_from(number) {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(vm.new_value_error(format!("{name} must be >= 0"))),
            }
        };
        let precision = number(&self.precision, "precision")?;
        let pad_left = number(&self.pad_left, "pad_left")?.unwrap_or(0);
        let pad_right = number(&self.pad_right, "pad_right")?;
        let min_digits = number(&self.min_digits, "min_digits")?;
        if !self.fractional.0 && precision == Some(0) {
            return Err(vm.new_value_error("precision must be greater than 0 if fractional=False"));
        }
        if precision.is_some_and(|precision| precision > 0 && min_digits > Some(precision)) {
            return Err(vm.new_value_error("min_digits must be less than or equal to precision"));
        }
        let trim = self.trim(vm)?;
        if !self.unique.0 && precision.is_none() {
            return Err(vm.new_type_error("in non-unique mode `precision` must be supplied"));
        }
        Ok(FloatStyle {
            precision,
            min_digits,
            unique: self.unique.0,
            fractional: self.fractional.0,
            trim,
            plus: self.sign.0,
            pad_left,
            pad_right,
            exponent_digits: number(&self.exp_digits, "exp_digits")?.unwrap_or(2),
        })
    }

    fn trim(&self, vm: &VirtualMachine) -> PyResult<Trim> {
        let Some(object) = &self.trim else { return Ok(Trim::Keep) };
        Ok(match object.str(vm)?.to_string().as_str() {
            "k" => Trim::Keep,
            "." => Trim::Point,
            "0" => Trim::OneZero,
            "-" => Trim::All,
            other => {
                let text = format!("if supplied, trim must be 'k', '.', '0' or '-' found `{other:>100}`");
                return Err(vm.new_type_error(text));
            }
        })
    }

    fn text(&self, vm: &VirtualMachine, scientific: bool) -> PyResult<String> {
        let style = self.style(vm)?;
        let value = match scalar::from_scalar_object(&self.x) {
            Some(value @ Scalar::Float32(_)) => value,
            _ => Scalar::Float64(self.x.try_float(vm)?.to_f64()),
        };
        let double: f64 = value.get();
        if !double.is_finite() {
            return Ok(match double {
                _ if double.is_nan() => "nan",
                _ if double < 0.0 => "-inf",
                _ if style.plus => "+inf",
                _ => "inf",
            }
            .to_owned());
        }
        Ok(match (value, scientific) {
            (Scalar::Float32(value), true) => format_scientific(value, &style),
            (Scalar::Float32(value), false) => format_positional(value, &style),
            (_, true) => format_scientific(double, &style),
            (_, false) => format_positional(double, &style),
        })
    }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::*;

    #[pyfunction]
    fn set_printoptions(args: OptionArgs, vm: &VirtualMachine) -> PyResult<()> {
        let mut state = args.apply(vm, current())?;
        // A formatter holds until the next call.
        state.formatter = args.formatter.filter(|object| !vm.is_none(object));
        exchange(state);
        Ok(())
    }

    #[pyfunction]
    fn get_printoptions(vm: &VirtualMachine) -> PyResult<PyDictRef> {
        as_dict(vm, &current())
    }

    #[pyfunction]
    fn array2string(args: Array2StringArgs, vm: &VirtualMachine) -> PyResult<String> {
        let is_array = args.a.downcastable::<PyNdArray>() || scalar::from_scalar_object(&args.a).is_some();
        if !is_array {
            let name = args.a.class().slot_name().to_string();
            return Err(vm.new_attribute_error(format!("'{name}' object has no attribute 'size'")));
        }
        let array = to_array(vm, &args.a)?;
        let changes = OptionArgs {
            linewidth: args.max_line_width,
            precision: args.precision,
            suppress: args.suppress_small,
            threshold: args.threshold,
            edgeitems: args.edgeitems,
            sign: args.sign,
            floatmode: args.floatmode,
            legacy: args.legacy,
            ..OptionArgs::default()
        };
        let mut state = changes.apply(vm, current())?;
        if let Some(formatter) = args.formatter.filter(|object| !vm.is_none(object)) {
            state.formatter = Some(formatter);
        }
        let text = |object: Option<PyObjectRef>, default: &str| match object {
            Some(object) => match object.downcast_ref::<PyStr>() {
                Some(text) => Ok(text.to_string()),
                None => object.str(vm).map(|text| text.to_string()),
            },
            None => Ok(default.to_owned()),
        };
        let (separator, prefix, suffix) =
            (text(args.separator, " ")?, text(args.prefix, "")?, text(args.suffix, "")?);
        let brackets = Bracketing { separator: &separator, prefix: &prefix, suffix: &suffix };
        to_text(vm, &array, &state, brackets)
    }

    #[pyfunction]
    fn array_repr(args: TextArgs, vm: &VirtualMachine) -> PyResult<String> {
        repr_with(vm, &args.arr.array, args.arr.owner().map(|owner| &**owner), &args.state(vm)?)
    }

    #[pyfunction]
    fn array_str(args: StrArgs, vm: &VirtualMachine) -> PyResult<String> {
        let StrArgs { a, max_line_width, precision, suppress_small } = args;
        let args = TextArgs { arr: a, max_line_width, precision, suppress_small };
        str_with(vm, &args.arr.array, &args.state(vm)?)
    }

    #[pyfunction]
    fn format_float_positional(args: FloatArgs, vm: &VirtualMachine) -> PyResult<String> {
        args.text(vm, false)
    }

    #[pyfunction]
    fn format_float_scientific(args: FloatArgs, vm: &VirtualMachine) -> PyResult<String> {
        args.text(vm, true)
    }
}
