//! Which loop a call takes, and operands as that loop wants them.

use super::{Loop, Number, Operand, Ufunc};
use crate::array::Array;
use crate::dtype::{DType, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::promote::{Casting, can_cast, promote_types};
use crate::scalar::Scalar;
use smallvec::SmallVec;

/// Element types of a few operands.
pub(super) type DTypes = SmallVec<[DType; 4]>;

/// The types of operands once Python numbers have taken theirs from the arrays.
pub(super) fn effective_dtypes(operands: &[Operand]) -> DTypes {
    let strong = operands
        .iter()
        .filter_map(|operand| match operand {
            Operand::Array(array) => Some(array.dtype()),
            Operand::Number(_) => None,
        })
        .reduce(promote_types);
    operands
        .iter()
        .map(|operand| match (operand, strong) {
            (Operand::Array(array), _) => array.dtype(),
            (Operand::Number(number), Some(strong)) => number.dtype_beside(strong),
            (Operand::Number(number), None) => number.default_dtype(),
        })
        .collect()
}

impl Ufunc {
    /// The loop for inputs of these types, as NumPy's search finds it: the first to which all can be cast safely.
    ///
    /// # Errors
    /// `TypeError: ufunc 'invert' not supported for the input types, and …`.
    pub fn find_loop(&'static self, dtypes: &[DType]) -> Result<&'static Loop> {
        // Quotients of integers are float64, never less.
        let all_integers = dtypes.iter().all(|dtype| !dtype.is_inexact());
        if self.name == "divide" && all_integers {
            return self.find_loop(&[DType::Float64, DType::Float64]);
        }
        let castable = |candidate: &&Loop| {
            candidate.inputs.iter().zip(dtypes).all(|(to, from)| can_cast(*from, *to, Casting::Safe))
        };
        let exact = match dtypes {
            [first, others @ ..] if others.iter().all(|other| other == first) => self.loop_of_alike(*first),
            _ => self.loops().find(|candidate| candidate.inputs == dtypes),
        };
        exact
            .or_else(|| match self.refuses_bools(dtypes) {
                true => None,
                // Element types have the order in which NumPy tries them.
                false => self.loops().filter(castable).min_by_key(|candidate| candidate.inputs),
            })
            .ok_or_else(|| self.no_loop(dtypes, &[]))
    }

    /// Bools are integers to most, but have no sign, no difference and no divisors.
    fn refuses_bools(&self, dtypes: &[DType]) -> bool {
        matches!(self.name, "subtract" | "negative" | "positive" | "sign" | "gcd" | "lcm")
            && dtypes.iter().all(|dtype| *dtype == DType::Bool)
    }

    pub(super) fn no_loop(&self, dtypes: &[DType], operands: &[Operand]) -> Error {
        let all_bools = dtypes.iter().all(|dtype| *dtype == DType::Bool);
        match self.name {
            "subtract" if all_bools => Error::type_error(
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the \
                 logical_xor function instead.",
            ),
            "negative" if all_bools => Error::type_error(
                "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not \
                 function instead.",
            ),
            "gcd" | "lcm" | "positive" | "sign" => {
                let classes = class_names(dtypes, operands);
                let listed = match &classes[..] {
                    [one] => one.clone(),
                    several => format!("({})", several.join(", ")),
                };
                let message = format!(
                    "ufunc '{}' did not contain a loop with signature matching types {listed} -> None",
                    self.name
                );
                Error::new(ErrorKind::NoLoop, message)
            }
            _ => Error::type_error(format!(
                "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any supported \
                 types according to the casting rule ''safe''",
                self.name
            )),
        }
    }

    /// The loop for operands, by their own types or by the result type asked for.
    pub(super) fn resolve(
        &'static self,
        operands: &[Operand],
        dtype: Option<DType>,
        casting: Casting,
    ) -> Result<&'static Loop> {
        let effective = effective_dtypes(operands);
        if let Some(dtype) = dtype {
            return self.resolve_output(operands, &effective, dtype, casting);
        }
        match self.find_loop(&effective) {
            Ok(found) => Ok(found),
            // An operand of another type than the rest (the exponents of `ldexp`) need not take theirs.
            Err(error) => {
                let defaults: DTypes = operands.iter().zip(&effective).map(default_or).collect();
                self.find_loop(&defaults).map_err(|_| match error.kind {
                    ErrorKind::NoLoop => self.no_loop(&effective, operands),
                    _ => error,
                })
            }
        }
    }

    fn resolve_output(
        &'static self,
        operands: &[Operand],
        effective: &[DType],
        dtype: DType,
        casting: Casting,
    ) -> Result<&'static Loop> {
        let candidates = || self.loops().filter(|candidate| candidate.outputs[0] == dtype);
        let fits = |candidate: &&Loop, rule| {
            candidate.inputs.iter().zip(effective).zip(operands).all(|((to, from), operand)| {
                can_cast(*from, *to, rule)
                    || matches!(operand, Operand::Number(Number::Int(_))) && to.is_integer()
            })
        };
        candidates()
            .find(|candidate| fits(candidate, Casting::Safe))
            .or_else(|| candidates().find(|candidate| fits(candidate, casting)))
            .or_else(|| candidates().next())
            .ok_or_else(|| match self.no_loop(effective, operands) {
                error if error.kind == ErrorKind::NoLoop => {
                    let message = error.message.trim_end_matches("None").to_owned() + &class_name(dtype);
                    Error::new(ErrorKind::NoLoop, message)
                }
                _ => Error::type_error(format!(
                    "No loop matching the specified signature and casting was found for ufunc {}",
                    self.name
                )),
            })
    }

    fn forbidden_input(
        &self,
        position: usize,
        inputs: usize,
        from: DType,
        to: DType,
        casting: Casting,
    ) -> Error {
        Error::new(
            ErrorKind::Casting,
            format!(
                "Cannot cast ufunc '{}' input {}from dtype('{}') to dtype('{}') with casting rule '{}'",
                self.name,
                if inputs == 1 { String::new() } else { format!("{position} ") },
                from.name(),
                to.name(),
                casting.name()
            ),
        )
    }

    /// Operands as arrays of the loop's types.
    pub(super) fn prepare(
        &self,
        operands: &[Operand],
        dtypes: &[DType],
        casting: Casting,
    ) -> Result<SmallVec<[Array; 3]>> {
        let convert = |(position, (operand, dtype)): (usize, (&Operand, &DType))| match operand {
            Operand::Array(array) if array.dtype() == *dtype => Ok(array.clone()),
            Operand::Array(array) if can_cast(array.dtype(), *dtype, casting) => array.as_dtype(*dtype),
            Operand::Array(array) => {
                Err(self.forbidden_input(position, operands.len(), array.dtype(), *dtype, casting))
            }
            Operand::Number(number) if number.loses_kind(*dtype) && casting < Casting::Unsafe => {
                let from = number.dtype_beside(*dtype);
                Err(self.forbidden_input(position, operands.len(), from, *dtype, casting))
            }
            Operand::Number(number) => Array::from_scalar(number.to_scalar(*dtype)?),
        };
        operands.iter().zip(dtypes).enumerate().map(convert).collect()
    }
}

fn default_or((operand, effective): (&Operand, &DType)) -> DType {
    match operand {
        Operand::Number(number) => number.default_dtype(),
        Operand::Array(_) => *effective,
    }
}

/// The classes of operands' types; those of numbers only ask for a kind.
pub(super) fn class_names(dtypes: &[DType], operands: &[Operand]) -> Vec<String> {
    let class = |(position, dtype): (usize, &DType)| match operands.get(position) {
        Some(Operand::Number(Number::Float(_))) => "<class 'numpy.dtypes._PyFloatDType'>".to_owned(),
        Some(Operand::Number(Number::Complex(_))) => "<class 'numpy.dtypes._PyComplexDType'>".to_owned(),
        Some(Operand::Number(_)) => "<class 'numpy.dtypes._PyLongDType'>".to_owned(),
        _ => class_name(*dtype),
    };
    dtypes.iter().enumerate().map(class).collect()
}

/// How messages call the class of a dtype: `<class 'numpy.dtypes.Int64DType'>`.
pub fn class_name(dtype: DType) -> String {
    let name = dtype.family_name();
    let capitals = if dtype.kind() == Kind::Unsigned { 2 } else { 1 };
    format!("<class 'numpy.dtypes.{}{}DType'>", name[..capitals].to_uppercase(), &name[capitals..])
}

/// Comparisons know integers beyond the other operand's type: they are compared as numbers, not cast.
pub(super) fn widen_for_comparison(operands: &mut [Operand]) {
    let dtypes = effective_dtypes(operands);
    for (operand, dtype) in operands.iter_mut().zip(dtypes) {
        let Operand::Number(number) = &*operand else { continue };
        if number.to_scalar(dtype).is_ok() {
            continue;
        }
        let scalar = match number {
            Number::Int(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => Scalar::Int64(value),
                (_, Ok(value)) => Scalar::UInt64(value),
                _ if *value < 0 => Scalar::Float64(f64::NEG_INFINITY),
                _ => Scalar::Float64(f64::INFINITY),
            },
            Number::Wide(value, _) => Scalar::Float64(f64::INFINITY.copysign(*value)),
            Number::Float(_) | Number::Complex(_) => continue,
        };
        if let Ok(array) = Array::from_scalar(scalar) {
            *operand = Operand::Array(array);
        }
    }
}
