//! `correlate` and `convolve`: inner products of one sequence with every window of another.

use crate::array::Array;
use crate::element::Element;
use crate::error::{Error, Result};
use crate::promote::promote_types;
use crate::ufunc::{self, Options};
use crate::with_element;
use ndgym_kernels::gemm::{self, Ring};
use std::cell::Cell;

/// Which windows count where the shorter sequence sticks out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// None that sticks out.
    Valid,
    /// As many as the longer sequence has elements, in the middle.
    Same,
    /// All that share an element.
    Full,
}

impl Mode {
    /// From the argument's text.
    ///
    /// # Errors
    /// `ValueError: mode must be one of 'valid', 'same', or 'full' (got 'x')`.
    pub fn parse(text: &str) -> Result<Mode> {
        match text {
            "valid" => Ok(Mode::Valid),
            "same" => Ok(Mode::Same),
            "full" => Ok(Mode::Full),
            _ if text.starts_with(['v', 'V', 's', 'S', 'f', 'F']) => {
                Err(Error::value("Use one of 'valid', 'same', or 'full' for convolve/correlate mode"))
            }
            _ => Err(Error::value(format!("mode must be one of 'valid', 'same', or 'full' (got '{text}')"))),
        }
    }
}

/// Windows of up to this many elements are added up one after the other, longer ones in several running sums.
const SHORT: usize = 11;

/// `np.correlate`: `c[k] = sum(a[n + k] * conj(v[n]))`.
///
/// # Errors
/// `ValueError` for sequences that are empty or have not one axis; `MemoryError`.
pub fn correlate(a: &Array, v: &Array, mode: Mode) -> Result<Array> {
    let v = match v.dtype().is_complex() {
        true => ufunc::CONJUGATE.call(&[v.into()], &Options::default())?.remove(0),
        false => v.clone(),
    };
    let (a, v) = (sequence(a)?, sequence(&v)?);
    if a.dtype().is_text() || v.dtype().is_text() {
        return Err(Error::value("data type must provide an itemsize"));
    }
    check_not_empty(&a, &v)?;
    if a.size() >= v.size() {
        return slide(&a, &v, mode);
    }
    // The shorter one is moved along the longer one; then the result is the other way round.
    Ok(reversed(&slide(&v, &a, mode)?))
}

/// `np.convolve`: `c[k] = sum(a[n] * v[k - n])`.
///
/// # Errors
/// As [`correlate`].
///
/// ```
/// use ndgym_core::{Array, statistics::{Mode, convolve}};
/// let a = Array::from_slice(&[3], &[1_i64, 2, 3]).unwrap();
/// let v = Array::from_slice(&[2], &[1_i64, 10]).unwrap();
/// assert_eq!(convolve(&a, &v, Mode::Full).unwrap().to_vec::<i64>(), [1, 12, 23, 30]);
/// ```
pub fn convolve(a: &Array, v: &Array, mode: Mode) -> Result<Array> {
    let (a, v) = (sequence(a)?, sequence(v)?);
    check_not_empty(&a, &v)?;
    let (long, short) = if v.size() > a.size() { (v, a) } else { (a, v) };
    slide(&long, &reversed(&short), mode)
}

fn sequence(array: &Array) -> Result<Array> {
    match array.rank() {
        0 => Err(Error::value("object of too small depth for desired array")),
        1 => Ok(array.clone()),
        _ => Err(Error::value("object too deep for desired array")),
    }
}

fn check_not_empty(a: &Array, v: &Array) -> Result<()> {
    for (array, which) in [(a, "first"), (v, "second")] {
        if array.size() == 0 {
            return Err(Error::value(format!("{which} array argument cannot be empty")));
        }
    }
    Ok(())
}

fn reversed(array: &Array) -> Array {
    let last = array.size().saturating_sub(1) as isize * array.strides()[0];
    array.view(array.shape(), &[-array.strides()[0]], array.offset().wrapping_add_signed(last))
}

/// Inner products of `short` with the windows of `long`, which has at least as many elements; neither is empty.
fn slide(long: &Array, short: &Array, mode: Mode) -> Result<Array> {
    let dtype = promote_types(long.dtype(), short.dtype());
    // How many windows begin before the longer sequence, and how many end behind it.
    let width = short.size();
    let (before, behind) = match mode {
        Mode::Valid => (0, 0),
        Mode::Same => (width / 2, width - width / 2 - 1),
        Mode::Full => (width - 1, width - 1),
    };
    let result = Array::empty(&[long.size() + 1 - width + before + behind], dtype)?;
    with_element!(dtype, T => {
        let (mut long, mut short) = (long.elements::<T>()?, short.elements::<T>()?);
        slide_over(cells_of(&mut long), cells_of(&mut short), before, result.cells::<T>());
    });
    Ok(result)
}

fn cells_of<T>(elements: &mut [T]) -> &[Cell<T>] {
    Cell::from_mut(elements).as_slice_of_cells()
}

fn slide_over<T: Element + Ring>(long: &[Cell<T>], short: &[Cell<T>], before: usize, result: &[Cell<T>]) {
    let in_order = |a: &[Cell<T>], b: &[Cell<T>]| {
        a.iter().zip(b).fold(T::default(), |sum, (x, y)| sum.multiply_add(x.get(), y.get()))
    };
    for (k, cell) in result.iter().enumerate() {
        // The window begins at k - before; what lies outside is left out.
        let skipped = before.saturating_sub(k);
        let from = (k + skipped) - before;
        let len = (short.len() - skipped).min(long.len() - from);
        let (a, b) = (&long[from..from + len], &short[skipped..skipped + len]);
        cell.set(if len <= SHORT { in_order(a, b) } else { gemm::inner(a, b) });
    }
}
