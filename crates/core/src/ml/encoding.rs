//! One-hot codes and embeddings.

use super::Recorder;
use super::calculate::equal;
use super::step::step;
use crate::array::Array;
use crate::creation::arange;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::index::{Mode, take};
use crate::manipulate::expand_dims;
use crate::scalar::Scalar;

/// Labels (…) as rows of zeros with a one: (…, classes), float64.
///
/// # Errors
/// `IndexError` for labels that are no class; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::encoding::one_hot};
/// let labels = Array::from_slice(&[2], &[1_i64, 0]).unwrap();
/// assert_eq!(one_hot(&labels, 2, &mut ()).unwrap().to_vec::<f64>(), [0.0, 1.0, 1.0, 0.0]);
/// ```
pub fn one_hot(labels: &Array, classes: usize, recorder: &mut impl Recorder) -> Result<Array> {
    if let Some(label) =
        labels.to_vec::<i64>().into_iter().find(|label| *label < 0 || *label as usize >= classes)
    {
        return Err(Error::index(format!("index {label} is out of bounds for axis 0 with size {classes}")));
    }
    let columns = arange(Scalar::Int64(0), Scalar::Int64(classes as i64), Scalar::Int64(1), DType::Int64)?;
    let codes = equal(expand_dims(labels, &[-1])?, &columns)?.as_dtype(DType::Float64)?;
    step!(
        recorder, "Compare with every class", r"h_{ic} = [y_i = c]",
        "codes = (labels[..., None] == np.arange(classes)).astype(float)",
        ["labels" ["N"] labels] => ["codes" ["N", "C"] &codes],
        "np.eye(classes)[labels] says the same by indexing; neither needs a loop."
    );
    Ok(codes)
}

/// Rows of an embedding table (V, D) for indices (…): (…, D).
///
/// # Errors
/// `IndexError` for indices that are no row; `MemoryError`.
pub fn gather(table: &Array, indices: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let rows = take(table, indices, Some(0), Mode::Raise)?;
    step!(
        recorder, "Gather rows", r"E_i = T_{\iota_i}", "rows = table[indices]",
        ["table" ["V", "D"] table, "indices" ["N"] indices] => ["rows" ["N", "D"] &rows],
        "A one-hot product would multiply by V - 1 zeros for every row it fetches."
    );
    Ok(rows)
}

/// The gradient of [`gather`]: rows (…, D) added up at their indices (…) in a table of `size` rows, duplicates each counted.
///
/// # Errors
/// `ValueError` for rows that do not belong to the indices; `IndexError`; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::encoding::scatter_add};
/// let (rows, indices) = (Array::from_slice(&[2, 1], &[1.0, 2.0]).unwrap(), Array::from_slice(&[2], &[1_i64, 1]).unwrap());
/// assert_eq!(scatter_add(2, &indices, &rows, &mut ()).unwrap().to_vec::<f64>(), [0.0, 3.0]);
/// ```
pub fn scatter_add(
    size: usize,
    indices: &Array,
    rows: &Array,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    let Some((width, _)) = rows.shape().split_last().filter(|(_, leading)| *leading == indices.shape())
    else {
        return Err(Error::value(format!(
            "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
            crate::layout::shape_in_message(rows.shape()),
            crate::layout::shape_in_message(indices.shape())
        )));
    };
    let table = Array::zeros(&[size, *width], DType::Float64)?;
    let mut sums = table.to_vec::<f64>();
    for (index, row) in indices.to_vec::<i64>().into_iter().zip(rows.to_vec::<f64>().chunks((*width).max(1)))
    {
        let at = Mode::Raise.resolve(index, size).ok_or_else(|| {
            Error::index(format!("index {index} is out of bounds for axis 0 with size {size}"))
        })?;
        sums[at * width..(at + 1) * width].iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    let table = Array::from_slice(&[size, *width], &sums)?;
    step!(
        recorder, "Scatter, adding", r"G_v = \sum_{i : \iota_i = v} g_i", "np.add.at(gradient, indices, rows)",
        ["indices" ["N"] indices, "rows" ["N", "D"] rows] => ["gradient" ["V", "D"] &table],
        "gradient[indices] += rows writes each duplicate over the last; add.at adds them all."
    );
    Ok(table)
}
