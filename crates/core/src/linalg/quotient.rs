//! Robust division of complex numbers: LAPACK's `dladiv`.
//!
//! Source: M. Baudin and R. L. Smith, "A robust complex division in Scilab", arXiv:1210.4539 (2012).

use num_complex::Complex64;

/// A quotient of complex numbers that does not overflow on the way.
pub(super) fn quotient(numerator: Complex64, denominator: Complex64) -> Complex64 {
    let largest = |x: Complex64| x.re.abs().max(x.im.abs());
    let (roundoff, up) = (f64::EPSILON / 2.0, 8.0 / (f64::EPSILON * f64::EPSILON));
    let small = f64::MIN_POSITIVE * 2.0 / roundoff;
    let (mut above, mut below, mut scale) = (numerator, denominator, 1.0);
    if largest(numerator) >= 0.5 * f64::MAX {
        (above, scale) = (above * 0.5, scale * 2.0);
    }
    if largest(denominator) >= 0.5 * f64::MAX {
        (below, scale) = (below * 0.5, scale * 0.5);
    }
    if largest(numerator) <= small {
        (above, scale) = (above * up, scale / up);
    }
    if largest(denominator) <= small {
        (below, scale) = (below * up, scale * up);
    }
    let (re, im) = if denominator.im.abs() <= denominator.re.abs() {
        parts(above, below)
    } else {
        let swapped = |x: Complex64| Complex64::new(x.im, x.re);
        let (re, im) = parts(swapped(above), swapped(below));
        (re, -im)
    };
    Complex64::new(re * scale, im * scale)
}

/// For a denominator whose real part is not the smaller one.
fn parts(Complex64 { re: a, im: b }: Complex64, Complex64 { re: c, im: d }: Complex64) -> (f64, f64) {
    let ratio = d / c;
    let inverse = 1.0 / (c + d * ratio);
    let part = |a: f64, b: f64| {
        if ratio == 0.0 {
            return (a + d * (b / c)) * inverse;
        }
        let product = b * ratio;
        if product == 0.0 { a * inverse + b * inverse * ratio } else { (a + product) * inverse }
    };
    (part(a, b), part(b, -a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_robust() {
        let near = |a: Complex64, b: Complex64| (a - b).norm() < 1e-14 * b.norm();
        let (a, b) = (Complex64::new(1.0, 2.0), Complex64::new(3.0, -4.0));
        assert!(near(quotient(a, b), Complex64::new(-0.2, 0.4)));
        assert!(near(quotient(a * 1e307, b * 1e307), Complex64::new(-0.2, 0.4)));
        assert!(near(quotient(a * 1e-300, b * 1e-300), Complex64::new(-0.2, 0.4)));
        assert!(near(quotient(b, a), b / a));
    }
}
