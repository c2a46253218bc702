//! Sources of random bits, and the one type over all of them.

use super::{Mt19937, Pcg64, Philox, Sfc64};

/// What distributions draw from.
pub trait BitSource {
    /// 32 random bits.
    fn next_u32(&mut self) -> u32;

    /// 64 random bits.
    fn next_u64(&mut self) -> u64;

    /// Uniform in [0, 1), with 53 random bits.
    #[inline]
    fn next_f64(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Uniform in [0, 1), with 24 random bits.
    #[inline]
    fn next_f32(&mut self) -> f32 {
        (self.next_u32() >> 8) as f32 / 16_777_216.0
    }
}

/// Any generator of random bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BitGenerator {
    /// `PCG64` and `PCG64DXSM`
    Pcg64(Pcg64),
    /// `MT19937`
    Mt19937(Box<Mt19937>),
    /// `SFC64`
    Sfc64(Sfc64),
    /// `Philox`
    Philox(Box<Philox>),
}

/// Runs a block with the generator bound under its own type, so that loops in it are compiled for each that is common:
/// `with_source!(generator, source => loop_over(source))`.
#[macro_export]
macro_rules! with_source {
    ($generator:expr, $source:ident => $body:expr) => {
        match $generator {
            $crate::random::BitGenerator::Pcg64($source) => $body,
            $crate::random::BitGenerator::Mt19937($source) => {
                let $source = &mut **$source;
                $body
            }
            $source => $body,
        }
    };
}

macro_rules! each {
    ($generator:expr, $source:ident => $body:expr) => {
        match $generator {
            BitGenerator::Pcg64($source) => $body,
            BitGenerator::Mt19937($source) => $body,
            BitGenerator::Sfc64($source) => $body,
            BitGenerator::Philox($source) => $body,
        }
    };
}

impl BitSource for BitGenerator {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        each!(self, source => source.next_u32())
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        each!(self, source => source.next_u64())
    }

    #[inline]
    fn next_f64(&mut self) -> f64 {
        each!(self, source => source.next_f64())
    }

    #[inline]
    fn next_f32(&mut self) -> f32 {
        each!(self, source => source.next_f32())
    }
}
