//! RustPython's parser asks for `unicode_names2` 1.3, the rest of RustPython for 3.1. Each holds all the names of Unicode, some
//! hundred kilobytes once compressed; the engine that a page downloads shall hold them once.

pub use current::{Name, character, name};
