//! Elements picked by index arrays: gathered into a fresh array, or scattered to.

use super::selection::{broadcast_indices, slowest_first};
use super::{Mode, mask, out_of_bounds};
use crate::array::Array;
use crate::bits::BlockCopy;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::iterate::Plan;
use crate::layout::{self, Shape, Strides};
use crate::with_bits;
use smallvec::SmallVec;

/// An index array and the axis it selects along.
#[derive(Debug)]
struct Picks {
    indices: Array,
    axis: usize,
}

/// Where index arrays stand among the other items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// None yet.
    None,
    /// The last item was one; they go where the first stood.
    Open(usize),
    /// Other items followed.
    Closed(usize),
    /// They stand in several places: their axes go in front.
    Scattered,
}

/// Elements picked by index arrays along some axes, with the rest of the axes (the block) taken whole or by slices.
///
/// The result is laid out as NumPy lays it out: blocks one after the other, in the order of the index arrays.
#[derive(Debug)]
pub struct Gather {
    array: Array,
    picks: SmallVec<[Picks; 4]>,
    group: Group,
    /// Shape that the index arrays broadcast to.
    picked: Shape,
    block_shape: Shape,
    block_strides: Strides,
    /// Where in the buffer each block starts, in the order of memory of the result.
    starts: Vec<isize>,
    /// The error of an index out of bounds, told only once values to be stored have shown to fit.
    refused: Option<Error>,
    /// Axes of `picked` and of the block, each slowest first in the result's memory.
    picked_order: SmallVec<[usize; 4]>,
    block_order: SmallVec<[usize; 4]>,
}

impl Gather {
    pub(super) fn new(array: &Array) -> Gather {
        Gather {
            array: array.clone(),
            picks: SmallVec::new(),
            group: Group::None,
            picked: Shape::new(),
            block_shape: Shape::new(),
            block_strides: Strides::new(),
            starts: Vec::new(),
            refused: None,
            picked_order: SmallVec::new(),
            block_order: SmallVec::new(),
        }
    }

    /// Number of axes that the index arrays will have together.
    pub(super) fn picked_rank(&self) -> usize {
        self.picks.iter().map(|picks| picks.indices.rank()).max().unwrap_or(0)
    }

    /// Another kind of item follows.
    pub(super) fn end_of_group(&mut self) {
        if let Group::Open(at) = self.group {
            self.group = Group::Closed(at);
        }
    }

    /// Adds an index array that starts at `axis`, with `before` axes of the block before it. Gives the number of axes it
    /// takes.
    pub(super) fn push(&mut self, indices: &Array, axis: usize, before: usize) -> Result<usize> {
        self.join_group(before);
        if indices.dtype() != DType::Bool {
            if !indices.dtype().is_integer() {
                return Err(Error::index("arrays used as indices must be of integer (or boolean) type"));
            }
            self.picks.push(Picks { indices: indices.as_dtype(DType::Int64)?, axis });
            return Ok(1);
        }
        if indices.rank() == 0 {
            // True picks once along an axis of its own, False never.
            let times = usize::from(indices.item()?.is_true());
            let origin = Array::zeros(&[times], DType::Int64)?;
            self.picks.push(Picks { indices: origin, axis: usize::MAX });
            return Ok(0);
        }
        for (step, indices) in mask::nonzero(indices)?.into_iter().enumerate() {
            self.picks.push(Picks { indices, axis: axis + step });
        }
        Ok(indices.rank())
    }

    /// Adds an integer that stands beside index arrays.
    pub(super) fn push_integer(&mut self, index: i64, axis: usize, before: usize) -> Result<()> {
        self.join_group(before);
        let size = self.array.shape()[axis];
        Mode::Raise.resolve(index, size).ok_or_else(|| out_of_bounds(index, axis, size))?;
        self.picks.push(Picks { indices: Array::from_scalar(index.into())?, axis });
        Ok(())
    }

    fn join_group(&mut self, before: usize) {
        self.group = match self.group {
            Group::None => Group::Open(before),
            Group::Open(at) => Group::Open(at),
            Group::Closed(_) | Group::Scattered => Group::Scattered,
        };
    }

    /// Completes the plan once all items are known.
    pub(super) fn finish(mut self, shape: Shape, strides: Strides, offset: isize) -> Result<Gather> {
        let shapes: SmallVec<[&[usize]; 4]> = self.picks.iter().map(|picks| picks.indices.shape()).collect();
        let picked = broadcast_indices(&shapes)?;
        drop(shapes);
        self.picked = picked;
        layout::checked_size(&self.picked)?;
        let operands: SmallVec<[Strides; 4]> = self
            .picks
            .iter()
            .map(|picks| {
                layout::broadcast_strides(picks.indices.shape(), picks.indices.strides(), &self.picked)
            })
            .collect();
        let has_block = !shape.is_empty();
        self.picked_order =
            if has_block { (0..self.picked.len()).collect() } else { slowest_first(&self.picked, &operands) };
        self.block_order = layout::axes_slowest_first(&strides);
        (self.block_shape, self.block_strides) = (shape, strides);
        self.find_starts(&operands, offset)?;
        Ok(self)
    }

    fn find_starts(&mut self, operands: &[Strides], offset: isize) -> Result<()> {
        let shape: Shape = self.picked_order.iter().map(|axis| self.picked[*axis]).collect();
        let count = shape.iter().product();
        self.starts
            .try_reserve_exact(count)
            .map_err(|_| Error::out_of_memory(&[count as i64], DType::Int64))?;
        self.starts.resize(count, offset);
        for (picks, strides) in self.picks.iter().zip(operands) {
            if picks.axis == usize::MAX {
                continue;
            }
            let (axis, size) = (picks.axis, self.array.shape()[picks.axis]);
            let stride = self.array.strides()[axis];
            let strides: Strides = self.picked_order.iter().map(|axis| strides[*axis]).collect();
            let (mut next, mut refused) = (0, None);
            Plan::in_c_order(&shape, [&strides]).for_each_lane(
                [picks.indices.offset()],
                |[at], [by], len| {
                    let lane = picks.indices.lane::<i64>(at, by, len);
                    let starts = &mut self.starts[next..next + len];
                    next += len;
                    for (i, start) in starts.iter_mut().enumerate() {
                        let index = lane.get(i);
                        match Mode::Raise.resolve(index, size) {
                            Some(position) => *start += position as isize * stride,
                            None => refused = refused.or(Some(index)),
                        }
                    }
                },
            );
            if let Some(index) = refused {
                self.refused = Some(out_of_bounds(index, axis, size));
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether the axes of the index arrays stand after others, so that the result is a transposed view of what was
    /// gathered.
    pub fn is_transposed(&self) -> bool {
        matches!(self.group, Group::Open(before) | Group::Closed(before) if before > 0)
    }

    /// For each axis of the result, in order, its place in memory: axes in the memory's order are those of the index
    /// arrays, then those of the block.
    fn axes(&self) -> SmallVec<[usize; 8]> {
        let picked = layout::invert_permutation(&self.picked_order);
        let block = layout::invert_permutation(&self.block_order);
        let before = match self.group {
            Group::Open(before) | Group::Closed(before) => before,
            Group::None | Group::Scattered => 0,
        };
        let block: SmallVec<[usize; 4]> = block.iter().map(|axis| axis + picked.len()).collect();
        block[..before].iter().chain(&picked).chain(&block[before..]).copied().collect()
    }

    fn memory_shape(&self) -> Shape {
        let picked = self.picked_order.iter().map(|axis| self.picked[*axis]);
        picked.chain(self.block_order.iter().map(|axis| self.block_shape[*axis])).collect()
    }

    fn block_in_memory_order(&self) -> (Shape, Strides) {
        self.block_order.iter().map(|axis| (self.block_shape[*axis], self.block_strides[*axis])).unzip()
    }

    fn check_bounds(&self) -> Result<()> {
        self.refused.clone().map_or(Ok(()), Err)
    }

    pub(super) fn get(&self) -> Result<Array> {
        self.check_bounds()?;
        let dtype = self.array.dtype();
        let memory_shape = self.memory_shape();
        let gathered = Array::empty(&memory_shape, dtype)?;
        let (block, strides) = self.block_in_memory_order();
        let block_size: usize = block.iter().product();
        if gathered.size() > 0 {
            with_bits!(dtype, T => {
                if block_size == 1 {
                    let (to, from) = (crate::bits::cells::<T>(&gathered), crate::bits::cells::<T>(&self.array));
                    for (to, start) in to.iter().zip(&self.starts) {
                        to.set(from[*start as usize].get());
                    }
                } else {
                    let blocks =
                        BlockCopy::<T>::new(&gathered, &self.array, &block, &layout::c_strides(&block), &strides);
                    for (i, start) in self.starts.iter().enumerate() {
                        blocks.copy(i * block_size, *start as usize);
                    }
                }
            });
        }
        Ok(gathered.permute(&self.axes()))
    }

    pub(super) fn set(&self, values: &Array) -> Result<()> {
        let memory_shape = self.memory_shape();
        let axes = self.axes();
        let shape: Shape = axes.iter().map(|axis| memory_shape[*axis]).collect();
        let values = values.as_dtype(self.array.dtype())?;
        let values = if values.may_overlap(&self.array) { values.copy(layout::Order::K)? } else { values };
        let values = stretch(&values, &shape)?.permute(&layout::invert_permutation(&axes));
        self.check_bounds()?;
        if values.size() == 0 {
            return Ok(());
        }
        let (block, strides) = self.block_in_memory_order();
        let (picked_shape, _) = memory_shape.split_at(self.picked.len());
        let (picked_strides, block_strides) = values.strides().split_at(self.picked.len());
        let mut starts = self.starts.iter();
        with_bits!(self.array.dtype(), T => {
            let (to, from) = (crate::bits::cells::<T>(&self.array), crate::bits::cells::<T>(&values));
            let blocks = BlockCopy::<T>::new(&self.array, &values, &block, &strides, block_strides);
            let single = block.iter().product::<usize>() == 1;
            Plan::in_c_order(picked_shape, [picked_strides]).for_each_lane([values.offset()], |[at], [by], len| {
                for (i, start) in starts.by_ref().take(len).enumerate() {
                    let source = at.wrapping_add_signed(i as isize * by);
                    if single {
                        to[*start as usize].set(from[source].get());
                    } else {
                        blocks.copy(*start as usize, source);
                    }
                }
            });
        });
        Ok(())
    }
}

/// Values stretched to the shape of what they are assigned to; leading axes of size 1 may be dropped.
fn stretch(values: &Array, shape: &[usize]) -> Result<Array> {
    let extra = values.rank().saturating_sub(shape.len());
    let (dropped, kept) = values.shape().split_at(extra);
    let strides = &values.strides()[extra..];
    let stretched = (dropped.iter().all(|size| *size == 1))
        .then(|| layout::broadcast_to_strides(kept, strides, shape).ok())
        .flatten()
        .ok_or_else(|| {
            Error::value(format!(
                "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
                layout::shape_in_message(values.shape()),
                layout::shape_in_message(shape)
            ))
        })?;
    Ok(values.view(shape, &stretched, values.offset()))
}
