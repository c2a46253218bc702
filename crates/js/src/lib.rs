//! The core's array operations for JavaScript.
