//! Streams of random numbers against those of real NumPy (`tests/goldens/random_streams.py`).
#![cfg(not(target_arch = "wasm32"))] // the streams are a file

use ndgym_core::random::bounded::{Method, Narrow, up_to, up_to_u32};
use ndgym_core::random::continuous::{self, Modern, Standard};
use ndgym_core::random::legacy::{self, Gauss, Legacy};
use ndgym_core::random::pcg64::Variant;
use ndgym_core::random::{BitSource, Mt19937, Pcg64, SeedSequence, choice, discrete, permute};
use serde_json::Value;

const COUNT: usize = 10_000;

/// A number as the stream's hash takes it.
#[derive(Clone, Copy, Debug)]
enum Number {
    Float(f64),
    Integer(u64),
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Number::Float(value)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number::Integer(value as u64)
    }
}

impl Number {
    fn bits(self) -> u64 {
        match self {
            Number::Float(value) => value.to_bits(),
            Number::Integer(value) => value,
        }
    }
}

fn hash(numbers: &[Number]) -> String {
    let hash = numbers
        .iter()
        .map(|number| number.bits())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| (hash ^ word).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}

/// Draws both interfaces make by the same formula.
fn shared<D: Standard>(draw: &mut D, method: &str, p: &[f64]) -> Option<Number> {
    Some(match (method, p) {
        ("random", []) => draw.uniform().into(),
        ("uniform", [low, high]) => continuous::uniform(draw.source(), *low, high - low).into(),
        ("standard_normal", []) => draw.normal().into(),
        ("normal", [mean, deviation]) => (mean + deviation * draw.normal()).into(),
        ("standard_exponential", []) => draw.exponential().into(),
        ("exponential", [scale]) => (scale * draw.exponential()).into(),
        ("standard_gamma", [shape]) => continuous::standard_gamma(draw, *shape).into(),
        ("chisquare", [df]) => continuous::chi_square(draw, *df).into(),
        ("f", [above, below]) => continuous::f(draw, *above, *below).into(),
        ("standard_cauchy", []) => continuous::standard_cauchy(draw).into(),
        ("standard_t", [df]) => continuous::standard_t(draw, *df).into(),
        ("vonmises", [mu, kappa]) => continuous::von_mises_by_rejection(draw.source(), *mu, *kappa).into(),
        ("weibull", [a]) => continuous::weibull(draw, *a).into(),
        ("laplace", [loc, scale]) => continuous::laplace(draw.source(), *loc, *scale).into(),
        ("gumbel", [loc, scale]) => continuous::gumbel(draw.source(), *loc, *scale).into(),
        ("logistic", [loc, scale]) => continuous::logistic(draw.source(), *loc, *scale).into(),
        ("lognormal", [mean, sigma]) => continuous::lognormal(draw, *mean, *sigma).into(),
        ("triangular", [left, mode, right]) => {
            continuous::triangular(draw.source(), *left, *mode, *right).into()
        }
        ("binomial", [n, p]) => discrete::binomial(draw.source(), *n as i64, *p).into(),
        ("poisson", [mean]) => discrete::poisson(draw.source(), *mean).into(),
        ("negative_binomial", [n, p]) => discrete::negative_binomial(draw, *n, *p).into(),
        _ => return None,
    })
}

fn modern<S: BitSource>(draw: &mut Modern<'_, S>, method: &str, p: &[f64]) -> Option<Number> {
    Some(match (method, p) {
        ("random float32", []) => f64::from(draw.source().next_f32()).into(),
        ("standard_normal float32", []) => f64::from(continuous::standard_normal_f32(draw.source())).into(),
        ("standard_exponential float32", []) => {
            f64::from(continuous::standard_exponential_f32(draw.source())).into()
        }
        ("beta", [a, b]) => continuous::beta(draw, *a, *b).into(),
        ("noncentral_chisquare", [df, nonc]) => continuous::noncentral_chi_square(draw, *df, *nonc).into(),
        ("noncentral_f", [above, below, nonc]) => {
            continuous::noncentral_f(draw, *above, *below, *nonc).into()
        }
        ("pareto", [a]) => continuous::pareto(draw, *a).into(),
        ("power", [a]) => continuous::power(draw, *a).into(),
        ("rayleigh", [mode]) => continuous::rayleigh(draw, *mode).into(),
        ("wald", [mean, scale]) => continuous::wald(draw, *mean, *scale).into(),
        ("zipf", [a]) => discrete::zipf(draw.source(), *a).into(),
        ("geometric", [p]) => discrete::geometric(draw, *p).into(),
        ("logseries", [p]) => discrete::logseries(draw.source(), *p).into(),
        ("hypergeometric", [good, bad, sample]) => {
            discrete::hypergeometric(draw.source(), *good as i64, *bad as i64, *sample as i64).into()
        }
        _ => return None,
    })
}

fn old<S: BitSource>(draw: &mut Legacy<'_, S>, method: &str, p: &[f64]) -> Option<Number> {
    Some(match (method, p) {
        ("beta", [a, b]) => legacy::beta(draw, *a, *b).into(),
        ("noncentral_chisquare", [df, nonc]) => legacy::noncentral_chi_square(draw, *df, *nonc).into(),
        ("noncentral_f", [above, below, nonc]) => legacy::noncentral_f(draw, *above, *below, *nonc).into(),
        ("pareto", [a]) => legacy::pareto(draw, *a).into(),
        ("power", [a]) => legacy::power(draw, *a).into(),
        ("rayleigh", [mode]) => legacy::rayleigh(draw.source(), *mode).into(),
        ("wald", [mean, scale]) => legacy::wald(draw, *mean, *scale).into(),
        ("zipf", [a]) => legacy::zipf(draw.source(), *a).into(),
        ("geometric", [p]) => legacy::geometric(draw.source(), *p).into(),
        ("logseries", [p]) => legacy::logseries(draw.source(), *p).into(),
        ("hypergeometric", [good, bad, sample]) => {
            legacy::hypergeometric(draw.source(), *good as i64, *bad as i64, *sample as i64).into()
        }
        _ => return None,
    })
}

/// Whole numbers of an element type within bounds.
fn integers<S: BitSource>(source: &mut S, dtype: &str, bounds: [i128; 2], method: Method) -> Vec<Number> {
    let [low, high] = bounds;
    let range = (high - 1 - low) as u64;
    let mut narrow = Narrow::new(match dtype {
        "bool" => 1,
        "int8" | "uint8" => 8,
        _ => 16,
    });
    let draw = || {
        let drawn = match dtype {
            "int64" | "uint64" => up_to(source, range, method),
            "int32" | "uint32" => up_to_u32(source, range as u32, method).into(),
            _ => narrow.up_to(source, range as u32, method).into(),
        };
        Number::Integer((low as u64).wrapping_add(drawn))
    };
    std::iter::repeat_with(draw).take(COUNT).collect()
}

fn draw(stream: &Value) -> Vec<Number> {
    let seed = stream["seed"].as_u64().expect("a seed") as u32;
    let method = stream["method"].as_str().expect("a method");
    let parameters = stream["parameters"].as_array().expect("parameters");
    let floats: Vec<f64> = parameters.iter().filter_map(Value::as_f64).collect();
    let is_modern = stream["interface"] == "Generator";
    let mut pcg = Pcg64::new(&SeedSequence::from_entropy(&[seed]), Variant::XslRr);
    let mut twister = Mt19937::from_word(seed);
    if let Some(dtype) = method.strip_prefix("integers ") {
        let bound = |i: usize| parameters[i].as_str().expect("a bound").parse().expect("a number");
        let bounds = [bound(0), bound(1)];
        return match is_modern {
            true => integers(&mut pcg, dtype, bounds, Method::Lemire),
            false => integers(&mut twister, dtype, bounds, Method::Masked),
        };
    }
    let numbers = match (method, is_modern) {
        ("permutation", true) => Some(permute::permutation(&mut pcg, COUNT as i64, 1, Method::Masked)),
        ("permutation", false) => Some(permute::permutation(&mut twister, COUNT as i64, 1, Method::Masked)),
        ("choice", _) => Some(choice::without_replacement(&mut pcg, floats[0] as i64, COUNT as i64, true)),
        _ => None,
    };
    if let Some(numbers) = numbers {
        return numbers.expect("room").to_vec::<i64>().into_iter().map(Number::from).collect();
    }
    let mut gauss = Gauss::default();
    let next = || {
        let drawn = if is_modern {
            let mut draw = Modern(&mut pcg);
            modern(&mut draw, method, &floats).or_else(|| shared(&mut draw, method, &floats))
        } else {
            let mut draw = Legacy { source: &mut twister, gauss: &mut gauss };
            old(&mut draw, method, &floats).or_else(|| shared(&mut draw, method, &floats))
        };
        drawn.unwrap_or_else(|| panic!("no such method: {method}"))
    };
    std::iter::repeat_with(next).take(COUNT).collect()
}

#[test]
fn streams_are_those_of_numpy() {
    let text = include_str!("../../../tests/goldens/random_streams.json");
    let streams: Vec<Value> = serde_json::from_str(text).expect("streams");
    assert!(streams.len() > 300);
    let wrong: Vec<String> = streams
        .iter()
        .filter_map(|stream| {
            let numbers = draw(stream);
            (stream["hash"] != hash(&numbers)).then(|| format!("{stream}: {:?}", &numbers[..3]))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), streams.len(), wrong.join("\n"));
}
