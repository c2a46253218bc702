//! Singular values of small bidiagonal matrices by implicit QR iteration, turn by turn as LAPACK's `bdsqr` takes it.
//!
//! Source: J. Demmel and W. Kahan, "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11 (1990).

use super::dense::{Dense, rotation};
use std::ops::Range;

/// Unit roundoff.
const UNIT: f64 = f64::EPSILON / 2.0;

/// Turns of the iteration that are allowed, times the square of the size.
const PATIENCE: usize = 6;

/// An upper bidiagonal matrix, and the rotations it has been through: `u @ B @ vt` stays the same.
pub(super) struct Bidiagonal<'a> {
    pub(super) diagonal: Vec<f64>,
    pub(super) above: Vec<f64>,
    pub(super) u: &'a mut Dense,
    pub(super) vt: &'a mut Dense,
}

/// Which way a bulge is chased.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chase {
    Down,
    Up,
}

impl Bidiagonal<'_> {
    /// Makes the diagonal the singular values, rising; None if the iteration does not end.
    pub(super) fn diagonalise(&mut self) -> Option<()> {
        let n = self.diagonal.len();
        let tolerance = 10.0_f64.max(100.0_f64.min(UNIT.powf(-0.125))) * UNIT;
        let threshold = self.threshold(tolerance);
        let mut left = PATIENCE * n * n;
        let (mut last_block, mut chase) = (None, Chase::Down);
        let mut end = n;
        while end > 1 {
            let m = end - 1;
            let (start, largest) = self.block(m, threshold);
            if start == m {
                end -= 1;
                continue;
            }
            if start + 1 == m {
                self.two_by_two(start);
                end -= 2;
                continue;
            }
            // A block that is new chooses its direction: from the large end to the small one.
            if last_block.is_none_or(|(low, high)| start > high || m < low) {
                let down = self.diagonal[start].abs() >= self.diagonal[m].abs();
                chase = if down { Chase::Down } else { Chase::Up };
            }
            let Some(smallest) = self.smallest(start, m, chase, tolerance) else { continue };
            last_block = Some((start, m));
            left = left.checked_sub(m - start)?;
            match (self.shift(start, m, chase, tolerance, smallest / largest), chase) {
                (0.0, Chase::Down) => self.plain_sweep_down(start, m, threshold),
                (0.0, Chase::Up) => self.plain_sweep_up(start, m, threshold),
                (shift, Chase::Down) => self.sweep_down(start, m, shift, threshold),
                (shift, Chase::Up) => self.sweep_up(start, m, shift, threshold),
            }
        }
        self.make_positive();
        self.sort();
        Some(())
    }

    /// Below this an element above the diagonal counts as 0.
    fn threshold(&self, tolerance: f64) -> f64 {
        let n = self.diagonal.len();
        let mut mu = self.diagonal[0].abs();
        let mut least = mu;
        for i in 1..n {
            if least == 0.0 {
                break;
            }
            mu = self.diagonal[i].abs() * (mu / (mu + self.above[i - 1].abs()));
            least = least.min(mu);
        }
        let least = least / (n as f64).sqrt();
        (tolerance * least).max((PATIENCE * n * n) as f64 * f64::MIN_POSITIVE)
    }

    /// The block that ends at `m`: where it starts, and its largest element.
    fn block(&mut self, m: usize, threshold: f64) -> (usize, f64) {
        let mut largest = self.diagonal[m].abs();
        for i in (0..m).rev() {
            let (on, above) = (self.diagonal[i].abs(), self.above[i].abs());
            if above <= threshold {
                self.above[i] = 0.0;
                return (i + 1, largest);
            }
            largest = largest.max(on).max(above);
        }
        (0, largest)
    }

    /// A lower bound of the block's smallest singular value; None if on the way an element has been found to be 0.
    fn smallest(&mut self, start: usize, m: usize, chase: Chase, tolerance: f64) -> Option<f64> {
        let (d, e) = (&self.diagonal, &mut self.above);
        let edge = if chase == Chase::Down { (m - 1, m) } else { (start, start) };
        if e[edge.0].abs() <= tolerance * d[edge.1].abs() {
            e[edge.0] = 0.0;
            return None;
        }
        let mut mu = if chase == Chase::Down { d[start].abs() } else { d[m].abs() };
        let mut least = mu;
        for step in 0..m - start {
            let (at, next) = match chase {
                Chase::Down => (start + step, start + step + 1),
                Chase::Up => (m - 1 - step, m - 1 - step),
            };
            if e[at].abs() <= tolerance * mu {
                e[at] = 0.0;
                return None;
            }
            mu = d[next].abs() * (mu / (mu + e[at].abs()));
            least = least.min(mu);
        }
        Some(least)
    }

    /// The shift of the next sweep; 0 where one would lose the small singular values.
    fn shift(&self, start: usize, m: usize, chase: Chase, tolerance: f64, ratio: f64) -> f64 {
        let (d, e) = (&self.diagonal, &self.above);
        if d.len() as f64 * tolerance * ratio <= UNIT.max(0.01 * tolerance) {
            return 0.0;
        }
        let (far, shift) = match chase {
            Chase::Down => (d[start].abs(), smaller_singular_value(d[m - 1], e[m - 1], d[m])),
            Chase::Up => (d[m].abs(), smaller_singular_value(d[start], e[start], d[start + 1])),
        };
        if far > 0.0 && (shift / far) * (shift / far) < UNIT { 0.0 } else { shift }
    }

    fn settle(&mut self, at: usize, threshold: f64) {
        if self.above[at].abs() <= threshold {
            self.above[at] = 0.0;
        }
    }

    fn plain_sweep_down(&mut self, start: usize, m: usize, threshold: f64) {
        let (mut cosine, mut old_cosine, mut old_sine) = (1.0, 1.0, 0.0);
        for i in start..m {
            let (c, sine, radius) = rotation(self.diagonal[i] * cosine, self.above[i]);
            cosine = c;
            if i > start {
                self.above[i - 1] = old_sine * radius;
            }
            (old_cosine, old_sine, self.diagonal[i]) =
                rotation(old_cosine * radius, self.diagonal[i + 1] * sine);
            self.vt.rotate_rows(i, cosine, sine);
            self.u.rotate_columns(i, old_cosine, old_sine);
        }
        let rest = self.diagonal[m] * cosine;
        self.diagonal[m] = rest * old_cosine;
        self.above[m - 1] = rest * old_sine;
        self.settle(m - 1, threshold);
    }

    fn plain_sweep_up(&mut self, start: usize, m: usize, threshold: f64) {
        let (mut cosine, mut old_cosine, mut old_sine) = (1.0, 1.0, 0.0);
        for i in (start + 1..=m).rev() {
            let (c, sine, radius) = rotation(self.diagonal[i] * cosine, self.above[i - 1]);
            cosine = c;
            if i < m {
                self.above[i] = old_sine * radius;
            }
            (old_cosine, old_sine, self.diagonal[i]) =
                rotation(old_cosine * radius, self.diagonal[i - 1] * sine);
            self.vt.rotate_rows(i - 1, old_cosine, -old_sine);
            self.u.rotate_columns(i - 1, cosine, -sine);
        }
        let rest = self.diagonal[start] * cosine;
        self.diagonal[start] = rest * old_cosine;
        self.above[start] = rest * old_sine;
        self.settle(start, threshold);
    }

    fn sweep_down(&mut self, start: usize, m: usize, shift: f64, threshold: f64) {
        let first = self.diagonal[start];
        let mut f = (first.abs() - shift) * (1.0_f64.copysign(first) + shift / first);
        let mut g = self.above[start];
        for i in start..m {
            let (cosine, sine, radius) = rotation(f, g);
            if i > start {
                self.above[i - 1] = radius;
            }
            f = cosine * self.diagonal[i] + sine * self.above[i];
            self.above[i] = cosine * self.above[i] - sine * self.diagonal[i];
            g = sine * self.diagonal[i + 1];
            self.diagonal[i + 1] *= cosine;
            self.vt.rotate_rows(i, cosine, sine);
            let (cosine, sine, radius) = rotation(f, g);
            self.diagonal[i] = radius;
            f = cosine * self.above[i] + sine * self.diagonal[i + 1];
            self.diagonal[i + 1] = cosine * self.diagonal[i + 1] - sine * self.above[i];
            if i + 1 < m {
                g = sine * self.above[i + 1];
                self.above[i + 1] *= cosine;
            }
            self.u.rotate_columns(i, cosine, sine);
        }
        self.above[m - 1] = f;
        self.settle(m - 1, threshold);
    }

    fn sweep_up(&mut self, start: usize, m: usize, shift: f64, threshold: f64) {
        let last = self.diagonal[m];
        let mut f = (last.abs() - shift) * (1.0_f64.copysign(last) + shift / last);
        let mut g = self.above[m - 1];
        for i in (start + 1..=m).rev() {
            let (cosine, sine, radius) = rotation(f, g);
            if i < m {
                self.above[i] = radius;
            }
            f = cosine * self.diagonal[i] + sine * self.above[i - 1];
            self.above[i - 1] = cosine * self.above[i - 1] - sine * self.diagonal[i];
            g = sine * self.diagonal[i - 1];
            self.diagonal[i - 1] *= cosine;
            self.u.rotate_columns(i - 1, cosine, -sine);
            let (cosine, sine, radius) = rotation(f, g);
            self.diagonal[i] = radius;
            f = cosine * self.above[i - 1] + sine * self.diagonal[i - 1];
            self.diagonal[i - 1] = cosine * self.diagonal[i - 1] - sine * self.above[i - 1];
            if i > start + 1 {
                g = sine * self.above[i - 2];
                self.above[i - 2] *= cosine;
            }
            self.vt.rotate_rows(i - 1, cosine, -sine);
        }
        self.above[start] = f;
        self.settle(start, threshold);
    }

    /// The block of rows `at` and `at + 1`, at once.
    fn two_by_two(&mut self, at: usize) {
        let found = Pair::of(self.diagonal[at], self.above[at], self.diagonal[at + 1]);
        (self.diagonal[at], self.above[at], self.diagonal[at + 1]) = (found.large, 0.0, found.small);
        self.vt.rotate_rows_fused(at, found.right.0, found.right.1);
        self.u.rotate_columns_fused(at, found.left.0, found.left.1);
    }

    fn make_positive(&mut self) {
        for (row, value) in self.diagonal.iter_mut().enumerate() {
            if *value < 0.0 {
                *value = -*value;
                self.vt.negate_row(row);
            }
        }
    }

    /// Rising order. LAPACK sorts down and up again, which can be seen where values are equal.
    fn sort(&mut self) {
        let size = self.diagonal.len();
        for end in (2..=size).rev() {
            let least = self.first_by(0..end, |one, best| one <= best);
            self.exchange(least, end - 1);
        }
        for start in 0..size {
            let least = self.first_by(start..size, |one, best| one < best);
            self.exchange(least, start);
        }
    }

    /// Puts the singular values in falling order.
    pub(super) fn order_falling(&mut self) {
        let size = self.diagonal.len();
        for start in 0..size {
            let largest = self.first_by(start..size, |one, best| one > best);
            self.exchange(largest, start);
        }
    }

    /// The row whose value comes before the others'.
    fn first_by(&self, rows: Range<usize>, comes_before: impl Fn(f64, f64) -> bool) -> usize {
        rows.reduce(
            |best, row| {
                if comes_before(self.diagonal[row], self.diagonal[best]) { row } else { best }
            },
        )
        .unwrap_or_default()
    }

    fn exchange(&mut self, one: usize, other: usize) {
        if one != other {
            self.diagonal.swap(one, other);
            self.u.swap_columns(one, other);
            self.vt.swap_rows(one, other);
        }
    }
}

/// The smaller singular value of `[[f, g], [0, h]]`.
fn smaller_singular_value(f: f64, g: f64, h: f64) -> f64 {
    let (f, g, h) = (f.abs(), g.abs(), h.abs());
    let (small, large) = (f.min(h), f.max(h));
    if small == 0.0 {
        return 0.0;
    }
    let (sum, difference) = (1.0 + small / large, (large - small) / large);
    if g < large {
        let square = (g / large) * (g / large);
        return small * (2.0 / ((sum * sum + square).sqrt() + (difference * difference + square).sqrt()));
    }
    let ratio = large / g;
    if ratio == 0.0 {
        return small * large / g;
    }
    let (sum, difference) = (sum * ratio, difference * ratio);
    let c = 1.0 / ((1.0 + sum * sum).sqrt() + (1.0 + difference * difference).sqrt());
    2.0 * (small * c * ratio)
}

/// Singular values of `[[f, g], [0, h]]` with signs, and the rotations (cosine, sine) that lead to them.
struct Pair {
    large: f64,
    small: f64,
    left: (f64, f64),
    right: (f64, f64),
}

impl Pair {
    fn of(f: f64, g: f64, h: f64) -> Pair {
        let swapped = h.abs() > f.abs();
        let (ft, ht) = if swapped { (h, f) } else { (f, h) };
        let (fa, ga, ha) = (ft.abs(), g.abs(), ht.abs());
        let mut dominant = if swapped { 3 } else { 1 };
        let (large, small, left, right);
        if ga == 0.0 {
            (large, small, left, right) = (fa, ha, (1.0, 0.0), (1.0, 0.0));
        } else if ga > fa && fa / ga < UNIT {
            dominant = 2;
            let least = if ha > 1.0 { fa / (ga / ha) } else { fa / ga * ha };
            (large, small, left, right) = (ga, least, (1.0, ht / g), (ft / g, 1.0));
        } else {
            if ga > fa {
                dominant = 2;
            }
            (large, small, left, right) = balanced(ft, g, ht);
        }
        let (left, right) = if swapped { ((right.1, right.0), (left.1, left.0)) } else { (left, right) };
        let sign = |x: f64| 1.0_f64.copysign(x);
        let turned = match dominant {
            1 => sign(right.0) * sign(left.0) * sign(f),
            2 => sign(right.1) * sign(left.0) * sign(g),
            _ => sign(right.1) * sign(left.1) * sign(h),
        };
        Pair { large: large.copysign(turned), small: small.copysign(turned * sign(f) * sign(h)), left, right }
    }
}

/// For `|f| >= |h|` and no element so large that it hides the others: larger and smaller value, left and right rotation.
fn balanced(f: f64, g: f64, h: f64) -> (f64, f64, (f64, f64), (f64, f64)) {
    let (fa, ha) = (f.abs(), h.abs());
    let difference = fa - ha;
    let l = if difference == fa { 1.0 } else { difference / fa };
    let m = g / f;
    let t = 2.0 - l;
    let (mm, tt) = (m * m, t * t);
    let s = (tt + mm).sqrt();
    let r = if l == 0.0 { m.abs() } else { (l * l + mm).sqrt() };
    let a = 0.5 * (s + r);
    let tangent = if mm != 0.0 {
        (m / (s + t) + m / (r + l)) * (1.0 + a)
    } else if l == 0.0 {
        2.0_f64.copysign(f) * 1.0_f64.copysign(g)
    } else {
        g / difference.copysign(f) + m / t
    };
    let length = (tangent * tangent + 4.0).sqrt();
    let (cosine, sine) = (2.0 / length, tangent / length);
    (fa * a, ha / a, ((cosine + sine * m) / a, h / f * sine / a), (cosine, sine))
}
