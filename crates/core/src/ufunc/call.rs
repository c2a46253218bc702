//! Calling a ufunc: types, shapes, memory, then the loop.

use super::generalized::CoreAxes;
use super::inner::{Frame, Inner};
use super::{Computation, Loop, Operand, Ufunc, resolve, rows};
use crate::array::Array;
use crate::dtype::DType;
use crate::element::Bool;
use crate::error::{Error, ErrorKind, Result};
use crate::index;
use crate::iterate::Plan;
use crate::layout::{self, Opinions, Order, Shape, Strides};
use crate::promote::{Casting, can_cast};
use smallvec::SmallVec;

/// A call's keyword arguments.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where results are to go, one for each output; None makes a fresh array.
    pub out: SmallVec<[Option<Array>; 2]>,
    /// Where to compute at all; elsewhere outputs keep what they hold. Bool, broadcast with the inputs.
    pub where_: Option<Array>,
    /// The result's type, which chooses the loop.
    pub dtype: Option<DType>,
    /// What casts of inputs and outputs are allowed.
    pub casting: Casting,
    /// Memory order of fresh results.
    pub order: Order,
    /// Where the axes lie that a ufunc on whole axes works on.
    pub core: CoreAxes,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            out: SmallVec::new(),
            where_: None,
            dtype: None,
            casting: Casting::SameKind,
            order: Order::K,
            core: CoreAxes::default(),
        }
    }
}

/// The outputs of a call.
pub type Results = SmallVec<[Array; 2]>;

impl Ufunc {
    /// Applies the ufunc to operands, broadcast.
    ///
    /// # Errors
    /// `ValueError: operands could not be broadcast together with shapes (2,) (3,) ` and
    /// `non-broadcastable output operand …`; `TypeError` and its NumPy kinds for types without a loop and forbidden casts;
    /// `OverflowError: Python integer 300 out of bounds for uint8`; `MemoryError`.
    ///
    /// ```
    /// use ndgym_core::{Array, ufunc::{self, Number, Operand, Options}};
    /// let a = Array::from_slice(&[3], &[1.0_f32, 2.0, 3.0]).unwrap();
    /// let operands = [Operand::from(a), Operand::Number(Number::Int(2))];
    /// let results = ufunc::MULTIPLY.call(&operands, &Options::default()).unwrap();
    /// assert_eq!(results[0].to_vec::<f32>(), [2.0, 4.0, 6.0]);
    /// ```
    pub fn call(&'static self, operands: &[Operand], options: &Options) -> Result<Results> {
        if operands.iter().any(|operand| operand.dtype().is_text()) {
            return self.call_of_texts(operands, options);
        }
        if let Computation::Generalized { compute, .. } = self.computation {
            return self.call_generalized(operands, options, compute);
        }
        let mut operands: SmallVec<[Operand; 2]> = operands.into();
        let compares = self.loops().all(|one| one.outputs == [DType::Bool]) && self.inputs == 2;
        if compares && operands.iter().any(|operand| matches!(operand, Operand::Number(_))) {
            resolve::widen_for_comparison(&mut operands);
        }
        let found = self.resolve(&operands, options.dtype, options.casting)?;
        // Casts to a type that was asked for follow the caller's rule; those the search itself made are safe.
        let casting = match options.casting {
            Casting::Safe if options.dtype.is_none() => Casting::SameKind,
            rule => rule,
        };
        let mut inputs = self.prepare(&operands, found.inputs, casting)?;
        self.check_output_casts(found.outputs, options)?;
        let shape = self.result_shape(&inputs, options)?;
        if let Some(check) = self.check
            && !shape.contains(&0)
        {
            check(&inputs)?;
        }
        let outputs = self.outputs_for(found, &operands, &shape, options)?;
        separate(&mut inputs, &outputs, &shape)?;
        let mut mask = options.where_.clone();
        separate(mask.as_mut_slice(), &outputs, &shape)?;
        if let ([a, b], [out], None) = (&inputs[..], &outputs[..], &mask) {
            self.run_binary(found.inner, &[a, b, out], &shape);
        } else {
            run(found.inner, &inputs, &outputs, &shape, mask.as_ref())?;
        }
        self.deliver(outputs, options)
    }

    fn run_binary(&self, inner: Inner, arrays: &[&Array; 3], shape: &[usize]) {
        let (plan, start) = plan::<3>(arrays, shape);
        if !rows::compute(self, inner, arrays, &plan, start) {
            run_lanes(inner, arrays, &plan, start);
        }
    }

    /// Whether an output has the sizes of a product on its last axes.
    pub(super) fn check_core_dimensions(&self, result: &Array, out: &Array) -> Result<()> {
        let own = self.core_axes().and_then(|mut terms| terms.pop()).map_or(0, |term| term.len());
        let count = result.rank().min(own);
        if out.rank() < count {
            return Err(Error::value(
                "output operand requires a reduction along dimension -1, but the reduction is not enabled. The dimension size \
                 of 1 does not match the expected output shape.",
            ));
        }
        let last = |array: &Array| array.shape()[array.rank() - count..].to_vec();
        let mut sizes = last(out).into_iter().zip(last(result)).enumerate();
        match sizes.find(|(_, (given, needed))| given != needed) {
            None => Ok(()),
            Some((axis, (given, needed))) => Err(Error::value(format!(
                "{}: Output operand 0 has a mismatch in its core dimension {axis}, with gufunc signature {} (size {given} is \
                 different from {needed})",
                self.name,
                self.signature()
            ))),
        }
    }

    pub(super) fn check_output_casts(&self, outputs: &[DType], options: &Options) -> Result<()> {
        for (position, (dtype, out)) in outputs.iter().zip(&options.out).enumerate() {
            let Some(out) = out else { continue };
            if !can_cast(*dtype, out.dtype(), options.casting) {
                let number = if self.outputs == 1 { String::new() } else { format!("{position} ") };
                return Err(Error::new(
                    ErrorKind::Casting,
                    format!(
                        "Cannot cast ufunc '{}' output {number}from dtype('{}') to dtype('{}') with casting rule '{}'",
                        self.name,
                        dtype.name(),
                        out.dtype().name(),
                        options.casting.name()
                    ),
                ));
            }
        }
        Ok(())
    }

    fn result_shape(&self, inputs: &[Array], options: &Options) -> Result<Shape> {
        let mut shapes: SmallVec<[&[usize]; 4]> = inputs.iter().map(Array::shape).collect();
        shapes.extend(options.where_.iter().map(Array::shape));
        // Where shapes clash, those of outputs are named between the inputs' and the mask's.
        let mut all: SmallVec<[&[usize]; 4]> = inputs.iter().map(Array::shape).collect();
        all.extend(options.out.iter().flatten().chain(&options.where_).map(Array::shape));
        let mut shape = layout::broadcast_shapes(&shapes)
            .map_err(|error| layout::broadcast_shapes(&all).err().unwrap_or(error))?;
        for out in options.out.iter().flatten() {
            // An output may stretch the inputs, but is never stretched itself.
            let clash = || {
                Error::value(format!(
                    "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
                    layout::shape_in_message(out.shape()),
                    layout::shape_in_message(&shape)
                ))
            };
            match layout::broadcast_shapes(&[&shape, out.shape()]) {
                Ok(together) if together[..] == *out.shape() => shape = together,
                Ok(_) => return Err(clash()),
                Err(_) => return Err(layout::broadcast_shapes(&all).err().unwrap_or_else(clash)),
            }
        }
        layout::checked_size(&shape)?;
        Ok(shape)
    }

    /// Arrays that the loop writes to: the caller's where they have the loop's type, else fresh ones.
    fn outputs_for(
        &self,
        found: &Loop,
        operands: &[Operand],
        shape: &[usize],
        options: &Options,
    ) -> Result<Results> {
        let arrays = || {
            operands.iter().filter_map(|operand| match operand {
                Operand::Array(array) => Some(array),
                Operand::Number(_) => None,
            })
        };
        let fresh = |dtype| {
            let arrays: SmallVec<[&Array; 3]> = arrays().collect();
            Array::empty_strided(shape, result_strides(shape, &arrays, options.order), dtype)
        };
        let make =
            |(position, dtype): (usize, &DType)| match options.out.get(position).and_then(Option::as_ref) {
                None => fresh(*dtype),
                Some(out) if out.dtype() == *dtype => Ok(out.clone()),
                Some(_) => fresh(*dtype),
            };
        found.outputs.iter().enumerate().map(make).collect()
    }

    /// Results in the caller's arrays, where there are some.
    pub(super) fn deliver(&self, outputs: Results, options: &Options) -> Result<Results> {
        let hand_over =
            |(position, output): (usize, Array)| match options.out.get(position).and_then(Option::as_ref) {
                Some(out) if !(out.same_buffer(&output) && out.offset() == output.offset()) => {
                    // What is not computed stays as it is.
                    index::copyto(out, &output, Casting::Unsafe, options.where_.as_ref())?;
                    Ok(out.clone())
                }
                Some(out) => Ok(out.clone()),
                None => Ok(output),
            };
        outputs.into_iter().enumerate().map(hand_over).collect()
    }
}

/// Copies inputs that share memory with an output, unless each element is read where it is written.
fn separate(inputs: &mut [Array], outputs: &[Array], shape: &[usize]) -> Result<()> {
    for input in inputs {
        let clashes = outputs.iter().any(|output| {
            let in_place = || {
                input.dtype().itemsize() == output.dtype().itemsize()
                    && input.offset() == output.offset()
                    && input.shape() == shape
                    && input.strides() == output.strides()
            };
            input.may_overlap(output) && !in_place()
        });
        if clashes {
            *input = input.copy(Order::K)?;
        }
    }
    Ok(())
}

/// Strides of a fresh result: as the order says, or following the inputs (K) as NumPy's iterator orders axes.
fn result_strides(shape: &[usize], inputs: &[&Array], order: Order) -> Strides {
    match order {
        Order::C => return layout::c_strides(shape),
        Order::F => return layout::f_strides(shape),
        Order::A if inputs.iter().all(|input| input.is_f_contiguous() && !input.is_c_contiguous()) => {
            return layout::f_strides(shape);
        }
        Order::A => return layout::c_strides(shape),
        Order::K
            if shape.len() < 2
                || shape.contains(&0)
                || inputs.iter().all(|input| input.is_c_contiguous()) =>
        {
            return layout::c_strides(shape);
        }
        Order::K => {}
    }
    let strides: SmallVec<[Opinions; 3]> = inputs.iter().map(|input| opinions(input, shape)).collect();
    layout::strides_in_common_order(shape, &strides)
}

/// What an operand says of the order of axes: nothing where it is stretched or has nowhere to go.
pub(super) fn opinions(input: &Array, shape: &[usize]) -> Opinions {
    let strides = broadcast(input, shape);
    let opinion =
        |(stride, size): (&isize, &usize)| (*stride != 0 && *size != 1).then(|| stride.unsigned_abs());
    strides.iter().zip(shape).map(opinion).collect()
}

/// Runs a loop over broadcast operands.
pub(super) fn run(
    inner: impl Fn(&Frame<'_>),
    inputs: &[Array],
    outputs: &[Array],
    shape: &[usize],
    where_: Option<&Array>,
) -> Result<()> {
    let arrays: SmallVec<[&Array; 4]> = inputs.iter().chain(outputs).collect();
    match (arrays.len(), where_) {
        (2, None) => {
            let (plan, start) = plan::<2>(&arrays, shape);
            run_lanes(inner, &arrays, &plan, start);
        }
        (3, None) => {
            let (plan, start) = plan::<3>(&arrays, shape);
            run_lanes(inner, &arrays, &plan, start);
        }
        (4, None) => {
            let (plan, start) = plan::<4>(&arrays, shape);
            run_lanes(inner, &arrays, &plan, start);
        }
        (2, Some(mask)) => run_masked::<3>(inner, &arrays, shape, mask)?,
        (3, Some(mask)) => run_masked::<4>(inner, &arrays, shape, mask)?,
        (_, Some(mask)) => run_masked::<5>(inner, &arrays, shape, mask)?,
        (operands, None) => unreachable!("a ufunc of {operands} operands"),
    }
    Ok(())
}

/// How to walk operands, and where each starts, in reverse order: the output guides the walk, for writing in order matters
/// most.
fn plan<const K: usize>(arrays: &[&Array], shape: &[usize]) -> (Plan<K>, [usize; K]) {
    let strides: [Strides; K] = std::array::from_fn(|k| broadcast(arrays[K - 1 - k], shape));
    let start: [usize; K] = std::array::from_fn(|k| arrays[K - 1 - k].offset());
    (Plan::new(shape, std::array::from_fn(|k| &strides[k][..])), start)
}

fn run_lanes<const K: usize>(
    inner: impl Fn(&Frame<'_>),
    arrays: &[&Array],
    plan: &Plan<K>,
    start: [usize; K],
) {
    plan.for_each_lane(start, |mut offsets, mut strides, len| {
        offsets.reverse();
        strides.reverse();
        inner(&Frame { arrays, offsets: &offsets, strides: &strides, len });
    });
}

/// As [`run_lanes`], where the mask (the last operand of K) holds.
fn run_masked<const K: usize>(
    inner: impl Fn(&Frame<'_>),
    arrays: &[&Array],
    shape: &[usize],
    mask: &Array,
) -> Result<()> {
    let mask = mask.as_dtype(DType::Bool)?;
    let operand = |k: usize| if k + 1 == K { &mask } else { arrays[k] };
    let strides: [Strides; K] = std::array::from_fn(|k| broadcast(operand(k), shape));
    let start: [usize; K] = std::array::from_fn(|k| operand(k).offset());
    let plan = Plan::new(shape, std::array::from_fn(|k| &strides[k][..]));
    plan.for_each_lane(start, |offsets, strides, len| {
        let holds = mask.lane::<Bool>(offsets[K - 1], strides[K - 1], len);
        let mut from = 0;
        while from < len {
            let run = (from..len).take_while(|i| holds.get(*i).get()).count();
            if run > 0 {
                let moved: [usize; K] =
                    std::array::from_fn(|k| offsets[k].wrapping_add_signed(strides[k] * from as isize));
                inner(&Frame { arrays, offsets: &moved, strides: &strides, len: run });
            }
            from += run + 1;
        }
    });
    Ok(())
}

fn broadcast(array: &Array, shape: &[usize]) -> Strides {
    layout::broadcast_strides(array.shape(), array.strides(), shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ufunc;

    // Expected: NumPy 2.4.
    #[test]
    fn a_mask_in_the_memory_of_the_result_is_read_before_it_is_overwritten() {
        let memory = Array::from_slice(&[5], &[1_u8, 0, 1, 1, 0]).unwrap().as_dtype(DType::Bool).unwrap();
        let (mask, out) = (memory.view(&[4], &[1], 0), memory.view(&[4], &[1], 1));
        let ones = Array::full(&[4], true.into()).unwrap();
        let options =
            Options { out: SmallVec::from_iter([Some(out)]), where_: Some(mask), ..Options::default() };
        ufunc::LOGICAL_NOT.call(&[ones.into()], &options).unwrap();
        assert_eq!(memory.to_vec::<u8>(), [1, 0, 1, 0, 0]);
    }
}
