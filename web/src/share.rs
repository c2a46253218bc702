//! What a link carries: a value in the address' fragment, so that it reaches no server and survives any host.
//!
//! `#1.eyJhIjpbMywxXX0` is the version of the value's form, a point, and its JSON in URL-safe base64.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Longer fragments are not read: nobody types them, and a page must not hang on them.
pub(crate) const LONGEST: usize = 64 << 10;

/// Why a link's value cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It was made by another version of the page.
    OtherVersion,
    /// It is damaged, or asks for what the page does not show.
    Unreadable,
}

/// A value as a fragment, without the `#`.
pub(crate) fn to_fragment<T: Serialize>(version: u32, value: &T) -> String {
    // Values of our own types always have a JSON form; without one the link leads to the default.
    encode(version, &serde_json::to_vec(value).unwrap_or_default())
}

fn encode(version: u32, json: &[u8]) -> String {
    format!("{version}.{}", URL_SAFE_NO_PAD.encode(json))
}

/// The value of a fragment (with or without `#`); None if it is empty.
pub(crate) fn from_fragment<T: DeserializeOwned>(version: u32, fragment: &str) -> Option<Result<T, Fault>> {
    let fragment = fragment.trim_start_matches('#');
    let read = |json: Vec<u8>| serde_json::from_slice(&json).map_err(|_| Fault::Unreadable);
    (!fragment.is_empty()).then(|| decode(version, fragment).and_then(read))
}

/// The JSON in a fragment.
fn decode(version: u32, fragment: &str) -> Result<Vec<u8>, Fault> {
    let (number, rest) = fragment.split_once('.').ok_or(Fault::Unreadable)?;
    let number: u32 = number.parse().map_err(|_| Fault::Unreadable)?;
    if number != version {
        return Err(Fault::OtherVersion);
    }
    if rest.len() > LONGEST {
        return Err(Fault::Unreadable);
    }
    URL_SAFE_NO_PAD.decode(rest).map_err(|_| Fault::Unreadable)
}

/// The form of a link to the playground.
pub(crate) const PLAYGROUND_VERSION: u32 = 1;

/// Cells that a link brings to the playground.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SharedCells {
    /// Their code, first cell first.
    pub(crate) cells: Vec<String>,
}

/// Address (relative to the site's root) of the playground with this code in a new cell. Opening it runs nothing.
pub(crate) fn playground_link(code: &str) -> String {
    cells_link(vec![code.to_owned()])
}

/// [`playground_link`] for several cells.
pub(crate) fn cells_link(cells: Vec<String>) -> String {
    format!("playground/#{}", to_fragment(PLAYGROUND_VERSION, &SharedCells { cells }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_brings_back_what_it_was_made_of_and_damage_is_noticed() {
        let value = SharedCells { cells: vec!["print('ä ∑ <&>')".into(), String::new()] };
        let fragment = to_fragment(3, &value);
        assert!(fragment.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{fragment}");
        assert_eq!(from_fragment(3, &format!("#{fragment}")), Some(Ok(value)));
        assert_eq!(from_fragment::<SharedCells>(4, &fragment), Some(Err(Fault::OtherVersion)));
        assert_eq!(from_fragment::<SharedCells>(3, &fragment[..9]), Some(Err(Fault::Unreadable)));
        assert_eq!(from_fragment::<SharedCells>(3, "#main"), Some(Err(Fault::Unreadable)));
        assert_eq!(from_fragment::<SharedCells>(3, "#"), None);
    }
}
