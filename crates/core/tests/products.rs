//! Small products have the last digits of OpenBLAS's code for AVX2 (tests/goldens/products.py).

use ndgym_core::layout::Order;
use ndgym_core::products::matmul;
use ndgym_core::{Array, DType};
use serde_json::Value;

fn sizes(case: &Value) -> [usize; 3] {
    serde_json::from_value(case["sizes"].clone()).unwrap()
}

/// The numbers that the script makes, in the order of memory that a case asks for.
fn operand(start: u64, shape: [usize; 2], order: &str) -> Array {
    let count = (shape[0] * shape[1]) as u64;
    let elements: Vec<f64> = (0..count).map(|i| (((i * 37 + start) % 101) as f64 - 50.0) / 7.0).collect();
    let array = Array::from_slice(&shape, &elements).unwrap();
    match order {
        "C" => array,
        "F" => array.copy(Order::F).unwrap(),
        _ => {
            let memory = Array::zeros(&[2 * elements.len()], DType::Float64).unwrap();
            let apart = memory.view(&shape, &[2 * shape[1] as isize, 2], 0);
            apart.assign(&array).unwrap();
            apart
        }
    }
}

#[test]
fn small_products_round_as_blas_rounds_them() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/goldens/products.json")).unwrap();
    assert!(cases.len() > 300);
    for case in &cases {
        let ([rows, depth, columns], order) = (sizes(case), case["order"].as_str().unwrap());
        let start = case["start"].as_u64().unwrap();
        let (a, b) = (operand(start, [rows, depth], order), operand(start + 30, [depth, columns], order));
        let found: Vec<String> =
            matmul(&a, &b).unwrap().to_vec::<f64>().iter().map(|x| format!("{:x}", x.to_bits())).collect();
        let expected: Vec<String> = serde_json::from_value(case["bits"].clone()).unwrap();
        assert_eq!(found, expected, "{rows} {depth} {columns} {order}");
    }
}
