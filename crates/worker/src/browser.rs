//! What the worker uses of its browser, and what it takes away from itself.

use js_sys::{Function, Object, Reflect};
use ndgym_python::Clock;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = postMessage)]
    fn post_message(message: &str);

    type Performance;

    /// Looked up once: that takes longer than to ask it for the time.
    #[wasm_bindgen(thread_local_v2, js_name = performance)]
    static PERFORMANCE: Performance;

    #[wasm_bindgen(method)]
    fn now(this: &Performance) -> f64;

    /// Calls a function; what JavaScript throws in it (or beneath it, through WebAssembly's frames) comes back as the error.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn reflect_apply(
        function: &JsValue,
        this: &JsValue,
        arguments: &js_sys::Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64);
}

/// Ways from a worker to the network, to storage and to other contexts. Python code cannot name them; taking them away
/// makes sure that nothing else in the worker can.
const TAKEN_AWAY: &[&str] = &[
    "fetch",
    "fetchLater",
    "XMLHttpRequest",
    "WebSocket",
    "WebSocketStream",
    "WebTransport",
    "EventSource",
    "RTCPeerConnection",
    "BroadcastChannel",
    "MessageChannel",
    "Worker",
    "SharedWorker",
    "importScripts",
    "indexedDB",
    "caches",
    "cookieStore",
    "Notification",
    "navigator",
    "showOpenFilePicker",
];

/// Removes what could reach beyond the worker. What needs it later has taken it before ([`archive`](crate::archive)).
pub(crate) fn lock_down() {
    let mut holder = js_sys::global();
    // Most of these live on the prototypes of the global object.
    while !holder.is_null() && !holder.is_undefined() {
        for name in TAKEN_AWAY {
            let name = JsValue::from_str(name);
            if Object::has_own(&holder, &name) && !Reflect::delete_property(&holder, &name).unwrap_or(false) {
                // What cannot be deleted is hidden, if even that is allowed.
                let _ = Reflect::set(&holder, &name, &JsValue::UNDEFINED);
            }
        }
        holder = Object::get_prototype_of(&holder);
    }
}

/// Sends a text to the page.
pub(crate) fn post(message: &str) {
    post_message(message);
}

/// Makes `listener` take the messages of the page.
pub(crate) fn on_message(listener: &Closure<dyn FnMut(JsValue)>) {
    let set = Reflect::set(&js_sys::global(), &"onmessage".into(), listener.as_ref());
    debug_assert!(set.is_ok());
}

/// Does something once the worker has nothing else to do.
pub(crate) fn when_idle(action: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(action);
    set_timeout(callback.unchecked_ref(), 0.0);
}

/// Does something that may exhaust the browser's stack or meet a trap; then the text of what the browser threw. Nothing on
/// the way was unwound, so after that the worker can only report and end.
pub(crate) fn guarded(action: impl FnOnce() + 'static) -> Result<(), String> {
    let action = Closure::once_into_js(action);
    match reflect_apply(&action, &JsValue::UNDEFINED, &js_sys::Array::new()) {
        Ok(_) => Ok(()),
        Err(thrown) => Err(property(&thrown, "message").as_string().unwrap_or_else(|| format!("{thrown:?}"))),
    }
}

/// A property of an object; undefined if there is none.
pub(crate) fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Milliseconds since the worker started.
pub(crate) fn milliseconds() -> f64 {
    PERFORMANCE.with(Performance::now)
}

/// The browser's clocks.
pub(crate) fn clock() -> Clock {
    Clock { monotonic: || milliseconds() / 1000.0, unix: || js_sys::Date::now() / 1000.0 }
}
