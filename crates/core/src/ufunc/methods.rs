//! What ufuncs of two inputs do along axes: `reduce`, `accumulate`, `reduceat`, `outer`, `at`.

use super::call::{opinions, run};
use super::fold;
use super::inner::Frame;
use super::{Computation, Identity, Loop, Operand, Options, Ufunc};
use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::iterate::Plan;
use crate::layout::{self, MAX_RANK, Order, Shape};
use crate::promote::Casting;
use crate::scalar::Scalar;
use smallvec::SmallVec;

/// Keyword arguments of [`Ufunc::reduce`].
#[derive(Clone, Debug, Default)]
pub struct ReduceOptions {
    /// The type to compute in; by default the array's, or the largest integer type for sums and products of integers.
    pub dtype: Option<DType>,
    /// Where the result is to go.
    pub out: Option<Array>,
    /// Keep reduced axes with size 1.
    pub keepdims: bool,
    /// What to start from.
    pub initial: Option<Scalar>,
    /// Which elements to take. Bool, broadcast to the array.
    pub where_: Option<Array>,
}

impl Identity {
    fn value(self, dtype: DType) -> Option<Scalar> {
        let scalar = match self {
            Identity::None | Identity::Reorderable => return None,
            Identity::Zero => Scalar::Int64(0),
            Identity::One => Scalar::Int64(1),
            Identity::MinusOne => Scalar::Int64(-1),
            Identity::MinusInfinity => Scalar::Float64(f64::NEG_INFINITY),
        };
        Some(scalar.cast(dtype))
    }
}

impl Ufunc {
    fn check_binary(&self, method: &str) -> Result<()> {
        if let Computation::Generalized { .. } = self.computation {
            return Err(Error::new(ErrorKind::Runtime, "Reduction not defined on ufunc with signature"));
        }
        if self.inputs != 2 {
            return Err(Error::value(format!("{method} only supported for binary functions")));
        }
        if self.outputs != 1 {
            return Err(Error::value(format!(
                "{method} only supported for functions returning a single value"
            )));
        }
        Ok(())
    }

    /// The loop that folds elements of a type: `a op a -> a`.
    fn folding_loop(
        &'static self,
        method: &str,
        array: DType,
        dtype: Option<DType>,
    ) -> Result<&'static Loop> {
        self.check_folds_texts(method, array, dtype)?;
        let sums = matches!(self.name, "add" | "multiply");
        let wide = match array.kind() {
            Kind::Bool | Kind::Signed if sums && array.itemsize() < 8 => DType::Int64,
            Kind::Unsigned if sums => DType::UInt64,
            _ => array,
        };
        let wanted = dtype.unwrap_or(wide);
        let folds = |found: &&'static Loop| {
            found.inputs[0] == found.outputs[0] && found.inputs[1] == found.outputs[0]
        };
        // Logic and comparisons fold the truth of elements.
        let truth = self.loops().all(|one| one.outputs[0] == DType::Bool);
        let wanted = if truth { DType::Bool } else { wanted };
        match self.loops().filter(folds).find(|found| found.outputs[0] == wanted) {
            Some(found) => Ok(found),
            None if dtype.is_some() => Err(Error::type_error(format!(
                "No loop matching the specified signature and casting was found for ufunc {}",
                self.name
            ))),
            None => self.find_loop(&[wanted, wanted]).and_then(|found| {
                if folds(&found) {
                    return Ok(found);
                }
                Err(Error::type_error(format!(
                    "The resolved dtypes are not compatible with {}.reduce",
                    self.name
                )))
            }),
        }
    }

    /// The type that elements are folded in, and what `initial` is converted to.
    ///
    /// # Errors
    /// As [`Ufunc::reduce`].
    pub fn folded_dtype(&'static self, array: DType, options: &ReduceOptions) -> Result<DType> {
        self.check_binary("reduce")?;
        let dtype = options.dtype.or(options.out.as_ref().map(Array::dtype));
        Ok(self.folding_loop("reduce", array, dtype)?.outputs[0])
    }

    /// Folds the elements along axes (distinct, in range) into one.
    ///
    /// # Errors
    /// `ValueError: zero-size array to reduction operation maximum which has no identity`, `reduction operation 'subtract'
    /// is not reorderable, so at most one axis may be specified`, and others as NumPy words them.
    ///
    /// ```
    /// use ndgym_core::{Array, ufunc::{self, ReduceOptions}};
    /// let a = Array::from_slice(&[2, 3], &[1_i64, 2, 3, 4, 5, 6]).unwrap();
    /// let result = ufunc::SUBTRACT.reduce(&a, &[1], &ReduceOptions::default()).unwrap();
    /// assert_eq!(result.to_vec::<i64>(), [-4, -7]);
    /// ```
    pub fn reduce(&'static self, array: &Array, axes: &[usize], options: &ReduceOptions) -> Result<Array> {
        self.check_binary("reduce")?;
        let dtype = options.dtype.or(options.out.as_ref().map(Array::dtype));
        let found = self.folding_loop("reduce", array.dtype(), dtype)?;
        if axes.len() > 1 && self.identity == Identity::None {
            return Err(Error::value(format!(
                "reduction operation '{}' is not reorderable, so at most one axis may be specified",
                self.name
            )));
        }
        let dtype = found.outputs[0];
        if options.where_.is_some() && options.initial.is_none() && self.identity.value(dtype).is_none() {
            return Err(Error::value(format!(
                "reduction operation '{}' does not have an identity, so to use a where mask one has to specify 'initial'",
                self.name
            )));
        }
        if let Some(mask) = &options.where_ {
            check_mask(array, mask)?;
        }
        let source = array.as_dtype(dtype)?;
        let folded = match options.initial.or(self.identity.value(dtype)) {
            Some(start) => {
                let result = result_for(array, axes, dtype)?;
                result.fill(start.cast(dtype));
                self.fold_into(found, &result, &source, options.where_.as_ref())?;
                result
            }
            None => self.fold_axes(found, &source, array, axes)?,
        };
        let kept: Shape = (0..folded.rank())
            .filter(|axis| options.keepdims || !axes.contains(axis))
            .map(|axis| folded.shape()[axis])
            .collect();
        let result = folded.reshape_to(&kept, Order::C)?;
        match &options.out {
            None => Ok(result),
            Some(out) if out.shape() == result.shape() => out.assign(&result).map(|()| out.clone()),
            Some(out) => Err(self.wrong_out(array, axes, options.keepdims, out)),
        }
    }

    /// What is wrong with an output that has not the result's shape.
    pub(crate) fn wrong_out(&self, array: &Array, axes: &[usize], keepdims: bool, out: &Array) -> Error {
        let expected = if keepdims { array.rank() } else { array.rank() - axes.len() };
        if out.rank() != expected {
            let hint = if keepdims { " (must match the operand's when keepdims=True)" } else { "" };
            return Error::value(format!(
                "output parameter for reduction operation {} has the wrong number of dimensions: Found {} but expected {expected}{hint}",
                self.name,
                out.rank()
            ));
        }
        let mut sizes = out.shape().iter();
        let mut remapped = SmallVec::<[Option<usize>; 8]>::new();
        for (axis, &size) in array.shape().iter().enumerate() {
            let own = (keepdims || !axes.contains(&axis)).then(|| sizes.next().copied()).flatten();
            match own {
                Some(length) if axes.contains(&axis) && length != 1 => {
                    return Error::value(format!(
                        "operand was set up as a reduction along axis {axis}, but the length of the axis is {length} (it has to be 1)"
                    ));
                }
                Some(1) if size != 1 && !axes.contains(&axis) => {
                    let axis = out.rank() - sizes.len() - 1;
                    return Error::value(format!(
                        "output operand requires a reduction along dimension {axis}, but the reduction is not enabled. The dimension size of 1 does not match the expected output shape."
                    ));
                }
                own => remapped.push(own),
            }
        }
        // New axes in front are not named.
        let named: Vec<String> = remapped
            .iter()
            .skip_while(|size| size.is_none())
            .map(|size| size.map_or("newaxis".to_owned(), |size| size.to_string()))
            .collect();
        Error::value(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}->({}) {} ",
            layout::shape_in_message(out.shape()),
            named.join(","),
            layout::shape_in_message(array.shape())
        ))
    }

    /// Without anything to start from: the first element along each axis is.
    fn fold_axes(&'static self, found: &Loop, source: &Array, like: &Array, axes: &[usize]) -> Result<Array> {
        if axes.iter().any(|axis| source.shape()[*axis] == 0) {
            return Err(Error::value(format!(
                "zero-size array to reduction operation {} which has no identity",
                self.name
            )));
        }
        // To take an element twice changes nothing for these.
        if matches!(self.name, "maximum" | "minimum" | "fmax" | "fmin") {
            let result = result_for(like, axes, source.dtype())?;
            result.assign(&axes.iter().fold(source.clone(), |first, axis| along(&first, *axis, 0, 1)))?;
            self.fold_into(found, &result, source, None)?;
            return Ok(result);
        }
        let mut folded = if axes.is_empty() { source.copy(Order::K)? } else { source.clone() };
        for (done, &axis) in axes.iter().enumerate() {
            let result = result_for(if done == 0 { like } else { &folded }, &[axis], folded.dtype())?;
            result.assign(&along(&folded, axis, 0, 1))?;
            self.fold_into(found, &result, &along(&folded, axis, 1, folded.shape()[axis] - 1), None)?;
            folded = result;
        }
        Ok(folded)
    }

    /// Folds `source` into `result`, which has size 1 along the axes that are folded.
    fn fold_into(&self, found: &Loop, result: &Array, source: &Array, where_: Option<&Array>) -> Result<()> {
        if where_.is_none() && fold::rows(self, result, source) {
            return Ok(());
        }
        let inner = found.inner;
        let target = std::slice::from_ref(result);
        let inputs = [result.clone(), source.clone()];
        let Some(kernel) = fold::kernel(self, found.outputs[0]) else {
            return run(inner, &inputs, target, source.shape(), where_);
        };
        let is_rounded = self.name == "add" && source.dtype().is_inexact() && where_.is_none();
        let (source, chunk) =
            if is_rounded { buffered(result, source)? } else { (source.clone(), usize::MAX) };
        let either = |frame: &Frame<'_>| {
            if frame.strides[0] != 0 && frame.len != 1 {
                return inner(frame);
            }
            for from in (0..frame.len).step_by(chunk) {
                let moved = frame.strides[1] * from as isize;
                let offsets =
                    [frame.offsets[0], frame.offsets[1].wrapping_add_signed(moved), frame.offsets[2]];
                kernel(&Frame { offsets: &offsets, len: chunk.min(frame.len - from), ..*frame });
            }
        };
        run(either, &[result.clone(), source.clone()], target, source.shape(), where_)
    }

    /// Results of folding ever more elements along an axis.
    ///
    /// # Errors
    /// As [`Ufunc::reduce`].
    pub fn accumulate(
        &'static self,
        array: &Array,
        axis: usize,
        dtype: Option<DType>,
        out: Option<&Array>,
    ) -> Result<Array> {
        self.check_binary("accumulate")?;
        let found = self.folding_loop("accumulate", array.dtype(), dtype.or(out.map(Array::dtype)))?;
        let source = array.as_dtype(found.outputs[0])?;
        let strides = layout::strides_in_common_order(source.shape(), &[opinions(array, array.shape())]);
        let result = Array::empty_strided(source.shape(), strides, source.dtype())?;
        let steps = source.shape()[axis];
        if steps > 0 && !fold::running_sums(self, &result, &source, axis) {
            along(&result, axis, 0, 1).assign(&along(&source, axis, 0, 1))?;
            let (before, now) = (along(&result, axis, 0, steps - 1), along(&result, axis, 1, steps - 1));
            let next = along(&source, axis, 1, steps - 1);
            run(found.inner, &[before, next], std::slice::from_ref(&now), now.shape(), None)?;
        }
        match out {
            None => Ok(result),
            Some(out) => out.assign(&result).map(|()| out.clone()),
        }
    }

    /// Folds the stretches of an axis that start at each index and end before the next.
    ///
    /// # Errors
    /// `IndexError: index 9 out-of-bounds in add.reduceat [0, 8)`.
    pub fn reduceat(
        &'static self,
        array: &Array,
        indices: &[i64],
        axis: usize,
        dtype: Option<DType>,
    ) -> Result<Array> {
        self.check_binary("reduceat")?;
        let size = array.shape()[axis];
        if let Some(index) = indices.iter().find(|index| **index < 0 || **index as usize >= size) {
            return Err(Error::index(format!(
                "index {index} out-of-bounds in {}.reduceat [0, {size})",
                self.name
            )));
        }
        let found = self.folding_loop("reduceat", array.dtype(), dtype)?;
        let source = array.as_dtype(found.outputs[0])?;
        let mut shape: Shape = source.shape().into();
        shape[axis] = indices.len();
        // What the axis itself says of the order of axes, NumPy's iterator does not hear.
        let mut said = opinions(array, array.shape());
        said[axis] = None;
        let strides = layout::strides_in_common_order(&shape, &[said]);
        let result = Array::empty_strided(&shape, strides, source.dtype())?;
        for (position, &index) in indices.iter().enumerate() {
            let start = index as usize;
            let end = indices.get(position + 1).map_or(size, |next| *next as usize).max(start + 1);
            let folded = {
                let stretch = along(&source, axis, start, end - start);
                self.fold_axes(found, &stretch, &stretch, &[axis])?
            };
            along(&result, axis, position, 1).assign(&folded)?;
        }
        Ok(result)
    }

    /// Every element of the first with every element of the second.
    ///
    /// # Errors
    /// As [`Ufunc::call`].
    pub fn outer(&'static self, a: &Array, b: &Operand, options: &Options) -> Result<Array> {
        self.check_outer()?;
        let rank = a.rank() + b.shape().len();
        if rank > MAX_RANK {
            return Err(Error::value(format!(
                "maximum supported dimension for an ndarray is {MAX_RANK}, but `{}.outer()` result would have {rank}.",
                self.name
            )));
        }
        let mut shape: Shape = a.shape().into();
        shape.extend(std::iter::repeat_n(1, b.shape().len()));
        let results = self.call(&[a.reshape_to(&shape, Order::C)?.into(), b.clone()], options)?;
        results
            .into_iter()
            .next()
            .ok_or_else(|| Error::value("outer product only supported for binary functions"))
    }

    fn check_outer(&self) -> Result<()> {
        let elementwise = matches!(self.computation, Computation::Elementwise(_));
        if elementwise && self.inputs == 2 && self.outputs == 1 {
            return Ok(());
        }
        Err(Error::value("outer product only supported for binary functions"))
    }

    /// `a[i] = f(a[i], b[i])` for each of the elements of `array` whose numbers in C order are given, one after the other,
    /// so that elements that come twice are changed twice.
    ///
    /// # Errors
    /// As [`Ufunc::call`].
    pub fn at(
        &'static self,
        array: &Array,
        elements: &[usize],
        values: Option<&Operand>,
        shape: &[usize],
    ) -> Result<()> {
        if self.outputs != 1 {
            return Err(Error::value("only ufuncs of one output are supported by at"));
        }
        let mut operands: SmallVec<[Operand; 2]> = SmallVec::from_iter([Operand::Array(array.clone())]);
        match (values, self.inputs) {
            (Some(values), 2) => operands.push(values.clone()),
            (None, 1) => {}
            (None, _) => return Err(Error::value("second operand needed for ufunc")),
            (Some(_), _) => return Err(Error::value("second operand provided when ufunc is unary")),
        }
        if operands.iter().any(|operand| operand.dtype().is_text()) {
            return self.at_texts(array, elements, &operands, shape);
        }
        // What comes out is cast to the array's type, whatever is lost.
        let found = self.resolve(&operands, None, Casting::SameKind)?;
        let inputs = self.prepare(&operands, found.inputs, Casting::SameKind)?;
        let target = inputs[0].as_c_contiguous()?;
        let direct = target.same_buffer(array) && found.outputs[0] == array.dtype();
        let work = if found.outputs[0] == target.dtype() {
            target.clone()
        } else {
            target.as_dtype(found.outputs[0])?
        };
        let values = match inputs.get(1) {
            Some(values) => {
                let clash = |_| Error::value("array is not broadcastable to correct shape");
                Some(values.broadcast_to(shape).map_err(clash)?.copy(Order::C)?)
            }
            None => None,
        };
        for (number, element) in elements.iter().enumerate() {
            let (read, write) = (target.offset() + element, work.offset() + element);
            match &values {
                Some(values) => (found.inner)(&Frame {
                    arrays: &[&target, values, &work],
                    offsets: &[read, values.offset() + number, write],
                    strides: &[1; 3],
                    len: 1,
                }),
                None => (found.inner)(&Frame {
                    arrays: &[&target, &work],
                    offsets: &[read, write],
                    strides: &[1; 2],
                    len: 1,
                }),
            }
            // The next time the element is read as the array's type holds it.
            let changes_type = found.outputs[0] != array.dtype();
            if changes_type || !work.same_buffer(&target) {
                let mut value = work.view(&[], &[], write);
                if changes_type {
                    value = value.as_dtype(array.dtype())?;
                }
                target.view(&[], &[], read).assign(&value)?;
            }
        }
        if direct { Ok(()) } else { array.assign(&target) }
    }
}

/// Whether a mask broadcasts to an array that is reduced: it never stretches it.
fn check_mask(array: &Array, mask: &Array) -> Result<()> {
    if mask.rank() > array.rank() {
        return Err(Error::value("input operand has more dimensions than allowed by the axis remapping"));
    }
    let Ok(together) = layout::broadcast_shapes(&[array.shape(), mask.shape()]) else {
        return Err(Error::value(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {} {} ",
            layout::shape_in_message(array.shape()),
            layout::shape_in_message(mask.shape())
        )));
    };
    if together[..] != *array.shape() {
        return Err(Error::value(format!(
            "non-broadcastable operand with shape {} doesn't match the broadcast shape {}",
            layout::shape_in_message(array.shape()),
            layout::shape_in_message(&together)
        )));
    }
    Ok(())
}

/// Part of an axis: a view.
fn along(array: &Array, axis: usize, start: usize, len: usize) -> Array {
    let mut shape: Shape = array.shape().into();
    shape[axis] = len;
    let offset = if shape.contains(&0) {
        array.offset()
    } else {
        array.offset().wrapping_add_signed(array.strides()[axis] * start as isize)
    };
    array.view(&shape, array.strides(), offset)
}

/// How many elements NumPy's iterator takes into its buffer.
const BUFFER: usize = 8192;

/// Elements to be summed up into `result` so that lanes are as long as in NumPy, whose pairwise sums run over its buffer:
/// a copy without gaps where several axes are summed that cannot be walked as one; and how many elements go into a sum.
fn buffered(result: &Array, source: &Array) -> Result<(Array, usize)> {
    let into = layout::broadcast_strides(result.shape(), result.strides(), source.shape());
    let lane = |strides: &[isize]| Plan::new(source.shape(), [&into, strides]).lane();
    let (len, [step, _]) = lane(source.strides());
    if step != 0 || len == 0 {
        return Ok((source.clone(), usize::MAX));
    }
    let (joined, _) = lane(&source.strides_for(Order::K));
    if joined <= len {
        return Ok((source.clone(), usize::MAX));
    }
    Ok((source.copy(Order::K)?, (BUFFER / len).max(1) * len))
}

/// A fresh array for the result of folding: size 1 along the axes, memory in the order of the source's.
fn result_for(source: &Array, axes: &[usize], dtype: DType) -> Result<Array> {
    let mut shape: Shape = source.shape().into();
    axes.iter().for_each(|axis| shape[*axis] = 1);
    let strides = layout::strides_in_common_order(&shape, &[opinions(source, source.shape())]);
    Array::empty_strided(&shape, strides, dtype)
}

#[cfg(test)]
mod tests {
    use crate::Array;
    use crate::ufunc::{self, Options};

    // Expected: NumPy 2.4.
    #[test]
    fn outer_products_of_too_many_axes() {
        let deep = Array::zeros(&[1; 40], crate::DType::Int8).unwrap();
        assert_eq!(
            ufunc::ADD.outer(&deep, &(&deep).into(), &Options::default()).unwrap_err().message,
            "maximum supported dimension for an ndarray is 64, but `add.outer()` result would have 80."
        );
    }
}
