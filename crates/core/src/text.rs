//! Texts as elements: a pool of interned strings, and the ids that stand for them in arrays.
//!
//! An element of [`DType::Text`] is the id of a string in this thread's [`Pool`]. The same text has the same id, and the
//! empty one has id 0; so what only moves, compares for equality or asks "is it empty?" works on ids as on numbers. Order is
//! a matter of [`Ranking`].
//!
//! A pool only grows, and its ids mean nothing in another. Each interpreter has its own, put in force by [`exchange`].

mod cast;
mod join;
mod number;
mod rank;
mod repr;

pub(crate) use cast::assign;
pub use join::{concatenated, repeated};
pub(crate) use number::{as_complex, as_float, as_integer};
pub(crate) use rank::Ranking;
pub use repr::repr;

use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};
use crate::format::scalar_str;
use crate::scalar::Scalar;
use crate::sort::scratch;
use num_complex::Complex64;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Whether there are texts at all in this build.
pub(crate) const SUPPORTED: bool = cfg!(feature = "text");

/// The strings that have been met, by id; those from 1 on, for 0 is the empty one.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    strings: Vec<Rc<str>>,
    ids: HashMap<Rc<str>, u32>,
}

thread_local! {
    static POOL: RefCell<Pool> = RefCell::default();
}

/// Puts a pool in force; gives back the one that was.
///
/// ```
/// use ndgym_core::text::{self, Text};
/// let outside = text::exchange(text::Pool::default());
/// assert_eq!(Text::new("spam").to_string(), "spam");
/// text::exchange(outside);
/// ```
pub fn exchange(pool: Pool) -> Pool {
    POOL.replace(pool)
}

/// A text: the id of a string in the pool that is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text(u32);

impl Text {
    /// The empty text.
    pub const EMPTY: Text = Text(0);

    /// The text of a string. As in NumPy, it ends before the zeros at the end.
    pub fn new(string: &str) -> Text {
        let string = string.trim_end_matches('\0');
        if !SUPPORTED || string.is_empty() {
            return Text::EMPTY;
        }
        POOL.with_borrow_mut(|pool| {
            if let Some(id) = pool.ids.get(string) {
                return Text(*id);
            }
            let string: Rc<str> = string.into();
            pool.strings.push(Rc::clone(&string));
            // Memory ends long before ids do.
            let id = pool.strings.len() as u32;
            pool.ids.insert(string, id);
            Text(id)
        })
    }

    /// The text that a number or another scalar is written as.
    pub fn of_scalar(scalar: Scalar) -> Text {
        match scalar {
            Scalar::Text(text) => text,
            number => Text::new(&scalar_str(number)),
        }
    }

    /// The text of an id found in an array.
    pub(crate) fn from_id(id: u32) -> Text {
        Text(id)
    }

    /// What stands for it in an array.
    pub(crate) fn id(self) -> u32 {
        self.0
    }

    /// Its string. Ids that the pool does not know are empty.
    pub fn string(self) -> Rc<str> {
        let at = (self.0 as usize).checked_sub(1).filter(|_| SUPPORTED);
        POOL.with_borrow(|pool| at.and_then(|at| pool.strings.get(at)).cloned()).unwrap_or_else(|| "".into())
    }

    /// How many characters it has.
    pub fn width(self) -> u32 {
        self.string().chars().count() as u32
    }

    /// Its first `width` characters; all of them if no width is said.
    pub fn cut(self, width: u32) -> Text {
        let string = self.string();
        match string.char_indices().nth(width as usize) {
            Some((end, _)) if width > 0 => Text::new(&string[..end]),
            _ => self,
        }
    }

    /// The number that it says, if it says one as Python reads them.
    pub fn as_number(self) -> Option<Complex64> {
        if SUPPORTED { as_complex(&self.string()).ok() } else { None }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.string())
    }
}

impl Array {
    /// The ids of texts as an array over the same memory.
    pub(crate) fn ids(&self) -> Array {
        self.reinterpreted(DType::UInt32)
    }

    /// A fresh array of texts, as wide as the longest is.
    ///
    /// # Errors
    /// As [`Array::empty`].
    ///
    /// # Panics
    /// If the number of texts is not the shape's.
    ///
    /// ```
    /// use ndgym_core::{Array, DType};
    /// let names = Array::from_texts(&[2], &["spam", "ham"]).unwrap();
    /// assert_eq!(names.dtype(), DType::Text(4));
    /// assert_eq!(names.get(&[1]), names.texts().unwrap()[1].into());
    /// ```
    pub fn from_texts(shape: &[usize], strings: &[&str]) -> Result<Array> {
        let texts: Vec<Text> = strings.iter().map(|string| Text::new(string)).collect();
        let width = texts.iter().map(|text| text.width()).max().unwrap_or(0);
        let ids: Vec<u32> = texts.into_iter().map(Text::id).collect();
        let array = Array::from_slice(shape, &ids)?;
        Ok(array.reinterpreted(DType::Text(width.max(1))))
    }

    /// The elements' characters as NumPy has them in memory: four bytes for each, zeros after the last.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// ```
    /// use ndgym_core::Array;
    /// let names = Array::from_texts(&[2], &["ab", "c"]).unwrap();
    /// assert_eq!(names.utf32_bytes().unwrap()[..5], [97, 0, 0, 0, 98]);
    /// assert_eq!(Array::from_utf32_bytes(&names.utf32_bytes().unwrap(), 2).unwrap().texts(), names.texts());
    /// ```
    pub fn utf32_bytes(&self) -> Result<Vec<u8>> {
        let width = self.dtype().text_width() as usize;
        let size = self.size().saturating_mul(width).saturating_mul(4);
        let mut bytes: Vec<u8> = scratch(size)?;
        for text in self.texts()? {
            let letters = text.string();
            let letters = letters.chars().map(u32::from).chain(std::iter::repeat(0)).take(width);
            bytes.extend(letters.flat_map(u32::to_le_bytes));
        }
        Ok(bytes)
    }

    /// Texts of a width from their characters in memory, as [`Array::utf32_bytes`] gives them; bytes beyond the last whole
    /// text are left out.
    ///
    /// # Errors
    /// `ValueError` for what is no character; `MemoryError`.
    pub fn from_utf32_bytes(bytes: &[u8], width: u32) -> Result<Array> {
        let invalid = || Error::value("character out of range (0, 0x10ffff)");
        let letter = |code: &[u8; 4]| char::from_u32(u32::from_le_bytes(*code)).ok_or_else(invalid);
        let len = 4 * width.max(1) as usize;
        let array = Array::empty(&[bytes.len() / len], DType::Text(width))?;
        for (cell, bytes) in array.cells::<u32>().iter().zip(bytes.chunks_exact(len)) {
            let letters = bytes.as_chunks::<4>().0.iter().map(letter);
            cell.set(Text::new(&letters.collect::<Result<String>>()?).id());
        }
        Ok(array)
    }

    /// All elements in C order as texts, numbers as they are written.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn texts(&self) -> Result<Vec<Text>> {
        let texts = self.as_dtype(DType::Text(0).sized_for(self.dtype()))?;
        Ok(texts.ids().elements::<u32>()?.into_iter().map(Text).collect())
    }
}

impl From<Text> for Scalar {
    fn from(text: Text) -> Scalar {
        Scalar::Text(text)
    }
}

#[cfg(test)]
mod tests;
