//! The web worker: owns the Python VM, answers requests.
//!
//! `ndgym-worker-loader.js` starts it. From then on every message from the page is a [`Request`] as JSON and
//! every answer an [`Event`](ndgym_protocol::Event) as JSON.

mod archive;
mod browser;
mod service;

use ndgym_protocol::Event;
use wasm_bindgen::prelude::*;

fn main() {
    std::panic::set_hook(Box::new(|panic| service::report_panic(&panic.to_string())));
    archive::install();
    browser::lock_down();
    service::prepare();
    let answer = Closure::<dyn FnMut(JsValue)>::new(|message: JsValue| {
        let data = browser::property(&message, "data");
        match data.as_string().map(|text| serde_json::from_str(&text)) {
            Some(Ok(request)) => service::answer(request),
            _ => wasm_bindgen::throw_str("a message that is no request"),
        }
    });
    browser::on_message(&answer);
    // The worker listens for as long as it lives.
    answer.forget();
    service::send(&Event::Ready);
    archive::fetch_ahead();
}
