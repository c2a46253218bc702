//! Algorithms of machine learning against NumPy, SciPy, pandas and scikit-learn (tests/goldens/ml.py), and their steps.

use ndgym_core::ml::attention::{self, Projections};
use ndgym_core::ml::clusters::{self, kmeans_from};
use ndgym_core::ml::convolution::{Geometry, conv2d};
use ndgym_core::ml::network::{Initialization, TwoLayerNet, signal_strengths};
use ndgym_core::ml::normalization::{self, Running};
use ndgym_core::ml::optimizer::{Adam, Momentum, clip_by_norm, clip_by_value, sgd};
use ndgym_core::ml::{
    Step, calculate, calibration, decomposition, distance, encoding, loss, neighbors, rolling, softmax, top_k,
};
use ndgym_core::{Array, DType, Result};
use serde_json::Value;

fn array(value: &Value) -> Array {
    let list = |name: &str| value[name].as_array().unwrap().clone();
    let shape: Vec<usize> = list("shape").iter().map(|size| size.as_u64().unwrap() as usize).collect();
    // JSON has no NaN.
    let values: Vec<f64> = list("values").iter().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect();
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
        "chunked" => {
            let manhattan = |a: &Array, b: &Array| distance::manhattan(a, b, &mut ());
            vec![distance::chunked(&x[0], &x[1], size("rows"), manhattan, recorder)?]
        }
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
            vec![attention::multi_head(&x[0], projections, size("heads"), Some(&x[5]), recorder)?]
        }
        "tiled" => vec![attention::tiled(&x[0], &x[1], &x[2], size("tile"), recorder)?],
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
        _ => more_results(name, x, options, recorder)?,
    };
    Ok((results, steps))
}

fn list(values: &[f64]) -> Result<Array> {
    Array::from_slice(&[values.len()], values)
}

fn places(at: &[usize]) -> Result<Vec<Array>> {
    Ok(vec![Array::from_slice(&[at.len()], &at.iter().map(|at| *at as i64).collect::<Vec<_>>())?])
}

/// The rest: what learns, scores and encodes.
fn more_results(name: &str, x: &[Array], options: &Value, recorder: &mut Vec<Step>) -> Result<Vec<Array>> {
    let size = |name: &str| options[name].as_u64().unwrap_or_default() as usize;
    let number = |name: &str| options[name].as_f64().unwrap_or_default();
    let floats = |at: usize| x[at].to_vec::<f64>();
    Ok(match name {
        "momentum" => {
            let mut descent = Momentum::new(0.01, 0.9);
            let mut parameters = vec![x[0].clone()];
            for gradient in &x[1..] {
                parameters = descent.step(&parameters, std::slice::from_ref(gradient), recorder)?;
            }
            parameters
        }
        "sgd" => sgd(&x[..1], &x[1..], 0.01, recorder)?,
        "softmax_regression_step" => {
            let found = loss::softmax_regression_step(&x[0], &x[1], &x[2], &x[3], number("rate"), recorder)?;
            vec![found.weights, found.bias, found.loss]
        }
        "two_layer" => {
            let parameters = [x[2].clone(), x[3].clone(), x[4].clone(), x[5].clone()];
            let net = TwoLayerNet { parameters };
            let (loss, cache) = net.forward(&x[0], &x[1], recorder)?;
            std::iter::once(loss).chain(net.backward(&cache, &x[1], recorder)?).collect()
        }
        "clip_by_norm" => {
            let (mut clipped, norm) = clip_by_norm(x, 2.0, recorder)?;
            clipped.push(Array::from_scalar(norm.into())?);
            clipped
        }
        "clip_by_value" => clip_by_value(x, 0.5, recorder)?,
        "kmeans" => {
            let found = kmeans_from(&x[0], &x[1], size("rounds"), 0.0, recorder)?;
            vec![found.centroids, found.labels, Array::from_scalar(found.inertia.into())?]
        }
        "kmeans_seed" => {
            let mut source = calculate::generator(size("seed") as u64);
            places(&clusters::seed(&x[0], size("k"), &mut source, recorder)?)?
        }
        "smote" => {
            vec![clusters::smote(&x[0], size("count"), size("k"), size("seed") as u64, recorder)?]
        }
        "platt" => {
            let (slope, intercept) = calibration::fit_platt(&x[0], &x[1], recorder)?;
            vec![list(&[slope, intercept])?]
        }
        "temperature" => vec![list(&[calibration::fit_temperature(&x[0], &x[1], recorder)?])?],
        "reliability" => {
            let (bins, error) = calibration::reliability(&x[0], &x[1], 10, recorder)?;
            let filled = || bins.iter().filter(|bin| bin.count > 0);
            let counts: Vec<f64> = bins.iter().map(|bin| bin.count as f64).collect();
            vec![
                list(&filled().map(|bin| bin.predicted).collect::<Vec<_>>())?,
                list(&filled().map(|bin| bin.actual).collect::<Vec<_>>())?,
                list(&counts)?,
                Array::from_scalar(error.into())?,
            ]
        }
        "rolling_mean" => vec![rolling::rolling_mean(&x[0], size("window"), recorder)?],
        "trailing_mean" => {
            vec![list(&rolling::trailing_mean(&floats(0), size("window"), size("shift"), recorder)?)?]
        }
        "point_in_time" => {
            let features = rolling::point_in_time(&x[0].to_vec(), &x[1].to_vec(), &floats(2), recorder)?;
            let column =
                |of: fn(&rolling::PointInTime) -> f64| list(&features.iter().map(of).collect::<Vec<_>>());
            vec![
                column(|row| row.mean_7)?,
                column(|row| row.deviation_7)?,
                column(|row| row.lag_1)?,
                column(|row| row.lag_7)?,
            ]
        }
        "correlation" => vec![Array::from_scalar(rolling::correlation(&floats(0), &floats(1))?.into())?],
        "leaking_target_encoding" => {
            let codes = encoding::leaking_target_encoding(&x[0].to_vec(), &floats(1), number("smoothing"))?;
            vec![list(&codes)?]
        }
        "target_encoding" => {
            let folds: Vec<usize> = x[2].to_vec::<i64>().into_iter().map(|fold| fold as usize).collect();
            let smoothing = number("smoothing");
            vec![list(&encoding::target_encoding(&x[0].to_vec(), &floats(1), &folds, smoothing, recorder)?)?]
        }
        "one_hot" => vec![encoding::one_hot(&x[0], size("classes"), recorder)?],
        "gather" => vec![encoding::gather(&x[0], &x[1], recorder)?],
        "scatter_add" => vec![encoding::scatter_add(size("size"), &x[0], &x[1], recorder)?],
        "top_k" => {
            assert!(
                top_k::by_selection(&floats(0), size("k")).positions
                    == top_k::by_sorting(&floats(0), size("k")).positions
            );
            vec![top_k::top_k(&x[0], size("k"), recorder)?]
        }
        "top_k_by_heap" => places(&top_k::by_heap(&floats(0), size("k"), recorder)?.positions)?,
        "cosine_top_k" => vec![top_k::cosine_top_k(&x[0], &x[1], size("k"), recorder)?],
        "signal_strengths" => {
            let fixed = Initialization::Fixed(number("deviation"));
            let (rows, width, depth) = (size("rows"), size("width"), size("depth"));
            vec![list(&signal_strengths(rows, width, depth, &[fixed], size("seed") as u64)?[0])?]
        }
        other => panic!("no algorithm {other}"),
    })
}

fn assert_near(name: &str, found: &Array, expected: &Array) {
    assert_eq!(found.shape(), expected.shape(), "{name}");
    let tolerance = match name {
        // The golden is found by a search that stops where the loss no longer changes.
        "temperature" | "platt" => 1e-8,
        _ if expected.dtype() == DType::Float32 => 1e-6,
        _ => 1e-11,
    };
    for (found, expected) in found.to_vec::<f64>().into_iter().zip(expected.to_vec::<f64>()) {
        assert!(
            (found.is_nan() && expected.is_nan())
                || (found - expected).abs() <= tolerance * (1.0 + expected.abs()),
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
        // What is no algorithm of several steps has none.
        assert!(!steps.is_empty() || case["options"]["plain"] == true, "{name} has no steps");
        for step in &steps {
            assert!(!step.title.is_empty() && !step.formula.is_empty() && !step.remark.is_empty(), "{name}");
            assert!(step.line.contains(" = ") || step.line.contains("heapq."), "{name}: {}", step.line);
            assert!(!step.inputs.is_empty() && !step.outputs.is_empty(), "{name}: {}", step.title);
        }
    }
}
