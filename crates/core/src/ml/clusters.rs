//! Clusters by k-means, with k-means++ seeding.

use super::Recorder;
use super::calculate::{generator, uniform};
use super::distance::euclidean;
use super::order;
use super::step::{list, step};
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::Order;
use crate::random::BitSource;
use crate::reduce::argmin;

/// Rows of a table as vectors.
struct Rows {
    width: usize,
    values: Vec<f64>,
}

impl Rows {
    fn of(array: &Array) -> Result<Rows> {
        match *array.shape() {
            [_, width] => Ok(Rows { width, values: array.to_vec() }),
            _ => Err(Error::value(format!("not enough values to unpack (expected 2, got {})", array.rank()))),
        }
    }

    fn len(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    fn get(&self, at: usize) -> &[f64] {
        &self.values[at * self.width..(at + 1) * self.width]
    }
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// What [`kmeans`] found.
#[derive(Clone, Debug)]
pub struct Clusters {
    /// (k, d)
    pub centroids: Array,
    /// The nearest centroid of each row: (n,), int64.
    pub labels: Array,
    /// Rounds until the centroids stood still, or all that were allowed.
    pub rounds: usize,
    /// The sum of the rows' squared distances from their centroids.
    pub inertia: f64,
    /// Clusters that were left without rows in the last round and started again elsewhere.
    pub restarted: Vec<usize>,
}

/// Positions of k of the rows (n, d) to start from: each next one drawn with a probability in proportion to its squared
/// distance from the nearest so far.
///
/// # Errors
/// `ValueError` for k of 0 or more than there are rows.
///
/// Source: D. Arthur and S. Vassilvitskii, "k-means++", SODA (2007).
///
/// ```
/// use ndgym_core::{Array, ml::calculate::generator, ml::clusters::seed};
/// let rows = Array::from_slice(&[3, 1], &[5.0, 5.0, 9.0]).unwrap();
/// let chosen = seed(&rows, 2, &mut generator(0), &mut ()).unwrap();
/// assert!(chosen.contains(&2)); // the equal ones are at no distance: never both
/// ```
pub fn seed(
    rows: &Array,
    k: usize,
    source: &mut impl BitSource,
    recorder: &mut impl Recorder,
) -> Result<Vec<usize>> {
    let table = Rows::of(rows)?;
    if k == 0 || k > table.len() {
        return Err(Error::value(format!("k={k} clusters of {} rows", table.len())));
    }
    let mut chosen = vec![(source.next_f64() * table.len() as f64) as usize];
    step!(
        recorder, "The first centroid: any row", r"c_1 \sim \mathrm{Uniform}(X)", "chosen, nearest = [int(rng.random() * len(X))], np.full(len(X), np.inf)",
        ["X" ["n", "d"] rows] => ["chosen" ["k"] &positions(&chosen)?],
        "All rows are as likely; what matters is how the others are drawn."
    );
    let mut nearest = vec![f64::INFINITY; table.len()];
    while chosen.len() < k {
        let last = table.get(chosen[chosen.len() - 1]);
        for (at, distance) in nearest.iter_mut().enumerate() {
            *distance = distance.min(squared_distance(table.get(at), last));
        }
        chosen.push(draw(&nearest, &chosen, source.next_f64()));
        step!(
            recorder, "The next: far ones are more likely", r"P(c = x_i) = \frac{D_i^2}{\sum_j D_j^2}, \quad D_i = \min_c \lVert x_i - c \rVert",
            "nearest = np.minimum(nearest, ((X - X[chosen[-1]])**2).sum(axis=1))\nchosen.append(int((np.cumsum(nearest) > nearest.sum() * rng.random()).argmax()))",
            ["X" ["n", "d"] rows] => ["nearest" ["n"] &list(&nearest)?, "chosen" ["k"] &positions(&chosen)?],
            "Only the newest centroid is compared with: the distances so far are kept. Taking the farthest row instead would pick outliers."
        );
    }
    Ok(chosen)
}

/// Positions as an array (n,), int64.
fn positions(at: &[usize]) -> Result<Array> {
    Array::from_slice(&[at.len()], &at.iter().map(|at| *at as i64).collect::<Vec<_>>())
}

/// The position at which the running sum of weights passes a share of the whole; any that is not chosen if all are 0.
fn draw(weights: &[f64], chosen: &[usize], share: f64) -> usize {
    let total: f64 = weights.iter().sum();
    let mut left = total * share;
    let free = || (0..weights.len()).find(|at| !chosen.contains(at)).unwrap_or(0);
    if total <= 0.0 || !total.is_finite() {
        return free();
    }
    for (at, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 && *weight > 0.0 {
            return at;
        }
    }
    weights.iter().rposition(|weight| *weight > 0.0).unwrap_or_else(free)
}

/// k-means: rows (n, d). Stops when no centroid moves farther than `tolerance`, or after `rounds`; a cluster left empty starts
/// again at the row farthest from its centroid.
///
/// # Errors
/// As [`self::seed`]; `MemoryError`.
///
/// Source: S. Lloyd, "Least squares quantization in PCM" (1982).
///
/// ```
/// use ndgym_core::{Array, ml::clusters::kmeans};
/// let rows = Array::from_slice(&[4, 1], &[0.0, 1.0, 10.0, 11.0]).unwrap();
/// let found = kmeans(&rows, 2, 100, 1e-9, 42, &mut ()).unwrap();
/// let mut centroids = found.centroids.to_vec::<f64>();
/// centroids.sort_by(f64::total_cmp);
/// assert_eq!(centroids, [0.5, 10.5]);
/// ```
pub fn kmeans(
    rows: &Array,
    k: usize,
    rounds: usize,
    tolerance: f64,
    seed: u64,
    recorder: &mut impl Recorder,
) -> Result<Clusters> {
    let table = Rows::of(rows)?;
    let starts = self::seed(rows, k, &mut generator(seed), recorder)?;
    let centroids: Vec<f64> = starts.iter().flat_map(|at| table.get(*at).to_vec()).collect();
    kmeans_from(rows, &Array::from_slice(&[k, table.width], &centroids)?, rounds, tolerance, recorder)
}

/// [`kmeans`] from centroids of one's own: (k, d). With 0 rounds the rows are only assigned.
///
/// # Errors
/// `ValueError` for no centroids, and as `matmul` words it for centroids of another length; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::clusters::kmeans_from};
/// let rows = Array::from_slice(&[3, 1], &[0.0, 2.0, 9.0]).unwrap();
/// let far = Array::from_slice(&[2, 1], &[1.0, 100.0]).unwrap(); // nobody is near the second
/// let found = kmeans_from(&rows, &far, 1, 0.0, &mut ()).unwrap();
/// assert_eq!(found.restarted, [1]);
/// assert_eq!(found.centroids.to_vec::<f64>()[1], 9.0); // the row farthest from its centroid
/// ```
pub fn kmeans_from(
    rows: &Array,
    starts: &Array,
    rounds: usize,
    tolerance: f64,
    recorder: &mut impl Recorder,
) -> Result<Clusters> {
    let table = Rows::of(rows)?;
    let [k, width] = *starts.shape() else {
        return Err(Error::value(format!("not enough values to unpack (expected 2, got {})", starts.rank())));
    };
    if k == 0 {
        return Err(Error::value("k=0 clusters"));
    }
    let mut labels = assign(rows, starts, recorder)?;
    let mut centroids: Vec<f64> = starts.to_vec();
    let as_array = |centroids: &[f64]| Array::from_slice(&[k, width], centroids);
    let mut restarted = Vec::new();
    let mut used = 0;
    for _ in 0..rounds {
        used += 1;
        let (moved, again) = means(&table, &labels.to_vec::<i64>(), &centroids, k);
        restarted = again;
        let shift = (0..k)
            .map(|at| at * width..(at + 1) * width)
            .map(|range| squared_distance(&moved[range.clone()], &centroids[range]).sqrt())
            .fold(0.0, f64::max);
        let after = as_array(&moved)?;
        step!(
            recorder, "Move to the means", r"\mu_c = \frac{1}{|S_c|} \sum_{i \in S_c} x_i",
            "centroids = np.array([X[labels == c].mean(axis=0) for c in range(k)])",
            ["X" ["n", "d"] rows, "labels" ["n"] &labels] => ["centroids" ["k", "d"] &after],
            "A loop over k clusters is fine; one over rows is not. A cluster without rows would become NaN: here it starts again at the row farthest from its centroid."
        );
        centroids = moved;
        labels = assign(rows, &after, recorder)?;
        if shift <= tolerance {
            break;
        }
    }
    let own = |(at, label): (usize, i64)| {
        squared_distance(table.get(at), &centroids[label as usize * width..][..width])
    };
    let inertia = labels.to_vec::<i64>().into_iter().enumerate().map(own).sum();
    Ok(Clusters { centroids: as_array(&centroids)?, labels, rounds: used, inertia, restarted })
}

fn assign(rows: &Array, centroids: &Array, recorder: &mut impl Recorder) -> Result<Array> {
    let distances = euclidean(rows, centroids, &mut ())?;
    let labels = argmin(&distances, Some(1), false)?;
    step!(
        recorder, "Assign each row to the nearest", r"z_i = \arg\min_c \lVert x_i - \mu_c \rVert",
        "distances = np.linalg.norm(X[:, None] - centroids, axis=-1)\nlabels = distances.argmin(axis=1)",
        ["X" ["n", "d"] rows, "centroids" ["k", "d"] centroids] => ["distances" ["n", "k"] &distances, "labels" ["n"] &labels],
        "Neither half can raise the sum of squares, so it ends; but at a local minimum, which is why seeding matters."
    );
    Ok(labels)
}

/// The mean of each cluster's rows, and the clusters without rows, which get the rows farthest from their centroids.
fn means(rows: &Rows, labels: &[i64], centroids: &[f64], k: usize) -> (Vec<f64>, Vec<usize>) {
    let width = rows.width;
    let mut sums = vec![0.0; k * width];
    let mut counts = vec![0_usize; k];
    for (at, label) in labels.iter().enumerate() {
        let cluster = *label as usize;
        counts[cluster] += 1;
        sums[cluster * width..][..width].iter_mut().zip(rows.get(at)).for_each(|(sum, x)| *sum += x);
    }
    let distance =
        |at: usize| squared_distance(rows.get(at), &centroids[labels[at] as usize * width..][..width]);
    let mut farthest: Vec<usize> = (0..rows.len()).collect();
    order::sort(&mut farthest, &mut |a, b| distance(b).total_cmp(&distance(a)));
    let mut farthest = farthest.into_iter();
    let mut restarted = Vec::new();
    for (cluster, count) in counts.into_iter().enumerate() {
        let mean = &mut sums[cluster * width..][..width];
        if count > 0 {
            mean.iter_mut().for_each(|sum| *sum /= count as f64);
            continue;
        }
        restarted.push(cluster);
        if let Some(at) = farthest.next() {
            mean.copy_from_slice(rows.get(at));
        }
    }
    (sums, restarted)
}

/// New rows between rows of a minority (n, d): each on the way from one to one of its k nearest, (count, d).
///
/// # Errors
/// `ValueError` for fewer than two rows, or k of 0; `MemoryError`.
///
/// Source: N. Chawla et al., "SMOTE: Synthetic Minority Over-sampling Technique", JAIR 16 (2002).
///
/// ```
/// use ndgym_core::{Array, ml::clusters::smote};
/// let rows = Array::from_slice(&[2, 1], &[1.0, 3.0]).unwrap();
/// let made = smote(&rows, 5, 3, 42, &mut ()).unwrap().to_vec::<f64>();
/// assert!(made.len() == 5 && made.iter().all(|x| (1.0..=3.0).contains(x)));
/// ```
pub fn smote(rows: &Array, count: usize, k: usize, seed: u64, recorder: &mut impl Recorder) -> Result<Array> {
    let table = Rows::of(rows)?;
    let n = table.len();
    if n < 2 || k == 0 {
        return Err(Error::value(format!("{k} neighbours of {n} rows")));
    }
    let k = k.min(n - 1);
    let nearest: Vec<usize> = (0..n).flat_map(|at| neighbours(&table, at, k)).collect();
    step!(
        recorder, "The k nearest of each, itself left out", r"N_i = k\text{-}\arg\min_{j \ne i} \lVert x_i - x_j \rVert",
        "squared = ((X[:, None] - X)**2).sum(axis=-1)\nnp.fill_diagonal(squared, np.inf)\nnearest = np.argsort(squared, axis=1, kind=\"stable\")[:, :min(k, len(X) - 1)]",
        ["X" ["n", "d"] rows] => ["nearest" ["n", "k"] &positions(&nearest)?.reshape_to(&[n, k], Order::C)?],
        "Only rows of the minority, and only of the training split: a neighbour from the test rows would leak."
    );
    let mut source = generator(seed);
    let chances = uniform(&mut source, 0.0, 1.0, &[count, 3])?;
    let drawn = chances.to_vec::<f64>();
    let parents: Vec<[usize; 2]> = drawn
        .chunks(3)
        .map(|drawn| {
            let at = (drawn[0] * n as f64) as usize;
            [at, nearest[at * k + (drawn[1] * k as f64) as usize]]
        })
        .collect();
    let parent = |which: usize| positions(&parents.iter().map(|pair| pair[which]).collect::<Vec<_>>());
    step!(
        recorder, "Draw a row and one of its neighbours", r"i \sim \mathrm{Uniform}, \quad j \sim \mathrm{Uniform}(N_i)",
        "u = rng.random((count, 3))\ni = (u[:, 0] * len(nearest)).astype(int)\nj = nearest[i, (u[:, 1] * nearest.shape[1]).astype(int)]",
        ["nearest" ["n", "k"] &positions(&nearest)?.reshape_to(&[n, k], Order::C)?]
            => ["u" ["count", "3"] &chances, "i" ["count"] &parent(0)?, "j" ["count"] &parent(1)?],
        "Paired indices fetch one neighbour for each new row: no loop."
    );
    let made: Vec<f64> = parents
        .iter()
        .zip(drawn.chunks(3))
        .flat_map(|([at, neighbour], drawn)| {
            let pair = table.get(*at).iter().zip(table.get(*neighbour));
            pair.map(|(from, to)| from + drawn[2] * (to - from))
        })
        .collect();
    let made = Array::from_slice(&[count, table.width], &made)?;
    step!(
        recorder, "Go part of the way", r"x' = x_i + u\,(x_j - x_i), \quad u \in [0, 1)", "made = X[i] + u[:, 2:] * (X[j] - X[i])",
        ["X" ["n", "d"] rows, "u" ["count", "3"] &chances, "i" ["count"] &parent(0)?, "j" ["count"] &parent(1)?]
            => ["made" ["count", "d"] &made],
        "u[:, 2:] keeps its axis, so one share serves all features: the new row lies on the line. Judge by the precision-recall curve, not by accuracy."
    );
    Ok(made)
}

/// The k rows nearest to one, itself left out; of equals the earlier.
fn neighbours(table: &Rows, at: usize, k: usize) -> Vec<usize> {
    let distance = |other: usize| squared_distance(table.get(at), table.get(other));
    let mut others: Vec<usize> = (0..table.len()).filter(|other| *other != at).collect();
    order::sort(&mut others, &mut |a, b| distance(a).total_cmp(&distance(b)));
    others.truncate(k);
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs() -> Array {
        let values: Vec<f64> = (0..60)
            .flat_map(|i| {
                let centre = f64::from(i % 3) * 20.0;
                [centre + (f64::from(i) * 1.3).sin(), -centre + (f64::from(i) * 0.7).cos()]
            })
            .collect();
        Array::from_slice(&[60, 2], &values).unwrap()
    }

    #[test]
    fn clusters_that_lie_apart_are_found_from_every_seed() {
        let rows = blobs();
        for seed in 0..20 {
            let found = kmeans(&rows, 3, 100, 1e-9, seed, &mut ()).unwrap();
            let labels = found.labels.to_vec::<i64>();
            assert!((0..60).all(|i| labels[i] == labels[i % 3]), "seed {seed}");
            assert!(found.rounds < 100);
        }
    }

    #[test]
    fn every_cluster_has_its_row_and_equal_rows_do_no_harm() {
        let rows = blobs();
        let found = kmeans(&rows, 60, 10, 0.0, 1, &mut ()).unwrap();
        let mut labels = found.labels.to_vec::<i64>();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), 60);
        let equal = Array::from_slice(&[4, 1], &[2.0; 4]).unwrap();
        assert_eq!(kmeans(&equal, 3, 5, 1e-9, 7, &mut ()).unwrap().centroids.to_vec::<f64>(), [2.0; 3]);
        assert!(kmeans(&equal, 5, 5, 1e-9, 7, &mut ()).is_err());
    }
}
