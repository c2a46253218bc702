//! Algorithms of machine learning against NumPy and SciPy (tests/goldens/ml.py), and their steps.

use ndgym_core::ml::attention::{self, Projections};
use ndgym_core::ml::convolution::{Geometry, conv2d};
use ndgym_core::ml::normalization::{self, Running};
use ndgym_core::ml::optimizer::Adam;
use ndgym_core::ml::{Step, decomposition, distance, loss, neighbors, softmax};
use ndgym_core::{Array, DType, Result};
use serde_json::Value;

fn array(value: &Value) -> Array {
    let list = |name: &str| value[name].as_array().unwrap().clone();
    let shape: Vec<usize> = list("shape").iter().map(|size| size.as_u64().unwrap() as usize).collect();
    let values: Vec<f64> = list("values").iter().map(|number| number.as_f64().unwrap()).collect();
    let dtype = DType::parse(value["dtype"].as_str().unwrap()).unwrap();
    Array::from_slice(&shape, &values).unwrap().as_dtype(dtype).unwrap()
}

/// The results of a case, and its steps.
fn results(name: &str, x: &[Array], options: &Value) -> Result<(Vec<Array>, Vec<Step>)> {
    let mut steps = Vec::new();
    let size = |name: &str| options[name].as_u64().unwrap_or_default() as usize;
    let running = || Running { mean: x[3].clone(), variance: x[4].clone() };
    let recorder = &mut steps;
    let results = match name {
        "softmax" => vec![softmax::softmax(&x[0], recorder)?],
        "log_softmax" => vec![softmax::log_softmax(&x[0], recorder)?],
        "cross_entropy" => vec![loss::cross_entropy(&x[0], &x[1], recorder)?],
        "cross_entropy_from_logits" => vec![loss::cross_entropy_from_logits(&x[0], &x[1], recorder)?],
        "cross_entropy_gradient" => vec![loss::cross_entropy_gradient(&x[0], &x[1], recorder)?],
        "batch_norm" => vec![normalization::batch_norm(&x[0], &x[1], &x[2], 1e-5, recorder)?.0],
        "layer_norm" => vec![normalization::layer_norm(&x[0], &x[1], &x[2], 1e-5, recorder)?.0],
        "running" => {
            let moved =
                normalization::batch_norm_training(&x[0], &x[1], &x[2], &running(), 0.1, 1e-5, recorder)?.2;
            vec![moved.mean, moved.variance]
        }
        "batch_norm_inference" => {
            vec![normalization::batch_norm_inference(&x[0], &x[1], &x[2], &running(), 1e-5, recorder)?]
        }
        "cosine_similarity" => vec![distance::cosine_similarity(&x[0], &x[1], recorder)?],
        "euclidean" => vec![distance::euclidean(&x[0], &x[1], recorder)?],
        "manhattan" => vec![distance::manhattan(&x[0], &x[1], recorder)?],
        "nearest" => vec![neighbors::predict(&x[0], &x[1], &x[2], size("k"), recorder)?],
        "truncated_svd" => {
            let found = decomposition::truncated_svd(&x[0], size("k"), recorder)?;
            let absolute: Vec<f64> = found.components.to_vec::<f64>().iter().map(|x| x.abs()).collect();
            vec![found.explained, Array::from_slice(found.components.shape(), &absolute)?]
        }
        "attention" => {
            let found = attention::attention(&x[0], &x[1], &x[2], Some(&x[3]), recorder)?;
            vec![found.output, found.weights]
        }
        "multi_head" => {
            let projections = Projections { queries: &x[1], keys: &x[2], values: &x[3], output: &x[4] };
            vec![attention::multi_head(&x[0], projections, size("heads"), None, recorder)?]
        }
        "conv2d" => {
            let geometry = Geometry { stride: size("stride"), padding: size("padding") };
            vec![conv2d(&x[0], &x[1], Some(&x[2]), geometry, recorder)?]
        }
        "adam" => {
            let mut adam = Adam::new(0.01);
            adam.decay = options["decay"].as_f64().unwrap();
            let mut parameters = vec![x[0].clone()];
            for gradient in &x[1..] {
                parameters = adam.step(&parameters, std::slice::from_ref(gradient), recorder)?;
            }
            parameters
        }
        other => panic!("no algorithm {other}"),
    };
    Ok((results, steps))
}

fn assert_near(name: &str, found: &Array, expected: &Array) {
    assert_eq!(found.shape(), expected.shape(), "{name}");
    let tolerance = if expected.dtype() == DType::Float32 { 1e-6 } else { 1e-11 };
    for (found, expected) in found.to_vec::<f64>().into_iter().zip(expected.to_vec::<f64>()) {
        assert!(
            (found - expected).abs() <= tolerance * (1.0 + expected.abs()),
            "{name}: {found}, not {expected}"
        );
    }
}

#[test]
fn algorithms_give_what_numpy_and_scipy_give() {
    let cases: Value = serde_json::from_str(include_str!("../../../tests/goldens/ml.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let arrays = |list: &str| case[list].as_array().unwrap().iter().map(array).collect::<Vec<_>>();
        let (found, steps) = results(name, &arrays("inputs"), &case["options"]).unwrap();
        let expected = arrays("outputs");
        assert_eq!(found.len(), expected.len(), "{name}");
        found.iter().zip(&expected).for_each(|(found, expected)| assert_near(name, found, expected));
        assert!(!steps.is_empty(), "{name} has no steps");
        for step in &steps {
            assert!(!step.title.is_empty() && !step.formula.is_empty() && !step.remark.is_empty(), "{name}");
            assert!(step.line.contains(" = ") || step.line.starts_with("np."), "{name}: {}", step.line);
            assert!(!step.inputs.is_empty() && !step.outputs.is_empty(), "{name}: {}", step.title);
        }
    }
}
