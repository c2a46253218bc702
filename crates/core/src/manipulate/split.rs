//! Arrays cut along an axis, into views.

use super::slice_axis;
use crate::array::Array;
use crate::error::{Error, ErrorKind, Result};

/// As many parts as asked for, the first ones longer by one where sizes cannot be equal.
///
/// # Errors
/// `ValueError: number sections must be larger than 0.`; `MemoryError`.
pub fn array_split(array: &Array, sections: i64, axis: usize) -> Result<Vec<Array>> {
    if sections <= 0 {
        return Err(Error::value("number sections must be larger than 0."));
    }
    let (size, sections) = (array.shape()[axis] as i64, sections);
    let (each, longer) = (size / sections, size % sections);
    let mut start = 0;
    let part = |number: i64| {
        let len = each + i64::from(number < longer);
        let part = slice_axis(array, axis, start as usize, len as usize);
        start += len;
        part
    };
    let mut parts = Vec::new();
    let room = usize::try_from(sections)
        .map_or(Err(()), |sections| parts.try_reserve_exact(sections).map_err(|_| ()));
    // Python's own, which has no words for it.
    room.map_err(|()| Error::new(ErrorKind::Memory, ""))?;
    parts.extend((0..sections).map(part));
    Ok(parts)
}

/// Parts that end before each of the indices, and the rest. Indices count like those of slices.
pub fn split_at(array: &Array, indices: &[i64], axis: usize) -> Vec<Array> {
    let size = array.shape()[axis] as i64;
    let place = |index: i64| if index < 0 { (index + size).max(0) } else { index.min(size) };
    let starts = std::iter::once(0).chain(indices.iter().map(|index| place(*index)));
    let ends = indices.iter().map(|index| place(*index)).chain(std::iter::once(size));
    starts
        .zip(ends)
        .map(|(start, end)| slice_axis(array, axis, start as usize, (end - start).max(0) as usize))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DType;

    #[test]
    fn more_parts_than_there_is_memory_for() {
        let array = Array::zeros(&[3], DType::Int64).unwrap();
        assert_eq!(array_split(&array, i64::MAX, 0).unwrap_err().kind, ErrorKind::Memory);
        assert_eq!(array_split(&array, 5, 0).unwrap().len(), 5);
    }
}
