//! Changes of scale that neither overflow nor lose digits on the way: LAPACK's `dlascl`.

/// Factors that lead from one number to another.
pub(super) fn factors(mut from: f64, mut to: f64) -> Vec<f64> {
    let mut factors = Vec::new();
    loop {
        let (down, up) = (from * f64::MIN_POSITIVE, to * f64::MIN_POSITIVE);
        if down.abs() > to.abs() && to != 0.0 {
            factors.push(f64::MIN_POSITIVE);
            from = down;
        } else if up.abs() > from.abs() {
            factors.push(1.0 / f64::MIN_POSITIVE);
            to = up;
        } else {
            factors.push(to / from);
            return factors;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_factor_overflows() {
        assert_eq!(factors(3.0, 6.0), [2.0]);
        for (from, to) in [(1e300, 1e-300), (1e-300, 1e300), (5e-324, 1.0)] {
            let found = factors(from, to).iter().fold(from, |number, factor| number * factor);
            assert!((found / to - 1.0).abs() < 1e-15);
        }
    }
}
