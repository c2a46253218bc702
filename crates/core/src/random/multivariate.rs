//! Distributions of several numbers at once; each call fills one row.

use super::BitSource;
use super::bounded::interval;
use super::continuous::{Standard, beta, standard_gamma};
use super::discrete::{binomial, hypergeometric};
use crate::linalg::{column_product, dense_row_product};
use std::cell::Cell;

/// Multinomial: how often each outcome comes up in `n` trials.
pub fn multinomial<S: BitSource>(source: &mut S, n: i64, probabilities: &[f64], counts: &[Cell<i64>]) {
    counts.iter().for_each(|count| count.set(0));
    let Some((last, others)) = counts.split_last() else { return };
    let (mut trials, mut probability) = (n, 1.0);
    for (count, p) in others.iter().zip(probabilities) {
        let drawn = binomial(source, trials, p / probability);
        count.set(drawn);
        trials -= drawn;
        if trials <= 0 {
            return;
        }
        probability -= p;
    }
    last.set(trials.max(0));
}

/// Correlates rows of independent numbers, in place: `row @ factor + mean`.
///
/// With the roundings of BLAS on processors that fuse multiplication and addition. There a single row takes another way than
/// several, which depends on whether the factor lies in memory by columns.
pub fn correlate(rows: &[Cell<f64>], factor: &[f64], lies_by_columns: bool, mean: &[f64]) {
    let n = mean.len();
    let is_single = rows.len() == n;
    let mut independent = vec![0.0; n];
    for row in rows.chunks_exact(n.max(1)) {
        independent.iter_mut().zip(row).for_each(|(x, cell)| *x = cell.get());
        for (column, (cell, mean)) in row.iter().zip(mean).enumerate() {
            let pairs = independent.iter().zip(factor[column..].iter().step_by(n));
            let pairs: Vec<[f64; 2]> = pairs.map(|(x, y)| [*x, *y]).collect();
            let sum = match (is_single, lies_by_columns) {
                (true, true) => column_product(&pairs, column, n),
                (true, false) => dense_row_product(&pairs, column, n),
                _ => pairs.iter().fold(0.0, |sum, [x, y]| x.mul_add(*y, sum)),
            };
            cell.set(mean + sum);
        }
    }
}

/// Dirichlet: gammas divided by their sum.
pub fn dirichlet<D: Standard>(draw: &mut D, alpha: &[f64], parts: &[Cell<f64>]) {
    let mut sum = 0.0;
    for (part, shape) in parts.iter().zip(alpha) {
        part.set(standard_gamma(draw, *shape));
        sum += part.get();
    }
    let inverse = 1.0 / sum;
    parts.iter().for_each(|part| part.set(part.get() * inverse));
}

/// Dirichlet for small parameters, whose gammas might all be zero: a stick broken piece by piece.
pub fn dirichlet_by_breaking<D: Standard>(draw: &mut D, alpha: &[f64], parts: &[Cell<f64>]) {
    let mut rest: Vec<f64> = alpha.to_vec();
    let mut sum = 0.0;
    for slot in rest.iter_mut().rev() {
        sum += *slot;
        *slot = sum;
    }
    parts.iter().for_each(|part| part.set(0.0));
    let Some((last, others)) = parts.split_last() else { return };
    let mut left = 1.0;
    for (i, part) in others.iter().enumerate() {
        let share = beta(draw, alpha[i], rest[i + 1]);
        part.set(left * share);
        left *= 1.0 - share;
        if rest[i + 1] == 0.0 {
            break;
        }
    }
    last.set(left);
}

/// Multivariate hypergeometric: colour by colour.
pub fn hypergeometric_by_marginals<S: BitSource>(
    source: &mut S,
    colors: &[i64],
    sample: i64,
    counts: &[Cell<i64>],
) {
    counts.iter().for_each(|count| count.set(0));
    let all: i64 = colors.iter().sum();
    let complement = sample > all / 2;
    let mut to_draw = if complement { all - sample } else { sample };
    let mut left = all;
    let Some((last, others)) = counts.split_last() else { return };
    for (count, color) in others.iter().zip(colors) {
        if to_draw <= 0 {
            break;
        }
        left -= color;
        let drawn = hypergeometric(source, *color, left, to_draw);
        count.set(drawn);
        to_draw -= drawn;
    }
    if to_draw > 0 {
        last.set(to_draw);
    }
    if complement {
        counts.iter().zip(colors).for_each(|(count, color)| count.set(color - count.get()));
    }
}

/// Multivariate hypergeometric: items drawn one by one from `items`, the colour of each.
pub fn hypergeometric_by_counting<S: BitSource>(
    source: &mut S,
    colors: &[i64],
    sample: i64,
    items: &mut [usize],
    counts: &[Cell<i64>],
) {
    counts.iter().for_each(|count| count.set(0));
    let complement = sample as usize > items.len() / 2;
    let to_draw = if complement { items.len() - sample as usize } else { sample as usize };
    for j in 0..to_draw {
        let k = j + interval(source, (items.len() - j - 1) as u64) as usize;
        items.swap(j, k);
        let count = &counts[items[j]];
        count.set(count.get() + 1);
    }
    if complement {
        counts.iter().zip(colors).for_each(|(count, color)| count.set(color - count.get()));
    }
}
