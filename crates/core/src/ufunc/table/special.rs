//! Special functions: what `scipy.special` calls ufuncs. They stand in a list of their own, for `numpy` has none of them.

use super::macros::ufunc;
use crate::element::Element;
use crate::float_status;
use crate::ufunc::inner::{map1, map1_many, map2};
use crate::ufunc::{Loop, Ufunc};
use ndgym_kernels::math::{self, in_double};
use std::cell::Cell;

/// A function of real numbers, computed in double precision.
macro_rules! special {
    ($name:literal, $function:expr) => {
        ufunc!($name, 1 -> 1, None, [&[special!(@loop f32, $function), special!(@loop f64, $function)]])
    };
    (@loop $type:ident, $function:expr) => {
        Loop {
            inputs: &[$type::DTYPE],
            outputs: &[$type::DTYPE],
            inner: |frame| quietly(|| map1(frame, 0, |a: $type| -> $type { $function(f64::from(a)) as $type })),
        }
    };
}

/// A function of two real numbers, computed in double precision.
macro_rules! special_pair {
    ($name:literal, $function:expr) => {
        ufunc!($name, 2 -> 1, None, [&[special_pair!(@loop f32, $function), special_pair!(@loop f64, $function)]])
    };
    (@loop $type:ident, $function:expr) => {
        Loop {
            inputs: &[$type::DTYPE; 2],
            outputs: &[$type::DTYPE],
            inner: |frame| quietly(|| {
                let function = |a: $type, b: $type| -> $type { $function(f64::from(a), f64::from(b)) as $type };
                map2(frame, |_, _| 0, function);
            }),
        }
    };
}

/// Runs a loop and forgets the exceptions it met, of which SciPy does not speak.
fn quietly(work: impl FnOnce()) {
    let before = float_status::take();
    work();
    float_status::take();
    float_status::raise(before);
}

/// `scipy.special.entr`
pub static ENTR: Ufunc = special!("entr", entropy);
/// `scipy.special.erf`
pub static ERF: Ufunc = special!("erf", pxfm::f_erf);
/// `scipy.special.erfc`
pub static ERFC: Ufunc = special!("erfc", pxfm::f_erfc);
/// `scipy.special.erfinv`
pub static ERFINV: Ufunc = special!("erfinv", pxfm::f_erfinv);
/// `scipy.special.expit`
pub static EXPIT: Ufunc = ufunc!("expit", 1 -> 1, None, [&[
    Loop { inner: |frame| quietly(|| map1_many(frame, 0, |x, out| in_double(x, out, expit))), inputs: &[f32::DTYPE], outputs: &[f32::DTYPE] },
    Loop { inner: |frame| quietly(|| map1_many(frame, 0, expit)), inputs: &[f64::DTYPE], outputs: &[f64::DTYPE] },
]]);
/// `scipy.special.gamma`
pub static GAMMA: Ufunc = special!("gamma", gamma);
/// `scipy.special.gammaln`
pub static GAMMALN: Ufunc =
    special!("gammaln", |x: f64| if x == f64::NEG_INFINITY { x } else { pxfm::f_lgamma(x) });
/// `scipy.special.kl_div`
pub static KL_DIV: Ufunc = special_pair!("kl_div", kl_divergence);
/// `scipy.special.log_expit`
pub static LOG_EXPIT: Ufunc = special!("log_expit", log_expit);
/// `scipy.special.logit`
pub static LOGIT: Ufunc = special!("logit", logit);
/// `scipy.special.psi`, alias `digamma`
pub static PSI: Ufunc = special!("psi", psi);
/// `scipy.special.rel_entr`
pub static REL_ENTR: Ufunc = special_pair!("rel_entr", relative_entropy);
/// `scipy.special.xlog1py`
pub static XLOG1PY: Ufunc = special_pair!("xlog1py", |x, y| unless_zero(x, y, pxfm::f_log1p));
/// `scipy.special.xlogy`
pub static XLOGY: Ufunc = special_pair!("xlogy", |x, y| unless_zero(x, y, pxfm::f_log));

/// All of them.
pub static SPECIAL: &[&Ufunc] = &[
    &ENTR, &ERF, &ERFC, &ERFINV, &EXPIT, &GAMMA, &GAMMALN, &KL_DIV, &LOG_EXPIT, &LOGIT, &PSI, &REL_ENTR,
    &XLOG1PY, &XLOGY,
];

fn expit(x: &[Cell<f64>], out: &[Cell<f64>]) -> bool {
    math::expit(x, out, |x| 1.0 / (1.0 + pxfm::f_exp(-x)))
}

fn is_negative_integer(x: f64) -> bool {
    x < 0.0 && x == x.floor()
}

fn gamma(x: f64) -> f64 {
    match x {
        0.0 => f64::INFINITY.copysign(x),
        x if is_negative_integer(x) => f64::NAN,
        x => pxfm::f_tgamma(x),
    }
}

fn psi(x: f64) -> f64 {
    match x {
        0.0 => f64::INFINITY.copysign(-x),
        x if is_negative_integer(x) => f64::NAN,
        x => pxfm::f_digamma(x),
    }
}

/// ln(x / (1 - x)), around a half without loss of digits.
fn logit(x: f64) -> f64 {
    if (0.3..=0.65).contains(&x) {
        let twice = 2.0 * (x - 0.5);
        pxfm::f_log1p(twice) - pxfm::f_log1p(-twice)
    } else {
        pxfm::f_log(x / (1.0 - x))
    }
}

fn log_expit(x: f64) -> f64 {
    if x < 0.0 { x - pxfm::f_log1p(pxfm::f_exp(x)) } else { -pxfm::f_log1p(pxfm::f_exp(-x)) }
}

/// x · f(y), and 0 where x is, whatever f gives.
fn unless_zero(x: f64, y: f64, f: impl Fn(f64) -> f64) -> f64 {
    if x == 0.0 && !y.is_nan() { 0.0 } else { x * f(y) }
}

fn entropy(x: f64) -> f64 {
    match x {
        x if x > 0.0 => -x * pxfm::f_log(x),
        0.0 => 0.0,
        x if x < 0.0 => f64::NEG_INFINITY,
        nan => nan,
    }
}

fn relative_entropy(x: f64, y: f64) -> f64 {
    match (x, y) {
        (x, y) if x.is_nan() || y.is_nan() => f64::NAN,
        (x, y) if x > 0.0 && y > 0.0 => x * pxfm::f_log(x / y),
        (0.0, y) if y >= 0.0 => 0.0,
        _ => f64::INFINITY,
    }
}

fn kl_divergence(x: f64, y: f64) -> f64 {
    match (x, y) {
        (x, y) if x.is_nan() || y.is_nan() => f64::NAN,
        (x, y) if x > 0.0 && y > 0.0 => x * pxfm::f_log(x / y) - x + y,
        (0.0, y) if y >= 0.0 => y,
        _ => f64::INFINITY,
    }
}
