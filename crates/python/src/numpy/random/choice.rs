//! `choice`, for both interfaces.

use super::bit_generator::PyBitGenerator;
use super::draw::{SizeArg, filled};
use crate::limits::has_room;
use crate::numpy::arguments::index;
use crate::numpy::array_like::{ArrayArg, to_array};
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::{array_or_scalar, new_array};
use crate::numpy::scalar::to_python;
use ndgym_core::index::{Mode, take};
use ndgym_core::layout::{Order, Shape, normalize_axis};
use ndgym_core::random::bounded::{Method, up_to};
use ndgym_core::random::choice::{Cumulative, without_replacement, without_replacement_weighted};
use ndgym_core::random::{BitSource, permute};
use ndgym_core::{Array, DType, with_source};
use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyList, PyTuple},
};

/// What is asked for.
pub(super) struct Request {
    pub(super) a: PyObjectRef,
    pub(super) size: SizeArg,
    pub(super) replace: bool,
    pub(super) p: Option<PyObjectRef>,
    pub(super) axis: i64,
    pub(super) shuffle: bool,
    /// Whether `RandomState` is asked: its streams are older, and some of its messages.
    pub(super) legacy: bool,
}

/// Draws as asked.
pub(super) fn choose(vm: &VirtualMachine, generator: &PyBitGenerator, request: &Request) -> PyResult {
    let population = Population::new(vm, request)?;
    let wanted: i64 = request.size.0.as_ref().map_or(1, |shape| shape.iter().product::<usize>() as i64);
    if population.count <= 0 && wanted != 0 {
        return Err(vm.new_value_error(population.empty_message(request.legacy)));
    }
    let probabilities = match &request.p {
        Some(p) => Some(probabilities(vm, p, population.count, request.legacy)?),
        None => None,
    };
    let shape = request.size.0.clone().unwrap_or_default();
    let numbers = if request.replace {
        with_replacement(vm, generator, request, population.count, probabilities.as_deref(), &shape)?
    } else {
        if wanted > population.count {
            return Err(vm.new_value_error(match request.legacy {
                true => "Cannot take a larger sample than population when 'replace=False'",
                false => "Cannot take a larger sample than population when replace is False",
            }));
        }
        let numbers = match probabilities {
            Some(p) => {
                if (p.iter().filter(|p| **p > 0.0).count() as i64) < wanted {
                    return Err(vm.new_value_error("Fewer non-zero entries in p than size"));
                }
                let numbers = without_replacement_weighted(&mut *generator.borrow_mut(), &p, wanted as usize);
                Array::from_slice(&[numbers.len()], &numbers).or_raise(vm)?
            }
            None => unweighted(vm, generator, request, population.count, wanted)?,
        };
        numbers.reshape_to(&shape, Order::C).or_raise(vm)?
    };
    population.pick(vm, &numbers, request)
}

/// What is drawn from: the numbers below `count`, or as many parts of something.
struct Population {
    count: i64,
    parts: Parts,
}

enum Parts {
    /// The numbers themselves.
    Numbers,
    /// What lies along an axis of an array.
    Array(Array, usize),
}

impl Population {
    fn new(vm: &VirtualMachine, request: &Request) -> PyResult<Population> {
        let not_a_population = || -> PyResult<_> {
            let class = request.a.class().as_object().repr(vm)?;
            Ok(vm.new_value_error(match request.legacy {
                true => "a must be 1-dimensional or an integer".to_owned(),
                false => format!("a must be a sequence or an integer, not {class}"),
            }))
        };
        let array = match to_array(vm, &request.a) {
            Err(error) if is_sequence(&request.a) => return Err(error),
            Err(_) => return Err(not_a_population()?),
            Ok(array) => array,
        };
        if array.rank() == 0 {
            return match index(vm, &request.a) {
                Ok(count) => Ok(Population { count, parts: Parts::Numbers }),
                Err(_) => Err(not_a_population()?),
            };
        }
        if request.legacy && array.rank() != 1 {
            return Err(vm.new_value_error("a must be 1-dimensional"));
        }
        let axis = normalize_axis(request.axis, array.rank())
            .map_err(|_| vm.new_index_error("tuple index out of range"))?;
        Ok(Population { count: array.shape()[axis] as i64, parts: Parts::Array(array, axis) })
    }

    fn empty_message(&self, legacy: bool) -> &'static str {
        match (legacy, matches!(self.parts, Parts::Numbers)) {
            (true, true) => "a must be greater than 0 unless no samples are taken",
            (true, false) => "'a' cannot be empty unless no samples are taken",
            (false, true) => "a must be a positive integer unless no samples are taken",
            (false, false) => "a cannot be empty unless no samples are taken",
        }
    }

    /// The chosen parts as a Python object.
    fn pick(&self, vm: &VirtualMachine, numbers: &Array, request: &Request) -> PyResult {
        let one = request.size.0.is_none();
        match &self.parts {
            Parts::Numbers if one => Ok(to_python(vm, numbers.scalar_at(numbers.offset()))),
            Parts::Numbers => new_array(vm, numbers.clone()),
            Parts::Array(array, axis) => {
                let picked = take(array, numbers, Some(*axis as i64), Mode::Raise).or_raise(vm)?;
                if one { array_or_scalar(vm, picked) } else { new_array(vm, picked) }
            }
        }
    }
}

fn is_sequence(object: &PyObjectRef) -> bool {
    object.downcastable::<PyList>() || object.downcastable::<PyTuple>()
}

/// The probabilities, checked.
fn probabilities(vm: &VirtualMachine, p: &PyObjectRef, count: i64, legacy: bool) -> PyResult<Vec<f64>> {
    let array = ArrayArg::from_object(vm, p)?.array;
    if array.rank() == 0 {
        let class = p.class().name().to_string();
        return Err(vm.new_type_error(format!("object of type '{class}' has no len()")));
    }
    // Sums of numbers of single precision need not be more precise than they are.
    let epsilon = if array.dtype() == DType::Float32 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let refuse = |modern: &str, old: &str| Err(vm.new_value_error(if legacy { old } else { modern }));
    if array.rank() != 1 {
        return refuse("p must be 1-dimensional", "'p' must be 1-dimensional");
    }
    if array.size() as i64 != count {
        return refuse("a and p must have same size", "'a' and 'p' must have same size");
    }
    let p = array.elements::<f64>().or_raise(vm)?;
    let sum = compensated_sum(&p);
    if sum.is_nan() {
        return refuse("Probabilities contain NaN", "probabilities contain NaN");
    }
    if p.iter().any(|p| *p < 0.0) {
        return refuse("Probabilities are not non-negative", "probabilities are not non-negative");
    }
    if (sum - 1.0).abs() > epsilon.sqrt() {
        return refuse(
            "Probabilities do not sum to 1. See Notes section of docstring for more information.",
            "probabilities do not sum to 1",
        );
    }
    Ok(p)
}

/// Kahan's sum.
fn compensated_sum(numbers: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0, 0.0);
    for number in numbers {
        let corrected = number - lost;
        let next = sum + corrected;
        lost = (next - sum) - corrected;
        sum = next;
    }
    sum
}

fn with_replacement(
    vm: &VirtualMachine,
    generator: &PyBitGenerator,
    request: &Request,
    count: i64,
    probabilities: Option<&[f64]>,
    shape: &Shape,
) -> PyResult<Array> {
    let generator = &mut *generator.borrow_mut();
    match probabilities {
        Some(p) => {
            let cumulative = Cumulative::new(p);
            with_source!(generator, source => filled(vm, shape, || cumulative.number(source.next_f64())))
        }
        None => {
            let method = if request.legacy { Method::Masked } else { Method::Lemire };
            let range = (count - 1).max(0) as u64;
            with_source!(generator, source => filled(vm, shape, || up_to(source, range, method) as i64))
        }
    }
}

fn unweighted(
    vm: &VirtualMachine,
    generator: &PyBitGenerator,
    request: &Request,
    count: i64,
    wanted: i64,
) -> PyResult<Array> {
    let generator = &mut *generator.borrow_mut();
    if !request.legacy {
        // Beside the numbers, those already drawn are remembered.
        if !usize::try_from(wanted).is_ok_and(|wanted| has_room(wanted.saturating_mul(32))) {
            return Err(vm.new_memory_error(""));
        }
        return with_source!(generator, source => without_replacement(source, count, wanted, request.shuffle)).or_raise(vm);
    }
    let all = with_source!(generator, source => permute::permutation(source, count, 1, Method::Masked))
        .or_raise(vm)?;
    all.view(&[wanted as usize], &[1], all.offset()).copy(Order::C).or_raise(vm)
}
