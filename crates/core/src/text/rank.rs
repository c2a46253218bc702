//! Order among texts: by code points, as ranks that integers' algorithms can work on.

use super::Text;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::Result;
use crate::layout::Order;
use std::collections::HashMap;
use std::rc::Rc;

/// The texts of some arrays in order. The rank of a text is its place there: a number that is less for a text that comes
/// before.
pub(crate) struct Ranking {
    ascending: Vec<Text>,
    ranks: HashMap<u32, u32>,
}

impl Ranking {
    /// For all the texts in some arrays of texts.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn of(arrays: &[&Array]) -> Result<Ranking> {
        let mut ids: Vec<u32> = Vec::new();
        for array in arrays {
            let mut own = array.ids().elements::<u32>()?;
            own.sort_unstable();
            own.dedup();
            // Few are left, mostly.
            ids.append(&mut own);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut texts: Vec<(Rc<str>, Text)> =
            ids.into_iter().map(Text::from_id).map(|text| (text.string(), text)).collect();
        // UTF-8 has the order of code points.
        texts.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let ascending: Vec<Text> = texts.into_iter().map(|(_, text)| text).collect();
        let ranks = ascending.iter().zip(0..).map(|(text, rank)| (text.id(), rank)).collect();
        Ok(Ranking { ascending, ranks })
    }

    /// Ranks in the place of texts, in a fresh array.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn ranks(&self, texts: &Array) -> Result<Array> {
        let ranks = texts.ids().copy(Order::K)?;
        let cells = ranks.cells::<u32>();
        cells.iter().for_each(|cell| cell.set(self.ranks.get(&cell.get()).copied().unwrap_or_default()));
        Ok(ranks)
    }

    /// Texts in the place of ranks, as elements of a type of texts, in a fresh array.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn texts(&self, ranks: &Array, dtype: DType) -> Result<Array> {
        let texts = ranks.copy(Order::K)?;
        let text = |rank: u32| self.ascending.get(rank as usize).copied().unwrap_or_default();
        texts.cells::<u32>().iter().for_each(|cell| cell.set(text(cell.get()).id()));
        Ok(texts.reinterpreted(dtype))
    }

    /// The ranks of one array's texts, beside the ranking itself.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn of_one(array: &Array) -> Result<(Ranking, Array)> {
        let ranking = Ranking::of(&[array])?;
        let ranks = ranking.ranks(array)?;
        Ok((ranking, ranks))
    }

    /// The ranks of two arrays among the texts of both. What is no text becomes one.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn of_two(first: &Array, second: &Array) -> Result<(Ranking, Array, Array)> {
        let as_text = |array: &Array| array.as_dtype(DType::Text(0).sized_for(array.dtype()));
        let (first, second) = (as_text(first)?, as_text(second)?);
        let ranking = Ranking::of(&[&first, &second])?;
        let (first, second) = (ranking.ranks(&first)?, ranking.ranks(&second)?);
        Ok((ranking, first, second))
    }
}
