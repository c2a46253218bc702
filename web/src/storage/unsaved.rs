//! The last moment's typing, in `localStorage`: written with every keystroke, forgotten once the database has it.

use super::Draft;
use leptos::prelude::window;

const PREFIX: &str = "ndgym.unsaved.";

/// The noted draft of a problem.
pub(super) fn read(problem: &str) -> Option<Draft> {
    let text = storage()?.get_item(&key(problem)).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Notes a draft. Where that is impossible, the database is all there is.
pub(super) fn write(draft: &Draft) {
    if let Some(storage) = storage()
        && let Ok(text) = serde_json::to_string(draft)
    {
        let _ = storage.set_item(&key(&draft.problem), &text);
    }
}

/// Forgets a draft, unless a newer one has been noted meanwhile.
pub(super) fn forget(draft: &Draft) {
    if read(&draft.problem).is_some_and(|noted| noted.changed <= draft.changed)
        && let Some(storage) = storage()
    {
        let _ = storage.remove_item(&key(&draft.problem));
    }
}

/// Forgets all drafts.
pub(super) fn forget_all() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        let _ = storage.remove_item(key);
    }
}

fn key(problem: &str) -> String {
    format!("{PREFIX}{problem}")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
