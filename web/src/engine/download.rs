//! Downloads and compiles the engine's wasm, and counts the bytes meanwhile.

use js_sys::{Promise, Reflect, Uint8Array, WebAssembly};
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response};

/// The compiled module at an address; `progress` hears the number of bytes that have come so far.
pub(super) async fn compiled(address: &str, progress: impl Fn(f64) + 'static) -> Result<JsValue, String> {
    compile(address, progress).await.map_err(|error| describe(&error))
}

async fn compile(address: &str, progress: impl Fn(f64) + 'static) -> Result<JsValue, JsValue> {
    let response = fetch(address).await?;
    // The twin is for counting: compiling the response itself lets browsers keep the compiled code for next time.
    count(response.clone()?, progress);
    match JsFuture::from(WebAssembly::compile_streaming(&Promise::resolve(&JsValue::from(response)))).await {
        Ok(module) => Ok(module),
        // A host that does not know what a .wasm file is: compiled from plain bytes, which is slower.
        Err(_) => {
            let bytes = JsFuture::from(fetch(address).await?.array_buffer()?).await?;
            JsFuture::from(WebAssembly::compile(&bytes)).await
        }
    }
}

async fn fetch(address: &str) -> Result<Response, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
    if response.ok() {
        Ok(response)
    } else {
        Err(format!("the host answered {} {}", response.status(), response.status_text()).into())
    }
}

fn count(response: Response, progress: impl Fn(f64) + 'static) {
    let Some(body) = response.body() else { return };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    spawn_local(async move {
        let mut bytes = 0.0;
        // An error ends the count; the compilation of the other twin reports it.
        while let Ok(chunk) = JsFuture::from(reader.read()).await {
            match Reflect::get(&chunk, &"value".into())
                .ok()
                .and_then(|value| value.dyn_into::<Uint8Array>().ok())
            {
                Some(part) => bytes += f64::from(part.byte_length()),
                None => break,
            }
            progress(bytes);
        }
    });
}

fn describe(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "for an unknown reason".to_owned())
}
