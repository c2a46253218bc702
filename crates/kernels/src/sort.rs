//! Sorting and selecting by keys that are unsigned numbers, which needs no branches that depend on the data.

/// Sorts floats that are no NaN by their bits: -0 before 0.
pub fn sort_f64(numbers: &mut [f64]) {
    // SAFETY: both types have the same size and alignment, and any bits are valid for both.
    let bits = unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<i64>(), numbers.len()) };
    // Negative numbers are ordered the other way round; flipping all but the sign is undone by doing it again.
    let flip = |bits: &mut i64| *bits ^= (*bits >> 63) & i64::MAX;
    bits.iter_mut().for_each(flip);
    bits.sort_unstable();
    bits.iter_mut().for_each(flip);
}

/// Sorts floats that are no NaN by their bits: -0 before 0.
pub fn sort_f32(numbers: &mut [f32]) {
    // SAFETY: both types have the same size and alignment, and any bits are valid for both.
    let bits = unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<i32>(), numbers.len()) };
    let flip = |bits: &mut i32| *bits ^= (*bits >> 31) & i32::MAX;
    bits.iter_mut().for_each(flip);
    bits.sort_unstable();
    bits.iter_mut().for_each(flip);
}

/// Turns keys into the positions that sort them, equal ones in the order they have.
///
/// Each key is packed with its position into one number. Where both have not enough room together, the key's lowest bits
/// are left out, and positions whose keys agree but for those are sorted once more.
pub fn positions(keys: &[u64]) -> Vec<u64> {
    let (Some(least), Some(most)) = (keys.iter().min(), keys.iter().max()) else { return Vec::new() };
    let bits_of = |number: u64| u64::BITS - number.leading_zeros();
    let position_bits = bits_of(keys.len() as u64 - 1);
    let left_out = (bits_of(most - least) + position_bits).saturating_sub(u64::BITS);
    let pack = |(i, key): (usize, &u64)| (key - least) >> left_out << position_bits | i as u64;
    let mut packed: Vec<u64> = keys.iter().enumerate().map(pack).collect();
    packed.sort_unstable();
    let position_mask = (1 << position_bits) - 1;
    if left_out > 0 {
        let key_of = |packed: u64| keys[(packed & position_mask) as usize];
        for run in packed.chunk_by_mut(|a, b| a >> position_bits == b >> position_bits) {
            if run.len() > 1 {
                run.sort_by_key(|packed| key_of(*packed));
            }
        }
    }
    packed.iter_mut().for_each(|packed| *packed &= position_mask);
    packed
}

/// The key that sorting would put at a place, how many keys are less, and how many are equal to it. The keys are moved.
pub fn nth(keys: &mut [u64], place: usize) -> (u64, usize, usize) {
    let (before, key, after) = keys.select_nth_unstable(place);
    let equal_before = before.iter().filter(|other| *other == key).count();
    let equal_after = after.iter().filter(|other| *other == key).count();
    (*key, before.len() - equal_before, equal_before + 1 + equal_after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scattered(count: usize) -> Vec<u64> {
        let mut state = 7_u64;
        let next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ state >> 29
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn floats_sort_by_their_bits() {
        let bits = scattered(1000);
        let mut floats: Vec<f64> = bits.iter().map(|x| f64::from_bits(*x)).filter(|x| !x.is_nan()).collect();
        floats.extend([0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, 5e-324, -5e-324]);
        let mut expected = floats.clone();
        expected.sort_by(f64::total_cmp);
        sort_f64(&mut floats);
        assert!(floats.iter().zip(&expected).all(|(a, b)| a.to_bits() == b.to_bits()));
        let mut singles: Vec<f32> =
            bits.iter().map(|x| f32::from_bits(*x as u32)).filter(|x| !x.is_nan()).collect();
        let mut expected = singles.clone();
        expected.sort_by(f32::total_cmp);
        sort_f32(&mut singles);
        assert!(singles.iter().zip(&expected).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn positions_are_those_of_a_stable_sort() {
        for modulus in [1, 50, 1 << 40, u64::MAX] {
            let keys: Vec<u64> = scattered(3000).into_iter().map(|key| key % modulus).collect();
            let mut expected: Vec<u64> = (0..3000).collect();
            expected.sort_by_key(|i| keys[*i as usize]);
            assert_eq!(positions(&keys), expected);
        }
        // All but the lowest bits agree, which have no room.
        let mut keys: Vec<u64> = scattered(3000).into_iter().map(|key| key % 2).collect();
        keys[17] = u64::MAX;
        let mut expected: Vec<u64> = (0..3000).collect();
        expected.sort_by_key(|i| keys[*i as usize]);
        assert_eq!(positions(&keys), expected);
        assert!(positions(&[]).is_empty());
    }

    #[test]
    fn the_nth_key_is_the_one_that_sorting_puts_there() {
        for modulus in [1, 50, u64::MAX] {
            let keys: Vec<u64> = scattered(3000).into_iter().map(|key| key % modulus).collect();
            let mut sorted = keys.clone();
            sorted.sort();
            for place in [0, 1, 1500, 2999] {
                let (key, less, equal) = nth(&mut keys.clone(), place);
                assert_eq!(key, sorted[place]);
                assert_eq!(less, sorted.iter().filter(|other| **other < key).count());
                assert_eq!(equal, sorted.iter().filter(|other| **other == key).count());
            }
        }
    }
}
