//! Every ufunc, as constants.

mod arithmetic;
mod bitwise;
mod comparison;
mod elementary;
mod floating;
mod generalized;
mod macros;
mod special;

pub use arithmetic::*;
pub use bitwise::*;
pub use comparison::*;
pub use elementary::*;
pub use floating::*;
pub use generalized::*;
pub use special::*;

use super::Ufunc;

/// All of them.
pub static ALL: &[&Ufunc] = &[
    &ABSOLUTE,
    &ADD,
    &ARCCOS,
    &ARCCOSH,
    &ARCSIN,
    &ARCSINH,
    &ARCTAN,
    &ARCTAN2,
    &ARCTANH,
    &BITWISE_AND,
    &BITWISE_COUNT,
    &BITWISE_OR,
    &BITWISE_XOR,
    &CBRT,
    &CEIL,
    &CONJUGATE,
    &COPYSIGN,
    &COS,
    &COSH,
    &DEG2RAD,
    &DEGREES,
    &DIVIDE,
    &DIVMOD,
    &EQUAL,
    &EXP,
    &EXP2,
    &EXPM1,
    &FABS,
    &FLOAT_POWER,
    &FLOOR,
    &FLOOR_DIVIDE,
    &FMAX,
    &FMIN,
    &FMOD,
    &FREXP,
    &GCD,
    &GREATER,
    &GREATER_EQUAL,
    &HEAVISIDE,
    &HYPOT,
    &INVERT,
    &ISFINITE,
    &ISINF,
    &ISNAN,
    &LCM,
    &LDEXP,
    &LEFT_SHIFT,
    &LESS,
    &LESS_EQUAL,
    &LOG,
    &LOG10,
    &LOG1P,
    &LOG2,
    &LOGADDEXP,
    &LOGADDEXP2,
    &LOGICAL_AND,
    &LOGICAL_NOT,
    &LOGICAL_OR,
    &LOGICAL_XOR,
    &MATMUL,
    #[cfg(feature = "core-axes")]
    &MATVEC,
    &MAXIMUM,
    &MINIMUM,
    &MODF,
    &MULTIPLY,
    &NEGATIVE,
    &NEXTAFTER,
    &NOT_EQUAL,
    &POSITIVE,
    &POWER,
    &RAD2DEG,
    &RADIANS,
    &RECIPROCAL,
    &REMAINDER,
    &RIGHT_SHIFT,
    &RINT,
    &SIGN,
    &SIGNBIT,
    &SIN,
    &SINH,
    &SPACING,
    &SQRT,
    &SQUARE,
    &SUBTRACT,
    &TAN,
    &TANH,
    &TRUNC,
    #[cfg(feature = "core-axes")]
    &VECDOT,
    #[cfg(feature = "core-axes")]
    &VECMAT,
];
