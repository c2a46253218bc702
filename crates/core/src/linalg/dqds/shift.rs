//! The choice of a shift: below the smallest eigenvalue, but not far. LAPACK's `dlasq4`, whose cases are numbered.

use super::{Minima, Quotients};

/// A bound of a sum beyond which it does not help.
const LARGE_SUM: f64 = 0.563;

impl Quotients {
    /// The shift of the next step; None leaves it as it was. `end_before` is where the rows ended before the last eigenvalues
    /// were taken off.
    pub(super) fn choose_shift(&mut self, end_before: usize) -> Option<f64> {
        let Minima { least, least_but_one, least_but_two, last: d, last_but_one, last_but_two } = self.d;
        if least <= 0.0 {
            self.kind = 1;
            return Some(-least);
        }
        match end_before - self.end {
            0 if least == d && least_but_one == last_but_one => Some(self.by_gaps()),
            0 if least == d || least == last_but_one => self.by_norm_of_last(),
            0 if least == last_but_two => self.by_norm_of_last_but_two(),
            0 => Some(self.by_damping()),
            1 if least_but_one == last_but_one && least_but_two == last_but_two => self.after_one(),
            1 => {
                self.kind = 9;
                Some(if least_but_one == last_but_one { 0.5 } else { 0.25 } * least_but_one)
            }
            2 => self.after_two(),
            _ => {
                self.kind = 12;
                Some(0.0)
            }
        }
    }

    /// Cases 2 and 3: the last two rows hold the smallest.
    fn by_gaps(&mut self) -> f64 {
        let (last, Minima { least, least_but_two, last: d, .. }) = (self.end - 1, self.d);
        let one = self.q(last).sqrt() * self.e(last - 1).sqrt();
        let other = self.q(last - 1).sqrt() * self.e(last - 2).sqrt();
        let sum = self.q(last - 1) + self.e(last - 1);
        let gap = least_but_two - sum - least_but_two * 0.25;
        let gap =
            if gap > 0.0 && gap > other { sum - d - other / gap * other } else { sum - d - (one + other) };
        if gap > 0.0 && gap > one {
            self.kind = 2;
            return (d - one / gap * one).max(0.5 * least);
        }
        self.kind = 3;
        let mut shift = if d > one { d - one } else { 0.0 };
        if sum > one + other {
            shift = shift.min(sum - (one + other));
        }
        shift.max(0.333 * least)
    }

    /// Case 4: the last row or the one before it holds the smallest.
    fn by_norm_of_last(&mut self) -> Option<f64> {
        self.kind = 4;
        let (last, Minima { least, last: d, last_but_one, .. }) = (self.end - 1, self.d);
        let before = |row: usize| (self.e(row) <= self.q(row)).then(|| self.e(row) / self.q(row));
        let (gamma, sum, term, rows) = if least == d {
            let term = before(last - 1)?;
            (d, term, term, last - 1)
        } else {
            let (e, q) = (self.other_e(last - 1), self.other_q(last));
            if e > q {
                return None;
            }
            let term = before(last - 2)?;
            (last_but_one, e / q + term, term, last - 2)
        };
        let sum = 1.05 * self.add_ratios(sum, term, rows)?;
        Some(if sum < LARGE_SUM { gamma * (1.0 - sum.sqrt()) / (1.0 + sum) } else { 0.25 * least })
    }

    /// Case 5: the row before the last two holds the smallest.
    fn by_norm_of_last_but_two(&mut self) -> Option<f64> {
        self.kind = 5;
        let (last, Minima { least, last_but_two: gamma, .. }) = (self.end - 1, self.d);
        let (one, other) = (self.other_q(last), self.other_q(last - 1));
        let (above, above_other) = (self.other_e(last - 1), self.other_e(last - 2));
        if above_other > other || above > one {
            return None;
        }
        let mut sum = above_other / other * (1.0 + above / one);
        if last - self.start > 2 {
            let term = self.e(last - 3) / self.q(last - 3);
            sum = 1.05 * self.add_ratios(sum + term, term, last - 3)?;
        }
        Some(if sum < LARGE_SUM { gamma * (1.0 - sum.sqrt()) / (1.0 + sum) } else { 0.25 * least })
    }

    /// Adds the falling products of the ratios e to q of the rows above `end` to a sum, as far as they matter; None where one
    /// is larger than 1.
    fn add_ratios(&self, mut sum: f64, mut term: f64, end: usize) -> Option<f64> {
        for row in (self.start..end).rev() {
            if term == 0.0 {
                break;
            }
            let before = term;
            if self.e(row) > self.q(row) {
                return None;
            }
            term *= self.e(row) / self.q(row);
            sum += term;
            if 100.0 * term.max(before) < sum || LARGE_SUM < sum {
                break;
            }
        }
        Some(sum)
    }

    /// Case 6: nothing is known but the least d.
    fn by_damping(&mut self) -> f64 {
        self.damping = match self.kind {
            6 => self.damping + 0.333 * (1.0 - self.damping),
            18 => 0.25 * 0.333,
            _ => 0.25,
        };
        self.kind = 6;
        self.damping * self.d.least
    }

    /// Cases 7 and 8: one eigenvalue has just been taken off.
    fn after_one(&mut self) -> Option<f64> {
        self.kind = 7;
        let Minima { least_but_one, least_but_two, .. } = self.d;
        let norm = self.norm_of_ratios(true)?;
        let size = least_but_one / (1.0 + norm * norm);
        let gap = 0.5 * least_but_two - size;
        let shift = 0.333 * least_but_one;
        if gap > 0.0 && gap > norm * size {
            return Some(shift.max(size * (1.0 - 1.01 * size * (norm / gap) * norm)));
        }
        self.kind = 8;
        Some(shift.max(size * (1.0 - 1.01 * norm)))
    }

    /// Cases 10 and 11: two eigenvalues have just been taken off.
    fn after_two(&mut self) -> Option<f64> {
        let (last, Minima { least_but_two, last_but_two, .. }) = (self.end - 1, self.d);
        if least_but_two != last_but_two || 2.0 * self.e(last - 1) >= self.q(last - 1) {
            self.kind = 11;
            return Some(0.25 * least_but_two);
        }
        self.kind = 10;
        let norm = self.norm_of_ratios(false)?;
        let size = least_but_two / (1.0 + norm * norm);
        let gap =
            self.q(last - 1) + self.e(last - 2) - self.q(last - 2).sqrt() * self.e(last - 2).sqrt() - size;
        let shift = 0.333 * least_but_two;
        Some(if gap > 0.0 && gap > norm * size {
            shift.max(size * (1.0 - 1.01 * size * (norm / gap) * norm))
        } else {
            shift.max(size * (1.0 - 1.01 * norm))
        })
    }

    /// The root of a sum of falling products of the ratios e to q, from the row before the last up; None where one is larger
    /// than 1. The sum ends where it hardly grows; `cautious` also looks at the term before.
    fn norm_of_ratios(&self, cautious: bool) -> Option<f64> {
        let (mut sum, mut term, mut before) = (0.0, 1.0, 0.0);
        for row in (self.start..self.end - 1).rev() {
            if self.e(row) > self.q(row) {
                return None;
            }
            term *= self.e(row) / self.q(row);
            sum += term;
            if row + 2 == self.end {
                if sum == 0.0 {
                    break;
                }
            } else if 100.0 * if cautious { f64::max(term, before) } else { term } < sum {
                break;
            }
            before = term;
        }
        Some((1.05_f64 * sum).sqrt())
    }
}
