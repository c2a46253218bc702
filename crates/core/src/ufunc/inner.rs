//! Inner loops: one operation applied along lanes, and the floating-point exceptions it met.

use crate::array::Array;
use crate::element::{Bool, Element};
use crate::float_status;
use ndgym_kernels::arithmetic::{self, Binary, Operand, Unary};
use ndgym_kernels::fold::Float;
use ndgym_kernels::{Lane, math};
use num_complex::{Complex32, Complex64};
use std::cell::Cell;

/// One lane of every operand, inputs first, then outputs.
pub(crate) struct Frame<'a> {
    pub(crate) arrays: &'a [&'a Array],
    pub(crate) offsets: &'a [usize],
    pub(crate) strides: &'a [isize],
    pub(crate) len: usize,
}

impl<'a> Frame<'a> {
    #[inline]
    pub(super) fn lane<T: Element>(&self, operand: usize) -> Lane<'a, T> {
        self.arrays[operand].lane::<T>(self.offsets[operand], self.strides[operand], self.len)
    }
}

/// A loop over one lane of each operand, typed inside.
pub(crate) type Inner = fn(&Frame<'_>);

/// What the check for floating-point exceptions asks of a number.
pub(crate) trait Exceptional: Element {
    /// Whether loops over neighbours get a form of their own. For the types that programs compute in; each such form of
    /// each operation makes the engine larger.
    const IN_BLOCKS: bool;
    /// Neither infinite nor NaN. Always, for integers.
    fn is_ordinary(self) -> bool;
    /// Whether all of some numbers are.
    #[inline(always)]
    fn all_ordinary(numbers: &[Self]) -> bool {
        numbers.iter().fold(true, |ordinary, number| ordinary & number.is_ordinary())
    }
    /// NaN, in any part.
    fn is_nan(self) -> bool;
    /// Infinite in one part though NaN in the other.
    #[inline(always)]
    fn is_half_infinite(self) -> bool {
        false
    }
}

macro_rules! never_exceptional {
    ($in_blocks:literal: $($type:ty)*) => {
        $(impl Exceptional for $type {
            const IN_BLOCKS: bool = $in_blocks;
            #[inline(always)]
            fn is_ordinary(self) -> bool {
                true
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                false
            }
        })*
    };
}

never_exceptional!(true: Bool u8 i32 i64);
never_exceptional!(false: i8 i16 u16 u32 u64);

impl Exceptional for f32 {
    const IN_BLOCKS: bool = true;
    #[inline(always)]
    fn all_ordinary(numbers: &[Self]) -> bool {
        math::all_finite_f32(numbers)
    }
    #[inline(always)]
    fn is_ordinary(self) -> bool {
        self.is_finite()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

impl Exceptional for f64 {
    const IN_BLOCKS: bool = true;
    #[inline(always)]
    fn all_ordinary(numbers: &[Self]) -> bool {
        math::all_finite(numbers)
    }
    #[inline(always)]
    fn is_ordinary(self) -> bool {
        self.is_finite()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        self.is_nan()
    }
}

impl Exceptional for Complex32 {
    const IN_BLOCKS: bool = false;
    #[inline(always)]
    fn is_ordinary(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        self.re.is_nan() || self.im.is_nan()
    }
    #[inline(always)]
    fn is_half_infinite(self) -> bool {
        self.is_nan() && (self.re.is_infinite() || self.im.is_infinite())
    }
}

impl Exceptional for Complex64 {
    const IN_BLOCKS: bool = false;
    #[inline(always)]
    fn is_ordinary(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        self.re.is_nan() || self.im.is_nan()
    }
    #[inline(always)]
    fn is_half_infinite(self) -> bool {
        self.is_nan() && (self.re.is_infinite() || self.im.is_infinite())
    }
}

/// Whether two slices share no memory.
fn disjoint<A, B>(a: &[Cell<A>], b: &[Cell<B>]) -> bool {
    let (a, b) = (a.as_ptr_range(), b.as_ptr_range());
    a.end as usize <= b.start as usize || b.end as usize <= a.start as usize
}

fn start<T>(cells: &[Cell<T>]) -> usize {
    cells.as_ptr() as usize
}

/// Elements that go through a block on the stack at a time when an operation writes over its own input.
const BLOCK: usize = 128;

/// `out = f(a)` along a lane; `infinite` is the exception that an infinite result of a finite number means.
#[inline(always)]
pub(crate) fn map1<A: Exceptional, R: Exceptional>(
    frame: &Frame<'_>,
    infinite: u8,
    f: impl Fn(A) -> R + Copy,
) {
    let (a, out) = (frame.lane::<A>(0), frame.lane::<R>(1));
    if A::IN_BLOCKS
        && let (Some(a), Some(out)) = (a.contiguous(), out.contiguous())
        && (disjoint(a, out) || start(a) == start(out) && size_of::<A>() == size_of::<R>())
    {
        let mut block = [R::default(); BLOCK];
        for (a, out) in a.chunks(BLOCK).zip(out.chunks(BLOCK)) {
            let block = &mut block[..a.len()];
            block.iter_mut().zip(a).for_each(|(r, x)| *r = f(x.get()));
            if !R::all_ordinary(block) {
                a.iter().zip(&*block).for_each(|(x, r)| note(*r, || classify(x.get(), *r, infinite)));
            }
            out.iter().zip(&*block).for_each(|(out, r)| out.set(*r));
        }
        return;
    }
    for i in 0..frame.len {
        let x = a.get(i);
        let r = f(x);
        note(r, || classify(x, r, infinite));
        out.set(i, r);
    }
}

/// `out = f(a)` along a lane, where `f` takes many numbers at once to as many others, or to themselves, and tells whether
/// all results are ordinary.
#[inline(always)]
pub(crate) fn map1_many<A: Exceptional>(
    frame: &Frame<'_>,
    infinite: u8,
    f: impl Fn(&[Cell<A>], &[Cell<A>]) -> bool,
) {
    let (a, out) = (frame.lane::<A>(0), frame.lane::<A>(1));
    if let (Some(a), Some(out)) = (a.contiguous(), out.contiguous())
        && disjoint(a, out)
    {
        if !f(a, out) {
            a.iter().zip(out).for_each(|(x, r)| note(r.get(), || classify(x.get(), r.get(), infinite)));
        }
        return;
    }
    let mut block = [A::default(); BLOCK];
    let block = Cell::from_mut(&mut block[..]).as_slice_of_cells();
    for from in (0..frame.len).step_by(BLOCK) {
        let block = &block[..BLOCK.min(frame.len - from)];
        block.iter().enumerate().for_each(|(i, r)| r.set(a.get(from + i)));
        if !f(block, block) {
            block.iter().enumerate().for_each(|(i, r)| {
                note(r.get(), || classify(a.get(from + i), r.get(), infinite));
            });
        }
        block.iter().enumerate().for_each(|(i, r)| out.set(from + i, r.get()));
    }
}

/// `out = operation a` for floats along a lane.
#[inline(always)]
pub(crate) fn map1_float<T: Exceptional + Float>(frame: &Frame<'_>, infinite: u8, operation: Unary) {
    map1_many::<T>(frame, infinite, |a, out| arithmetic::unary(operation, a, out));
}

/// The exception that an infinite result or NaN of one number means; `infinite` if the number was finite.
#[inline(always)]
fn classify<A: Exceptional, R: Exceptional>(x: A, r: R, infinite: u8) -> u8 {
    match r.is_nan() {
        true if x.is_nan() => 0,
        true => float_status::INVALID,
        false if x.is_ordinary() => infinite,
        false => 0,
    }
}

/// `out1, out2 = f(a)` along a lane.
#[inline(always)]
pub(crate) fn map1_to2<A: Exceptional, R: Exceptional, S: Exceptional>(
    frame: &Frame<'_>,
    f: impl Fn(A) -> (R, S),
) {
    let (a, out1, out2) = (frame.lane::<A>(0), frame.lane::<R>(1), frame.lane::<S>(2));
    for i in 0..frame.len {
        let (r, s) = f(a.get(i));
        out1.set(i, r);
        out2.set(i, s);
    }
}

/// `out = f(a, b)` along a lane; `infinite` says what exception an infinite result of finite numbers is.
///
/// Where `out` is a lane of stride 0 that is also `a`, this folds `b` into it, one element after the other; where `out`
/// runs one step ahead of `a` in the same memory, it accumulates.
#[inline(always)]
pub(crate) fn map2<A: Exceptional, B: Exceptional, R: Exceptional>(
    frame: &Frame<'_>,
    infinite: fn(A, B) -> u8,
    f: impl Fn(A, B) -> R + Copy,
) {
    let (a, b, out) = (frame.lane::<A>(0), frame.lane::<B>(1), frame.lane::<R>(2));
    let classify = |x: A, y: B, r: R| classify2(x, y, r, infinite);
    if A::IN_BLOCKS
        && let Some(out) = out.contiguous()
    {
        if let (Some(a), Some(b)) = (a.contiguous(), b.contiguous())
            && frame.len > 1
            && apart_or_same(a, out)
            && apart_or_same(b, out)
        {
            return blocks(out, |from, block| {
                let (a, b) = (&a[from..from + block.len()], &b[from..from + block.len()]);
                block.iter_mut().zip(a).zip(b).for_each(|((r, x), y)| *r = f(x.get(), y.get()));
                if !R::all_ordinary(block) {
                    let operands = a.iter().zip(b).zip(block);
                    operands.for_each(|((x, y), r)| note(*r, || classify(x.get(), y.get(), *r)));
                }
            });
        }
        if let (Some(a), Some(y)) = (a.contiguous(), b.repeated())
            && apart_or_same(a, out)
            && !frame.overlap(1, 2)
        {
            return blocks(out, |from, block| {
                let a = &a[from..from + block.len()];
                block.iter_mut().zip(a).for_each(|(r, x)| *r = f(x.get(), y));
                if !R::all_ordinary(block) {
                    a.iter().zip(block).for_each(|(x, r)| note(*r, || classify(x.get(), y, *r)));
                }
            });
        }
        if let (Some(x), Some(b)) = (a.repeated(), b.contiguous())
            && apart_or_same(b, out)
            && !frame.overlap(0, 2)
        {
            return blocks(out, |from, block| {
                let b = &b[from..from + block.len()];
                block.iter_mut().zip(b).for_each(|(r, y)| *r = f(x, y.get()));
                if !R::all_ordinary(block) {
                    b.iter().zip(block).for_each(|(y, r)| note(*r, || classify(x, y.get(), *r)));
                }
            });
        }
    }
    for i in 0..frame.len {
        let (x, y) = (a.get(i), b.get(i));
        let r = f(x, y);
        note(r, || classify(x, y, r));
        out.set(i, r);
    }
}

/// The exception that an infinite result or NaN of two numbers means; `infinite` says which if both were finite.
#[inline(always)]
fn classify2<A: Exceptional, B: Exceptional, R: Exceptional>(
    x: A,
    y: B,
    r: R,
    infinite: fn(A, B) -> u8,
) -> u8 {
    match r.is_nan() {
        true if x.is_nan() || y.is_nan() => 0,
        true if r.is_half_infinite() && x.is_ordinary() && y.is_ordinary() => {
            float_status::INVALID | infinite(x, y)
        }
        true => float_status::INVALID,
        false if x.is_ordinary() && y.is_ordinary() => infinite(x, y),
        false => 0,
    }
}

/// [`map2`] for the arithmetic of floats.
#[inline(always)]
pub(crate) fn map2_float<T: Exceptional + Float>(
    frame: &Frame<'_>,
    infinite: fn(T, T) -> u8,
    operation: Binary,
    f: impl Fn(T, T) -> T + Copy,
) {
    let (a, b, out) = (frame.lane::<T>(0), frame.lane::<T>(1), frame.lane::<T>(2));
    if frame.len > 1
        && let Some(to) = out.contiguous()
        && let (Some(a), Some(b)) = (operand(a, to), operand(b, to))
    {
        return match (a, b) {
            ((a, false), (b, false)) => apply(operation, a, b, to, infinite),
            _ => apply_in_place(operation, a, b, to, infinite),
        };
    }
    for i in 0..frame.len {
        let (x, y) = (a.get(i), b.get(i));
        let r = f(x, y);
        note(r, || classify2(x, y, r, infinite));
        out.set(i, r);
    }
}

fn apply<T: Exceptional + Float>(
    operation: Binary,
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    to: &[Cell<T>],
    infinite: fn(T, T) -> u8,
) {
    if !arithmetic::binary(operation, a, b, to) {
        to.iter().enumerate().for_each(|(i, r)| {
            note(r.get(), || classify2(a.get(i), b.get(i), r.get(), infinite));
        });
    }
}

/// [`apply`] with operands that may be written over, which must still be there when a result is looked at again.
#[inline(never)]
fn apply_in_place<T: Exceptional + Float>(
    operation: Binary,
    (a, a_is_to): (Operand<'_, T>, bool),
    (b, b_is_to): (Operand<'_, T>, bool),
    to: &[Cell<T>],
    infinite: fn(T, T) -> u8,
) {
    let mut kept = [T::default(); BLOCK];
    let kept = Cell::from_mut(&mut kept[..]).as_slice_of_cells();
    for (number, to) in to.chunks(BLOCK).enumerate() {
        kept.iter().zip(to).for_each(|(kept, x)| kept.set(x.get()));
        let kept = Operand::Each(&kept[..to.len()]);
        let from = number * BLOCK;
        let a = if a_is_to { kept } else { a.part(from, to.len()) };
        let b = if b_is_to { kept } else { b.part(from, to.len()) };
        apply(operation, a, b, to, infinite);
    }
}

/// A lane as a kernel takes it, and whether it is the result's memory, if it lies so.
#[inline(always)]
fn operand<'a, T: Element>(lane: Lane<'a, T>, to: &[Cell<T>]) -> Option<(Operand<'a, T>, bool)> {
    if let Some(cells) = lane.contiguous() {
        return apart_or_same(cells, to).then(|| (Operand::Each(cells), start(cells) == start(to)));
    }
    let cell = lane.repeated_cell()?;
    disjoint(std::slice::from_ref(cell), to).then(|| (Operand::Same(cell.get()), false))
}

/// `out = f(a, b, c)` along a lane.
#[inline(always)]
pub(crate) fn map3<A: Element, R: Element>(frame: &Frame<'_>, f: impl Fn(A, A, A) -> R + Copy) {
    let (a, b, c, out) = (frame.lane::<A>(0), frame.lane::<A>(1), frame.lane::<A>(2), frame.lane::<R>(3));
    if let (Some(a), Some(y), Some(z), Some(out)) =
        (a.contiguous(), b.repeated(), c.repeated(), out.contiguous())
        && apart_or_same(a, out)
        && !frame.overlap(1, 3)
        && !frame.overlap(2, 3)
    {
        return blocks(out, |from, block| {
            block.iter_mut().zip(&a[from..]).for_each(|(r, x)| *r = f(x.get(), y, z));
        });
    }
    for i in 0..frame.len {
        out.set(i, f(a.get(i), b.get(i), c.get(i)));
    }
}

/// `out1, out2 = f(a, b)` along a lane.
#[inline(always)]
pub(crate) fn map2_to2<A: Element, R: Element>(frame: &Frame<'_>, f: impl Fn(A, A) -> (R, R)) {
    let (a, b) = (frame.lane::<A>(0), frame.lane::<A>(1));
    let (out1, out2) = (frame.lane::<R>(2), frame.lane::<R>(3));
    for i in 0..frame.len {
        let (r, s) = f(a.get(i), b.get(i));
        out1.set(i, r);
        out2.set(i, s);
    }
}

impl Frame<'_> {
    /// Whether a repeated input is memory of the output.
    fn overlap(&self, input: usize, output: usize) -> bool {
        let (input_array, output_array) = (self.arrays[input], self.arrays[output]);
        if !input_array.same_buffer(output_array) {
            return false;
        }
        let input = self.offsets[input] * input_array.dtype().itemsize();
        let itemsize = output_array.dtype().itemsize();
        let output = self.offsets[output] * itemsize;
        (output..output + self.len * itemsize).contains(&input)
    }
}

fn apart_or_same<A, R>(input: &[Cell<A>], out: &[Cell<R>]) -> bool {
    disjoint(input, out) || start(input) == start(out) && size_of::<A>() == size_of::<R>()
}

/// Fills `out` by way of a block on the stack: the compiler sees that it overlaps no operand, and operands are still
/// whole when a result must be looked at again.
#[inline(always)]
fn blocks<R: Element>(out: &[Cell<R>], mut compute: impl FnMut(usize, &mut [R])) {
    let mut block = [R::default(); BLOCK];
    for (i, out) in out.chunks(BLOCK).enumerate() {
        let block = &mut block[..out.len()];
        compute(i * BLOCK, block);
        out.iter().zip(&*block).for_each(|(out, r)| out.set(*r));
    }
}

#[inline(always)]
fn note<R: Exceptional>(result: R, classify: impl FnOnce() -> u8) {
    if !result.is_ordinary() {
        let flags = classify();
        if flags != 0 {
            float_status::raise(flags);
        }
    }
}
