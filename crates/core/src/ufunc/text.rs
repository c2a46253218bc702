//! What ufuncs do with texts: they compare them, ask whether they are empty, and add them; all else is refused.

use super::resolve::class_names;
use super::{Operand, Options, Results, Ufunc};
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Order;
use crate::text::{self, Ranking};
use smallvec::SmallVec;

impl Ufunc {
    /// [`Ufunc::call`] where an operand is of texts.
    pub(super) fn call_of_texts(&'static self, operands: &[Operand], options: &Options) -> Result<Results> {
        match (self.name, operands) {
            ("logical_and" | "logical_or" | "logical_xor", _) => {
                let truths = operands.iter().map(truth).collect::<Result<SmallVec<[Operand; 2]>>>()?;
                self.call(&truths, options)
            }
            ("multiply", [text, times] | [times, text])
                if text.dtype().is_text()
                    && times.dtype().is_integer()
                    && options.out.iter().any(Option::is_some) =>
            {
                let repeated = text::repeated(&array_of(text)?, &array_of(times)?)?;
                self.deliver(SmallVec::from_iter([repeated]), options)
            }
            (_, [Operand::Array(first), Operand::Array(second)])
                if first.dtype().is_text() && second.dtype().is_text() =>
            {
                self.call_of_two_texts(first, second, operands, options)
            }
            _ => Err(self.no_loop_for_texts(operands)),
        }
    }

    fn call_of_two_texts(
        &'static self,
        first: &Array,
        second: &Array,
        operands: &[Operand],
        options: &Options,
    ) -> Result<Results> {
        match self.name {
            "equal" | "not_equal" => self.call(&[first.ids().into(), second.ids().into()], options),
            "less" | "less_equal" | "greater" | "greater_equal" => {
                let (_, first, second) = Ranking::of_two(first, second)?;
                self.call(&[first.into(), second.into()], options)
            }
            "add" => {
                let joined = text::concatenated(first, second)?;
                self.check_output_casts(&[joined.dtype()], options)?;
                self.deliver(SmallVec::from_iter([joined]), options)
            }
            _ => Err(self.no_loop_for_texts(operands)),
        }
    }

    /// What NumPy says where there is no loop for texts.
    fn no_loop_for_texts(&self, operands: &[Operand]) -> Error {
        let dtypes: SmallVec<[DType; 4]> = operands.iter().map(Operand::dtype).collect();
        match (self.name, &dtypes[..]) {
            ("multiply", [DType::Text(_), other] | [other, DType::Text(_)]) if other.is_integer() => {
                Error::type_error(
                    "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use numpy.strings.multiply \
                     to multiply strings without specifying 'out'.",
                )
            }
            ("equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal", _)
            | ("negative" | "positive" | "absolute" | "sign", _) => {
                self.no_loop_for(&listed(&class_names(&dtypes, operands)))
            }
            (
                "add" | "subtract" | "multiply" | "matmul" | "maximum" | "minimum" | "fmax" | "fmin" | "clip"
                | "gcd" | "lcm" | "matvec" | "vecdot" | "vecmat",
                _,
            ) => {
                let types: Vec<String> =
                    dtypes.iter().map(|dtype| format!("dtype('{}')", dtype.name())).collect();
                self.no_loop_for(&listed(&types))
            }
            _ => self.no_loop(&dtypes, operands),
        }
    }

    fn no_loop_for(&self, types: &str) -> Error {
        let name = self.name;
        let message =
            format!("ufunc '{name}' did not contain a loop with signature matching types {types} -> None");
        Error::new(ErrorKind::NoLoop, message)
    }

    /// Refuses to fold texts, but for questions of truth.
    pub(super) fn check_folds_texts(&self, method: &str, array: DType, dtype: Option<DType>) -> Result<()> {
        let asks_for_truth = matches!(self.name, "logical_and" | "logical_or" | "logical_xor");
        if !array.is_text() && !dtype.is_some_and(DType::is_text) || asks_for_truth {
            return Ok(());
        }
        let DType::Text(width) = array else {
            return Err(Error::type_error(format!(
                "No loop matching the specified signature and casting was found for ufunc {}",
                self.name
            )));
        };
        if self.name == "add" {
            return Err(Error::type_error(format!(
                "the resolved dtypes are not compatible with add.{method}. Resolved (dtype('<U{width}'), \
                 dtype('<U{width}'), dtype('<U{}'))",
                2 * u64::from(width)
            )));
        }
        let types = format!("(dtype('{name}'), dtype('{name}'))", name = array.name());
        match self.name {
            "subtract" | "multiply" | "maximum" | "minimum" | "fmax" | "fmin" => {
                Err(self.no_loop_for(&types))
            }
            _ => Err(self.no_loop(&[array, array], &[])),
        }
    }

    /// [`Ufunc::at`] where an operand is of texts: element by element, as each call gives it.
    pub(super) fn at_texts(
        &'static self,
        array: &Array,
        elements: &[usize],
        operands: &[Operand],
        shape: &[usize],
    ) -> Result<()> {
        let values = match operands.get(1) {
            Some(Operand::Array(values)) => Some(values.broadcast_to(shape)?.copy(Order::C)?),
            _ => None,
        };
        let target = array.copy(Order::C)?;
        if elements.is_empty() {
            return self.call(operands, &Options::default()).map(|_| ());
        }
        for (number, element) in elements.iter().enumerate() {
            let place = target.view(&[], &[], target.offset() + element);
            let mut one: SmallVec<[Operand; 2]> = SmallVec::from_iter([Operand::from(&place)]);
            match &values {
                Some(values) => one.push(values.view(&[], &[], values.offset() + number).into()),
                None => one.extend(operands.iter().skip(1).cloned()),
            }
            if let Some(result) = self.call(&one, &Options::default())?.first() {
                place.assign(result)?;
            }
        }
        array.assign(&target)
    }
}

/// Whether texts are not empty; other operands as they are.
fn truth(operand: &Operand) -> Result<Operand> {
    match operand {
        Operand::Array(array) if array.dtype().is_text() => array.as_dtype(DType::Bool).map(Operand::Array),
        other => Ok(other.clone()),
    }
}

/// An operand as an array.
fn array_of(operand: &Operand) -> Result<Array> {
    match operand {
        Operand::Array(array) => Ok(array.clone()),
        Operand::Number(number) => Array::from_scalar(number.to_scalar(number.default_dtype())?),
    }
}

/// `(a, b)`, or just `a`.
fn listed(types: &[String]) -> String {
    match types {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    }
}
