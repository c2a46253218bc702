//! Into which factors a length is taken apart, and how sums over the parts are rounded.

use super::roots::rounded;
use num_complex::{Complex, Complex64};
use num_traits::Float;

/// Cosines and sines of 2πk/p, for k up to p/2.
const SPECIAL: [(usize, &[(f64, f64)]); 4] = [
    (3, &[(-0.5, 0.866_025_403_784_438_6)]),
    (
        5,
        &[
            (0.309_016_994_374_947_45, 0.951_056_516_295_153_5),
            (-0.809_016_994_374_947_5, 0.587_785_252_292_473_1),
        ],
    ),
    (
        7,
        &[
            (0.623_489_801_858_733_5, 0.781_831_482_468_029_8),
            (-0.222_520_933_956_314_4, 0.974_927_912_181_823_6),
            (-0.900_968_867_902_419_1, 0.433_883_739_117_558_1),
        ],
    ),
    (
        11,
        &[
            (0.841_253_532_831_181_2, 0.540_640_817_455_597_6),
            (0.415_415_013_001_886_44, 0.909_631_995_354_518_3),
            (-0.142_314_838_273_285_14, 0.989_821_441_880_932_7),
            (-0.654_860_733_945_285_1, 0.755_749_574_354_258_3),
            (-0.959_492_973_614_497_4, 0.281_732_556_841_429_67),
        ],
    ),
];

/// The p-th roots of unity for p of 3, 5, 7 and 11, correctly rounded; none for others.
pub(super) fn special_roots<T: Float>(p: usize) -> Vec<Complex<T>> {
    let half = SPECIAL.iter().find(|(of, _)| *of == p).map_or(&[][..], |(_, half)| half);
    let root = |&(cos, sin): &(f64, f64)| rounded(Complex64::new(cos, sin));
    let lower = half.iter().rev().map(|number| root(number).conj());
    std::iter::once(rounded(Complex64::new(1.0, 0.0))).chain(half.iter().map(root)).chain(lower).collect()
}

/// The factors in the order of the passes: of powers of two first the `large` ones, and a single two in front.
pub(super) fn factors(length: usize, large: &[usize]) -> Vec<usize> {
    let mut rest = length;
    let mut factors = Vec::new();
    let mut take = |rest: &mut usize, factor: usize| {
        while rest.is_multiple_of(factor) {
            factors.push(factor);
            *rest /= factor;
        }
    };
    for &factor in large {
        take(&mut rest, factor);
    }
    let has_two = rest.is_multiple_of(2);
    take(&mut rest, 2);
    let mut odd = 3;
    while odd * odd <= rest {
        take(&mut rest, odd);
        odd += 2;
    }
    if rest > 1 {
        factors.push(rest);
    }
    if has_two {
        // The two goes where the first factor is, and that where the two was found: before all that are odd.
        let found = factors.iter().position(|factor| *factor == 2).unwrap_or(0);
        factors.swap(0, found);
    }
    factors
}

/// `start + term(1) + … + term(count)`, from the third term on in groups of at most `together`, each summed by itself.
#[inline]
pub(super) fn grouped<T: Float>(start: T, count: usize, together: usize, term: impl Fn(usize) -> T) -> T {
    let mut sum = start;
    let mut next = 1;
    while next <= count {
        let left = if next < 3 { 1 } else { together.min(count + 1 - next) };
        let size = if left == 3 { 2 } else { left };
        let group = (next + 1..next + size).fold(term(next), |group, j| group + term(j));
        sum = sum + group;
        next += size;
    }
    sum
}

/// Whether a transform by way of a convolution of a length with small factors costs less than passes for large factors.
/// `pass` is what the passes cost beside those for complex numbers.
pub(super) fn convolution_is_cheaper(length: usize, pass: f64) -> bool {
    const SHORT: usize = 50;
    /// What makes the choice right on the whole.
    const CAUTION: f64 = 1.5;
    let largest = factors(length, &[]).into_iter().max().unwrap_or(1);
    length >= SHORT
        && largest * largest > length
        && 2.0 * CAUTION * cost(convolution_length(length)) < pass * cost(length)
}

/// The smallest length of factors up to 11 in which a cyclic convolution of `length` numbers has room.
pub(super) fn convolution_length(length: usize) -> usize {
    let is_smooth = |number: &usize| factors(*number, &[]).into_iter().all(|factor| factor <= 11);
    (2 * length - 1..).find(is_smooth).unwrap_or(usize::MAX)
}

/// About how much work passes are.
fn cost(length: usize) -> f64 {
    let of = |factor: usize| if factor <= 5 { factor as f64 } else { 1.1 * factor as f64 };
    factors(length, &[]).into_iter().map(of).sum::<f64>() * length as f64
}
