//! Arrays and floats as text, exactly as NumPy prints them.
//!
//! Source: <https://numpy.org/doc/stable/reference/generated/numpy.array2string.html>,
//! <https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html>

mod element;
mod float;
mod layout;
mod options;
mod scalar;

pub use element::element_texts;
pub use float::{Digits, FloatStyle, Trim, format_positional, format_scientific};
pub use layout::{Bracketing, array_repr, array_str, array_to_string, array_to_string_with, repr_from_text};
pub use options::{FloatMode, PrintOptions, Sign};
pub use scalar::scalar_str;
