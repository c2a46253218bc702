//! Parts of the page that come when they are first opened.
//!
//! What only these pages use (the core with its algorithms, the pictures of labs) is no part of the wasm that every page
//! loads: `xtask/src/split.rs` cuts it out at the functions marked here. A page that shall be a part of its own is a
//! function here, and a route to it in `app`.

use crate::pages::{LabPage, QuizPage, RacePage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

/// Draws a page whose part is there.
type Draw = fn() -> AnyView;

#[wasm_split(labs, wasm_split_path = leptos::wasm_split, fallible)]
fn labs() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <LabPage /> }.into_any())
}

#[wasm_split(quiz, wasm_split_path = leptos::wasm_split, fallible)]
fn quiz() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <QuizPage /> }.into_any())
}

#[wasm_split(race, wasm_split_path = leptos::wasm_split, fallible)]
fn race() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <RacePage /> }.into_any())
}

/// A lab.
#[component]
pub(crate) fn LabPart() -> impl IntoView {
    view! { <Part load=labs /> }
}

/// The quiz.
#[component]
pub(crate) fn QuizPart() -> impl IntoView {
    view! { <Part load=quiz /> }
}

/// The race.
#[component]
pub(crate) fn RacePart() -> impl IntoView {
    view! { <Part load=race /> }
}

/// How far a part has come.
#[derive(Clone, Copy)]
enum Stage {
    Coming,
    Here(Draw),
    Missing,
}

/// Draws what `load` brings, as soon as it is there.
#[component]
fn Part<Load, Loading>(load: Load) -> impl IntoView
where
    Load: Fn() -> Loading + Copy + Send + Sync + 'static,
    Loading: Future<Output = Result<Draw, SplitLoaderError>> + 'static,
{
    let stage = RwSignal::new(Stage::Coming);
    let fetch = move || {
        stage.set(Stage::Coming);
        spawn_local(async move {
            let found = load().await.map_or(Stage::Missing, Stage::Here);
            // Whoever has left the page in the meantime needs it no more.
            let _ = stage.try_set(found);
        });
    };
    fetch();
    move || match stage.get() {
        Stage::Here(draw) => draw(),
        Stage::Coming => {
            view! { <p class="page part-coming" role="status">"Loading this page"</p> }.into_any()
        }
        Stage::Missing => view! {
            <div class="page" role="alert">
                <p class="lead">"This page could not be loaded. Is there a connection?"</p>
                <p>
                    <button on:click=move |_| fetch()>"Try again"</button>
                </p>
            </div>
        }
        .into_any(),
    }
}
