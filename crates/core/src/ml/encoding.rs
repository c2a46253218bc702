//! Categories as numbers: one-hot codes, embeddings, mean targets.

use super::Recorder;
use super::calculate::equal;
use super::step::{list, step};
use crate::array::Array;
use crate::creation::arange;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::index::{Mode, take};
use crate::manipulate::expand_dims;
use crate::scalar::Scalar;
use std::collections::BTreeMap;

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
///
/// ```
/// use ndgym_core::{Array, ml::encoding::gather};
/// let (table, indices) = (Array::from_slice(&[2, 1], &[5.0, 6.0]).unwrap(), Array::from_slice(&[3], &[1_i64, 0, 1]).unwrap());
/// assert_eq!(gather(&table, &indices, &mut ()).unwrap().to_vec::<f64>(), [6.0, 5.0, 6.0]);
/// ```
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
        recorder, "Scatter, adding", r"G_v = \sum_{i : \iota_i = v} g_i", "gradient = np.zeros((size, rows.shape[-1])); np.add.at(gradient, indices, rows)",
        ["indices" ["N"] indices, "rows" ["N", "D"] rows] => ["gradient" ["V", "D"] &table],
        "gradient[indices] += rows writes each duplicate over the last; add.at adds them all."
    );
    Ok(table)
}

/// Sums and counts of targets by category.
#[derive(Default)]
struct Groups {
    sums: BTreeMap<i64, (f64, f64)>,
    total: f64,
    rows: f64,
}

impl Groups {
    fn of(rows: impl Iterator<Item = (i64, f64)>) -> Groups {
        let mut groups = Groups::default();
        for (category, target) in rows {
            let (sum, count) = groups.sums.entry(category).or_default();
            (*sum, *count) = (*sum + target, *count + 1.0);
            (groups.total, groups.rows) = (groups.total + target, groups.rows + 1.0);
        }
        groups
    }

    fn get(&self, category: i64) -> (f64, f64) {
        self.sums.get(&category).copied().unwrap_or_default()
    }

    fn prior(&self) -> f64 {
        self.total / self.rows
    }

    /// `(n·mean + λ·prior) / (n + λ)`; the prior for a category without rows.
    fn code(&self, category: i64, smoothing: f64) -> f64 {
        let (sum, count) = self.get(category);
        if count == 0.0 { self.prior() } else { (sum + smoothing * self.prior()) / (count + smoothing) }
    }
}

fn same_length(categories: &[i64], targets: &[f64]) -> Result<()> {
    if categories.len() == targets.len() {
        return Ok(());
    }
    Err(Error::value("Found input variables with inconsistent numbers of samples"))
}

/// Codes of categories by the mean target of all rows, each row's own among them: a leak, to be compared with
/// [`target_encoding`]. Lists of n give n codes.
///
/// # Errors
/// `ValueError` for lists of different length.
///
/// ```
/// use ndgym_core::ml::encoding::leaking_target_encoding;
/// assert_eq!(leaking_target_encoding(&[7, 7, 8], &[1.0, 0.0, 1.0], 0.0).unwrap(), [0.5, 0.5, 1.0]);
/// ```
pub fn leaking_target_encoding(categories: &[i64], targets: &[f64], smoothing: f64) -> Result<Vec<f64>> {
    same_length(categories, targets)?;
    let groups = Groups::of(categories.iter().copied().zip(targets.iter().copied()));
    Ok(categories.iter().map(|category| groups.code(*category, smoothing)).collect())
}

/// Codes of categories by the mean target of the other folds, drawn towards the global mean: `(n·mean + λ·global) / (n + λ)`;
/// a category that the other folds do not have gets the mean of these folds. Lists of n give n codes.
///
/// # Errors
/// `ValueError` for lists of different length; `MemoryError`.
///
/// Source: D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations (2001).
///
/// ```
/// use ndgym_core::ml::encoding::target_encoding;
/// let codes = target_encoding(&[7, 7, 8], &[1.0, 0.0, 1.0], &[0, 1, 1], 0.0, &mut ()).unwrap();
/// assert_eq!(codes, [0.0, 1.0, 1.0]);
/// ```
pub fn target_encoding(
    categories: &[i64],
    targets: &[f64],
    folds: &[usize],
    smoothing: f64,
    recorder: &mut impl Recorder,
) -> Result<Vec<f64>> {
    same_length(categories, targets)?;
    if categories.len() != folds.len() {
        return Err(Error::value("Found input variables with inconsistent numbers of samples"));
    }
    let all = Groups::of(categories.iter().copied().zip(targets.iter().copied()));
    let names: Vec<i64> = all.sums.into_keys().collect();
    let at = || {
        list(
            &categories.iter().map(|one| names.partition_point(|name| name < one) as f64).collect::<Vec<_>>(),
        )?
        .as_dtype(DType::Int64)
    };
    step!(
        recorder, "Number the categories", r"c_i \in \{0, \dots, K - 1\}", "names, at = np.unique(categories, return_inverse=True)",
        ["categories" ["n"] &Array::from_slice(&[categories.len()], categories)?] => ["at" ["n"] &at()?],
        "Numbers from 0 make sums per group a bincount: no loop, no dictionary."
    );
    let mut codes = vec![f64::NAN; categories.len()];
    let count = folds.iter().max().map_or(0, |last| last + 1);
    for fold in 0..count {
        let rows = |inside: bool| (0..categories.len()).filter(move |row| (folds[*row] == fold) == inside);
        if rows(true).next().is_none() {
            continue;
        }
        let groups = Groups::of(rows(false).map(|row| (categories[row], targets[row])));
        rows(true).for_each(|row| codes[row] = groups.code(categories[row], smoothing));
        let known = || {
            list(&folds.iter().map(|one| f64::from(u8::from(*one != fold))).collect::<Vec<_>>())?
                .as_dtype(DType::Bool)
        };
        let column = |of: fn((f64, f64)) -> f64| {
            list(&names.iter().map(|name| of(groups.get(*name))).collect::<Vec<_>>())
        };
        step!(
            recorder, "Sums of the other folds", r"S_c = \sum_{i \notin f,\, c_i = c} y_i, \quad n_c = |\{i \notin f : c_i = c\}|",
            "sums = np.bincount(at[known], weights=targets[known], minlength=len(names))\ncounts = np.bincount(at[known], minlength=len(names))",
            ["known" ["n"] &known()?, "at" ["n"] &at()?, "targets" ["n"] &list(targets)?]
                => ["sums" ["K"] &column(|group| group.0)?, "counts" ["K"] &column(|group| group.1)?],
            "A row's own target is in none of the sums that make its code: that is all there is to out-of-fold."
        );
        step!(
            recorder, "Codes of this fold", r"\frac{S_c + \lambda \bar{y}}{n_c + \lambda}",
            "prior = targets[known].mean()\ncodes[~known] = np.where(counts > 0, (sums + smoothing * prior) / np.maximum(counts + smoothing, 1e-300), prior)[at[~known]]",
            ["sums" ["K"] &column(|group| group.0)?, "counts" ["K"] &column(|group| group.1)?, "known" ["n"] &known()?]
                => ["codes" ["n"] &list(&codes)?],
            "λ counts as that many rows with the overall mean: a category seen once hardly moves. One that was never seen gets the mean."
        );
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rows_own_target_is_not_in_its_code() {
        let (categories, folds) = ([1, 1, 1, 2], [0, 1, 2, 0]);
        let codes =
            |own: f64| target_encoding(&categories, &[own, 0.0, 0.0, 1.0], &folds, 1.0, &mut ()).unwrap();
        assert_eq!(codes(1.0)[0], codes(9.0)[0]);
        assert_eq!(codes(1.0)[3], 0.0); // unseen elsewhere: the other folds' mean
    }
}
