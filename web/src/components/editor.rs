//! The code editor: a frame around the CodeMirror bundle in `web/editor`, loaded when it is first needed.

use crate::site;
use js_sys::{Object, Promise, Reflect};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = "export const importModule = (address) => import(address);")]
extern "C" {
    #[wasm_bindgen(js_name = importModule)]
    fn import_module(address: &str) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    type EditorModule;

    #[wasm_bindgen(method, catch)]
    fn create(
        this: &EditorModule,
        parent: &web_sys::Element,
        options: &Object,
    ) -> Result<EditorHandle, JsValue>;

    /// One editor; see `web/editor/editor.js` for what each function does.
    #[derive(Clone)]
    pub(crate) type EditorHandle;

    #[wasm_bindgen(method, js_name = setText)]
    pub(crate) fn set_text(this: &EditorHandle, text: &str);

    #[wasm_bindgen(method, js_name = setFirstLine)]
    pub(crate) fn set_first_line(this: &EditorHandle, first: u32);

    #[wasm_bindgen(method, js_name = markError)]
    pub(crate) fn mark_error(this: &EditorHandle, line: u32, column: u32, end_line: u32, end_column: u32);

    #[wasm_bindgen(method, js_name = goToLine)]
    pub(crate) fn go_to_line(this: &EditorHandle, line: u32);

    #[wasm_bindgen(method)]
    pub(crate) fn focus(this: &EditorHandle);

    #[wasm_bindgen(method)]
    fn destroy(this: &EditorHandle);
}

/// Fetches the editor's bundle, so that the first editor appears at once.
pub(crate) fn preload_editor() {
    spawn_local(async {
        // A failure shows when an editor is really wanted.
        let _ = JsFuture::from(import_module(&site::editor_module())).await;
    });
}

/// An editor for Python.
#[component]
pub(crate) fn CodeEditor(
    /// Its name for tests.
    test_id: &'static str,
    /// The class of its frame.
    class: &'static str,
    /// What a screen reader calls it.
    label: &'static str,
    /// The text it starts with.
    text: String,
    /// Hears every change.
    on_change: Callback<String>,
    /// Ctrl+Enter.
    on_run: Callback<()>,
    /// Ctrl+Shift+Enter.
    on_submit: Callback<()>,
    /// Whether Shift+Enter runs, too, as in notebooks.
    #[prop(optional)]
    shift_enter_runs: bool,
    /// Where the handle goes once the editor is there.
    handle: StoredValue<Option<EditorHandle>, LocalStorage>,
    /// Called once the editor is there.
    #[prop(optional)]
    on_ready: Option<Callback<()>>,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let failure = RwSignal::new(None::<String>);
    frame.on_load(move |frame| {
        spawn_local(async move {
            let made = async {
                let module = JsFuture::from(import_module(&site::editor_module())).await?;
                let options = options(&text, label, shift_enter_runs, on_change, on_run, on_submit)?;
                module.unchecked_into::<EditorModule>().create(&frame, &options)
            };
            match made.await {
                // The page may have been left meanwhile: then nobody takes the handle.
                Ok(editor) => {
                    handle.try_set_value(Some(editor));
                    if let Some(on_ready) = on_ready {
                        on_ready.try_run(());
                    }
                }
                Err(_) => {
                    failure.try_set(Some(
                        "The editor could not be loaded. Reload the page to try again; your draft is kept."
                            .to_owned(),
                    ));
                }
            }
        });
    });
    on_cleanup(move || {
        if let Some(editor) = handle.try_update_value(Option::take).flatten() {
            editor.destroy();
        }
    });
    view! {
        <div class=class data-testid=test_id node_ref=frame>
            {move || failure.get().map(|reason| view! { <p class="notice" role="alert">{reason}</p> })}
        </div>
    }
}

fn options(
    text: &str,
    label: &str,
    shift_enter_runs: bool,
    on_change: Callback<String>,
    on_run: Callback<()>,
    on_submit: Callback<()>,
) -> Result<Object, JsValue> {
    let changed = Closure::<dyn Fn(String)>::new(move |text| {
        on_change.try_run(text);
    });
    let run = Closure::<dyn Fn()>::new(move || {
        on_run.try_run(());
    });
    let submit = Closure::<dyn Fn()>::new(move || {
        on_submit.try_run(());
    });
    let options = Object::new();
    // The editor owns its callbacks; the browser frees them with it.
    for (name, value) in [
        ("text", JsValue::from_str(text)),
        ("label", JsValue::from_str(label)),
        ("shiftEnterRuns", shift_enter_runs.into()),
        ("onChange", changed.into_js_value()),
        ("onRun", run.into_js_value()),
        ("onSubmit", submit.into_js_value()),
    ] {
        Reflect::set(&options, &JsValue::from_str(name), &value)?;
    }
    Ok(options)
}
