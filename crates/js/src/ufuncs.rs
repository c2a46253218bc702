//! NumPy's ufuncs, and the common ones as methods. Operands broadcast; a number beside an array takes its type.

use crate::array::NdArray;
use crate::convert;
use crate::error::Thrown;
use crate::numpy::Numpy;
use crate::types::ArrayInput;
use ndgym_core::ufunc::{self, Operand, Options, Plain, Ufunc};
use ndgym_core::{Result, float_status, index};
use wasm_bindgen::prelude::*;

fn apply(ufunc: &'static Ufunc, operands: &[Operand]) -> Result<NdArray> {
    let plain: Vec<Plain<'_>> = operands
        .iter()
        .map(|operand| match operand {
            Operand::Array(array) => Plain::Array(array),
            Operand::Number(number) => Plain::Number(number.clone()),
        })
        .collect();
    if let Some(result) = ufunc.call_plain(&plain) {
        return result.map(NdArray::from);
    }
    Ok(ufunc.call(operands, &Options::default())?.remove(0).into())
}

macro_rules! functions {
    (
        unary { $($unary:ident = $unary_ufunc:ident $unary_doc:literal;)* }
        binary { $($binary:ident = $binary_ufunc:ident $binary_doc:literal;)* }
    ) => {
        #[wasm_bindgen(js_class = np)]
        impl Numpy {
            $(
                #[doc = $unary_doc]
                pub fn $unary(x: &ArrayInput) -> std::result::Result<NdArray, Thrown> {
                    Ok(apply(&ufunc::$unary_ufunc, &[convert::operand(x)?])?)
                }
            )*
            $(
                #[doc = $binary_doc]
                pub fn $binary(a: &ArrayInput, b: &ArrayInput) -> std::result::Result<NdArray, Thrown> {
                    Ok(apply(&ufunc::$binary_ufunc, &[convert::operand(a)?, convert::operand(b)?])?)
                }
            )*
        }
    };
}

functions! {
    unary {
        absolute = ABSOLUTE "`np.absolute`";
        negative = NEGATIVE "`-x`";
        sign = SIGN "`np.sign`";
        sqrt = SQRT "`np.sqrt`";
        cbrt = CBRT "`np.cbrt`";
        square = SQUARE "`np.square`";
        reciprocal = RECIPROCAL "`np.reciprocal`";
        exp = EXP "`np.exp`";
        exp2 = EXP2 "`np.exp2`";
        expm1 = EXPM1 "`np.expm1`";
        log = LOG "`np.log`";
        log2 = LOG2 "`np.log2`";
        log10 = LOG10 "`np.log10`";
        log1p = LOG1P "`np.log1p`";
        sin = SIN "`np.sin`";
        cos = COS "`np.cos`";
        tan = TAN "`np.tan`";
        arcsin = ARCSIN "`np.arcsin`";
        arccos = ARCCOS "`np.arccos`";
        arctan = ARCTAN "`np.arctan`";
        sinh = SINH "`np.sinh`";
        cosh = COSH "`np.cosh`";
        tanh = TANH "`np.tanh`";
        arcsinh = ARCSINH "`np.arcsinh`";
        arccosh = ARCCOSH "`np.arccosh`";
        arctanh = ARCTANH "`np.arctanh`";
        degrees = DEGREES "`np.degrees`";
        radians = RADIANS "`np.radians`";
        floor = FLOOR "`np.floor`";
        ceil = CEIL "`np.ceil`";
        trunc = TRUNC "`np.trunc`";
        rint = RINT "`np.rint`";
        isnan = ISNAN "`np.isnan`";
        isinf = ISINF "`np.isinf`";
        isfinite = ISFINITE "`np.isfinite`";
        conjugate = CONJUGATE "`np.conjugate`";
        invert = INVERT "`~x`";
    }
    binary {
        add = ADD "`a + b`";
        subtract = SUBTRACT "`a - b`";
        multiply = MULTIPLY "`a * b`";
        divide = DIVIDE "`a / b`";
        power = POWER "`a ** b`";
        remainder = REMAINDER "`a % b`";
        fmod = FMOD "`np.fmod`";
        maximum = MAXIMUM "`np.maximum`";
        minimum = MINIMUM "`np.minimum`";
        fmax = FMAX "`np.fmax`";
        fmin = FMIN "`np.fmin`";
        hypot = HYPOT "`np.hypot`";
        arctan2 = ARCTAN2 "`np.arctan2`";
        copysign = COPYSIGN "`np.copysign`";
        logaddexp = LOGADDEXP "`np.logaddexp`";
        equal = EQUAL "`a == b`";
        less = LESS "`a < b`";
        greater = GREATER "`a > b`";
    }
}

macro_rules! renamed {
    ($($name:ident $js:ident = $ufunc:ident $doc:literal;)*) => {
        #[wasm_bindgen(js_class = np)]
        impl Numpy {$(
            #[doc = $doc]
            #[wasm_bindgen(js_name = $js)]
            pub fn $name(a: &ArrayInput, b: &ArrayInput) -> std::result::Result<NdArray, Thrown> {
                Ok(apply(&ufunc::$ufunc, &[convert::operand(a)?, convert::operand(b)?])?)
            }
        )*}
    };
}

renamed! {
    floor_divide floorDivide = FLOOR_DIVIDE "`a // b`";
    not_equal notEqual = NOT_EQUAL "`a != b`";
    less_equal lessEqual = LESS_EQUAL "`a <= b`";
    greater_equal greaterEqual = GREATER_EQUAL "`a >= b`";
    logical_and logicalAnd = LOGICAL_AND "`np.logical_and`";
    logical_or logicalOr = LOGICAL_OR "`np.logical_or`";
    logical_xor logicalXor = LOGICAL_XOR "`np.logical_xor`";
    bitwise_and bitwiseAnd = BITWISE_AND "`a & b`";
    bitwise_or bitwiseOr = BITWISE_OR "`a | b`";
    bitwise_xor bitwiseXor = BITWISE_XOR "`a ^ b`";
    left_shift leftShift = LEFT_SHIFT "`a << b`";
    right_shift rightShift = RIGHT_SHIFT "`a >> b`";
}

#[wasm_bindgen(js_class = np)]
impl Numpy {
    /// `np.logical_not`
    #[wasm_bindgen(js_name = logicalNot)]
    pub fn logical_not(x: &ArrayInput) -> std::result::Result<NdArray, Thrown> {
        Ok(apply(&ufunc::LOGICAL_NOT, &[convert::operand(x)?])?)
    }

    /// `np.where(condition, x, y)`
    #[wasm_bindgen(js_name = where)]
    pub fn where_(
        condition: &ArrayInput,
        x: &ArrayInput,
        y: &ArrayInput,
    ) -> std::result::Result<NdArray, Thrown> {
        let (x, y) = alike(convert::operand(x)?, convert::operand(y)?)?;
        Ok(index::where_(&convert::input(condition)?, &x, &y)?.into())
    }

    /// `np.clip(x, low, high)`
    pub fn clip(x: &ArrayInput, low: &ArrayInput, high: &ArrayInput) -> std::result::Result<NdArray, Thrown> {
        let raised =
            ufunc::MAXIMUM.call(&[convert::operand(x)?, convert::operand(low)?], &Options::default())?;
        Ok(apply(&ufunc::MINIMUM, &[Operand::from(&raised[0]), convert::operand(high)?])?)
    }

    /// The floating-point exceptions that operations met since the last call, in the words of NumPy's warnings: `"divide by
    /// zero"`, `"overflow"`, `"underflow"`, `"invalid value"`.
    #[wasm_bindgen(js_name = takeWarnings, unchecked_return_type = "string[]")]
    pub fn take_warnings() -> Vec<String> {
        let status = float_status::take();
        let words = [
            (float_status::DIVIDE, "divide by zero"),
            (float_status::OVERFLOW, "overflow"),
            (float_status::UNDERFLOW, "underflow"),
            (float_status::INVALID, "invalid value"),
        ];
        words.iter().filter(|(flag, _)| status & flag != 0).map(|(_, words)| (*words).to_owned()).collect()
    }
}

/// Two operands as arrays; a number takes the other's type.
fn alike(x: Operand, y: Operand) -> Result<(ndgym_core::Array, ndgym_core::Array)> {
    let as_array = |operand: &Operand, other: &Operand| match (operand, other) {
        (Operand::Array(array), _) => Ok(array.clone()),
        (Operand::Number(number), Operand::Array(other)) => {
            ndgym_core::Array::from_scalar(number.to_scalar(number.dtype_beside(other.dtype()))?)
        }
        (Operand::Number(number), _) => {
            ndgym_core::Array::from_scalar(number.to_scalar(number.default_dtype())?)
        }
    };
    Ok((as_array(&x, &y)?, as_array(&y, &x)?))
}

macro_rules! methods {
    ($($name:ident $js:ident = $ufunc:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl NdArray {$(
            #[doc = $doc]
            #[wasm_bindgen(js_name = $js)]
            pub fn $name(&self, other: &ArrayInput) -> std::result::Result<NdArray, Thrown> {
                Ok(apply(&ufunc::$ufunc, &[Operand::from(&self.array), convert::operand(other)?])?)
            }
        )*}
    };
}

methods! {
    add add = ADD "`this + other`";
    subtract subtract = SUBTRACT "`this - other`";
    multiply multiply = MULTIPLY "`this * other`";
    divide divide = DIVIDE "`this / other`";
    power power = POWER "`this ** other`";
    remainder remainder = REMAINDER "`this % other`";
    matmul matmul = MATMUL "`this @ other`";
    equal equal = EQUAL "`this == other`";
    less less = LESS "`this < other`";
    greater greater = GREATER "`this > other`";
}

macro_rules! in_place {
    ($($name:ident $js:ident = $ufunc:ident $doc:literal;)*) => {
        #[wasm_bindgen]
        impl NdArray {$(
            #[doc = $doc]
            #[wasm_bindgen(js_name = $js)]
            pub fn $name(&self, other: &ArrayInput) -> std::result::Result<(), Thrown> {
                self.check_writeable()?;
                let options = Options { out: [Some(self.array.clone())].into_iter().collect(), ..Options::default() };
                ufunc::$ufunc.call(&[Operand::from(&self.array), convert::operand(other)?], &options)?;
                Ok(())
            }
        )*}
    };
}

in_place! {
    add_in_place addInPlace = ADD "`this += other`";
    subtract_in_place subtractInPlace = SUBTRACT "`this -= other`";
    multiply_in_place multiplyInPlace = MULTIPLY "`this *= other`";
    divide_in_place divideInPlace = DIVIDE "`this /= other`";
}
