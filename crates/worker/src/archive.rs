//! The second archive of Python's library, a file of the site: asked for as soon as the worker is ready, and once more, with
//! the program waiting for it, if an import wants it sooner.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use js_sys::{Function, Reflect, Uint8Array};
use ndgym_python::{ARCHIVE_BYTES, ARCHIVE_NAME};
use wasm_bindgen::prelude::*;

use crate::browser;

/// How long a program waits, in milliseconds: less than the page grants most runs.
const PATIENCE_MS: f64 = 8000.0;

/// `readyState` of a request that has ended.
const DONE: u32 = 4;

#[wasm_bindgen]
extern "C" {
    /// An `XMLHttpRequest`, which alone can be waited for.
    type HttpRequest;

    #[wasm_bindgen(method, catch)]
    fn open(this: &HttpRequest, method: &str, address: &str, asynchronous: bool) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn send(this: &HttpRequest) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    fn abort(this: &HttpRequest);

    #[wasm_bindgen(method, setter, js_name = responseType)]
    fn set_response_type(this: &HttpRequest, kind: &str);

    #[wasm_bindgen(method, setter)]
    fn set_timeout(this: &HttpRequest, milliseconds: f64);

    #[wasm_bindgen(method, getter, js_name = readyState)]
    fn ready_state(this: &HttpRequest) -> u32;

    #[wasm_bindgen(method, getter)]
    fn status(this: &HttpRequest) -> u32;

    #[wasm_bindgen(method, getter)]
    fn response(this: &HttpRequest) -> JsValue;
}

thread_local! {
    /// The browser's class of requests: what the worker's scope has no longer, and nobody else can reach.
    static CLASS: OnceCell<Function> = const { OnceCell::new() };
    /// The request that was made ahead of need.
    static EARLY: RefCell<Option<HttpRequest>> = const { RefCell::new(None) };
    /// The archive. In the browser's memory, for what is in ours would count as the program's.
    static ARCHIVE: RefCell<Option<Uint8Array>> = const { RefCell::new(None) };
}

/// Takes the class of requests from the worker's scope, before that is locked down, and lets interpreters read the archive.
pub(crate) fn install() {
    if let Ok(class) = browser::property(&js_sys::global(), "XMLHttpRequest").dyn_into::<Function>() {
        CLASS.with(|kept| drop(kept.set(class)));
    }
    ndgym_python::read_archive_with(read);
}

/// Asks for the archive ahead of need.
pub(crate) fn fetch_ahead() {
    EARLY.set(request(true).ok());
}

/// A part of the archive.
fn read(place: Range<usize>) -> Result<Vec<u8>, String> {
    let archive = match ARCHIVE.with_borrow(Option::clone) {
        Some(archive) => archive,
        None => fetch()?,
    };
    // Below 4 GiB, as all addresses here.
    Ok(archive.subarray(place.start as u32, place.end as u32).to_vec())
}

/// The archive from the request made before, if that has ended well, or else from one that is waited for.
fn fetch() -> Result<Uint8Array, String> {
    let early = EARLY.take().and_then(|early| {
        if early.ready_state() != DONE {
            // While a program runs, nothing of it arrives.
            early.abort();
        }
        content(&early).ok()
    });
    let fetched = match early {
        Some(archive) => Ok(archive),
        None => request(false).and_then(|request| content(&request)),
    };
    match &fetched {
        Ok(archive) => ARCHIVE.set(Some(archive.clone())),
        Err(_) => fetch_ahead(),
    }
    fetched
}

/// Sends a request for the archive; one that is not asynchronous has ended then.
fn request(asynchronous: bool) -> Result<HttpRequest, String> {
    let class = CLASS.with(|class| class.get().cloned()).ok_or("this browser has no requests")?;
    let send = || {
        let request: HttpRequest = Reflect::construct(&class, &js_sys::Array::new())?.unchecked_into();
        // Addresses are relative to the worker's script, which is in the engine's folder.
        request.open("GET", &format!("../{ARCHIVE_NAME}"), asynchronous)?;
        request.set_response_type("arraybuffer");
        if !asynchronous {
            request.set_timeout(PATIENCE_MS);
        }
        request.send()?;
        Ok(request)
    };
    send().map_err(|error: JsValue| match browser::property(&error, "name").as_string().as_deref() {
        Some("TimeoutError") => format!("it took longer than {} s", PATIENCE_MS / 1000.0),
        _ => "the host cannot be reached".to_owned(),
    })
}

/// What a request that has ended brought.
fn content(request: &HttpRequest) -> Result<Uint8Array, String> {
    match request.status() {
        200 => {}
        0 => return Err("the host cannot be reached".to_owned()),
        status => return Err(format!("the host answered {status}")),
    }
    let bytes = Uint8Array::new(&request.response());
    if bytes.length() as usize == ARCHIVE_BYTES {
        Ok(bytes)
    } else {
        Err("the host sent something else".to_owned())
    }
}
