//! Light or dark: as the system says, or as chosen.
//!
//! The choice is kept in `localStorage`, not with the other settings, because a script in `index.html` must know it
//! before the first paint.

use leptos::prelude::*;

const KEY: &str = "ndgym.theme";

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All, in the order they are offered.
    pub(crate) const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// Its name in storage.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Its name in lists.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Theme::System => "As the system",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    /// The theme of that name, or the system's.
    pub(crate) fn from_key(key: &str) -> Theme {
        Theme::ALL.into_iter().find(|theme| theme.key() == key).unwrap_or(Theme::System)
    }
}

/// Makes the chosen theme known to all components, and keeps page and storage in step with it.
pub(crate) fn provide_theme() {
    let stored = local_storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let theme = RwSignal::new(Theme::from_key(&stored.unwrap_or_default()));
    provide_context(theme);
    Effect::new(move |_| {
        let theme = theme.get();
        if let Some(root) = document().document_element() {
            // Neither failure stops the page: it keeps the theme it has, or forgets the choice.
            let _ = root.set_attribute("data-theme", theme.key());
        }
        if let Some(storage) = local_storage() {
            let _ = storage.set_item(KEY, theme.key());
        }
    });
}

/// The chosen theme.
pub(crate) fn use_theme() -> RwSignal<Theme> {
    expect_context()
}

/// Whether a theme looks dark at this moment.
pub(crate) fn is_dark(theme: Theme) -> bool {
    match theme {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::System => {
            let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
            query.is_some_and(|query| query.matches())
        }
    }
}

fn local_storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
