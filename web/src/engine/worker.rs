//! One web worker with an engine in it.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// A worker; dropping it ends it at once, whatever it is doing.
pub(super) struct EngineWorker {
    number: u32,
    ready: bool,
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl EngineWorker {
    /// Starts a worker from the compiled module. `heard` gets its messages, `died` the reason when it breaks.
    pub(super) fn start(
        number: u32,
        module: &JsValue,
        heard: impl Fn(String) + 'static,
        died: impl Fn(String) + 'static,
    ) -> Result<EngineWorker, String> {
        let folder = crate::site::engine_files().folder;
        let worker = Worker::new(&format!("{folder}ndgym-worker-loader.js")).map_err(|error| text(&error))?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string() {
                heard(message);
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let message = event.message();
            died(if message.is_empty() { "its files are missing".to_owned() } else { message });
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        let start = Object::new();
        let glue = JsValue::from_str(&format!("{folder}ndgym-worker.js"));
        Reflect::set(&start, &"glue".into(), &glue)
            .and_then(|_| Reflect::set(&start, &"module".into(), module))
            .and_then(|_| worker.post_message(&start))
            .map_err(|error| text(&error))?;
        Ok(EngineWorker { number, ready: false, worker, _on_message: on_message, _on_error: on_error })
    }

    /// Which of the page's workers this is.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Whether it takes requests.
    pub(super) fn is_ready(&self) -> bool {
        self.ready
    }

    /// Notes that it takes requests.
    pub(super) fn set_ready(&mut self) {
        self.ready = true;
    }

    /// Sends it a message.
    pub(super) fn send(&self, message: &str) -> Result<(), String> {
        self.worker.post_message(&message.into()).map_err(|error| text(&error))
    }
}

impl Drop for EngineWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn text(error: &JsValue) -> String {
    error.as_string().unwrap_or_else(|| format!("{error:?}"))
}
