//! Cells that come by link, and links to the cells here. Code from a link is shown, never run by itself.

use super::notebook::{Notebook, Notice};
use crate::share::{self, PLAYGROUND_VERSION, SharedCells};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Takes in the cells of the page's address, now and whenever that changes.
pub(super) fn follow(notebook: Notebook) {
    let fragment = use_location().hash;
    Effect::new(move |_| {
        let fragment = fragment.get();
        if let Some(shared) = share::from_fragment::<SharedCells>(PLAYGROUND_VERSION, &fragment) {
            notebook.notice.set(Some(shared.map_or(Notice::BadLink, |shared| take_in(notebook, shared))));
            // Once the router has written the address.
            set_timeout(move || clear_address(&fragment), Duration::from_millis(100));
        }
    });
}

fn take_in(notebook: Notebook, shared: SharedCells) -> Notice {
    let is_here = |code: &String| {
        notebook.cells.with_untracked(|cells| {
            cells.iter().any(|cell| cell.record.with_untracked(|record| record.code == *code))
        })
    };
    if shared.cells.iter().all(is_here) {
        return Notice::Known;
    }
    let count = shared.cells.len();
    notebook.replace_example();
    notebook.add_codes(shared.cells);
    set_timeout(move || show_last(count), Duration::ZERO);
    Notice::Arrived(count)
}

/// Scrolls to where the last `count` cells begin.
fn show_last(count: usize) {
    if let Ok(Some(cell)) = document().query_selector(&format!(".cells > .cell:nth-last-of-type({count})")) {
        cell.scroll_into_view();
    }
}

/// Takes the cells out of the address: they are kept now, and a reload is not to bring them again.
fn clear_address(fragment: &str) {
    let location = window().location();
    if location.hash().unwrap_or_default().trim_start_matches('#') != fragment.trim_start_matches('#') {
        return;
    }
    let address = location.href().unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    if let Ok(history) = window().history() {
        let entry = history.state().unwrap_or(JsValue::NULL);
        // A browser that refuses keeps the address; the cells are then known when they come again.
        let _ = history.replace_state_with_url(&entry, "", Some(page));
    }
}

/// Copies a link to all cells.
#[component]
pub(super) fn CopyLink(notebook: Notebook) -> impl IntoView {
    let said = RwSignal::new(None::<Said>);
    let copy = move |_| {
        let Some(link) = link_to_all(notebook) else { return said.set(Some(Said::TooLong)) };
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&link)).await;
            said.try_set(Some(if written.is_ok() { Said::Copied } else { Said::Here(link) }));
        });
    };
    view! {
        <span role="status" class="soft">
            {move || match said.get() {
                None => ().into_any(),
                Some(Said::Copied) => "Copied".into_any(),
                Some(Said::TooLong) => "Too long for a link; export it on the page Data".into_any(),
                Some(Said::Here(link)) => view! { <a href=link rel="external">"Link to these cells"</a> }.into_any(),
            }}
        </span>
        <button class="quiet" data-testid="copy-link" on:click=copy>"Copy link"</button>
    }
}

#[derive(Clone)]
enum Said {
    Copied,
    TooLong,
    Here(String),
}

/// The page's whole address with all cells in it, unless that is longer than links are read.
fn link_to_all(notebook: Notebook) -> Option<String> {
    let cells = notebook.cells.get_untracked();
    let codes = cells.into_iter().map(|cell| cell.record.with_untracked(|record| record.code.clone()));
    let shared = SharedCells { cells: codes.filter(|code| !code.trim().is_empty()).collect() };
    let fragment = share::to_fragment(PLAYGROUND_VERSION, &shared);
    let address = window().location().href().unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    (fragment.len() <= share::LONGEST).then(|| format!("{page}#{fragment}"))
}
