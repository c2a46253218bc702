//! Python objects as arrays: `np.asarray` of anything.

use super::errors::{ExceptionTypes, OrRaise};
use super::foreign::{offered_array, viewed_memory};
use super::ndarray::{PyFlatIterator, PyNdArray};
use super::scalar;
use super::warnings;
use ndgym_core::layout::{self, MAX_RANK};
use ndgym_core::text::Text;
use ndgym_core::{Array, Complex64, DType, Scalar, dtype::Kind, promote::promote_types, with_element};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyRef, PyResult, TryFromObject, VirtualMachine,
    builtins::{
        PyByteArray, PyBytes, PyComplex, PyDict, PyFloat, PyInt, PyList, PyMemoryView, PyRange, PyStr,
        PyTuple,
    },
};

/// An argument that NumPy calls `array_like`, as an array. Remembers the `ndarray` it came from, so that results that are
/// views of it get the right `base`.
pub(crate) struct ArrayArg {
    /// The array.
    pub(crate) array: Array,
    owner: Option<PyRef<PyNdArray>>,
    /// Whether it was a NumPy scalar.
    scalar: bool,
}

impl ArrayArg {
    /// From any object.
    pub(crate) fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<ArrayArg> {
        match object.downcast_ref::<PyNdArray>() {
            Some(ndarray) => {
                Ok(ArrayArg { array: ndarray.array(), owner: Some(ndarray.to_owned()), scalar: false })
            }
            None => Ok(ArrayArg {
                array: to_array(vm, object)?,
                owner: None,
                scalar: scalar::from_scalar_object(object).is_some(),
            }),
        }
    }

    /// The same as a plain array, unless those of derived classes are to stay what they are.
    pub(crate) fn unless(self, vm: &VirtualMachine, subok: bool) -> PyResult<ArrayArg> {
        match &self.owner {
            Some(owner) if !subok && !PyNdArray::is_exact(owner) => {
                ArrayArg::from_object(vm, &*PyNdArray::plain(owner, vm)?)
            }
            _ => Ok(self),
        }
    }

    /// A result derived from this argument as a Python array: with the right `base` if it is a view. What was derived from
    /// a scalar becomes a scalar again if it has no axes.
    pub(crate) fn derived(&self, vm: &VirtualMachine, result: Array) -> PyResult {
        match &self.owner {
            Some(owner) => PyNdArray::derived(owner, result, vm),
            None if self.scalar => super::ndarray::array_or_scalar(vm, result),
            None => super::ndarray::new_array(vm, result),
        }
    }

    /// Like [`ArrayArg::derived`], but an array even if it has no axes.
    pub(crate) fn derived_array(&self, vm: &VirtualMachine, result: Array) -> PyResult {
        match &self.owner {
            Some(owner) => PyNdArray::derived(owner, result, vm),
            None => super::ndarray::new_array(vm, result),
        }
    }

    /// Like [`ArrayArg::derived`], but 0-d results become scalars.
    pub(crate) fn derived_or_scalar(&self, vm: &VirtualMachine, result: Array) -> PyResult {
        if result.rank() == 0 {
            super::ndarray::array_or_scalar(vm, result)
        } else {
            self.derived(vm, result)
        }
    }

    /// A result through the `__array_wrap__` of an array of a derived class; a scalar if it has no axes.
    pub(crate) fn wrapped(&self, vm: &VirtualMachine, result: Array) -> PyResult {
        match self.owner.as_ref().filter(|_| self.is_derived() && result.rank() > 0) {
            Some(owner) => {
                let wrapper = owner.as_object().get_attr("__array_wrap__", vm)?;
                super::ndarray::wrap(vm, &wrapper, super::ndarray::new_array(vm, result)?, None, false)
            }
            None => super::ndarray::array_or_scalar(vm, result),
        }
    }

    /// Whether it is an array of a derived class.
    pub(crate) fn is_derived(&self) -> bool {
        self.owner.as_ref().is_some_and(|owner| !PyNdArray::is_exact(owner))
    }

    /// The `ndarray` this argument was given as, if it was one.
    pub(crate) fn owner(&self) -> Option<&PyRef<PyNdArray>> {
        self.owner.as_ref()
    }
}

impl TryFromObject for ArrayArg {
    fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
        ArrayArg::from_object(vm, &object)
    }
}

/// Any object as an array: an `ndarray` is taken as it is (sharing its memory), everything else makes a new one.
pub fn to_array(vm: &VirtualMachine, object: &PyObject) -> PyResult<Array> {
    match existing_array(vm, object)? {
        Some(array) => Ok(array),
        None => sequence_to_array(vm, object, None, MAX_RANK),
    }
}

/// Any object as an array of a given element type, converted as `np.asarray(object, dtype)` does.
pub(crate) fn to_array_of(vm: &VirtualMachine, object: &PyObject, dtype: DType) -> PyResult<Array> {
    match existing_array(vm, object)? {
        Some(array) => super::operators::cast_with_warnings(vm, &array, dtype),
        None => sequence_to_array(vm, object, Some(dtype), MAX_RANK),
    }
}

/// NumPy's warning when complex numbers become real ones.
pub(crate) fn warn_if_imaginary_part_is_lost(vm: &VirtualMachine, from: DType, to: DType) -> PyResult<()> {
    if from.is_complex() && !to.is_complex() && to != DType::Bool && !to.is_text() {
        let class = &ExceptionTypes::get(&vm.ctx).complex_warning;
        warnings::warn(
            class,
            "Casting complex values to real discards the imaginary part".to_owned(),
            1,
            vm,
        )?;
    }
    Ok(())
}

/// The array of an object that is one, or that offers one by `__array__`.
fn existing_array(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Array>> {
    if let Some(ndarray) = object.downcast_ref::<PyNdArray>() {
        return Ok(Some(ndarray.array()));
    }
    if let Some(scalar) = scalar::from_scalar_object(object) {
        return Array::from_scalar(scalar).or_raise(vm).map(Some);
    }
    if is_plain(vm, object) || object.fast_isinstance(vm.ctx.types.type_type) {
        return Ok(None);
    }
    if let Some(flat) = object.downcast_ref::<PyFlatIterator>() {
        return flat.copied(vm).map(Some);
    }
    if object.downcastable::<PyMemoryView>() {
        return viewed_memory(vm, object).map(Some);
    }
    Ok(offered_array(vm, object, None, None)?.map(|ndarray| ndarray.array()))
}

/// Whether it is a built-in object that has no `__array__` for sure.
fn is_plain(vm: &VirtualMachine, object: &PyObject) -> bool {
    let class = object.class();
    let types = &vm.ctx.types;
    [types.list_type, types.tuple_type, types.float_type, types.int_type, types.bool_type, types.complex_type]
        .into_iter()
        .any(|plain| class.is(plain))
}

/// The elements of nested sequences, and the shape they have in common.
struct Discovery<'a> {
    vm: &'a VirtualMachine,
    /// The element type asked for.
    requested: Option<DType>,
    /// How deep sequences may be nested.
    max_rank: usize,
    /// The type that holds all elements met so far.
    promoted: Option<DType>,
    shape: Vec<usize>,
    /// At which depth elements lie, once one was met.
    rank: Option<usize>,
    /// The smallest depth at which lengths or depths differ.
    ragged: Option<usize>,
    elements: Vec<Scalar>,
}

/// The array of nested sequences that are at most `max_rank` deep.
pub(crate) fn sequence_to_array(
    vm: &VirtualMachine,
    object: &PyObject,
    requested: Option<DType>,
    max_rank: usize,
) -> PyResult<Array> {
    let mut discovery = Discovery {
        vm,
        requested,
        max_rank,
        promoted: None,
        shape: Vec::new(),
        rank: None,
        ragged: None,
        elements: Vec::new(),
    };
    discovery.visit(object, 0)?;
    if let Some(depth) = discovery.ragged {
        return Err(vm.new_value_error(format!(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after {depth} \
             dimensions. The detected shape was {} + inhomogeneous part.",
            layout::shape_as_tuple(&discovery.shape[..depth])
        )));
    }
    let dtype = match requested {
        // As wide as it takes.
        Some(DType::Text(0)) => DType::Text(discovery.promoted.map_or(0, DType::text_width)),
        requested => requested.or(discovery.promoted).unwrap_or(DType::Float64),
    };
    Array::from_scalars(&discovery.shape, &discovery.elements, dtype).or_raise(vm)
}

impl Discovery<'_> {
    fn visit(&mut self, object: &PyObject, depth: usize) -> PyResult<()> {
        if let Some(list) = object.downcast_ref::<PyList>() {
            self.enter(list.borrow_vec().len(), depth)?;
            // By index: converting an element may run code that changes the list.
            let mut index = 0;
            loop {
                let Some(item) = list.borrow_vec().get(index).cloned() else { return Ok(()) };
                self.visit(&item, depth + 1)?;
                index += 1;
            }
        }
        if let Some(tuple) = object.downcast_ref::<PyTuple>() {
            self.enter(tuple.len(), depth)?;
            return tuple.as_slice().iter().try_for_each(|item| self.visit(item, depth + 1));
        }
        if let Some(number) = self.number(object)? {
            self.element(number, depth);
            return Ok(());
        }
        if let Some(array) = existing_array(self.vm, object)? {
            return self.array(&array, depth);
        }
        if let Some(bytes) = object.downcast_ref::<PyByteArray>()
            && self.requested.is_none()
        {
            let bytes = bytes.borrow_buf().to_vec();
            self.enter(bytes.len(), depth)?;
            self.promote(DType::UInt8);
            bytes.into_iter().for_each(|byte| self.element(Scalar::UInt8(byte), depth + 1));
            return Ok(());
        }
        if is_sequence(object) {
            let items = sequence_items(self.vm, object)?;
            self.enter(items.len(), depth)?;
            return items.iter().try_for_each(|item| self.visit(item, depth + 1));
        }
        match self.requested {
            Some(dtype) => {
                let element = convert_object(self.vm, object, dtype)?;
                self.element(element, depth);
                Ok(())
            }
            None => Err(not_numeric(self.vm, object)),
        }
    }

    /// The element that a number or a text is, if the object is one.
    fn number(&mut self, object: &PyObject) -> PyResult<Option<Scalar>> {
        let scalar = scalar::from_scalar_object(object);
        match (scalar, self.requested) {
            (Some(scalar), None) => Ok(Some(scalar)),
            (Some(scalar), Some(dtype)) => {
                if dtype == DType::Text(0) {
                    self.promote(DType::Text(scalar.dtype().text_width()));
                }
                convert_scalar(self.vm, scalar, dtype).map(Some)
            }
            (None, Some(dtype)) if is_python_number(object) => {
                convert_object(self.vm, object, dtype).map(Some)
            }
            (None, Some(dtype)) if dtype.is_text() && object.downcastable::<PyStr>() => {
                convert_object(self.vm, object, dtype).map(Some)
            }
            (None, None) => match object.downcast_ref::<PyStr>() {
                Some(text) => Ok(Some(Text::new(&text.to_string_lossy()).into())),
                None => python_number(self.vm, object),
            },
            _ => Ok(None),
        }
    }

    /// Takes note of a sequence of `len` items at `depth`.
    fn enter(&mut self, len: usize, depth: usize) -> PyResult<()> {
        if depth >= self.max_rank {
            return Err(self.vm.new_value_error(format!(
                "setting an array element with a sequence. The requested array would exceed the maximum number of \
                 dimension of {}.",
                self.max_rank
            )));
        }
        match self.rank {
            Some(rank) if depth >= rank => self.mark_ragged(rank),
            _ if depth == self.shape.len() => self.shape.push(len),
            _ if self.shape[depth] != len => self.mark_ragged(depth),
            _ => {}
        }
        Ok(())
    }

    fn mark_ragged(&mut self, depth: usize) {
        self.ragged = Some(self.ragged.map_or(depth, |earlier| earlier.min(depth)));
    }

    fn at_rank(&mut self, depth: usize) {
        let rank = *self.rank.get_or_insert(depth.max(self.shape.len()));
        if rank != depth {
            self.mark_ragged(depth.min(rank));
        }
    }

    /// Takes note of a type that elements have.
    fn promote(&mut self, dtype: DType) {
        self.promoted = Some(self.promoted.map_or(dtype, |promoted| promote_types(promoted, dtype)));
    }

    fn element(&mut self, element: Scalar, depth: usize) {
        self.at_rank(depth);
        self.promote(element.dtype());
        self.elements.push(element);
    }

    /// Takes an array in as if it were a nested sequence.
    fn array(&mut self, array: &Array, depth: usize) -> PyResult<()> {
        for (axis, len) in array.shape().iter().enumerate() {
            self.enter(*len, depth + axis)?;
        }
        let dtype = array.dtype();
        self.promote(dtype);
        if array.size() == 0 {
            return Ok(());
        }
        self.at_rank(depth + array.rank());
        let target = self.requested.unwrap_or(dtype);
        let cast = super::operators::cast_with_warnings(self.vm, array, target)?;
        if target.is_text() {
            self.elements.extend(cast.texts().or_raise(self.vm)?.into_iter().map(Scalar::from));
            return Ok(());
        }
        with_element!(target, T => self.elements.extend(cast.to_vec::<T>().into_iter().map(Scalar::new::<T>)));
        Ok(())
    }
}

/// Whether NumPy would look into the object rather than take it as one element.
fn is_sequence(object: &PyObject) -> bool {
    object.downcastable::<PyRange>()
        || object.downcastable::<PyByteArray>()
        || object.downcastable::<PyMemoryView>()
        || !object.downcastable::<PyStr>()
            && !object.downcastable::<PyBytes>()
            && !object.downcastable::<PyDict>()
            && {
                let slots = object.class().slots();
                let has_length =
                    slots.as_sequence.length.load().is_some() || slots.as_mapping.length.load().is_some();
                has_length && slots.as_sequence.item.load().is_some()
            }
}

fn sequence_items(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<PyObjectRef>> {
    object.to_owned().try_to_value(vm)
}

fn is_python_number(object: &PyObject) -> bool {
    object.downcastable::<PyFloat>() || object.downcastable::<PyInt>() || object.downcastable::<PyComplex>()
}

/// A Python number as NumPy takes it without being told a type.
fn python_number(vm: &VirtualMachine, object: &PyObject) -> PyResult<Option<Scalar>> {
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        return Ok(Some(Scalar::Float64(float.to_f64())));
    }
    if let Some(int) = object.downcast_ref::<PyInt>() {
        if object.class().is(vm.ctx.types.bool_type) {
            return Ok(Some(Scalar::Bool(object.is(&vm.ctx.true_value))));
        }
        let int = int.as_bigint();
        return match (int.to_i64(), int.to_u64()) {
            (Some(value), _) => Ok(Some(Scalar::Int64(value))),
            (None, Some(value)) => Ok(Some(Scalar::UInt64(value))),
            (None, None) => Err(vm.new_overflow_error("Python int too large to convert to C long")),
        };
    }
    Ok(object.downcast_ref::<PyComplex>().map(|complex| Scalar::Complex128(complex.as_complex())))
}

/// What is raised for an element that only NumPy's object arrays could hold.
pub(crate) fn not_numeric(
    vm: &VirtualMachine,
    object: &PyObject,
) -> rustpython_vm::builtins::PyBaseExceptionRef {
    let class = object.class();
    vm.new_type_error(format!(
        "arrays here hold bools, integers, floats, complex numbers and texts, not '{}' objects",
        class.slot_name()
    ))
}

/// A NumPy scalar as an element of a type, checked as NumPy does inside sequences: signed integers must fit.
fn convert_scalar(vm: &VirtualMachine, scalar: Scalar, dtype: DType) -> PyResult<Scalar> {
    if scalar.dtype() == dtype {
        return Ok(scalar);
    }
    match (scalar.dtype().kind(), dtype.kind()) {
        (Kind::Signed | Kind::Unsigned | Kind::Bool, Kind::Signed) => match scalar.as_integer() {
            Some(value) => integer_element(vm, value, dtype),
            None => Ok(scalar.cast(dtype)),
        },
        (Kind::Float, Kind::Signed) => float_to_integer_element(vm, scalar.get::<f64>(), dtype),
        _ => cast_scalar(vm, scalar, dtype),
    }
}

/// A Python object as an element of a type, as assignment to an array's cell converts it.
pub(crate) fn convert_object(vm: &VirtualMachine, object: &PyObject, dtype: DType) -> PyResult<Scalar> {
    if let Some(scalar) = scalar::from_scalar_object(object) {
        return convert_scalar(vm, scalar, dtype);
    }
    match dtype.kind() {
        Kind::Text => Ok(text_of(vm, object)?.cut(dtype.text_width()).into()),
        Kind::Bool => object.try_to_bool(vm).map(Scalar::Bool),
        Kind::Signed | Kind::Unsigned => integer_from_object(vm, object, dtype),
        Kind::Float => {
            let value = match object.downcast_ref::<PyFloat>() {
                Some(float) => float.to_f64(),
                None if vm.is_none(object) => f64::NAN,
                None => {
                    let float = vm.ctx.types.float_type.as_object().call((object.to_owned(),), vm)?;
                    float.try_float(vm)?.to_f64()
                }
            };
            narrowed(vm, Scalar::Float64(value), dtype)
        }
        Kind::Complex => {
            let value = match object.downcast_ref::<PyFloat>() {
                Some(float) => Complex64::new(float.to_f64(), 0.0),
                None if vm.is_none(object) => Complex64::new(f64::NAN, f64::NAN),
                None => {
                    let complex = vm.ctx.types.complex_type.as_object().call((object.to_owned(),), vm)?;
                    complex.downcast_ref::<PyComplex>().map_or_else(Complex64::default, |c| c.as_complex())
                }
            };
            narrowed(vm, Scalar::Complex128(value), dtype)
        }
    }
}

/// What an object is as text: `str(object)`, and bytes by their letters.
fn text_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Text> {
    if object.downcastable::<PyBytes>() {
        let letters = vm.call_method(object, "decode", ("ascii",))?;
        return Ok(Text::new(&letters.str(vm)?.to_string_lossy()));
    }
    Ok(Text::new(&object.str(vm)?.to_string_lossy()))
}

/// A number in a type's precision, with NumPy's warning if it is beyond that.
fn narrowed(vm: &VirtualMachine, number: Scalar, dtype: DType) -> PyResult<Scalar> {
    let cast = number.narrowed(dtype);
    if matches!(dtype, DType::Float32 | DType::Complex64) {
        super::warnings::report(vm, "cast")?;
    }
    Ok(cast)
}

/// A NumPy scalar as it is stored into one element: signed integers are made by Python's `int()` and must fit, all else is
/// cast.
pub(crate) fn stored_scalar(vm: &VirtualMachine, scalar: Scalar, dtype: DType) -> PyResult<Scalar> {
    let is_number = matches!(scalar.dtype().kind(), Kind::Float | Kind::Signed | Kind::Unsigned);
    if dtype.kind() == Kind::Signed && is_number {
        return match scalar.as_integer() {
            Some(value) => integer_element(vm, value, dtype),
            None => float_to_integer_element(vm, scalar.get::<f64>(), dtype),
        };
    }
    cast_scalar(vm, scalar, dtype)
}

/// A NumPy scalar cast, with NumPy's warnings.
fn cast_scalar(vm: &VirtualMachine, scalar: Scalar, dtype: DType) -> PyResult<Scalar> {
    let array = Array::from_scalar(scalar).or_raise(vm)?;
    let cast = super::operators::cast_with_warnings(vm, &array, dtype)?;
    Ok(cast.scalar_at(cast.offset()))
}

fn integer_from_object(vm: &VirtualMachine, object: &PyObject, dtype: DType) -> PyResult<Scalar> {
    if let Some(float) = object.downcast_ref::<PyFloat>() {
        return float_to_integer_element(vm, float.to_f64(), dtype);
    }
    let int: PyObjectRef = match object.downcast_ref::<PyInt>() {
        Some(int) => int.to_owned().into(),
        None => vm.ctx.types.int_type.as_object().call((object.to_owned(),), vm)?,
    };
    let value = int.downcast_ref::<PyInt>().and_then(|int| int.as_bigint().to_i128());
    match value {
        Some(value) => integer_element(vm, value, dtype),
        None => Err(vm.new_overflow_error("Python int too large to convert to C long")),
    }
}

fn integer_element(vm: &VirtualMachine, value: i128, dtype: DType) -> PyResult<Scalar> {
    match integer_scalar(value, dtype) {
        Some(scalar) => Ok(scalar),
        None if i64::try_from(value).is_err() => {
            Err(vm.new_overflow_error("Python int too large to convert to C long"))
        }
        None => {
            Err(vm.new_overflow_error(format!("Python integer {value} out of bounds for {}", dtype.name())))
        }
    }
}

/// An integer as an element of an integer type, if it fits.
pub(crate) fn integer_scalar(value: i128, dtype: DType) -> Option<Scalar> {
    let scalar = if value < 0 {
        Scalar::Int64(value.try_into().ok()?)
    } else {
        Scalar::UInt64(value.try_into().ok()?)
    };
    let cast = scalar.cast(dtype);
    (cast.as_integer() == Some(value)).then_some(cast)
}

fn float_to_integer_element(vm: &VirtualMachine, value: f64, dtype: DType) -> PyResult<Scalar> {
    if value.is_nan() {
        return Err(vm.new_value_error("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(vm.new_overflow_error("cannot convert float infinity to integer"));
    }
    // Out of i128's range it is out of every element type's.
    let truncated = if value.abs() < 1e38 { value as i128 } else { i128::MAX };
    integer_element(vm, truncated, dtype)
}
