//! Singular vectors and Hermitian eigenvectors have the signs and phases of LAPACK's (tests/goldens/decompositions.py).

use ndgym_core::linalg::{Triangle, eigh, svd};
use ndgym_core::{Array, Complex64, DType};
use serde_json::Value;

fn numbers(value: &Value) -> Vec<Complex64> {
    let part = |pair: &Value, at: usize| pair[at].as_f64().unwrap();
    value.as_array().unwrap().iter().map(|pair| Complex64::new(part(pair, 0), part(pair, 1))).collect()
}

fn matrix(case: &Value) -> Array {
    let shape: Vec<usize> =
        case["shape"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap() as usize).collect();
    let array = Array::from_slice(&shape, &numbers(&case["a"])).unwrap();
    if case["complex"].as_bool().unwrap() { array } else { array.as_dtype(DType::Float64).unwrap() }
}

fn assert_near(what: &str, found: &[Complex64], expected: &[Complex64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).norm() < 1e-9, "{what}: {found}, not {expected}");
    }
}

/// The first columns of a matrix, row by row.
fn columns(matrix: &Array, count: usize) -> Vec<Complex64> {
    let width = matrix.shape()[1];
    matrix.to_vec::<Complex64>().chunks(width).flat_map(|row| row[..count].to_vec()).collect()
}

#[test]
fn vectors_are_turned_as_lapack_turns_them() {
    let cases: Value =
        serde_json::from_str(include_str!("../../../tests/goldens/decompositions.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let a = matrix(case);
        let what = format!("{} of {:?} {}", case["kind"], a.shape(), a.dtype().name());
        let values: Vec<f64> =
            case["values"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
        let (found, left, right) = if case["kind"] == "svd" {
            let factors = svd(&a, case["full"].as_bool().unwrap()).unwrap();
            let right = factors.vh.to_vec::<Complex64>()[..values.len() * a.shape()[1]].to_vec();
            (factors.s, columns(&factors.u, values.len()), right)
        } else {
            let (found, vectors) = eigh(&a, Triangle::Lower).unwrap();
            (found, columns(&vectors, values.len()), Vec::new())
        };
        for (found, expected) in found.to_vec::<f64>().iter().zip(&values) {
            assert!((found - expected).abs() < 1e-11 * (1.0 + expected.abs()), "{what}: {found} {expected}");
        }
        assert_near(&what, &left, &numbers(&case["left"]));
        assert_near(&what, &right, &numbers(&case["right"]));
    }
}
