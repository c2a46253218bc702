//! Elementary functions as all of the core has them, the same on every machine.

pub(in crate::random) use pxfm::{
    f_exp as exp, f_expf as exp_f32, f_log as ln, f_log1p as ln_1p, f_log1pf as ln_1p_f32,
};
