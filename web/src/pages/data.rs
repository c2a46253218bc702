//! Settings, and the learner's data: export, import, delete.

use crate::storage::{Archive, News, Settings, Storage};
use crate::theme::{Theme, use_theme};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The page.
#[component]
pub(crate) fn DataPage() -> impl IntoView {
    crate::site::set_title("Settings and data");
    view! {
        <div class="page">
            <h1>"Settings and data"</h1>
            <p class="lead">"Everything you do here is kept in this browser, and nowhere else."</p>
            <div class="settings">
                <ThemeChoice />
                <TimeLimitChoice />
                <YourData />
            </div>
        </div>
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
    let theme = use_theme();
    view! {
        <section>
            <h2 id="theme-heading">"Theme"</h2>
            <select
                aria-labelledby="theme-heading"
                prop:value=move || theme.get().key()
                on:change=move |event| theme.set(Theme::from_key(&event_target_value(&event)))
            >
                {Theme::ALL.map(|theme| view! { <option value=theme.key()>{theme.name()}</option> }).collect_view()}
            </select>
        </section>
    }
}

#[component]
fn TimeLimitChoice() -> impl IntoView {
    let storage = Storage::expect();
    let settings = storage.settings();
    let choose = move |event| {
        if let Ok(time_limit_seconds) = event_target_value(&event).parse() {
            storage.set_settings(Settings { time_limit_seconds });
        }
    };
    view! {
        <section>
            <h2 id="limit-heading">"Time limit"</h2>
            <p class="soft">"A run, and each test of a submission, is ended after this time."</p>
            <select
                aria-labelledby="limit-heading"
                prop:value=move || settings.get().time_limit_seconds.to_string()
                on:change=choose
            >
                {Settings::TIME_LIMITS
                    .map(|seconds| view! { <option value=seconds.to_string()>{seconds}" seconds"</option> })
                    .collect_view()}
            </select>
        </section>
    }
}

#[component]
fn YourData() -> impl IntoView {
    let storage = Storage::expect();
    let message = RwSignal::new(String::new());
    let deleted = RwSignal::new(None::<Archive>);
    let counts = RwSignal::new(None::<[usize; 4]>);
    let count = move || {
        spawn_local(async move {
            let now = [
                storage.drafts().await.len(),
                storage.attempts().await.len(),
                storage.cells().await.len(),
                storage.quiz_answers().await.len(),
            ];
            counts.try_set(Some(now));
        });
    };
    count();
    let file = NodeRef::<Input>::new();
    let export = move |_| {
        spawn_local(async move {
            let archive = storage.export().await;
            message.try_set(match download(&archive.to_text()) {
                Ok(()) => "The file is in your downloads.".to_owned(),
                Err(_) => "This browser did not let the page write a file.".to_owned(),
            });
        });
    };
    let import = move |archive: Archive, done: fn(News) -> String| {
        spawn_local(async move {
            let text = match storage.import(archive).await {
                Ok(news) => done(news),
                Err(reason) => reason,
            };
            message.try_set(text);
            count();
        });
    };
    let choose_file = move |_| {
        let Some(input) = file.get() else { return };
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            match JsFuture::from(chosen.text()).await.ok().and_then(|text| text.as_string()) {
                Some(text) => match Archive::parse(&text) {
                    Ok(archive) => import(archive, |news| {
                        format!(
                            "Imported: {} newer drafts, {} new attempts, {} playground cells, {} new answers of the quiz.",
                            news.drafts.len(),
                            news.attempts.len(),
                            news.cells.len(),
                            news.quiz.len()
                        )
                    }),
                    Err(reason) => message.set(reason),
                },
                None => message.set("This file cannot be read as text.".to_owned()),
            }
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    let delete = move |_| {
        spawn_local(async move {
            let archive = storage.export().await;
            match storage.clear().await {
                Ok(()) => {
                    message.try_set(
                        "All drafts, attempts, playground cells, answers and settings are deleted."
                            .to_owned(),
                    );
                    deleted.try_set(Some(archive).filter(|archive| !archive.is_empty()));
                }
                Err(reason) => {
                    message.try_set(reason);
                }
            }
            count();
        });
    };
    let undo = move |_| {
        if let Some(archive) = deleted.get() {
            deleted.set(None);
            import(archive, |_| "Everything is back.".to_owned());
        }
    };
    view! {
        <section>
            <h2>"Your data"</h2>
            <p class="soft">
                {move || {
                    counts
                        .get()
                        .map(|[drafts, attempts, cells, answers]| {
                            format!(
                                "{drafts} drafts, {attempts} attempts, {cells} playground cells and {answers} answers of the quiz are stored. "
                            )
                        })
                }}
                "Browsers may delete what pages store: Safari does after seven days without a visit. \
                 A file you exported brings it back, here or in another browser."
            </p>
            <div class="row">
                <button class="primary" on:click=export>"Export to a file"</button>
                <button
                    on:click=move |_| {
                        if let Some(input) = file.get() {
                            input.click();
                        }
                    }
                >
                    "Import a file"
                </button>
                <button on:click=delete>"Delete everything"</button>
                <Show when=move || deleted.with(Option::is_some)>
                    <button on:click=undo>"Undo: bring it back"</button>
                </Show>
                <input
                    node_ref=file
                    class="visually-hidden"
                    type="file"
                    accept=".json,application/json"
                    aria-label="File to import"
                    tabindex="-1"
                    on:change=choose_file
                />
            </div>
            <p role="status">{message}</p>
        </section>
    }
}

/// Hands a text to the browser as a file to save.
fn download(text: &str) -> Result<(), JsValue> {
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("application/json");
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download("ndgym.json");
    link.click();
    web_sys::Url::revoke_object_url(&address)
}
