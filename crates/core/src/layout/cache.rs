//! How often a walk over memory has to wait for a cache line.

use std::collections::BTreeMap;

/// A cache as processors have it, in its plainest form: any line may lie anywhere, and the one that was not used for the longest
/// time makes room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cache {
    /// Bytes of a line: memory comes in pieces of this size.
    pub line_bytes: usize,
    /// Lines it holds.
    pub lines: usize,
}

/// What a walk met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// For each access, whether its line had to be fetched.
    pub fetched: Vec<bool>,
    /// Lines fetched in all.
    pub misses: usize,
}

impl Cache {
    /// Walks over byte addresses, from an empty cache. An access that reaches over the end of a line counts by its first byte.
    ///
    /// ```
    /// use ndgym_core::layout::Cache;
    /// let cache = Cache { line_bytes: 64, lines: 2 };
    /// assert_eq!(cache.walk((0..16).map(|i| i * 8)).misses, 2);
    /// assert_eq!(cache.walk([0, 64, 128, 0]).misses, 4);
    /// ```
    pub fn walk(self, addresses: impl IntoIterator<Item = usize>) -> Walk {
        // When each line was used last, and which line that moment belongs to.
        let mut used = BTreeMap::new();
        let mut by_moment = BTreeMap::new();
        let mut walk = Walk::default();
        for (moment, address) in addresses.into_iter().enumerate() {
            let line = address / self.line_bytes.max(1);
            let before = used.insert(line, moment);
            match before {
                Some(before) => {
                    by_moment.remove(&before);
                }
                None => walk.misses += 1,
            }
            walk.fetched.push(before.is_none());
            by_moment.insert(moment, line);
            if by_moment.len() > self.lines
                && let Some((_, oldest)) = by_moment.pop_first()
            {
                used.remove(&oldest);
            }
        }
        walk
    }
}

/// Byte addresses of an array's elements, the array's first byte being 0, in the order of nested loops over `axes`, the first
/// outermost. For negative strides the lowest address is 0.
///
/// ```
/// use ndgym_core::layout::addresses;
/// assert_eq!(addresses(&[2, 3], &[24, 8], &[1, 0]).collect::<Vec<_>>(), [0, 24, 8, 32, 16, 40]);
/// ```
pub fn addresses<'a>(
    shape: &'a [usize],
    byte_strides: &'a [isize],
    axes: &'a [usize],
) -> impl Iterator<Item = usize> + 'a {
    let size: usize = shape.iter().product();
    let lowest: isize = shape
        .iter()
        .zip(byte_strides)
        .map(|(size, stride)| (*size as isize - 1).max(0) * (*stride).min(0))
        .sum();
    (0..size).map(move |number| {
        let mut rest = number;
        let mut address = -lowest;
        for &axis in axes.iter().rev() {
            address += (rest % shape[axis]) as isize * byte_strides[axis];
            rest /= shape[axis];
        }
        address as usize
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_share_lines_and_columns_lose_them() {
        // 16 rows of 16 float64: a row is two lines of 64 bytes.
        let (shape, strides) = ([16, 16], [128, 8]);
        let small = Cache { line_bytes: 64, lines: 8 };
        assert_eq!(small.walk(addresses(&shape, &strides, &[0, 1])).misses, 32);
        assert_eq!(small.walk(addresses(&shape, &strides, &[1, 0])).misses, 256);
        // A cache that holds one line of every row keeps them until the next column.
        let large = Cache { line_bytes: 64, lines: 16 };
        assert_eq!(large.walk(addresses(&shape, &strides, &[1, 0])).misses, 32);
    }

    #[test]
    fn the_least_recently_used_line_makes_room() {
        let cache = Cache { line_bytes: 10, lines: 2 };
        let walk = cache.walk([0, 10, 5, 20, 1, 15]);
        assert_eq!(walk.fetched, [true, true, false, true, false, true]);
        assert_eq!(Cache { line_bytes: 0, lines: 0 }.walk([1, 1]).misses, 2);
    }

    #[test]
    fn backwards_starts_at_the_far_end() {
        assert_eq!(addresses(&[3], &[-8], &[0]).collect::<Vec<_>>(), [16, 8, 0]);
        assert_eq!(addresses(&[2, 0], &[-8, 8], &[0, 1]).count(), 0);
    }
}
