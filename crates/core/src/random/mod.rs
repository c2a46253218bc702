//! Random numbers, bit for bit those of NumPy 2.4.
//!
//! A [`SeedSequence`] spreads seeds over the state of a [`BitGenerator`]; [`BitSource`] is what distributions draw from.
//! Modern distributions (`numpy.random.Generator`) and those frozen for the old interface (`RandomState`, in [`legacy`])
//! are functions over a source, one draw each; [`bounded`], [`permute`] and [`choice`] fill whole arrays.

pub mod bit_generator;
pub mod bounded;
pub mod choice;
pub mod continuous;
pub mod discrete;
pub mod halves;
pub mod legacy;
mod math;
mod mersenne_jump;
pub mod mt19937;
pub mod multivariate;
pub mod pcg64;
pub mod permute;
pub mod philox;
pub mod seed_sequence;
pub mod sfc64;
mod ziggurat;

pub use bit_generator::{BitGenerator, BitSource};
pub use mt19937::Mt19937;
pub use pcg64::Pcg64;
pub use philox::Philox;
pub use seed_sequence::SeedSequence;
pub use sfc64::Sfc64;
