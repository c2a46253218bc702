//! Draws of 32 bits from a source of 64: the lower half first, the upper one kept for the next draw.

/// The half kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Halves {
    /// Whether the half is still to be given out.
    pub has_spare: bool,
    /// The upper half of the last output that was halved.
    pub spare: u32,
}

impl Halves {
    /// The half kept; None if the next output is to be halved.
    #[inline]
    pub(super) fn take(&mut self) -> Option<u32> {
        let kept = self.has_spare.then_some(self.spare);
        self.has_spare = false;
        kept
    }

    /// Gives the lower half of an output, and keeps the upper one.
    #[inline]
    pub(super) fn split(&mut self, both: u64) -> u32 {
        *self = Halves { has_spare: true, spare: (both >> 32) as u32 };
        both as u32
    }
}
