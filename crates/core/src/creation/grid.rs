//! Grids of coordinates.

use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::index::positions_along;
use crate::layout::{Order, Shape, checked_rank, checked_shape};
use smallvec::SmallVec;

/// Which axis of a mesh belongs to the first vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexing {
    /// The second, as in plots.
    Xy,
    /// The first, as in matrices.
    Ij,
}

impl Indexing {
    /// From NumPy's `indexing=` argument.
    ///
    /// # Errors
    /// `ValueError: Valid values for `indexing` are 'xy' and 'ij'.`
    pub fn parse(text: &str) -> Result<Indexing> {
        match text {
            "xy" => Ok(Indexing::Xy),
            "ij" => Ok(Indexing::Ij),
            _ => Err(Error::value("Valid values for `indexing` are 'xy' and 'ij'.")),
        }
    }
}

/// Each vector's values at every point of the grid they span. Sparse, size 1 along the other vectors' axes; not copied,
/// stretched views.
///
/// # Errors
/// `MemoryError`; `ValueError` for a grid too large.
pub fn meshgrid(vectors: &[Array], indexing: Indexing, sparse: bool, copy: bool) -> Result<Vec<Array>> {
    let rank = vectors.len();
    checked_rank(rank)?;
    let axis_of = |vector: usize| match (indexing, vector) {
        (Indexing::Xy, 0 | 1) if rank > 1 => 1 - vector,
        _ => vector,
    };
    let mut grid: Shape = SmallVec::from_elem(1, rank);
    vectors.iter().enumerate().for_each(|(i, vector)| grid[axis_of(i)] = vector.size());
    crate::layout::checked_size(&grid).map_err(|_| Error::value("broadcast dimensions too large."))?;
    vectors
        .iter()
        .enumerate()
        .map(|(i, vector)| {
            let mut shape: Shape = SmallVec::from_elem(1, rank);
            shape[axis_of(i)] = vector.size();
            let open = vector.reshape_to(&shape, Order::C)?;
            let mesh = if sparse { open } else { open.broadcast_to(&grid)? };
            if copy { mesh.copy(Order::C) } else { Ok(mesh) }
        })
        .collect()
}

/// The index along each axis at every point of a grid: one array for each axis, stacked unless sparse.
///
/// # Errors
/// `ValueError: negative dimensions are not allowed`; `MemoryError`.
pub fn indices(shape: &[i64], dtype: DType) -> Result<Array> {
    let grid = checked_shape(shape, dtype)?;
    let requested: SmallVec<[i64; 4]> =
        std::iter::once(shape.len() as i64).chain(shape.iter().copied()).collect();
    let stacked = Array::empty(&checked_shape(&requested, dtype)?, dtype)?;
    let size: usize = grid.iter().product();
    for (axis, open) in sparse_indices(&grid, dtype)?.iter().enumerate() {
        let layer = stacked.view(&grid, &stacked.strides()[1..], axis * size);
        layer.assign(open)?;
    }
    Ok(stacked)
}

/// The same with size 1 along all axes but one.
///
/// # Errors
/// `MemoryError`.
pub fn sparse_indices(shape: &[usize], dtype: DType) -> Result<Vec<Array>> {
    shape
        .iter()
        .enumerate()
        .map(|(axis, size)| positions_along(axis, shape.len(), *size)?.as_dtype(dtype))
        .collect()
}
