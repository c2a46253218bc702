//! A step of the algorithm: `dlasq5`, and `dlasq6`, which is safe where that one overflows or divides by 0.

use super::{Minima, Quotients};

/// `(e q / sum, d q / sum)` without an overflow on the way.
pub(super) fn quotients(d: f64, e: f64, q: f64, sum: f64) -> (f64, f64) {
    if f64::MIN_POSITIVE * q < sum && f64::MIN_POSITIVE * sum < q {
        let ratio = q / sum;
        (e * ratio, d * ratio)
    } else {
        (q * (e / sum), q * (d / sum))
    }
}

/// As [`quotients`], for a sum that may be 0.
fn safe_quotients(d: f64, e: f64, q: f64, sum: f64) -> (f64, f64) {
    if sum == 0.0 { (0.0, q) } else { quotients(d, e, q, sum) }
}

/// The smaller number; not a number if one is none.
fn smaller(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

impl Quotients {
    /// A step with the shift, which is left out if it is too small to matter. It may leave negative numbers.
    pub(super) fn sweep(&mut self) {
        let (start, last) = (self.start, self.end - 1);
        let threshold = f64::EPSILON * (self.sigma + self.shift);
        if self.shift < threshold * 0.5 {
            self.shift = 0.0;
        }
        let shift = self.shift;
        let mut least_e = self.q(start + 1);
        let mut d = self.q(start) - shift;
        let mut found = Minima { least: d, ..Minima::default() };
        for row in start..last - 2 {
            let (e, next) = (self.e(row), self.q(row + 1));
            let sum = d + e;
            let ratio = next / sum;
            d = d * ratio - shift;
            if shift == 0.0 && d < threshold {
                d = 0.0;
            }
            found.least = smaller(found.least, d);
            (*self.other_q_at(row), *self.other_e_at(row)) = (sum, e * ratio);
            least_e = smaller(e * ratio, least_e);
        }
        (found.last_but_two, found.least_but_two) = (d, found.least);
        for row in last - 2..last {
            found.least_but_one = found.least;
            found.last_but_one = d;
            let (e, next) = (self.e(row), self.q(row + 1));
            let sum = d + e;
            (*self.other_q_at(row), *self.other_e_at(row)) = (sum, next * (e / sum));
            d = next * (d / sum) - shift;
            found.least = smaller(found.least, d);
        }
        found.last = d;
        self.finish(found, least_e);
    }

    /// A step without a shift.
    pub(super) fn safe_sweep(&mut self) {
        let (start, last) = (self.start, self.end - 1);
        let mut least_e = self.q(start + 1);
        let mut d = self.q(start);
        let mut found = Minima { least: d, ..Minima::default() };
        for row in start..last {
            if row + 2 == last {
                (found.last_but_two, found.least_but_two) = (d, found.least);
            }
            (found.last_but_one, found.least_but_one) = (d, found.least);
            let (e, next) = (self.e(row), self.q(row + 1));
            let sum = d + e;
            let (other_e, next_d) = safe_quotients(d, e, next, sum);
            d = next_d;
            (*self.other_q_at(row), *self.other_e_at(row)) = (sum, other_e);
            if sum == 0.0 {
                (found.least, least_e) = (d, 0.0);
            }
            found.least = smaller(found.least, d);
            if row + 2 < last {
                least_e = smaller(least_e, other_e);
            }
        }
        found.last = d;
        self.finish(found, least_e);
    }

    fn finish(&mut self, found: Minima, least_e: f64) {
        let last = self.end - 1;
        *self.other_q_at(last) = found.last;
        *self.other_e_at(last) = least_e;
        self.d = found;
    }
}
