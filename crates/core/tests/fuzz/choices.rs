//! Decisions from a list of numbers, which proptest makes and, when something fails, shortens.

use ndgym_core::layout::Order;
use ndgym_core::promote::Casting;
use ndgym_core::text::Text;
use ndgym_core::{Array, DType, Scalar};
use std::cell::RefCell;

/// Numbers at which arithmetic of sizes, axes and indices goes wrong first.
const ABSURD: [i64; 24] = [
    i64::MAX,
    i64::MIN,
    i64::MAX - 1,
    i64::MIN + 1,
    i64::MAX / 2,
    i64::MIN / 2,
    i64::MAX / 8,
    i64::MAX / 8 + 1,
    i64::MAX / 16 + 1,
    1 << 62,
    1 << 60,
    -(1 << 60),
    1 << 53,
    1 << 40,
    -(1 << 40),
    1 << 33,
    1 << 32,
    (1 << 32) - 1,
    1 << 31,
    -(1 << 31),
    (1 << 31) - 1,
    3_037_000_500,
    1_000_000_007,
    65,
];

/// Floats of every awkward kind.
const FLOATS: [f64; 24] = [
    0.0,
    1.0,
    -1.0,
    2.0,
    0.5,
    -2.5,
    3.0,
    10.0,
    1e-3,
    0.1,
    100.25,
    -0.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    1e300,
    -1e18,
    1.8446744073709552e19,
    9.223372036854775e18,
    1e-16,
];

/// What one case is made of. Once the numbers are used up, each decision is the first possible one.
pub(crate) struct Choices<'a> {
    numbers: std::slice::Iter<'a, u32>,
    /// What was decided, in words, for the message of a failure.
    story: RefCell<Vec<String>>,
    arrays: Vec<Array>,
}

impl<'a> Choices<'a> {
    pub(crate) fn new(numbers: &'a [u32]) -> Self {
        Choices { numbers: numbers.iter(), story: RefCell::default(), arrays: Vec::new() }
    }

    /// Remembers something for the message of a failure.
    pub(crate) fn tell(&self, words: impl std::fmt::Debug) {
        if self.story.borrow().len() < 60 {
            self.story.borrow_mut().push(format!("{words:?}"));
        }
    }

    /// Remembers an array for the message of a failure.
    pub(crate) fn remember(&mut self, array: &Array) {
        self.arrays.push(array.clone());
    }

    /// The arrays and decisions of the case.
    pub(crate) fn describe(&self) -> String {
        let array = |array: &Array| {
            format!(
                "  {} {:?} strides {:?} at {} of {:?}\n",
                array.dtype().name(),
                array.shape(),
                array.strides(),
                array.offset(),
                array.buffer()
            )
        };
        let arrays: String = self.arrays.iter().map(array).collect();
        format!("{arrays}  {}", self.story.borrow().join(" "))
    }

    /// The next number of the list.
    pub(crate) fn next(&mut self) -> u32 {
        self.numbers.next().copied().unwrap_or(0)
    }

    /// A number below `count`, which is not 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.next() as usize % count
    }

    /// True one time in `times`; false for a number of 0.
    pub(crate) fn one_in(&mut self, times: u32) -> bool {
        self.next() % times == times - 1
    }

    pub(crate) fn either(&mut self) -> bool {
        self.one_in(2)
    }

    pub(crate) fn pick<T: Clone>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())].clone()
    }

    /// A small number of either sign.
    pub(crate) fn small(&mut self) -> i64 {
        self.pick(&[0, 1, -1, 2, -2, 3, -3, 4, 5, -5, 7])
    }

    /// A number that an argument of NumPy's might be: mostly small, sometimes absurd.
    pub(crate) fn integer(&mut self) -> i64 {
        let number = if self.one_in(6) { self.pick(&ABSURD) } else { self.small() };
        self.tell(number);
        number
    }

    /// An axis: mostly one of `rank`.
    pub(crate) fn axis(&mut self, rank: usize) -> i64 {
        if rank == 0 || self.one_in(8) {
            return self.integer();
        }
        let axis = self.below(2 * rank) as i64 - rank as i64;
        self.tell(axis);
        axis
    }

    pub(crate) fn axis_or_none(&mut self, rank: usize) -> Option<i64> {
        (!self.one_in(4)).then(|| self.axis(rank))
    }

    pub(crate) fn integer_or_none(&mut self) -> Option<i64> {
        self.either().then(|| self.integer())
    }

    pub(crate) fn integers(&mut self, at_most: usize) -> Vec<i64> {
        (0..self.below(at_most + 1)).map(|_| self.integer()).collect()
    }

    /// A shape as an argument.
    pub(crate) fn requested_shape(&mut self) -> Vec<i64> {
        if self.one_in(50) {
            return vec![1; 63 + self.below(3)];
        }
        self.integers(4)
    }

    /// A shape of sizes that are sizes.
    pub(crate) fn absurd_shape(&mut self) -> Vec<usize> {
        self.requested_shape().iter().map(|size| size.unsigned_abs() as usize).collect()
    }

    pub(crate) fn float(&mut self) -> f64 {
        let number = if self.one_in(4) { self.next() as f64 / 1e8 - 20.0 } else { self.pick(&FLOATS) };
        self.tell(number);
        number
    }

    pub(crate) fn dtype(&mut self) -> DType {
        const COMMON_FIRST: [DType; 15] = {
            use DType::*;
            [
                Float64,
                Int64,
                Bool,
                Int8,
                UInt8,
                Complex128,
                Float32,
                Int16,
                UInt16,
                Int32,
                UInt32,
                UInt64,
                Complex64,
                Text(2),
                Text(7),
            ]
        };
        self.pick(&COMMON_FIRST)
    }

    pub(crate) fn dtype_or_none(&mut self) -> Option<DType> {
        let dtype = self.one_in(4).then(|| self.dtype());
        self.tell(dtype);
        dtype
    }

    /// A number or a text of that type.
    pub(crate) fn scalar(&mut self, dtype: DType) -> Scalar {
        if dtype.is_text() {
            let text =
                self.pick(&["a", "", "spam", "-1.5", "0", "nan", "1e5j", "\u{e9}\u{1f600}", "\u{7}'", "B"]);
            return Scalar::Text(Text::new(text)).cast(dtype);
        }
        if dtype.is_inexact() {
            return Scalar::Float64(self.float()).cast(dtype);
        }
        let scalar = Scalar::Int64(self.integer()).cast(dtype);
        // Casting absurd numbers leaves 0 and -1 in small types; the limits are elsewhere.
        match self.below(6) {
            4 => Scalar::UInt64(u64::MAX >> (65 - 8 * dtype.itemsize())).cast(dtype),
            5 => Scalar::UInt64(1 << (8 * dtype.itemsize() - 1)).cast(dtype),
            _ => scalar,
        }
    }

    pub(crate) fn order(&mut self) -> Order {
        self.pick(&[Order::C, Order::F, Order::A, Order::K])
    }

    pub(crate) fn casting(&mut self) -> Casting {
        const RULES: [Casting; 5] =
            [Casting::SameKind, Casting::Unsafe, Casting::Safe, Casting::Equiv, Casting::No];
        self.pick(&RULES)
    }
}
