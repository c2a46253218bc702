//! Sorting and selecting by keys that are whole numbers, which needs no branches that depend on the data.

/// Fewer keys are sorted by comparison.
const MANY: usize = 1 << 11;

/// Bytes of keys that, with as much room beside them, stay in a processor's own cache.
const CACHED: usize = 1 << 20;

/// Bytes of keys that are best sorted together.
const PART: usize = 1 << 19;
/// How many keys tell by which digit to part.
const PARTING_SAMPLE: usize = 1 << 10;
/// The longest digit to part by, in bits.
const PARTING_BITS: u32 = 16;

/// The longest digit to sort by, in bits.
const MAX_WIDTH: u32 = 11;

/// How many keys tell how far apart neighbours are.
const SAMPLE: usize = 1 << 8;
/// By how many bits the keys' leading parts are finer than neighbours are apart: of 2^4 neighbours some two agree there.
const FINER: u32 = 4;

/// Whole numbers.
pub trait Digits: Copy + Default + Ord {
    /// A number without sign that has the same order.
    fn rank(self) -> u64;

    /// The number of a rank.
    fn of_rank(rank: u64) -> Self;

    /// Sorts numbers.
    fn sort(numbers: &mut [Self]);

    /// The digit of so many bits that begins at a bit of the rank.
    #[inline(always)]
    fn digit(self, bit: u32, width: u32) -> usize {
        (self.rank() >> bit) as usize & ((1 << width) - 1)
    }
}

macro_rules! digits {
    ($($unsigned:ty, $signed:ty: $sort_unsigned:path, $sort_signed:path;)*) => {$(
        impl Digits for $unsigned {
            #[inline(always)]
            fn rank(self) -> u64 {
                self.into()
            }

            fn of_rank(rank: u64) -> Self {
                rank as $unsigned
            }

            fn sort(numbers: &mut [Self]) {
                $sort_unsigned(numbers);
            }
        }
        impl Digits for $signed {
            #[inline(always)]
            fn rank(self) -> u64 {
                (self as $unsigned ^ 1 << (<$unsigned>::BITS - 1)).into()
            }

            fn of_rank(rank: u64) -> Self {
                (rank as $unsigned ^ 1 << (<$unsigned>::BITS - 1)) as $signed
            }

            fn sort(numbers: &mut [Self]) {
                $sort_signed(numbers);
            }
        }
    )*};
}

digits!(
    u8, i8: sort_short, sort_short;
    u16, i16: sort_short, sort_short;
    u32, i32: sort_u32, sort_signed;
    u64, i64: sort_u64, sort_signed;
);

/// Sorts numbers of few bits by how often each comes.
fn sort_short<T: Digits>(numbers: &mut [T]) {
    if numbers.len() < MANY {
        return numbers.sort_unstable();
    }
    let mut counts = vec![0_usize; 1 << (8 * size_of::<T>())];
    numbers.iter().for_each(|number| counts[number.rank() as usize] += 1);
    let mut rest = numbers;
    for (rank, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        let (alike, others) = rest.split_at_mut(count);
        alike.fill(T::of_rank(rank as u64));
        rest = others;
    }
}

fn sort_signed<T: Digits>(numbers: &mut [T]) {
    sort_keys(numbers, 0);
}

fn sort_u32(numbers: &mut [u32]) {
    // SAFETY: both types have the same size and alignment, and any bits are valid for both.
    let bits = unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<i32>(), numbers.len()) };
    sort_unsigned(bits, 0, |bits| *bits ^= i32::MIN);
}

fn sort_u64(numbers: &mut [u64]) {
    sort_u64_from(numbers, 0);
}

fn sort_u64_from(numbers: &mut [u64], lowest: u32) {
    // SAFETY: both types have the same size and alignment, and any bits are valid for both.
    let bits = unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<i64>(), numbers.len()) };
    sort_unsigned(bits, lowest, |bits| *bits ^= i64::MIN);
}

/// Sorts the bits of numbers without sign as numbers with one: less code than for both.
fn sort_unsigned<T: Digits>(bits: &mut [T], lowest: u32, flip: impl Fn(&mut T)) {
    bits.iter_mut().for_each(&flip);
    sort_keys(bits, lowest);
    bits.iter_mut().for_each(flip);
}

/// Sorts keys, of which those that agree in the bits from `lowest` on are already in order.
fn sort_keys<K: Digits>(keys: &mut [K], lowest: u32) {
    if keys.is_sorted() {
        return;
    }
    if keys.is_sorted_by(|a, b| a >= b) {
        return keys.reverse();
    }
    let mut room = Vec::new();
    if keys.len() < MANY || u32::try_from(keys.len()).is_err() || room.try_reserve_exact(keys.len()).is_err()
    {
        return keys.sort_unstable();
    }
    room.resize(keys.len(), K::default());
    sort_with_room(keys, &mut room, lowest, false);
}

/// Sorts keys with as much room beside them, which is where they are wanted or not. Many are first distributed by their leading
/// digit, so that each part can be sorted within a processor's cache; others digit by digit, by as many of the bits that differ
/// as tell most neighbours apart, and those that agree there by comparison.
fn sort_with_room<K: Digits>(keys: &mut [K], room: &mut [K], lowest: u32, wanted_in_room: bool) {
    let highest = highest_difference(keys);
    if keys.len() < MANY || highest <= lowest {
        let wanted = if wanted_in_room { copied(keys, room) } else { keys };
        if highest > lowest {
            wanted.sort_unstable();
        }
    } else if size_of_val(keys) > CACHED {
        let bit = parting_bit(keys, highest).max(lowest);
        let ends = distribute_parts(keys, room, bit, highest);
        let (mut keys, mut room, mut done) = (keys, room, 0);
        for end in ends {
            let len = (end - std::mem::replace(&mut done, end)) as usize;
            let (part, part_room);
            (part, room) = room.split_at_mut(len);
            (part_room, keys) = keys.split_at_mut(len);
            sort_with_room(part, part_room, lowest, !wanted_in_room);
        }
    } else {
        let telling = lowest.max(telling_bit(keys));
        let passes = (highest - telling).div_ceil(MAX_WIDTH);
        let width = (highest - telling).div_ceil(passes);
        let from = highest.saturating_sub(width * passes).max(lowest);
        let lie_in_room = sort_digits(keys, room, (from..highest).step_by(width as usize), width);
        let wanted = match (lie_in_room, wanted_in_room) {
            (true, true) => room,
            (false, false) => keys,
            (false, true) => copied(keys, room),
            (true, false) => copied(room, keys),
        };
        if from > lowest {
            sort_alike(wanted, from);
        }
    }
}

/// The highest bit from which on leading digits part keys so that each part fits a cache, judged by a sample; digits have
/// their limit.
fn parting_bit<K: Digits>(keys: &[K], highest: u32) -> u32 {
    let sample = sample(keys, PARTING_SAMPLE);
    let apart = sample.len() * PART / size_of_val(keys);
    let pairs = sample.iter().zip(&sample[apart.max(1)..]);
    let bit = pairs.filter_map(|(a, b)| (a ^ b).checked_ilog2()).min().unwrap_or(0);
    bit.clamp(highest.saturating_sub(PARTING_BITS), highest.saturating_sub(1))
}

/// Ranks of keys at equal distances, in order.
fn sample<K: Digits>(keys: &[K], count: usize) -> Vec<u64> {
    let step = (keys.len() / count).max(1);
    let mut sample: Vec<u64> = keys.iter().step_by(step).map(|key| key.rank()).collect();
    sample.sort_unstable();
    sample
}

/// Puts keys where the digit between two bits has its place, and tells where each digit's part ends.
fn distribute_parts<K: Digits>(from: &[K], to: &mut [K], bit: u32, highest: u32) -> Vec<u32> {
    let digits = 1 << (highest - bit);
    let mut ends = vec![0; digits];
    from.iter().for_each(|key| ends[(key.rank() >> bit) as usize % digits] += 1);
    distribute(from, to, &mut ends, |key| (key.rank() >> bit) as usize % digits);
    ends
}

fn copied<'a, K: Copy>(from: &[K], to: &'a mut [K]) -> &'a mut [K] {
    to.copy_from_slice(from);
    to
}

/// How many of the keys' lowest bits hold all that differs.
fn highest_difference<K: Digits>(keys: &[K]) -> u32 {
    let Some(first) = keys.first().map(|key| key.rank()) else { return 0 };
    u64::BITS - keys.iter().fold(0, |differ, key| differ | (key.rank() ^ first)).leading_zeros()
}

/// The bit from which on most neighbours in order differ, judged by a sample.
fn telling_bit<K: Digits>(keys: &[K]) -> u32 {
    let sample = sample(keys, SAMPLE);
    let step = keys.len() / SAMPLE;
    let mut gaps: Vec<u64> = sample.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0).collect();
    gaps.sort_unstable();
    // Where keys lie densest it takes the finest bits; a quarter of them may do with comparisons.
    gaps.get(gaps.len() / 4)
        .map_or(0, |gap| (gap / step.max(1) as u64).checked_ilog2().unwrap_or(0).saturating_sub(FINER))
}

/// Sorts keys by some of their digits, the lowest first, and leaves in order those that agree there; whether they are in
/// `room` at the end.
fn sort_digits<K: Digits>(
    keys: &mut [K],
    room: &mut [K],
    digits: impl Iterator<Item = u32>,
    width: u32,
) -> bool {
    let mut lie_in_room = false;
    for bit in digits {
        let (from, to) = if lie_in_room { (&mut *room, &mut *keys) } else { (&mut *keys, &mut *room) };
        let mut counts = count_digits(from, bit, width);
        if counts[from[0].digit(bit, width) % counts.len()] as usize == from.len() {
            continue;
        }
        distribute(from, to, &mut counts, |key| key.digit(bit, width) % (1 << MAX_WIDTH));
        lie_in_room = !lie_in_room;
    }
    lie_in_room
}

/// How often each digit comes.
fn count_digits<K: Digits>(keys: &[K], bit: u32, width: u32) -> [u32; 1 << MAX_WIDTH] {
    // Several counts for each digit: of equal ones that follow one another, none waits for the one before.
    let mut counts = [[0_u32; 1 << MAX_WIDTH]; 4];
    let (fours, rest) = keys.as_chunks::<4>();
    for four in fours {
        for (counts, key) in counts.iter_mut().zip(four) {
            counts[key.digit(bit, width) % counts.len()] += 1;
        }
    }
    let [mut sums, others @ ..] = counts;
    for counts in others {
        sums[..1 << width].iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    rest.iter().for_each(|key| sums[key.digit(bit, width) % sums.len()] += 1);
    sums
}

/// Sorts keys that are in order but for those that agree in the bits from `from` on.
fn sort_alike<K: Digits>(keys: &mut [K], from: u32) {
    let mut done = 0;
    while let Some(descent) = keys[done..].windows(2).position(|pair| pair[1] < pair[0]) {
        let at = done + descent;
        let leading = keys[at].rank() >> from;
        let is_alike = |key: &&K| key.rank() >> from == leading;
        let start = at - keys[done..at].iter().rev().take_while(is_alike).count();
        done = at + keys[at..].iter().take_while(is_alike).count();
        keys[start..done].sort_unstable();
    }
}

/// Puts keys where their digit has its place, by how often each digit comes; what was its count tells where it ends.
#[inline(always)]
fn distribute<K: Digits>(from: &[K], to: &mut [K], counts: &mut [u32], digit: impl Fn(&K) -> usize) {
    let mut before = 0;
    for count in counts.iter_mut() {
        before += std::mem::replace(count, before);
    }
    for key in from {
        let place = &mut counts[digit(key)];
        to[*place as usize] = *key;
        *place += 1;
    }
}

/// Sorts whole numbers.
pub fn sort_integers<T: Digits>(numbers: &mut [T]) {
    T::sort(numbers);
}

/// Sorts the bits of floats that are no NaN, as integers with a sign: -0 before 0.
fn sort_float_bits<K: Digits>(bits: &mut [K], is_negative: impl Fn(&K) -> bool, flip: impl Fn(&mut K)) {
    if !bits.iter().fold(false, |any, bits| any | is_negative(bits)) {
        return sort_keys(bits, 0);
    }
    // Negative numbers are ordered the other way round; flipping all but the sign is undone by doing it again.
    bits.iter_mut().for_each(&flip);
    sort_keys(bits, 0);
    let negative = bits.partition_point(is_negative);
    bits[..negative].iter_mut().for_each(flip);
}

/// Sorts floats that are no NaN by their bits: -0 before 0.
pub fn sort_f64(numbers: &mut [f64]) {
    // SAFETY: both types have the same size and alignment, and any bits are valid for both.
    let bits = unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<i64>(), numbers.len()) };
    sort_float_bits(bits, |bits| *bits < 0, |bits| *bits ^= (*bits >> 63) & i64::MAX);
}

/// Sorts floats that are no NaN by their bits: -0 before 0.
pub fn sort_f32(numbers: &mut [f32]) {
    // SAFETY: both types have the same size and alignment, and any bits are valid for both.
    let bits = unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<i32>(), numbers.len()) };
    sort_float_bits(bits, |bits| *bits < 0, |bits| *bits ^= (*bits >> 31) & i32::MAX);
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
    // Positions rise as it is.
    sort_u64_from(&mut packed, position_bits);
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

/// Keys that are compared with a bound together: mostly they lie on the same side of it.
pub const BLOCK: usize = 1 << 6;

/// How many keys are less than a bound.
#[must_use]
pub fn count_less(keys: &[u64], bound: u64) -> usize {
    keys.iter().fold(0_u64, |count, key| count + u64::from(*key < bound)) as usize
}

/// How many keys are greater than a bound.
#[must_use]
pub fn count_greater(keys: &[u64], bound: u64) -> usize {
    keys.iter().fold(0_u64, |count, key| count + u64::from(*key > bound)) as usize
}

/// The key that sorting would put at a place, how many keys are less, and how many are equal to it. None without memory.
///
/// A sample says between which two keys it lies, so that one pass leaves few to select from (R. Floyd, R. Rivest, "Expected
/// time bounds for selection", CACM 18, 1975).
pub fn nth(keys: &[u64], place: usize) -> Option<(u64, usize, usize)> {
    let (least, most) = bounds_of_nth(keys, place);
    let mut less = 0;
    let mut between = Vec::new();
    for block in keys.chunks(BLOCK) {
        let less_here = count_less(block, least);
        less += less_here;
        if less_here == block.len() || less_here + count_greater(block, most) == block.len() {
            continue;
        }
        if between.len() + BLOCK > between.capacity() {
            between.try_reserve(keys.len() / 16 + BLOCK).ok()?;
        }
        // No branch could be foreseen: each is noted, and stays if it belongs there.
        let (mut here, mut count) = ([0; BLOCK], 0);
        for key in block {
            here[count % BLOCK] = *key;
            count += usize::from(key.wrapping_sub(least) <= most - least);
        }
        between.extend_from_slice(&here[..count]);
    }
    if !(less..less + between.len()).contains(&place) {
        less = 0;
        between.clear();
        between.try_reserve_exact(keys.len()).ok()?;
        between.extend_from_slice(keys);
    }
    let (before, key, after) = between.select_nth_unstable(place - less);
    let equal_before = before.iter().filter(|other| *other == key).count();
    let equal_after = after.iter().filter(|other| *other == key).count();
    Some((*key, less + before.len() - equal_before, equal_before + 1 + equal_after))
}

/// Two keys between which, the two included, that of a place most probably lies.
fn bounds_of_nth(keys: &[u64], place: usize) -> (u64, u64) {
    const SAMPLE: usize = 1 << 11;
    const DEVIATIONS: f64 = 4.0;
    let step = keys.len() / SAMPLE;
    if step < 4 {
        return (0, u64::MAX);
    }
    let mut sample: Vec<u64> = keys.iter().step_by(step).copied().collect();
    sample.sort_unstable();
    let part = place as f64 / keys.len() as f64;
    let middle = part * sample.len() as f64;
    let away = 2.0 + DEVIATIONS * (middle * (1.0 - part)).sqrt();
    let at = |rank: f64| sample.get(rank as usize).copied();
    let least = if middle < away { 0 } else { at(middle - away).unwrap_or(0) };
    (least, at(middle + away).unwrap_or(u64::MAX))
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
    fn more_than_a_cache_holds_is_sorted_in_parts() {
        let numbers: Vec<u64> = scattered(3 * CACHED / 8);
        for modulus in [1, 3, 70_000, 1 << 40, u64::MAX] {
            let mut keys: Vec<i64> = numbers.iter().map(|key| (key % modulus) as i64 - 1000).collect();
            let mut expected = keys.clone();
            expected.sort();
            sort_integers(&mut keys);
            assert!(keys == expected);
        }
        for spread in [0.0, 1.0, 40.0, 300.0] {
            // From few powers of two to many, of either sign.
            let float = |key: &u64| {
                ((*key as i64) as f64 / 2_f64.powi(63)) * 10_f64.powf(spread * (*key % 97) as f64 / 97.0)
            };
            let mut floats: Vec<f64> = numbers.iter().map(float).collect();
            let mut expected = floats.clone();
            expected.sort_by(f64::total_cmp);
            sort_f64(&mut floats);
            assert!(floats == expected);
            let mut positive: Vec<f64> = floats.iter().rev().map(|number| number.abs()).collect();
            sort_f64(&mut positive);
            assert!(positive.is_sorted());
        }
        let mut keys: Vec<u64> = numbers.iter().map(|key| key % 5).collect();
        keys[7] = u64::MAX;
        let mut expected: Vec<u64> = (0..keys.len() as u64).collect();
        expected.sort_by_key(|i| keys[*i as usize]);
        assert!(positions(&keys) == expected);
    }

    #[test]
    fn whole_numbers_sort_in_every_range() {
        for modulus in [1, 3, 70_000, 1 << 40, u64::MAX] {
            let keys: Vec<u64> = scattered(MANY + 100).into_iter().map(|key| key % modulus).collect();
            let mut unsigned = keys.clone();
            sort_integers(&mut unsigned);
            assert!(unsigned.is_sorted());
            let mut signed: Vec<i64> = keys.iter().map(|key| *key as i64 - 35_000).collect();
            sort_integers(&mut signed);
            assert!(signed.is_sorted());
            let narrow: Vec<i16> = keys.iter().map(|key| *key as i16).collect();
            let (mut sorted, mut expected) = (narrow.clone(), narrow);
            sort_integers(&mut sorted);
            expected.sort();
            assert_eq!(sorted, expected);
        }
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
            let keys: Vec<u64> = scattered(20_000).into_iter().map(|key| key % modulus).collect();
            let mut sorted = keys.clone();
            sorted.sort();
            for place in [0, 1, 150, 10_000, 19_999] {
                let (key, less, equal) = nth(&keys, place).unwrap();
                assert_eq!(key, sorted[place]);
                assert_eq!(less, sorted.iter().filter(|other| **other < key).count());
                assert_eq!(equal, sorted.iter().filter(|other| **other == key).count());
            }
        }
    }
}
