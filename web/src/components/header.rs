//! What stands above every page.

use super::{Icon, Picture};
use crate::storage::Storage;
use crate::theme::{Theme, is_dark, use_theme};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Name, ways to the pages, theme.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let path = use_location().pathname;
    let current = move |page: &str| {
        let base = crate::site::base_path();
        path.with(|path| path.strip_prefix(&base).is_some_and(|path| path.starts_with(page)))
            .then_some("page")
    };
    view! {
        <header class="site-header">
            <a class="brand" href="./">"ndgym"</a>
            <nav aria-label="Pages">
                <a href="problems/" aria-current=move || current("/problems")>"Problems"</a>
                <a href="labs/" aria-current=move || current("/labs")>"Labs"</a>
                <a href="quiz/" aria-current=move || current("/quiz")>"Quiz"</a>
                <a href="playground/" aria-current=move || current("/playground")>"Playground"</a>
                <a href="data/" aria-current=move || current("/data")>"Data"</a>
            </nav>
            <ThemeButton />
        </header>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let theme = use_theme();
    let toggle = move |_| {
        theme.update(|theme| *theme = if is_dark(*theme) { Theme::Light } else { Theme::Dark });
    };
    view! {
        <button class="quiet" data-testid="theme" on:click=toggle>
            <Icon picture=Picture::HalfCircle />
            {move || if is_dark(theme.get()) { "Light" } else { "Dark" }}
            <span class="visually-hidden">" theme"</span>
        </button>
    }
}

/// Says so if nothing can be stored.
#[component]
pub(crate) fn StorageNotice() -> impl IntoView {
    let fault = Storage::expect().fault();
    move || {
        fault.get().map(|reason| {
            view! {
                <p class="notice" role="status">
                    "Your work is not saved: this browser does not let the page store anything. \
                     It stays here until you close or reload the page. ("{reason}")"
                </p>
            }
        })
    }
}
