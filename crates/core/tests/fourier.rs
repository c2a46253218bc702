//! Fourier transforms have the digits of NumPy's (tests/goldens/fourier.py).

use ndgym_core::fft::{inverse_real_transform, real_transform, transform};
use ndgym_core::{Array, Complex64, DType};
use serde_json::Value;

/// Irregular, and exact in either precision.
fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|i| ((i * 7919 + 13) % 1009) as f64 - 504.0).map(|number| number / 64.0).collect()
}

fn found(name: &str, length: usize, single: bool) -> Array {
    let x = numbers(2 * length);
    let z: Vec<_> = x.chunks(2).map(|pair| Complex64::new(pair[0], 0.5 * pair[1])).collect();
    let of = |array: Array, dtype| if single { array.as_dtype(dtype).unwrap() } else { array };
    let real = of(Array::from_slice(&[length], &x[..length]).unwrap(), DType::Float32);
    let complex = |count: usize| of(Array::from_slice(&[count], &z[..count]).unwrap(), DType::Complex64);
    let n = length as f64;
    let ortho = if single { f64::from((n as f32).sqrt().recip()) } else { n.sqrt().recip() };
    match name {
        "fft" => transform(&complex(length), None, 0, false, 1.0),
        "ifft" => transform(&complex(length), None, 0, true, n.recip()),
        "fft ortho" => transform(&complex(length), None, 0, false, ortho),
        "rfft" => real_transform(&real, None, 0, 1.0),
        "rfft ortho" => real_transform(&real, None, 0, ortho),
        "irfft" => inverse_real_transform(&complex(length / 2 + 1), length as i64, 0, n.recip()),
        _ => panic!("{name}"),
    }
    .unwrap()
}

fn hash(parts: &[f64]) -> String {
    let step = |hash: u64, part: &f64| (hash ^ part.to_bits()).wrapping_mul(0x100_0000_01b3);
    format!("{:016x}", parts.iter().fold(0xcbf2_9ce4_8422_2325_u64, step))
}

#[test]
fn transforms_are_numpys_to_the_last_digit() {
    let goldens: Value = serde_json::from_str(include_str!("../../../tests/goldens/fourier.json")).unwrap();
    let cases = goldens["cases"].as_array().unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let dtype = case["dtype"].as_str().unwrap();
        let found = found(
            case["transform"].as_str().unwrap(),
            case["length"].as_u64().unwrap() as usize,
            matches!(dtype, "float32" | "complex64"),
        );
        let parts: Vec<f64> = if found.dtype().is_complex() {
            found.to_vec::<Complex64>().into_iter().flat_map(|number| [number.re, number.im]).collect()
        } else {
            found.to_vec()
        };
        if found.dtype().name() != dtype || case["hash"] != hash(&parts) {
            wrong.push(format!("{case}: {} {:?}", found.dtype().name(), &parts[..parts.len().min(3)]));
        }
    }
    assert!(cases.len() > 1000, "{}", cases.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
