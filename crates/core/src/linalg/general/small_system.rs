//! Systems of one or two equations `(A - w) x = s b`, with `s <= 1` chosen so that x does not overflow: LAPACK's `dlaln2`.

use crate::linalg::quotient::quotient;
use num_complex::Complex64;

/// Twice the smallest normal number.
const TINY: f64 = 2.0 * f64::MIN_POSITIVE;
const HUGE: f64 = 1.0 / TINY;

/// Unknowns or right sides: for each equation a real part, and an imaginary part, which is 0 in a real system.
pub(super) type Sides<const N: usize> = [Complex64; N];

/// x, the scale s, and the largest element of x.
pub(super) struct Solution<const N: usize> {
    pub(super) x: Sides<N>,
    pub(super) scale: f64,
    pub(super) size: f64,
}

/// What a block of a triangular matrix is shifted by.
#[derive(Clone, Copy)]
pub(super) struct Shift {
    pub(super) value: Complex64,
    /// Pivots below this are replaced by it.
    pub(super) least: f64,
}

impl Shift {
    fn least(&self) -> f64 {
        self.least.max(TINY)
    }

    fn is_real(&self) -> bool {
        self.value.im == 0.0
    }

    /// One equation.
    pub(super) fn solve_one(&self, a: f64, b: Complex64) -> Solution<1> {
        let mut pivot = Complex64::new(a - self.value.re, -self.value.im);
        let mut size = absolute(pivot);
        if size < self.least() {
            (pivot, size) = (self.least().into(), self.least());
        }
        let right = absolute(b);
        let scale = if size < 1.0 && right > 1.0 && right > HUGE * size { 1.0 / right } else { 1.0 };
        let x = if self.is_real() { (b.re * scale / pivot.re).into() } else { quotient(scale * b, pivot) };
        Solution { x: [x], scale, size: absolute(x) }
    }

    /// Two equations with a block, row by row.
    pub(super) fn solve_two(&self, [[a, b], [c, d]]: [[f64; 2]; 2], right: Sides<2>) -> Solution<2> {
        let on_diagonal = |element: f64| Complex64::new(element - self.value.re, -self.value.im);
        // Column by column.
        let elements = [on_diagonal(a), c.into(), b.into(), on_diagonal(d)];
        let (mut pivot, mut most) = (None, 0.0);
        for (at, element) in elements.iter().enumerate() {
            if absolute(*element) > most {
                (pivot, most) = (Some(at), absolute(*element));
            }
        }
        let Some(pivot) = pivot.filter(|_| most >= self.least()) else {
            let size = absolute(right[0]).max(absolute(right[1]));
            let overflows = self.least() < 1.0 && size > 1.0 && size > HUGE * self.least();
            let scale = if overflows { 1.0 / size } else { 1.0 };
            let factor = scale / self.least();
            return Solution { x: right.map(|b| factor * b), scale, size: factor * size };
        };
        // The pivot, what is below it, what is beside it, and what is opposite.
        let order = [[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]][pivot];
        let pivoted = Pivoted { elements: order.map(|at| elements[at]), on_diagonal: pivot % 3 == 0 };
        let right = if pivot % 2 == 1 { [right[1], right[0]] } else { right };
        let mut solution = if self.is_real() {
            pivoted.solve_real(self.least(), right)
        } else {
            pivoted.solve_complex(self.least(), right)
        };
        if pivot >= 2 {
            solution.x.swap(0, 1);
        }
        if solution.size > 1.0 && most > 1.0 && solution.size > HUGE / most {
            let factor = most / HUGE;
            solution.x = solution.x.map(|x| factor * x);
            solution.size *= factor;
            solution.scale *= factor;
        }
        solution
    }
}

/// A system of two equations whose largest element comes first.
struct Pivoted {
    elements: [Complex64; 4],
    /// Whether the largest element is one of the diagonal, and the others are real.
    on_diagonal: bool,
}

impl Pivoted {
    fn solve_real(&self, least: f64, right: Sides<2>) -> Solution<2> {
        let [pivot, below, beside, opposite] = self.elements.map(|element| element.re);
        let inverse = 1.0 / pivot;
        let multiplier = inverse * below;
        let mut rest = opposite - beside * multiplier;
        if rest.abs() < least {
            rest = least;
        }
        let first = right[0].re;
        let second = right[1].re - multiplier * first;
        let bound = (first * (rest * inverse)).abs().max(second.abs());
        let scale =
            if bound > 1.0 && rest.abs() < 1.0 && bound >= HUGE * rest.abs() { 1.0 / bound } else { 1.0 };
        let second = second * scale / rest;
        let first = scale * first * inverse - second * (inverse * beside);
        Solution { x: [first.into(), second.into()], scale, size: first.abs().max(second.abs()) }
    }

    fn solve_complex(&self, least: f64, right: Sides<2>) -> Solution<2> {
        let (inverse, multiplier, beside, mut rest) = self.eliminate();
        let mut size = absolute(rest);
        if size < least {
            (rest, size) = (least.into(), least);
        }
        let [mut first, second] = right;
        let mut second = Complex64::new(
            second.re - multiplier.re * first.re + multiplier.im * first.im,
            second.im - multiplier.im * first.re - multiplier.re * first.im,
        );
        let bound = (absolute(first) * (size * absolute(inverse))).max(absolute(second));
        let mut scale = 1.0;
        if bound > 1.0 && size < 1.0 && bound >= HUGE * size {
            scale = 1.0 / bound;
            (first, second) = (scale * first, scale * second);
        }
        let second = quotient(second, rest);
        let first = Complex64::new(
            inverse.re * first.re - inverse.im * first.im - beside.re * second.re + beside.im * second.im,
            inverse.im * first.re + inverse.re * first.im - beside.im * second.re - beside.re * second.im,
        );
        Solution { x: [first, second], scale, size: absolute(first).max(absolute(second)) }
    }

    /// The pivot's inverse, the multiplier of the first equation, what stands beside the pivot divided by it, and what is left
    /// of the second equation.
    fn eliminate(&self) -> (Complex64, Complex64, Complex64, Complex64) {
        let [pivot, below, beside, opposite] = self.elements;
        if self.on_diagonal {
            let inverse = inverse(pivot);
            let multiplier = Complex64::new(below.re * inverse.re, below.re * inverse.im);
            let share = Complex64::new(beside.re * inverse.re, beside.re * inverse.im);
            let rest = Complex64::new(
                opposite.re - beside.re * multiplier.re,
                opposite.im - beside.re * multiplier.im,
            );
            return (inverse, multiplier, share, rest);
        }
        let inverse = 1.0 / pivot.re;
        let multiplier = Complex64::new(below.re * inverse, below.im * inverse);
        let share = Complex64::new(beside.re * inverse, beside.im * inverse);
        let rest = Complex64::new(
            opposite.re - beside.re * multiplier.re + beside.im * multiplier.im,
            -beside.re * multiplier.im - beside.im * multiplier.re,
        );
        (inverse.into(), multiplier, share, rest)
    }
}

/// `1 / x`
pub(super) fn inverse(x: Complex64) -> Complex64 {
    if x.re.abs() > x.im.abs() {
        let ratio = x.im / x.re;
        let real = 1.0 / (x.re * (1.0 + ratio * ratio));
        return Complex64::new(real, -ratio * real);
    }
    let ratio = x.re / x.im;
    let imaginary = -1.0 / (x.im * (1.0 + ratio * ratio));
    Complex64::new(-ratio * imaginary, imaginary)
}

/// The sum of the parts' sizes.
pub(super) fn absolute(x: Complex64) -> f64 {
    x.re.abs() + x.im.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_solve() {
        for (block, value) in [
            ([[1.0, 2.0], [3.0, 4.0]], Complex64::new(0.5, 0.0)),
            ([[1.0, 9.0], [3.0, 4.0]], Complex64::new(0.5, 2.0)),
            ([[1.0, 2.0], [30.0, 4.0]], Complex64::new(0.0, 0.0)),
            ([[1.0, 2.0], [3.0, 4.0]], Complex64::new(0.0, 20.0)),
            ([[1.0, 2.0], [3.0, 4.0]], Complex64::new(-20.0, 2.0)),
        ] {
            let imaginary = if value.im == 0.0 { 0.0 } else { 1.0 };
            let right = [Complex64::new(1.0, 2.0 * imaginary), Complex64::new(-3.0, 0.5 * imaginary)];
            let Solution { x, scale, .. } = Shift { value, least: 1e-300 }.solve_two(block, right);
            for row in 0..2 {
                let sum = block[row][0] * x[0] + block[row][1] * x[1] - value * x[row];
                assert!((sum - scale * right[row]).norm() < 1e-13);
            }
            let Solution { x: [x], .. } = Shift { value, least: 1e-300 }.solve_one(7.0, right[0]);
            assert!(((7.0 - value) * x - right[0]).norm() < 1e-14);
        }
    }

    #[test]
    fn a_singular_system_has_a_large_solution() {
        let shift = Shift { value: 2.0.into(), least: 1e-16 };
        assert_eq!(shift.solve_one(2.0, 3.0.into()).x, [3e16.into()]);
        let solution = shift.solve_two([[2.0, 0.0], [0.0, 2.0]], [1.0.into(), 2.0.into()]);
        assert_eq!(solution.x, [1e16.into(), 2e16.into()]);
        let small = Shift { value: 0.0.into(), least: 0.0 };
        let solution = small.solve_one(1e-300, 1e300.into());
        assert!(solution.x[0].is_finite() && solution.scale < 1.0);
    }
}
