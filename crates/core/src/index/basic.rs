//! Slices as numbers of elements and steps.

/// Where a slice starts along an axis of `size` elements, and how many elements it takes; `step` is not 0.
///
/// ```
/// use ndgym_core::index::slice_bounds;
/// assert_eq!(slice_bounds(None, None, -1, 4), (3, 4));
/// assert_eq!(slice_bounds(Some(-3), Some(99), 2, 4), (1, 2));
/// ```
pub fn slice_bounds(start: Option<i64>, stop: Option<i64>, step: i64, size: usize) -> (usize, usize) {
    let size = size as i64;
    // Backwards, one before the first element and the last are the limits; forwards, the first and one after the last.
    let (low, high) = if step < 0 { (-1, size - 1) } else { (0, size) };
    let bound = |given: Option<i64>, default: i64| match given {
        None => default,
        Some(given) if given < 0 => given.saturating_add(size).max(low),
        Some(given) => given.min(high),
    };
    let (start, stop) = if step < 0 {
        (bound(start, high), bound(stop, low))
    } else {
        (bound(start, low), bound(stop, high))
    };
    let distance = if step < 0 { start - stop } else { stop - start };
    if distance <= 0 {
        return (start.clamp(0, size) as usize, 0);
    }
    (start as usize, ((distance - 1) as u64 / step.unsigned_abs()) as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::slice_bounds;

    // Expected: len(range(*slice(start, stop, step).indices(size))) by hand.
    #[test]
    fn bounds_as_python_has_them() {
        assert_eq!(slice_bounds(Some(-9), Some(-1), 1, 3), (0, 2));
        assert_eq!(slice_bounds(Some(5), Some(-9), -2, 4), (3, 2));
        assert_eq!(slice_bounds(Some(2), Some(2), 1, 4).1, 0);
        assert_eq!(slice_bounds(Some(i64::MIN), Some(i64::MAX), i64::MAX, 4), (0, 1));
        assert_eq!(slice_bounds(Some(i64::MAX), Some(i64::MIN), i64::MIN, 4), (3, 1));
        assert_eq!(slice_bounds(None, None, -1, 0).1, 0);
    }
}
