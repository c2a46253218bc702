//! What is done around a step: eigenvalues are taken off, and shifts that were too large are made smaller. LAPACK's `dlasq3`.

use super::{BIAS, Minima, NEGLIGIBLE, Quotients, TOLERANCE};

impl Quotients {
    /// Takes off what has converged, and makes a step with a shift: `dlasq3`.
    pub(super) fn step(&mut self) {
        let end_before = self.end;
        if !self.deflate() {
            return;
        }
        if self.phase == 2 {
            self.phase = 0;
        }
        if self.d.least <= 0.0 || self.end < end_before {
            self.turn_round_if_larger_at_the_end();
        }
        if let Some(shift) = self.choose_shift(end_before) {
            self.shift = shift;
        }
        if !self.sweep_until_positive() {
            self.safe_sweep();
            self.shift = 0.0;
        }
        let shift = self.shift;
        let sum;
        if shift < self.sigma {
            self.lost += shift;
            sum = self.sigma + self.lost;
            self.lost -= sum - self.sigma;
        } else {
            sum = self.sigma + shift;
            self.lost += self.sigma - (sum - shift);
        }
        self.sigma = sum;
    }

    /// Takes off eigenvalues at the end; whether anything is left.
    fn deflate(&mut self) -> bool {
        while self.end > self.start {
            let (last, rows) = (self.end - 1, self.end - self.start);
            if rows == 1 {
                self.take_one();
                continue;
            }
            if rows > 2 {
                if self.e(last - 1) <= NEGLIGIBLE * (self.sigma + self.q(last))
                    || self.other_e(last - 1) <= NEGLIGIBLE * self.q(last - 1)
                {
                    self.take_one();
                    continue;
                }
                if self.e(last - 2) > NEGLIGIBLE * self.sigma
                    && self.other_e(last - 2) > NEGLIGIBLE * self.q(last - 2)
                {
                    return true;
                }
            }
            self.take_two();
        }
        false
    }

    fn take_one(&mut self) {
        let last = self.end - 1;
        self.z[4 * last] = self.q(last) + self.sigma;
        self.end = last;
    }

    fn take_two(&mut self) {
        let last = self.end - 1;
        let (mut large, mut small, e) = (self.q(last - 1), self.q(last), self.e(last - 1));
        if small > large {
            (large, small) = (small, large);
        }
        let half = 0.5 * ((large - small) + e);
        if e > small * NEGLIGIBLE && half != 0.0 {
            let s = small * (e / half);
            let s = if s <= half {
                small * (e / (half * (1.0 + (1.0 + s / half).sqrt())))
            } else {
                small * (e / (half + half.sqrt() * (half + s).sqrt()))
            };
            let sum = large + (s + e);
            (large, small) = (sum, small * (large / sum));
        }
        self.z[4 * (last - 1)] = large + self.sigma;
        self.z[4 * last] = small + self.sigma;
        self.end = last - 1;
    }

    fn turn_round_if_larger_at_the_end(&mut self) {
        let (start, last) = (self.start, self.end - 1);
        if BIAS * self.q(start) >= self.q(last) {
            return;
        }
        self.turn_round();
        if last - start <= 4 {
            *self.e_at(last) = self.e(start);
            *self.other_e_at(last) = self.other_e(start);
        }
        self.d.least_but_two = self.d.least_but_two.min(self.e(last));
        *self.e_at(last) = self.e(last).min(self.e(start)).min(self.e(start + 1));
        *self.other_e_at(last) = self.other_e(last).min(self.other_e(start)).min(self.other_e(start + 1));
        self.largest = self.largest.max(self.q(start)).max(self.q(start + 1));
        self.d.least = -0.0;
    }

    /// Steps with smaller and smaller shifts until no d is negative; false if a step has failed otherwise.
    fn sweep_until_positive(&mut self) -> bool {
        let last = self.end - 1;
        loop {
            self.sweep();
            let Minima { least, least_but_one, last: d, last_but_one, .. } = self.d;
            if least >= 0.0 && least_but_one >= 0.0 {
                return true;
            }
            if least < 0.0
                && least_but_one > 0.0
                && self.other_e(last - 1) < TOLERANCE * (self.sigma + last_but_one)
                && d.abs() < TOLERANCE * self.sigma
            {
                *self.other_q_at(last) = 0.0;
                self.d.least = 0.0;
                return true;
            }
            if least < 0.0 {
                if self.kind > 22 {
                    self.shift = 0.0;
                } else if least_but_one > 0.0 {
                    // The last d alone is negative: it tells how much too large the shift was.
                    self.shift = (self.shift + least) * (1.0 - 2.0 * f64::EPSILON);
                    self.kind += 11;
                } else {
                    self.shift *= 0.25;
                    self.kind += 12;
                }
            } else if least.is_nan() && self.shift != 0.0 {
                self.shift = 0.0;
            } else {
                return false;
            }
        }
    }
}
