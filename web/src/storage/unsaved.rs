//! The last moment's typing, in `localStorage`: written with every keystroke, forgotten once the database has it.

use super::{Cell, Draft};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;

const PREFIX: &str = "ndgym.unsaved.";

/// What is typed.
pub(super) trait Typed: Serialize + DeserializeOwned {
    /// What all keys of its kind start with, after [`PREFIX`].
    const KIND: &str;

    /// Its name among its kind.
    fn name(&self) -> &str;

    /// When it last changed.
    fn changed(&self) -> f64;
}

impl Typed for Draft {
    const KIND: &str = "";

    fn name(&self) -> &str {
        &self.problem
    }

    fn changed(&self) -> f64 {
        self.changed
    }
}

impl Typed for Cell {
    const KIND: &str = "cell.";

    fn name(&self) -> &str {
        &self.id
    }

    fn changed(&self) -> f64 {
        self.changed
    }
}

/// The one of two that changed last.
pub(super) fn newer<T: Typed>(stored: Option<T>, noted: Option<T>) -> Option<T> {
    match (stored, noted) {
        (Some(stored), Some(noted)) if stored.changed() >= noted.changed() => Some(stored),
        (stored, noted) => noted.or(stored),
    }
}

/// What was noted under a name.
pub(super) fn read<T: Typed>(name: &str) -> Option<T> {
    let text = storage()?.get_item(&key::<T>(name)).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// All that was noted of a kind.
pub(super) fn read_all<T: Typed>() -> Vec<T> {
    let start = key::<T>("");
    keys().iter().filter_map(|key| key.strip_prefix(&start).and_then(read)).collect()
}

/// Notes what was typed. Where that is impossible, the database is all there is.
pub(super) fn write<T: Typed>(typed: &T) {
    if let Some(storage) = storage()
        && let Ok(text) = serde_json::to_string(typed)
    {
        let _ = storage.set_item(&key::<T>(typed.name()), &text);
    }
}

/// Forgets what was typed, unless something newer has been noted meanwhile.
pub(super) fn forget<T: Typed>(typed: &T) {
    if read::<T>(typed.name()).is_some_and(|noted| noted.changed() <= typed.changed())
        && let Some(storage) = storage()
    {
        let _ = storage.remove_item(&key::<T>(typed.name()));
    }
}

/// Forgets everything.
pub(super) fn forget_all() {
    let Some(storage) = storage() else { return };
    for key in keys() {
        let _ = storage.remove_item(&key);
    }
}

fn keys() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    keys.filter(|key| key.starts_with(PREFIX)).collect()
}

fn key<T: Typed>(name: &str) -> String {
    format!("{PREFIX}{}{name}", T::KIND)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
