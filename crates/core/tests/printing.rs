//! Random arrays print as NumPy printed them (tests/goldens/printing.py).

use ndgym_core::format::{Bracketing, FloatMode, PrintOptions, Sign, array_repr, array_to_string};
use ndgym_core::{Array, Bool, Complex32, Complex64, DType, with_element};
use serde_json::Value;

fn options(value: &Value) -> PrintOptions {
    let mut options = PrintOptions::default();
    let number = |name: &str, default: usize| value[name].as_u64().map_or(default, |number| number as usize);
    let text = |name: &str, default: &str| value[name].as_str().unwrap_or(default).to_owned();
    options.precision = number("precision", options.precision);
    options.threshold = number("threshold", options.threshold);
    options.edgeitems = number("edgeitems", options.edgeitems);
    options.linewidth = number("linewidth", options.linewidth);
    options.suppress = value["suppress"].as_bool().unwrap_or(false);
    options.nanstr = text("nanstr", "nan");
    options.infstr = text("infstr", "inf");
    options.sign = match value["sign"].as_str() {
        Some("+") => Sign::Plus,
        Some(" ") => Sign::Space,
        _ => Sign::Minus,
    };
    options.float_mode = match value["floatmode"].as_str() {
        Some("fixed") => FloatMode::Fixed,
        Some("unique") => FloatMode::Unique,
        Some("maxprec_equal") => FloatMode::MaxPrecisionEqual,
        _ => FloatMode::MaxPrecision,
    };
    options
}

/// Elements from the bytes that NumPy stored.
trait FromBytes: Sized {
    fn from_bytes(bytes: &[u8]) -> Self;
}

macro_rules! from_bytes {
    ($($type:ty)*) => {
        $(impl FromBytes for $type {
            fn from_bytes(bytes: &[u8]) -> Self {
                <$type>::from_le_bytes(bytes.try_into().unwrap())
            }
        })*
    };
}

from_bytes!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);

impl FromBytes for Bool {
    fn from_bytes(bytes: &[u8]) -> Bool {
        Bool(bytes[0])
    }
}

impl FromBytes for Complex32 {
    fn from_bytes(bytes: &[u8]) -> Complex32 {
        Complex32::new(f32::from_bytes(&bytes[..4]), f32::from_bytes(&bytes[4..]))
    }
}

impl FromBytes for Complex64 {
    fn from_bytes(bytes: &[u8]) -> Complex64 {
        Complex64::new(f64::from_bytes(&bytes[..8]), f64::from_bytes(&bytes[8..]))
    }
}

fn array(dtype: DType, shape: &[usize], hex: &str) -> Array {
    let bytes: Vec<u8> =
        (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
    with_element!(dtype, T => {
        let elements: Vec<T> = bytes.chunks_exact(dtype.itemsize()).map(T::from_bytes).collect();
        Array::from_slice(shape, &elements).unwrap()
    })
}

#[test]
fn arrays_print_as_in_numpy() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/goldens/printing.json"))
            .unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut different = Vec::new();
    for case in &cases {
        let dtype = DType::ALL.into_iter().find(|dtype| dtype.name() == case[0].as_str().unwrap()).unwrap();
        let shape: Vec<usize> =
            case[1].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
        let array = array(dtype, &shape, case[2].as_str().unwrap());
        let options = options(&case[3]);
        let printed =
            [array_repr(&array, &options), array_to_string(&array, &options, Bracketing::default())];
        for (printed, expected) in printed.iter().zip([&case[4], &case[5]]) {
            if printed != expected.as_str().unwrap() {
                different.push(format!(
                    "{}\nNumPy:\n{}\nhere:\n{printed}",
                    case[3],
                    expected.as_str().unwrap()
                ));
            }
        }
    }
    let shown = different.iter().take(8).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(different.is_empty(), "{} of {} differ\n{shown}", different.len(), 2 * cases.len());
}
