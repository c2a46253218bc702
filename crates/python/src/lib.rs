//! RustPython with a native numpy module over ndgym-core.
//!
//! An [`Engine`] is one fresh Python interpreter. It runs a learner's text as `__main__`, streams what the
//! text prints, and keeps the run within its limits. The interpreter sees no disk, network or page: only the
//! modules of `library` and those built in here, and files that it keeps in memory.

mod abstract_classes;
mod clock;
mod engine;
mod evaluate;
mod failure;
mod guards;
mod imports;
mod instrument;
mod library;
mod limits;
mod native;
mod numpy;
mod output;
mod set_order;
mod value;
mod wording;

pub use clock::Clock;
pub use engine::{Config, Engine};
pub use evaluate::{Evaluated, Evaluation};
pub use library::{ARCHIVE_BYTES, ARCHIVE_NAME, ArchiveReader, read_archive_with};
pub use limits::{charge, poll};
pub use numpy::{from_array, to_array};
pub use output::{LineSource, Sink};
pub use value::Value;

/// Counts what interpreter and arrays hold together, for the memory limit.
#[global_allocator]
static ALLOCATOR: ndgym_kernels::allocator::CountingAllocator = ndgym_kernels::allocator::CountingAllocator;
