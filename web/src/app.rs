//! The frame of every page: header, notices, routes.

use crate::components::{Header, StorageNotice};
use crate::engine::Engine;
use crate::pages::{
    DataPage, HomePage, LabListPage, NotFoundPage, PlaygroundPage, ProblemListPage, WorkspacePage,
};
use crate::parts::{LabPart, QuizPart, RacePart};
use crate::storage::Storage;
use crate::{site, theme};
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// The whole application.
#[component]
pub(crate) fn App() -> impl IntoView {
    theme::provide_theme();
    Storage::provide();
    Engine::provide();
    view! {
        <Router base=site::base_path()>
            <a class="skip-link" href="#main" rel="external" on:click=skip_to_main>"Skip to the content"</a>
            <Header />
            <StorageNotice />
            <main id="main" tabindex="-1">
                <Routes fallback=|| view! { <NotFoundPage what="page" /> }>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/problems") view=ProblemListPage />
                    <Route path=path!("/problems/:id") view=WorkspacePage />
                    <Route path=path!("/labs") view=LabListPage />
                    <Route path=path!("/labs/:id") view=LabPart />
                    <Route path=path!("/race") view=RacePart />
                    <Route path=path!("/playground") view=PlaygroundPage />
                    <Route path=path!("/quiz") view=QuizPart />
                    <Route path=path!("/data") view=DataPage />
                </Routes>
            </main>
        </Router>
    }
}

/// Moves the focus; the address, which would lead to the site's root because of the document's base, stays.
fn skip_to_main(event: web_sys::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if let Some(main) = document().get_element_by_id("main")
        && let Some(main) = main.dyn_ref::<web_sys::HtmlElement>()
    {
        // An element that cannot take the focus leaves it where it is.
        let _ = main.focus();
    }
}
