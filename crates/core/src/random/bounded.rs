//! Whole numbers within bounds: Lemire's multiplication for the modern interface, masked rejection for the old one.

use super::BitSource;

/// How draws that fall outside are avoided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Lemire's nearly divisionless multiplication.
    Lemire,
    /// The bits that can matter are kept, and values too large are drawn again.
    Masked,
}

/// The smallest number of the form 2ⁿ - 1 that is not below `value`.
#[inline]
fn mask_for(value: u64) -> u64 {
    u64::MAX.checked_shr(value.leading_zeros()).unwrap_or(0)
}

/// Uniform in `0..=range`; draws 32 bits where they suffice.
#[inline]
pub fn up_to<S: BitSource>(source: &mut S, range: u64, method: Method) -> u64 {
    if range == 0 {
        return 0;
    }
    if let Ok(range) = u32::try_from(range) {
        return u64::from(up_to_u32(source, range, method));
    }
    match method {
        _ if range == u64::MAX => source.next_u64(),
        Method::Masked => {
            let mask = mask_for(range);
            loop {
                let value = source.next_u64() & mask;
                if value <= range {
                    return value;
                }
            }
        }
        Method::Lemire => {
            let exclusive = u128::from(range + 1);
            let mut product = u128::from(source.next_u64()) * exclusive;
            if (product as u64) <= range {
                let threshold = (u64::MAX - range) % (range + 1);
                while (product as u64) < threshold {
                    product = u128::from(source.next_u64()) * exclusive;
                }
            }
            (product >> 64) as u64
        }
    }
}

/// Uniform in `0..=range`, from draws of 32 bits.
#[inline]
pub fn up_to_u32<S: BitSource>(source: &mut S, range: u32, method: Method) -> u32 {
    match method {
        _ if range == 0 => 0,
        _ if range == u32::MAX => source.next_u32(),
        Method::Masked => {
            let mask = mask_for(range.into()) as u32;
            loop {
                let value = source.next_u32() & mask;
                if value <= range {
                    return value;
                }
            }
        }
        Method::Lemire => {
            let exclusive = u64::from(range + 1);
            let mut product = u64::from(source.next_u32()) * exclusive;
            if (product as u32) <= range {
                let threshold = (u32::MAX - range) % (range + 1);
                while (product as u32) < threshold {
                    product = u64::from(source.next_u32()) * exclusive;
                }
            }
            (product >> 32) as u32
        }
    }
}

/// Uniform in `0..=max` as the old interface shuffles: masked rejection.
#[inline]
pub fn interval<S: BitSource>(source: &mut S, max: u64) -> u64 {
    up_to(source, max, Method::Masked)
}

/// Draws of 16, 8 or 1 bits, several from one of 32. What is left of it is lost when the call ends.
#[derive(Clone, Copy, Debug)]
pub struct Narrow {
    bits: u32,
    word: u32,
    left: u32,
}

impl Narrow {
    /// For draws of that many bits.
    pub fn new(bits: u32) -> Narrow {
        Narrow { bits, word: 0, left: 0 }
    }

    #[inline]
    fn next<S: BitSource>(&mut self, source: &mut S) -> u32 {
        if self.left == 0 {
            self.word = source.next_u32();
            self.left = 32 / self.bits - 1;
        } else {
            self.word >>= self.bits;
            self.left -= 1;
        }
        self.word & self.max()
    }

    /// The largest draw.
    fn max(self) -> u32 {
        (1 << self.bits) - 1
    }

    /// Uniform in `0..=range`, where `range` has no more bits than a draw.
    #[inline]
    pub fn up_to<S: BitSource>(&mut self, source: &mut S, range: u32, method: Method) -> u32 {
        match method {
            _ if range == 0 => 0,
            _ if range >= self.max() => self.next(source),
            Method::Masked => {
                let mask = mask_for(range.into()) as u32;
                loop {
                    let value = self.next(source) & mask;
                    if value <= range {
                        return value;
                    }
                }
            }
            Method::Lemire => {
                let max = self.max();
                let exclusive = range + 1;
                let mut product = self.next(source) * exclusive;
                if product & max <= range {
                    let threshold = (max - range) % exclusive;
                    while product & max < threshold {
                        product = self.next(source) * exclusive;
                    }
                }
                product >> self.bits
            }
        }
    }
}
