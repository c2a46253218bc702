//! What a heat map shows, and its pixels.

use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::{Array, DType, Result};
use std::sync::Arc;

/// Rows and columns drawn at most; what is beyond is named, not drawn.
const MOST_CELLS: usize = 128;
/// Sheets drawn at most.
const MOST_SHEETS: usize = 8;
/// A full colour still lets the number on it be read, in both themes.
const STRONGEST: f64 = 200.0;
/// Okabe-Ito: blue above zero, vermilion below; grey for what is no number. Transparency gives the strength, so that the same pixels
/// fit the light and the dark ground.
const ABOVE: [u8; 3] = [0, 114, 178];
const BELOW: [u8; 3] = [213, 94, 0];
const NEITHER: [u8; 3] = [128, 128, 128];

/// How values become colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Signed values: two colours around zero.
    #[default]
    Diverging,
    /// Weights: one colour, from zero.
    Sequential,
}

/// A matrix of values to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HeatPicture {
    /// Rows drawn.
    pub(crate) rows: usize,
    /// Columns drawn.
    pub(crate) columns: usize,
    /// Row by row; shared, for pictures are passed on.
    pub(crate) values: Arc<[f64]>,
    /// How they become colours.
    pub(crate) scale: Scale,
    /// The magnitude that has the full colour.
    pub(crate) limit: f64,
}

impl HeatPicture {
    /// A cell's value as NumPy prints it.
    pub(crate) fn text(&self, row: usize, column: usize) -> String {
        let value = self.values.get(row * self.columns + column).copied().unwrap_or(f64::NAN);
        Array::from_slice(&[], &[value])
            .map(|array| array_str(&array, &PrintOptions::default()))
            .unwrap_or_default()
    }

    /// RGBA bytes with `side` pixels for a cell's side: NaN hatched, infinities solid with their sign.
    /// Negative ones have a minus, unless the cells are to carry their numbers.
    pub(super) fn pixels(&self, side: usize, with_minus: bool) -> Vec<u8> {
        let width = self.columns * side;
        let mut pixels = vec![0; width * self.rows * side * 4];
        for (y, line) in pixels.chunks_exact_mut(width.max(1) * 4).enumerate() {
            let values = &self.values[y / side * self.columns..][..self.columns];
            for (value, cell) in values.iter().zip(line.chunks_exact_mut(side * 4)) {
                let plain = self.colour(*value);
                for (x, pixel) in cell.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                    *pixel = if !value.is_finite() {
                        special(*value, x, y % side, side)
                    } else if with_minus && *value < 0.0 && is_minus(x, y % side, side) {
                        // The sign is not told by the colour alone; it is as faint as the cell.
                        [plain[0], plain[1], plain[2], plain[3].saturating_add(plain[3] / 2)]
                    } else {
                        plain
                    };
                }
            }
        }
        pixels
    }

    fn colour(&self, value: f64) -> [u8; 4] {
        let [red, green, blue] = if value < 0.0 { BELOW } else { ABOVE };
        let strength = if self.limit > 0.0 { (value.abs() / self.limit).min(1.0) } else { 0.0 };
        [red, green, blue, (strength * STRONGEST) as u8]
    }
}

/// Cells of fewer pixels are drawn plain.
pub(super) const SPECIAL_SIDE: usize = 5;

/// Whether a pixel belongs to the minus in the middle of a cell.
fn is_minus(x: usize, y: usize, side: usize) -> bool {
    let (middle, arm, thick) = (side / 2, side / 4, (side / 12).max(1));
    side >= SPECIAL_SIDE && y.abs_diff(middle) < thick && x.abs_diff(middle) <= arm
}

/// A pixel of a cell that holds no finite number.
fn special(value: f64, x: usize, y: usize, side: usize) -> [u8; 4] {
    let [red, green, blue] = NEITHER;
    if value.is_nan() {
        let stripe = (x + y) % 6 < 2;
        return [red, green, blue, if stripe { 220 } else { 40 }];
    }
    let sign = is_minus(x, y, side) || (value > 0.0 && is_minus(y, x, side));
    if sign { [255, 255, 255, 255] } else { [red, green, blue, 210] }
}

/// An array of any rank as sheets of its last two axes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ArrayPicture {
    /// As the NumPy line names it.
    pub(crate) name: String,
    /// Its shape, whole.
    pub(crate) shape: Vec<usize>,
    /// What each axis counts.
    pub(crate) axes: Vec<String>,
    /// The sheets that are drawn, on one scale.
    pub(crate) sheets: Vec<HeatPicture>,
    /// What is not drawn, in words.
    pub(crate) left_out: Option<String>,
}

impl ArrayPicture {
    /// Draws an array.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new(name: &str, axes: &[&str], array: &Array, scale: Scale) -> Result<ArrayPicture> {
        let values = array.as_dtype(DType::Float64)?.to_vec::<f64>();
        let shape = array.shape().to_vec();
        let (rows, columns) = match *shape.as_slice() {
            [] => (1, 1),
            [columns] => (1, columns),
            [.., rows, columns] => (rows, columns),
        };
        let limit = values
            .iter()
            .filter(|value| value.is_finite())
            .fold(0.0_f64, |most, value| most.max(value.abs()));
        let all = values.len().checked_div(rows * columns).unwrap_or(0);
        let (tall, wide) = (rows.min(MOST_CELLS), columns.min(MOST_CELLS));
        let sheets = (0..all.min(MOST_SHEETS))
            .map(|sheet| HeatPicture {
                rows: tall,
                columns: wide,
                values: (0..tall)
                    .map(|row| &values[(sheet * rows + row) * columns..][..wide])
                    .collect::<Vec<_>>()
                    .concat()
                    .into(),
                scale,
                limit,
            })
            .collect();
        let cut = all > MOST_SHEETS || tall < rows || wide < columns;
        let left_out = cut.then(|| match shape.len() {
            0 | 1 => format!("… the first {wide} of {columns}"),
            2 => format!("… the first {tall} of {rows} rows and {wide} of {columns} columns"),
            _ => format!("… of {all} sheets, {rows} rows and {columns} columns, these are the first"),
        });
        let axes = if axes.len() == shape.len() { axes } else { &[] };
        let axes = axes.iter().map(|axis| (*axis).to_owned()).collect();
        Ok(ArrayPicture { name: name.to_owned(), shape, axes, sheets, left_out })
    }

    /// Where a sheet stands in the leading axes: `[1, 0]`; empty for a matrix.
    pub(super) fn place(&self, sheet: usize) -> Vec<usize> {
        let leading = &self.shape[..self.shape.len().saturating_sub(2)];
        let mut rest = sheet;
        let mut place: Vec<usize> = leading
            .iter()
            .rev()
            .map(|size| {
                let index = rest % size.max(&1);
                rest /= size.max(&1);
                index
            })
            .collect();
        place.reverse();
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_the_last_two_axes_on_one_scale() {
        let values: Vec<f64> = (0..24).map(f64::from).collect();
        let array = Array::from_slice(&[2, 2, 2, 3], &values).unwrap();
        let picture = ArrayPicture::new("x", &["N", "C", "H", "W"], &array, Scale::Diverging).unwrap();
        assert_eq!(picture.sheets.len(), 4);
        assert_eq!(*picture.sheets[3].values, [18.0, 19.0, 20.0, 21.0, 22.0, 23.0]);
        assert!(picture.sheets.iter().all(|sheet| sheet.limit == 23.0));
        assert_eq!(picture.place(3), [1, 1]);
        assert_eq!(picture.sheets[3].text(1, 2), "23.");
    }

    #[test]
    fn what_is_too_large_is_cut_and_said() {
        let array = Array::zeros(&[9, 1, 200], DType::Float64).unwrap();
        let picture = ArrayPicture::new("x", &[], &array, Scale::Sequential).unwrap();
        assert_eq!((picture.sheets.len(), picture.sheets[0].columns), (8, 128));
        assert!(picture.left_out.is_some());
        let empty =
            ArrayPicture::new("x", &[], &Array::zeros(&[0, 3], DType::Float64).unwrap(), Scale::Diverging);
        assert!(empty.unwrap().sheets.is_empty());
    }

    #[test]
    fn signs_and_strengths_are_in_the_pixels() {
        let values = [1.0, -2.0, f64::NAN, f64::INFINITY].into();
        let picture = HeatPicture { rows: 1, columns: 4, values, scale: Scale::Diverging, limit: 2.0 };
        let pixels = picture.pixels(8, true);
        assert_eq!(pixels.len(), 4 * 8 * 8 * 4);
        assert_eq!(pixels[..4], [0, 114, 178, 100]);
        assert_eq!(pixels[8 * 4..][..4], [213, 94, 0, 200]);
        // A minus in the middle of what is negative.
        assert_eq!(pixels[(4 * 32 + 8 + 4) * 4..][..4], [213, 94, 0, 255]);
        // A plus in the middle of what is infinite.
        assert_eq!(pixels[(4 * 32 + 3 * 8 + 4) * 4..][..4], [255; 4]);
    }
}
