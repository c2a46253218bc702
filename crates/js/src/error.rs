//! Errors as JavaScript throws them.

use ndgym_core::{Error, ErrorKind};
use wasm_bindgen::JsValue;

/// What is thrown: an `Error` that carries NumPy's class and text, or whatever JavaScript code itself threw.
#[derive(Debug)]
pub struct Thrown(JsValue);

impl From<Error> for Thrown {
    fn from(error: Error) -> Thrown {
        let thrown = js_sys::Error::new(&error.message);
        thrown.set_name(name(error.kind));
        Thrown(thrown.into())
    }
}

impl From<JsValue> for Thrown {
    fn from(value: JsValue) -> Thrown {
        Thrown(value)
    }
}

impl From<serde_wasm_bindgen::Error> for Thrown {
    fn from(error: serde_wasm_bindgen::Error) -> Thrown {
        Thrown(error.into())
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> JsValue {
        thrown.0
    }
}

/// The class in Python.
fn name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Value => "ValueError",
        ErrorKind::Type => "TypeError",
        ErrorKind::Index => "IndexError",
        ErrorKind::Axis => "AxisError",
        ErrorKind::Overflow => "OverflowError",
        ErrorKind::ZeroDivision => "ZeroDivisionError",
        ErrorKind::Memory => "MemoryError",
        ErrorKind::LinAlg => "LinAlgError",
        ErrorKind::Promotion => "DTypePromotionError",
        ErrorKind::NoLoop => "UFuncNoLoopError",
        ErrorKind::Casting => "UFuncTypeError",
        ErrorKind::FloatingPoint => "FloatingPointError",
        ErrorKind::NotImplemented => "NotImplementedError",
        ErrorKind::Runtime => "RuntimeError",
    }
}
