//! Singular vectors and eigenvectors have the signs and phases of LAPACK's (tests/goldens/decompositions.py), and small
//! results its last digits.

use ndgym_core::linalg::{
    QrMode, Triangle, cholesky, det, eig, eigh, eigvals, inv, lstsq, qr, solve, svd, svdvals,
};
use ndgym_core::products::matmul;
use ndgym_core::{Array, Complex64, DType, Result};
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

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../tests/goldens/decompositions.json")).unwrap()
}

#[test]
fn vectors_are_turned_as_lapack_turns_them() {
    for case in &cases() {
        let kind = case["kind"].as_str().unwrap();
        if !matches!(kind, "svd" | "eigh" | "eigh upper") {
            continue;
        }
        let a = matrix(case);
        let what = format!("{kind} of {:?} {}", a.shape(), a.dtype().name());
        let values: Vec<f64> =
            case["values"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
        let (found, left, right) = if kind == "svd" {
            let factors = svd(&a, case["full"].as_bool().unwrap()).unwrap();
            let right = factors.vh.to_vec::<Complex64>()[..values.len() * a.shape()[1]].to_vec();
            (factors.s, columns(&factors.u, values.len()), right)
        } else {
            let triangle = if kind == "eigh" { Triangle::Lower } else { Triangle::Upper };
            let (found, vectors) = eigh(&a, triangle).unwrap();
            (found, columns(&vectors, values.len()), Vec::new())
        };
        for (found, expected) in found.to_vec::<f64>().iter().zip(&values) {
            assert!((found - expected).abs() < 1e-11 * (1.0 + expected.abs()), "{what}: {found} {expected}");
        }
        assert_near(&what, &left, &numbers(&case["left"]));
        assert_near(&what, &right, &numbers(&case["right"]));
    }
}

/// Whether a result is the one expected: numbers to the last digit, or of complex matrices, where C libraries differ in the
/// lengths they give, nearly; and the signs of zeros in any case.
fn agrees(found: &Array, expected: &Value, exactly: bool) -> bool {
    let shape: Vec<u64> = found.shape().iter().map(|size| *size as u64).collect();
    let expected_shape: Vec<u64> =
        expected["shape"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap()).collect();
    let parts = found.to_vec::<Complex64>().into_iter().flat_map(|z| [z.re, z.im]);
    let expected_parts = expected["bits"].as_array().unwrap().iter();
    let same = |found: f64, expected: &Value| {
        let bits = u64::from_str_radix(expected.as_str().unwrap(), 16).unwrap();
        let expected = f64::from_bits(bits);
        let near = (found - expected).abs() <= 1e-14 * expected.abs()
            && found.is_sign_negative() == expected.is_sign_negative();
        if exactly { found.to_bits() == bits } else { near }
    };
    shape == expected_shape
        && found.dtype().is_complex() == expected["complex"].as_bool().unwrap()
        && parts.zip(expected_parts).all(|(found, expected)| same(found, expected))
}

/// The positive definite matrix that the script makes of one.
fn definite(a: &Array) -> Array {
    let gram = matmul(a, &a.transpose()).unwrap();
    let rows = gram.shape()[0];
    let mut elements = gram.to_vec::<f64>();
    (0..rows).for_each(|row| elements[row * rows + row] += 1.0);
    Array::from_slice(&[rows, rows], &elements).unwrap()
}

fn results(kind: &str, a: &Array) -> Option<Result<Vec<Array>>> {
    let counting =
        |rows: usize| Array::from_slice(&[rows], &(1..=rows).map(|i| i as f64).collect::<Vec<_>>());
    Some(match kind {
        "eig" => eig(a).map(|(values, vectors)| vec![values, vectors]),
        "eigvals" => eigvals(a).map(|values| vec![values]),
        "svdvals" => svdvals(a).map(|values| vec![values]),
        "qr" => qr(a, QrMode::Reduced).map(|(q, r)| q.into_iter().chain([r]).collect()),
        "exact svd" => svd(a, true).map(|factors| vec![factors.u, factors.s, factors.vh]),
        "exact eigh" => eigh(a, Triangle::Lower).map(|(values, vectors)| vec![values, vectors]),
        "cholesky" => cholesky(&definite(a), Triangle::Lower).map(|factor| vec![factor]),
        "inv" => inv(&definite(a)).map(|inverse| vec![inverse]),
        "solve" => solve(&definite(a), &counting(a.shape()[0]).unwrap()).map(|x| vec![x]),
        "det" => det(a).map(|determinant| vec![determinant]),
        _ => return None,
    })
}

#[test]
fn results_are_lapacks_to_the_last_digit() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for case in &cases() {
        let a = matrix(case);
        let Some(found) = results(case["kind"].as_str().unwrap(), &a) else { continue };
        let found = found.unwrap();
        checked += 1;
        let exactly = !case["complex"].as_bool().unwrap();
        let expected = case["results"].as_array().unwrap();
        if found.iter().zip(expected).any(|(found, expected)| !agrees(found, expected, exactly)) {
            wrong.push(format!("{} of {}: {:?}", case["kind"], case["a"], found));
        }
    }
    assert!(checked > 1400, "{checked}");
    assert!(wrong.is_empty(), "{} of {checked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn least_squares_are_lapacks_to_the_last_digit() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for case in cases().iter().filter(|case| case["kind"] == "lstsq") {
        let a = matrix(case);
        let right_sides = case["right_sides"].as_u64().unwrap() as usize;
        let b = Array::from_slice(&[a.shape()[0], right_sides], &numbers(&case["b"])).unwrap();
        let found = lstsq(&a, &b.as_dtype(DType::Float64).unwrap(), None).unwrap();
        let expected = case["results"].as_array().unwrap();
        let parts = [&found.x, &found.residuals, &found.s];
        let all_agree = parts.iter().zip(expected).all(|(found, expected)| agrees(found, expected, true));
        checked += 1;
        if !all_agree || found.rank as u64 != case["rank"].as_u64().unwrap() {
            wrong.push(format!("{:?}: {:?}", a.shape(), found.x));
        }
    }
    assert!(checked > 30, "{checked}");
    assert!(wrong.is_empty(), "{} of {checked}:\n{}", wrong.len(), wrong.join("\n"));
}
