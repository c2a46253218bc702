//! Complex functions at the edges of their type are NumPy's (tests/goldens/complex_edges.py).

use ndgym_core::ufunc::{Operand, Options, Ufunc};
use ndgym_core::{Array, Complex64};
use serde_json::Value;

fn part(text: &Value) -> f64 {
    match text.as_str().unwrap() {
        "nan" => f64::NAN,
        bits => f64::from_bits(u64::from_str_radix(bits, 16).unwrap()),
    }
}

fn numbers(list: &Value) -> Vec<Complex64> {
    list.as_array().unwrap().iter().map(|pair| Complex64::new(part(&pair[0]), part(&pair[1]))).collect()
}

fn array(numbers: &[Complex64]) -> Operand {
    Operand::Array(Array::from_slice(&[numbers.len()], numbers).unwrap())
}

/// Equal, or apart by two roundings; zeros with their signs.
fn agrees(found: f64, expected: f64) -> bool {
    if found == expected || found.is_nan() || expected.is_nan() {
        return found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan();
    }
    (found - expected).abs() <= 8e-16 * expected.abs()
}

fn check(name: &str, operands: &[Vec<Complex64>], expected: &Value) {
    let ufunc = Ufunc::named(name).unwrap_or_else(|| panic!("no ufunc {name}"));
    let arrays: Vec<_> = operands.iter().map(|operand| array(operand)).collect();
    let result = ufunc.call(&arrays, &Options::default()).unwrap().remove(0);
    for (at, (found, expected)) in result.to_vec::<Complex64>().into_iter().zip(numbers(expected)).enumerate()
    {
        assert!(
            agrees(found.re, expected.re) && agrees(found.im, expected.im),
            "{name}{:?} = {found}, not {expected}",
            operands.iter().map(|operand| operand[at]).collect::<Vec<_>>()
        );
    }
}

#[test]
fn functions_of_edges_are_numpys() {
    let golden: Value =
        serde_json::from_str(include_str!("../../../tests/goldens/complex_edges.json")).unwrap();
    for (name, expected) in golden["unary"].as_object().unwrap() {
        check(name, &[numbers(&golden["points"])], expected);
    }
    for (name, expected) in golden["binary"].as_object().unwrap() {
        check(name, &[numbers(&golden["left"]), numbers(&golden["right"])], expected);
    }
}
