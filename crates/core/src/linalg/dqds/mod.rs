//! Singular values of a bidiagonal matrix without vectors: differential quotient-difference steps with shifts, as LAPACK's
//! `dlasq1` and what it calls take them (`dlasq2` to `dlasq6`).
//!
//! QR iteration finds the same values with other last digits. NumPy's `svd(compute_uv=False)`, `norm(a, 2)` and `cond` get
//! these.
//!
//! Sources: K. V. Fernando and B. N. Parlett, "Accurate singular values and differential qd algorithms", Numerische Mathematik
//! 67 (1994); B. N. Parlett and O. A. Marques, "An implementation of the dqds algorithm (positive case)", Linear Algebra and its
//! Applications 309 (2000).

mod shift;
mod step;
mod sweep;

use super::scaling::factors;

/// Elements smaller than this share of their neighbours are 0: of squares, as all is here.
const TOLERANCE: f64 = 100.0 * f64::EPSILON;
const NEGLIGIBLE: f64 = TOLERANCE * TOLERANCE;

/// An array is turned round if its end is larger than its beginning by this factor.
const BIAS: f64 = 1.5;

/// The singular values of an upper bidiagonal matrix in falling order; None if the steps do not end, or elements are not
/// finite.
pub(super) fn singular_values(diagonal: &[f64], above: &[f64]) -> Option<Vec<f64>> {
    let mut diagonal: Vec<f64> = diagonal.iter().map(|element| element.abs()).collect();
    let largest_above = above.iter().fold(0.0_f64, |most, element| most.max(element.abs()));
    match *diagonal {
        [_] | [] => return Some(diagonal),
        [first, last] => return Some(of_two(first, above[0].abs(), last).to_vec()),
        _ if largest_above == 0.0 => {
            sort(&mut diagonal);
            return Some(diagonal);
        }
        _ => {}
    }
    let largest = diagonal.iter().fold(largest_above, |most, element| most.max(*element));
    if !largest.is_finite() {
        // No change of scale leads back from there.
        return None;
    }
    let scale = (f64::EPSILON / f64::MIN_POSITIVE).sqrt();
    let (there, back) = (factors(largest, scale), factors(scale, largest));
    let square = |element: &f64| {
        let scaled = there.iter().fold(*element, |element, factor| element * factor);
        scaled * scaled
    };
    let (q, e): (Vec<f64>, Vec<f64>) =
        (diagonal.iter().map(square).collect(), above.iter().map(square).collect());
    let mut values = Quotients::new(&q, &e).run()?;
    for value in &mut values {
        *value = back.iter().fold(value.sqrt(), |value, factor| value * factor);
    }
    Some(values)
}

/// Of `[[f, g], [0, h]]`, none of them negative: LAPACK's `dlas2`.
fn of_two(f: f64, g: f64, h: f64) -> [f64; 2] {
    let (small, large) = (f.min(h), f.max(h));
    if small == 0.0 {
        let (least, most) = (large.min(g), large.max(g));
        let ratio = if large == 0.0 { 0.0 } else { least / most };
        return [most * (1.0 + ratio * ratio).sqrt(), 0.0];
    }
    let (sum, difference) = (1.0 + small / large, (large - small) / large);
    if g < large {
        let square = g / large * (g / large);
        let c = 2.0 / ((sum * sum + square).sqrt() + (difference * difference + square).sqrt());
        return [large / c, small * c];
    }
    let ratio = large / g;
    if ratio == 0.0 {
        return [g, small * large / g];
    }
    let (sum, difference) = (sum * ratio, difference * ratio);
    let c = 1.0 / ((1.0 + sum * sum).sqrt() + (1.0 + difference * difference).sqrt());
    let least = small * c * ratio;
    [g / (c + c), least + least]
}

fn sort(values: &mut [f64]) {
    values.sort_by(|a, b| b.total_cmp(a));
}

/// The arrays of the algorithm: q and e, each twice, for a step reads one and writes the other.
struct Quotients {
    /// Of each row q, the other q, e, the other e.
    z: Vec<f64>,
    /// Which arrays are read: 0 or 1; 2 right after the rows have been turned round, when the tests for small elements look
    /// elsewhere, as LAPACK's do.
    phase: usize,
    /// The rows that are worked on.
    start: usize,
    end: usize,
    /// Shifts so far, and what is lost of the sum.
    sigma: f64,
    lost: f64,
    largest: f64,
    shift: f64,
    /// Which of twelve cases has chosen the shift, plus 11 or 12 for each time that it was too large.
    kind: u32,
    /// How far a shift of the sixth kind goes.
    damping: f64,
    d: Minima,
}

/// What a step leaves: the least d of all, without the last, without the last two; the last, the one before it, and the one
/// before that.
#[derive(Clone, Copy, Default)]
struct Minima {
    least: f64,
    least_but_one: f64,
    least_but_two: f64,
    last: f64,
    last_but_one: f64,
    last_but_two: f64,
}

impl Quotients {
    fn new(q: &[f64], e: &[f64]) -> Quotients {
        let z = (0..q.len()).flat_map(|row| [q[row], 0.0, e.get(row).copied().unwrap_or(0.0), 0.0]);
        Quotients {
            z: z.collect(),
            phase: 0,
            start: 0,
            end: q.len(),
            sigma: 0.0,
            lost: 0.0,
            largest: 0.0,
            shift: 0.0,
            kind: 0,
            damping: 0.0,
            d: Minima::default(),
        }
    }

    fn q(&self, row: usize) -> f64 {
        self.z[4 * row + self.phase]
    }

    fn e(&self, row: usize) -> f64 {
        self.z[4 * row + 2 + self.phase]
    }

    /// Of the array that is not read.
    fn other_e(&self, row: usize) -> f64 {
        self.z[4 * row + 3 - self.phase]
    }

    fn other_q(&self, row: usize) -> f64 {
        self.z[4 * row + 1 - self.phase]
    }

    fn e_at(&mut self, row: usize) -> &mut f64 {
        &mut self.z[4 * row + 2 + self.phase]
    }

    fn other_q_at(&mut self, row: usize) -> &mut f64 {
        &mut self.z[4 * row + 1 - self.phase]
    }

    fn other_e_at(&mut self, row: usize) -> &mut f64 {
        &mut self.z[4 * row + 3 - self.phase]
    }

    /// The eigenvalues in falling order: `dlasq2`.
    fn run(mut self) -> Option<Vec<f64>> {
        let size = self.end;
        if BIAS * self.q(0) < self.q(size - 1) {
            self.turn_round();
        }
        for phase in 0..2 {
            self.phase = phase;
            self.split_beforehand();
        }
        let mut blocks = 0;
        while self.end > 0 {
            blocks += 1;
            if blocks > size + 1 {
                return None;
            }
            self.finish_block(size)?;
        }
        let mut values: Vec<f64> = self.z.iter().step_by(4).copied().collect();
        sort(&mut values);
        Some(values)
    }

    /// Turns the rows that are worked on round.
    fn turn_round(&mut self) {
        let (start, last) = (self.start, self.end - 1);
        for step in 0..(self.end - start) / 2 {
            for (from, to, at) in
                [(start + step, last - step, [0, 1]), (start + step, last - 1 - step, [2, 3])]
            {
                at.into_iter().for_each(|at| self.z.swap(4 * from + at, 4 * to + at));
            }
        }
    }

    /// A step without a shift that also marks where the matrix falls apart.
    fn split_beforehand(&mut self) {
        let (start, last) = (self.start, self.end - 1);
        let mut d = self.q(last);
        for row in (start..last).rev() {
            if self.e(row) <= NEGLIGIBLE * d {
                *self.e_at(row) = -0.0;
                d = self.q(row);
            } else {
                d = self.q(row) * (d / (d + self.e(row)));
            }
        }
        d = self.q(start);
        for row in start..last {
            let (e, next) = (self.e(row), self.q(row + 1));
            let sum = d + e;
            if e <= NEGLIGIBLE * d {
                *self.e_at(row) = -0.0;
                *self.other_q_at(row) = d;
                *self.other_e_at(row) = 0.0;
                d = next;
                continue;
            }
            *self.other_q_at(row) = sum;
            (*self.other_e_at(row), d) = sweep::quotients(d, e, next, sum);
        }
        *self.other_q_at(last) = d;
        self.largest = (start..=last).fold(f64::NEG_INFINITY, |most, row| most.max(self.other_q(row)));
    }

    /// Finds the eigenvalues of the last block that hangs together.
    fn finish_block(&mut self, size: usize) -> Option<()> {
        self.phase = 0;
        self.lost = 0.0;
        let last = self.end - 1;
        self.sigma = if self.end == size { 0.0 } else { -self.e(last) };
        if self.sigma < 0.0 {
            return None;
        }
        let (least, most) = self.find_block();
        if self.end - self.start > 2 && self.is_upside_down() {
            self.turn_round();
            self.phase = 2;
        }
        self.d.least = -(least - 2.0 * least.sqrt() * most.sqrt()).max(0.0);
        for _ in 0..100 * (self.end - self.start) {
            if self.start >= self.end {
                return Some(());
            }
            self.step();
            self.phase = 1_usize.saturating_sub(self.phase);
            if self.phase == 0 && self.end >= self.start + 4 {
                self.split();
            }
        }
        (self.start >= self.end).then_some(())
    }

    /// Finds where the last block starts; its least q and largest e as far as they bound the smallest eigenvalue.
    fn find_block(&mut self) -> (f64, f64) {
        let last = self.end - 1;
        let (mut least, mut most) = (self.q(last), 0.0_f64);
        self.largest = least;
        self.start = 0;
        for row in (1..=last).rev() {
            let (q, e, before) = (self.q(row), self.e(row - 1), self.q(row - 1));
            if e <= 0.0 {
                self.start = row;
                break;
            }
            if least >= 4.0 * most {
                (least, most) = (least.min(q), most.max(e));
            }
            self.largest = self.largest.max(before + e);
        }
        (least, most)
    }

    /// Whether small elements stand at the beginning.
    fn is_upside_down(&self) -> bool {
        let (start, last) = (self.start, self.end - 1);
        let mut d = self.q(start);
        let (mut least, mut at) = (d, start);
        for row in start..last {
            d = self.q(row + 1) * (d / (d + self.e(row)));
            if d <= least {
                (least, at) = (d, row + 1);
            }
        }
        (at - start) * 2 < last - at && least <= 0.5 * self.q(last)
    }

    /// Takes the rows from the last negligible element on, if there is one.
    fn split(&mut self) {
        let (start, last) = (self.start, self.end - 1);
        if self.other_e(last) > NEGLIGIBLE * self.largest && self.e(last) > NEGLIGIBLE * self.sigma {
            return;
        }
        let (mut least, mut least_of_other) = (self.e(start), self.other_e(start));
        self.largest = self.q(start);
        for row in start..last - 2 {
            let (e, other) = (self.e(row), self.other_e(row));
            if other <= NEGLIGIBLE * self.q(row) || e <= NEGLIGIBLE * self.sigma {
                *self.e_at(row) = -self.sigma;
                self.start = row + 1;
                self.largest = 0.0;
                (least, least_of_other) = (self.e(row + 1), self.other_e(row + 1));
            } else {
                self.largest = self.largest.max(self.q(row + 1));
                (least, least_of_other) = (least.min(e), least_of_other.min(other));
            }
        }
        *self.e_at(last) = least;
        *self.other_e_at(last) = least_of_other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= 1e-15 * expected, "{found} {expected}");
        }
    }

    #[test]
    fn small_and_split_matrices() {
        assert_eq!(singular_values(&[], &[]).unwrap(), [] as [f64; 0]);
        assert_eq!(singular_values(&[-2.0], &[]).unwrap(), [2.0]);
        assert_eq!(singular_values(&[1.0, -3.0, 2.0], &[0.0, 0.0]).unwrap(), [3.0, 2.0, 1.0]);
        assert_near(&singular_values(&[3.0, 4.0], &[0.0]).unwrap(), &[4.0, 3.0]);
        let root = 5.0_f64.sqrt();
        let expected = [(root + 1.0) / 2.0, (root - 1.0) / 2.0];
        assert_near(&singular_values(&[1.0, -1.0], &[1.0]).unwrap(), &expected);
        let four = singular_values(&[1.0, 1.0, -1.0, 1.0], &[-1.0, 0.0, 1.0]).unwrap();
        assert_near(&four, &[expected[0], expected[0], expected[1], expected[1]]);
    }

    // The singular values of ones on and above the diagonal are known: 2 cos(k pi / (2 n + 1)).
    #[test]
    fn values_of_every_size_and_scale_are_found_to_the_last_digits() {
        for (size, scale) in [(3, 1.0), (10, 1e-300), (25, 1e300), (100, 1.0)] {
            let found = singular_values(&vec![scale; size], &vec![-scale; size - 1]).unwrap();
            for (k, found) in found.iter().enumerate() {
                let angle = (k + 1) as f64 * std::f64::consts::PI / (2 * size + 1) as f64;
                assert!((found / scale - 2.0 * angle.cos()).abs() < 1e-14, "{size} {k} {found}");
            }
        }
    }

    #[test]
    fn matrices_that_overflowed_end() {
        assert_eq!(singular_values(&[1.0, f64::INFINITY, 2.0], &[1.0, 0.5]), None);
        assert_eq!(singular_values(&[1.0, 2.0, 3.0], &[f64::INFINITY, 0.5]), None);
    }

    #[test]
    fn graded_singular_and_wild_matrices_end() {
        let numbers = [0.0, 1.0, 1e-8, 1e8, 1e-160, 1e150, 1e-300, 5e-324, 3.0, 0.5];
        for seed in 0..3000_usize {
            let size = 3 + seed % 12;
            let number =
                |at: usize| numbers[(seed * 7919 + at * 104_729 + at * at * seed) / 3 % numbers.len()];
            let diagonal: Vec<f64> = (0..size).map(number).collect();
            let above: Vec<f64> = (0..size - 1).map(|at| number(at + 77)).collect();
            if let Some(found) = singular_values(&diagonal, &above) {
                assert!(found.windows(2).all(|pair| pair[0] >= pair[1]), "{diagonal:?} {above:?} {found:?}");
            }
        }
    }
}
