//! `np`: where NumPy's functions stand.

use wasm_bindgen::prelude::*;

/// NumPy's functions, as `np.exp(x)`.
///
/// Static methods of a class, for a function of its own exported as `exp` would take the place of the `exp` that Rust's
/// standard library is linked to.
#[wasm_bindgen(js_name = np)]
#[derive(Debug)]
pub struct Numpy(());
