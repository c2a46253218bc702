//! RustPython with a native numpy module over ndgym-core.
//!
//! An [`Engine`] is one fresh Python interpreter. It runs a learner's text as `__main__`, streams what the
//! text prints, and keeps the run within its [`Limits`]. The interpreter sees no files, network or page.

mod clock;
mod engine;
mod failure;
mod library;
mod limits;
mod numpy;
mod output;

pub use clock::Clock;
pub use engine::{Config, Engine};
pub use failure::Failure;
pub use limits::{Limits, poll};
pub use output::{Sink, Stream};
