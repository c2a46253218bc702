//! `unique`: each element, or each slice along an axis, once.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use crate::layout::{Order, Shape, invert_permutation, normalize_axis};
use crate::sort::Sortable;
use crate::text::Ranking;
use crate::with_element;
use smallvec::SmallVec;

/// Which results beside the elements are asked for.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "NumPy's own words")]
pub struct Wanted {
    pub index: bool,
    pub inverse: bool,
    pub counts: bool,
}

/// The unique elements in ascending order, and what else was asked for.
#[derive(Clone, Debug)]
pub struct Unique {
    /// The elements.
    pub values: Array,
    /// Where each occurs first.
    pub index: Option<Array>,
    /// For each element of the original its position among the unique ones.
    pub inverse: Option<Array>,
    /// How often each occurs.
    pub counts: Option<Array>,
}

/// Each element once, or each slice along an axis. NaNs are one element if `equal_nan`; along an axis they never are.
///
/// # Errors
/// `AxisError`; `MemoryError`.
pub fn unique(array: &Array, axis: Option<i64>, wanted: Wanted, equal_nan: bool) -> Result<Unique> {
    if array.dtype().is_text() {
        let (ranking, ranks) = Ranking::of_one(array)?;
        let unique = unique(&ranks, axis, wanted, equal_nan)?;
        return Ok(Unique { values: ranking.texts(&unique.values, array.dtype())?, ..unique });
    }
    let axis = axis.map(|axis| normalize_axis(axis, array.rank())).transpose()?;
    match axis {
        Some(axis) if array.rank() > 1 => unique_slices(array, axis, wanted),
        _ => with_element!(array.dtype(), T => unique_elements::<T>(array, wanted, equal_nan)),
    }
}

fn unique_elements<T: Sortable>(array: &Array, wanted: Wanted, equal_nan: bool) -> Result<Unique> {
    let elements = array.elements::<T>()?;
    let same =
        |a: T, b: T| if a.is_nan() || b.is_nan() { equal_nan && a.is_nan() && b.is_nan() } else { a == b };
    if wanted.index || wanted.inverse {
        let mut order: Vec<(T::Key, usize)> = elements.iter().map(|element| element.key()).zip(0..).collect();
        order.sort_unstable();
        let order: Vec<usize> = order.into_iter().map(|(_, position)| position).collect();
        let groups = Groups::new(&order, |a, b| same(elements[a], elements[b]));
        let values: Vec<T> = groups.firsts().map(|position| elements[position]).collect();
        return groups.results(Array::from_slice(&[values.len()], &values)?, array.shape(), wanted);
    }
    let mut elements = elements;
    T::sort(&mut elements);
    let order: Vec<usize> = (0..elements.len()).collect();
    let groups = Groups::new(&order, |a, b| same(elements[a], elements[b]));
    let values: Vec<T> = groups.firsts().map(|position| elements[position]).collect();
    groups.results(Array::from_slice(&[values.len()], &values)?, array.shape(), wanted)
}

fn unique_slices(array: &Array, axis: usize, wanted: Wanted) -> Result<Unique> {
    let mut axes: SmallVec<[usize; 4]> = (0..array.rank()).filter(|other| *other != axis).collect();
    axes.insert(0, axis);
    let slices = array.permute(&axes).as_c_contiguous()?;
    let count = slices.shape()[0];
    let width: usize = slices.shape()[1..].iter().product();
    with_element!(array.dtype(), T => {
        let elements = slices.elements::<T>()?;
        let slice = |i: usize| &elements[i * width..(i + 1) * width];
        let keys = |i: usize| slice(i).iter().map(|element| element.key());
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_unstable_by(|a, b| keys(*a).cmp(keys(*b)).then(a.cmp(b)));
        let groups = Groups::new(&order, |a, b| slice(a) == slice(b));
        let values: Vec<T> = groups.firsts().flat_map(|position| slice(position).iter().copied()).collect();
        let mut shape: Shape = slices.shape().into();
        shape[0] = groups.starts.len();
        let values = Array::from_slice(&shape, &values)?.permute(&invert_permutation(&axes));
        groups.results(values, &[count], wanted)
    })
}

/// Positions in sorted order, cut into groups of equal elements.
struct Groups<'a> {
    order: &'a [usize],
    /// Where in `order` each group starts.
    starts: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn new(order: &'a [usize], same: impl Fn(usize, usize) -> bool) -> Self {
        let starts = (0..order.len()).filter(|&i| i == 0 || !same(order[i - 1], order[i])).collect();
        Groups { order, starts }
    }

    /// The first position of each group.
    fn firsts(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().map(|start| self.order[*start])
    }

    /// Each group's stretch of `order`.
    fn stretches(&self) -> impl Iterator<Item = &[usize]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.order.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| &self.order[*start..end])
    }

    fn results(&self, values: Array, inverse_shape: &[usize], wanted: Wanted) -> Result<Unique> {
        let numbers = |numbers: Vec<i64>| Array::from_slice(&[numbers.len()], &numbers);
        let index = wanted
            .index
            .then(|| numbers(self.firsts().map(|position| position as i64).collect()))
            .transpose()?;
        let counts = wanted
            .counts
            .then(|| numbers(self.stretches().map(|stretch| stretch.len() as i64).collect()))
            .transpose()?;
        let inverse = wanted.inverse.then(|| self.inverse(inverse_shape)).transpose()?;
        Ok(Unique { values, index, inverse, counts })
    }

    fn inverse(&self, shape: &[usize]) -> Result<Array> {
        let inverse = Array::empty(&[self.order.len()], DType::Int64)?;
        let cells = inverse.cells::<i64>();
        for (number, stretch) in self.stretches().enumerate() {
            stretch.iter().for_each(|position| cells[*position].set(number as i64));
        }
        inverse.reshape_to(shape, Order::C)
    }
}
