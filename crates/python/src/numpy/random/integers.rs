//! Whole numbers within bounds: `Generator.integers` and `RandomState.randint`.

use super::bit_generator::PyBitGenerator;
use super::draw::{SizeArg, is_class, output_shape};
use crate::numpy::array_like::{convert_object, to_array};
use crate::numpy::dtype::{self, PyDType};
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::new_array;
use crate::numpy::scalar::{new_scalar, to_python};
use ndgym_core::dtype::Kind;
use ndgym_core::random::bounded::{Method, Narrow, up_to, up_to_u32};
use ndgym_core::random::{BitGenerator, BitSource};
use ndgym_core::{Array, DType, Element, Scalar, with_element, with_source};
use num_traits::ToPrimitive;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyInt},
};

/// What is asked for.
pub(super) struct Request<'a> {
    pub(super) low: PyObjectRef,
    pub(super) high: Option<PyObjectRef>,
    pub(super) size: SizeArg,
    pub(super) dtype: Option<&'a PyObject>,
    /// Whether `high` itself may be drawn.
    pub(super) closed: bool,
    pub(super) method: Method,
    /// The method's name.
    pub(super) function: &'static str,
}

/// One bound: a number, or an array of them.
enum Bound {
    One(i128),
    Many(Array),
}

impl Bound {
    fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<Bound> {
        // Any integer is a bound; whether it is too large for the type is for the caller to say.
        if let Some(integer) = object.downcast_ref::<PyInt>() {
            let integer = integer.as_bigint();
            let extreme =
                if integer.sign() == malachite_bigint::Sign::Minus { i128::MIN / 4 } else { i128::MAX / 4 };
            return Ok(Bound::One(
                integer.to_i128().map_or(extreme, |value| value.clamp(i128::MIN / 4, i128::MAX / 4)),
            ));
        }
        let array = to_array(vm, object)?;
        if array.rank() > 0 {
            return Ok(Bound::Many(array));
        }
        let value = array.scalar_at(array.offset());
        match value.as_integer() {
            Some(integer) => Ok(Bound::One(integer)),
            None => {
                let truncated = convert_object(vm, &to_python(vm, value), DType::Int64)?;
                Ok(Bound::One(truncated.get::<i64>().into()))
            }
        }
    }

    fn shape(&self) -> &[usize] {
        match self {
            Bound::One(_) => &[],
            Bound::Many(array) => array.shape(),
        }
    }

    /// Its numbers, broadcast to a shape.
    fn numbers(&self, vm: &VirtualMachine, shape: &[usize]) -> PyResult<Vec<i128>> {
        match self {
            Bound::One(value) => Ok(vec![*value; shape.iter().product()]),
            Bound::Many(array) => {
                let array = array.broadcast_to(shape).or_raise(vm)?;
                Ok(match array.dtype() {
                    DType::UInt64 => {
                        array.elements::<u64>().or_raise(vm)?.into_iter().map(i128::from).collect()
                    }
                    _ => array.elements::<i64>().or_raise(vm)?.into_iter().map(i128::from).collect(),
                })
            }
        }
    }
}

/// Draws as asked.
pub(super) fn draw(vm: &VirtualMachine, bits: &PyBitGenerator, request: Request<'_>) -> PyResult {
    let dtype = match request.dtype {
        Some(object) => dtype::from_object(vm, object)?,
        None => DType::Int64,
    };
    if !dtype.is_integer() && dtype != DType::Bool {
        let dtype = PyDType::object(vm, dtype).as_object().repr(vm)?;
        return Err(vm.new_type_error(format!("Unsupported dtype {dtype} for {}", request.function)));
    }
    let (low, high) = match &request.high {
        Some(high) => (Bound::from_object(vm, &request.low)?, Bound::from_object(vm, high)?),
        None => (Bound::One(0), Bound::from_object(vm, &request.low)?),
    };
    let limits = Limits::new(dtype, request.closed);
    let generator = &mut *bits.borrow_mut();
    match (low, high) {
        (Bound::One(low), Bound::One(high)) => {
            let range = limits
                .range(low, high)
                .map_err(|problem| problem.into_exception(vm, dtype, low == 0, request.closed))?;
            one_range(vm, generator, &request, dtype, low, range)
        }
        (low, high) => {
            let shape = output_shape(vm, &[low.shape(), high.shape()], &request.size)?;
            let count: usize = shape.iter().product();
            if !crate::limits::has_room(count.saturating_mul(64)) {
                return Err(vm.new_memory_error(""));
            }
            let (low, high) = (low.numbers(vm, &shape)?, high.numbers(vm, &shape)?);
            let lows_are_zero = low.iter().all(|low| *low == 0);
            limits
                .check_all(&low, &high)
                .map_err(|problem| problem.into_exception(vm, dtype, lows_are_zero, request.closed))?;
            let array = Array::empty(&shape, dtype).or_raise(vm)?;
            with_element!(dtype, T => {
                let mut bits = Bits::<T>::new(request.method);
                for (cell, (low, high)) in array.cells::<T>().iter().zip(low.into_iter().zip(high)) {
                    let range = limits.last(high) - low;
                    cell.set(bits.next(generator, low as i64, range as u64));
                }
            });
            new_array(vm, array)
        }
    }
}

/// Draws that all lie within the same bounds.
fn one_range(
    vm: &VirtualMachine,
    generator: &mut BitGenerator,
    request: &Request<'_>,
    dtype: DType,
    low: i128,
    range: u64,
) -> PyResult {
    let low = low as i64;
    let Some(shape) = &request.size.0 else {
        let value = with_element!(dtype, T => Scalar::new(Bits::<T>::new(request.method).next(generator, low, range)));
        let types = &vm.ctx.types;
        let is_python = is_class(request.dtype, types.int_type) || is_class(request.dtype, types.bool_type);
        return Ok(if is_python { to_python(vm, value) } else { new_scalar(vm, value) });
    };
    let array = Array::empty(shape, dtype).or_raise(vm)?;
    with_element!(dtype, T => with_source!(generator, source => {
        let mut bits = Bits::<T>::new(request.method);
        array.cells::<T>()[..array.size()].iter().for_each(|cell| cell.set(bits.next(source, low, range)));
    }));
    new_array(vm, array)
}

/// Draws elements of one type: narrow ones share a draw of 32 bits.
struct Bits<T> {
    method: Method,
    narrow: Narrow,
    element: std::marker::PhantomData<T>,
}

impl<T: Element> Bits<T> {
    fn new(method: Method) -> Bits<T> {
        let bits = match T::DTYPE {
            DType::Bool => 1,
            DType::Int8 | DType::UInt8 => 8,
            _ => 16,
        };
        Bits { method, narrow: Narrow::new(bits), element: std::marker::PhantomData }
    }

    #[inline]
    fn next<S: BitSource>(&mut self, source: &mut S, low: i64, range: u64) -> T {
        let value = match T::DTYPE {
            DType::Int64 | DType::UInt64 => up_to(source, range, self.method),
            DType::Int32 | DType::UInt32 => up_to_u32(source, range as u32, self.method).into(),
            _ => self.narrow.up_to(source, range as u32, self.method).into(),
        };
        low.wrapping_add(value as i64).cast::<T>()
    }
}

/// What bounds of an element type may be.
#[derive(Clone, Copy)]
struct Limits {
    lowest: i128,
    highest: i128,
    closed: bool,
}

/// What is wrong with bounds.
enum Problem {
    Low,
    High,
    Order,
}

impl Limits {
    fn new(dtype: DType, closed: bool) -> Limits {
        let bits = 8 * dtype.itemsize() as u32;
        let (lowest, highest) = match dtype {
            DType::Bool => (0, 1),
            _ if dtype.kind() == Kind::Signed => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            _ => (0, (1_i128 << bits) - 1),
        };
        Limits { lowest, highest, closed }
    }

    /// The largest number below the upper bound, or the bound itself if it belongs.
    fn last(self, high: i128) -> i128 {
        if self.closed { high } else { high - 1 }
    }

    fn range(self, low: i128, high: i128) -> Result<u64, Problem> {
        let last = self.last(high);
        match () {
            _ if low < self.lowest => Err(Problem::Low),
            _ if last > self.highest => Err(Problem::High),
            _ if low > last => Err(Problem::Order),
            _ => Ok((last - low) as u64),
        }
    }

    /// In the order in which NumPy looks at arrays: all lows, all highs, then each pair.
    fn check_all(self, low: &[i128], high: &[i128]) -> Result<(), Problem> {
        if low.iter().any(|low| *low < self.lowest) {
            return Err(Problem::Low);
        }
        if high.iter().any(|high| self.last(*high) > self.highest) {
            return Err(Problem::High);
        }
        if low.iter().zip(high).any(|(low, high)| *low > self.last(*high)) {
            return Err(Problem::Order);
        }
        Ok(())
    }
}

impl Problem {
    fn into_exception(
        self,
        vm: &VirtualMachine,
        dtype: DType,
        lows_are_zero: bool,
        closed: bool,
    ) -> PyBaseExceptionRef {
        vm.new_value_error(match self {
            Problem::Low => format!("low is out of bounds for {}", dtype.name()),
            Problem::High => format!("high is out of bounds for {}", dtype.name()),
            Problem::Order => match (lows_are_zero, closed) {
                (true, true) => "high < 0".to_owned(),
                (true, false) => "high <= 0".to_owned(),
                (false, true) => "low > high".to_owned(),
                (false, false) => "low >= high".to_owned(),
            },
        })
    }
}
