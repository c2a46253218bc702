//! Floating-point exceptions of the operation that just ran.
//!
//! WebAssembly has no status register, so kernels say what they met and NumPy's warnings are made from it. The status is
//! this thread's, as the processor's register would be.

use std::cell::Cell;

/// `RuntimeWarning: divide by zero encountered in …`
pub const DIVIDE: u8 = 1;
/// `RuntimeWarning: overflow encountered in …`
pub const OVERFLOW: u8 = 2;
/// `RuntimeWarning: underflow encountered in …` (ignored by default)
pub const UNDERFLOW: u8 = 4;
/// `RuntimeWarning: invalid value encountered in …`
pub const INVALID: u8 = 8;
/// `RuntimeWarning: overflow encountered in cast`: a Python number was beyond the type it took, whatever was done with it.
pub const CAST_OVERFLOW: u8 = 16;

thread_local! {
    static STATUS: Cell<u8> = const { Cell::new(0) };
}

/// Adds to the status.
#[inline]
pub fn raise(flags: u8) {
    STATUS.with(|status| status.set(status.get() | flags));
}

/// Takes the status and clears it.
#[inline]
pub fn take() -> u8 {
    STATUS.with(|status| status.replace(0))
}
