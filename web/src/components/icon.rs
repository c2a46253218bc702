//! The icons; each stands beside a word, so screen readers skip them.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Picture {
    /// Done, right.
    Check,
    /// Wrong.
    Cross,
    /// Start.
    Play,
    /// Stop.
    Square,
    /// Opens to show more.
    Chevron,
    /// Not yet.
    Circle,
    /// Half done; light and dark.
    HalfCircle,
}

/// An icon.
#[component]
pub(crate) fn Icon(
    /// What it shows.
    picture: Picture,
) -> impl IntoView {
    let path = match picture {
        Picture::Check => "M2 9l4 4 8-10",
        Picture::Cross => "M3 3l10 10M13 3L3 13",
        Picture::Play => "M4 2.5v11l9-5.5z",
        Picture::Square => "M3 3h10v10H3z",
        Picture::Chevron => "M6 3l5 5-5 5",
        Picture::Circle => "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2",
        Picture::HalfCircle => "M8 2a6 6 0 1 0 0 12zA6 6 0 0 1 8 14",
    };
    let filled = matches!(picture, Picture::Play | Picture::Square);
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=path fill=if filled { "currentColor" } else { "none" } />
            {(picture == Picture::HalfCircle).then(|| view! { <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" /> })}
        </svg>
    }
}
