//! Where the site lives: it may be any folder of any host, so every address is relative to the document's base.

use leptos::prelude::*;

/// Makes the base absolute once, for the document's address changes while the base must not.
pub(crate) fn fix_base() {
    let Ok(Some(base)) = document().query_selector("base") else { return };
    let address = document().base_uri().ok().flatten().unwrap_or_default();
    // An attribute that cannot be set leaves the page as it was.
    let _ = base.set_attribute("href", &address);
}

/// The site's root as the router wants it: a path without a slash at its end, empty on a host of its own.
pub(crate) fn base_path() -> String {
    let address = document().base_uri().ok().flatten().unwrap_or_default();
    let path = web_sys::Url::new(&address).map(|url| url.pathname()).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

/// Where the engine's files are, and how large its wasm is.
pub(crate) struct EngineFiles {
    /// Absolute address of their folder, with a slash at the end.
    pub(crate) folder: String,
    /// Bytes of the wasm; 0 if the build did not say.
    pub(crate) bytes: f64,
}

/// Reads the tag that the build filled in.
pub(crate) fn engine_files() -> EngineFiles {
    let tag = document().query_selector("meta[name=ndgym-engine]").ok().flatten();
    let attribute = |name| tag.as_ref().and_then(|tag| tag.get_attribute(name)).unwrap_or_default();
    EngineFiles {
        folder: absolute(&attribute("content")),
        bytes: attribute("data-bytes").parse().unwrap_or(0.0),
    }
}

/// Address of the editor's bundle, which `index.html` names without loading it.
pub(crate) fn editor_module() -> String {
    let tag = document().query_selector("script[data-module=editor]").ok().flatten();
    absolute(&tag.and_then(|tag| tag.get_attribute("src")).unwrap_or_default())
}

/// Sets the window's title.
pub(crate) fn set_title(page: &str) {
    document().set_title(&if page.is_empty() {
        "ndgym: NumPy for interviews".to_owned()
    } else {
        format!("{page} · ndgym")
    });
}

fn absolute(address: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(address, &base).map(|url| url.href()).unwrap_or_default()
}
