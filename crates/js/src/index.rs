//! `a.at(…)`: from JavaScript's items to the core's index.

use crate::convert;
use ndgym_core::index::Index;
use ndgym_core::{Array, DType, Error, Result};
use wasm_bindgen::JsValue;

/// The items of an index.
pub(crate) fn items(values: &[JsValue]) -> Result<Vec<Index>> {
    let mut items = Vec::new();
    for value in values {
        match value.as_string() {
            Some(text) => {
                text.split(',').try_for_each(|part| from_text(part.trim()).map(|item| items.push(item)))?
            }
            None => items.push(from_value(value)?),
        }
    }
    Ok(items)
}

fn invalid() -> Error {
    Error::index(
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid \
         indices",
    )
}

fn from_value(value: &JsValue) -> Result<Index> {
    if let Some(number) = value.as_f64() {
        return convert::whole(number).map(Index::Integer).ok_or_else(invalid);
    }
    if value.is_null() || value.is_undefined() {
        return Ok(Index::NewAxis);
    }
    let array = convert::array(value)?;
    if array.rank() == 0 && array.dtype().is_integer() {
        return Ok(Index::Integer(array.item()?.get()));
    }
    if !array.dtype().is_inexact() {
        return Ok(Index::Array(array));
    }
    // A list of JavaScript's numbers: integers, if none has a fraction.
    let is_list = js_sys::Array::is_array(value);
    if is_list && array.elements::<f64>()?.into_iter().all(|number| convert::whole(number).is_some()) {
        return array.as_dtype(DType::Int64).map(Index::Array);
    }
    Err(Error::index("arrays used as indices must be of integer (or boolean) type"))
}

/// One item as Python writes it.
fn from_text(text: &str) -> Result<Index> {
    match text {
        "..." => return Ok(Index::Ellipsis),
        "None" | "newaxis" => return Ok(Index::NewAxis),
        _ => {}
    }
    let number = |text: &str| -> Result<Option<i64>> {
        match text.trim() {
            "" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| invalid()),
        }
    };
    let parts = text.split(':').map(number).collect::<Result<Vec<_>>>()?;
    match parts[..] {
        [Some(index)] => Ok(Index::Integer(index)),
        [start, stop] => Ok(Index::Slice { start, stop, step: None }),
        [start, stop, step] => Ok(Index::Slice { start, stop, step }),
        _ => Err(invalid()),
    }
}

/// The values of an assignment, as elements of the type they go to.
pub(crate) fn values(value: &JsValue, dtype: DType) -> Result<Array> {
    convert::array(value)?.as_dtype(dtype)
}
