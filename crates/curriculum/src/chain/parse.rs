//! From typed NumPy code to an operation: the forms that [`Operation::code`] writes, with some freedom.

use super::apply::is_drawable;
use super::operation::{Item, Operation};
use ndgym_core::layout::Order;
use ndgym_core::{DType, Error, Result};

/// Longer texts are refused unread.
const LONGEST: usize = 200;

/// Reads an operation; the name of the array before it may be anything, or be left out: `.T`, `[::2]`, `b.reshape(3, -1)`,
/// `np.broadcast_to(b, (3, 4))`.
///
/// # Errors
/// What is not understood, in our words.
pub fn parse(text: &str) -> Result<Operation> {
    let mut reader = Reader::new(text)?;
    let operation = reader.operation()?;
    reader.end()?;
    Ok(operation)
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(i64),
    Tuple(Vec<i64>),
    /// A text in quotes.
    Text(String),
    /// The last part of a name: `float32` of `np.float32`.
    Name(String),
}

/// Reads code from left to right.
pub(super) struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    pub(super) fn new(text: &str) -> Result<Reader> {
        if text.chars().count() > LONGEST {
            return Err(Error::value(format!("This is too long: at most {LONGEST} characters.")));
        }
        Ok(Reader { chars: text.trim().chars().collect(), at: 0 })
    }

    /// A call that makes an array: the function's name, and the sizes it is given.
    pub(super) fn creation(&mut self) -> Result<(String, Vec<i64>)> {
        let name = self.path().pop().unwrap_or_default();
        self.expect('(')?;
        let sizes = match self.value()? {
            Value::Tuple(sizes) => sizes,
            Value::Number(size) => vec![size],
            _ => return Err(Error::value("A size or a shape should stand between the brackets.")),
        };
        self.expect(')')?;
        Ok((name, sizes))
    }

    /// The operation that follows, if any does.
    pub(super) fn next_operation(&mut self) -> Result<Option<Operation>> {
        match self.peek() {
            None => Ok(None),
            Some('.' | '[') => self.operation().map(Some),
            Some(_) => Err(self.unexpected("`.` or `[`")),
        }
    }

    fn peek(&mut self) -> Option<char> {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: char) -> Result<()> {
        if self.take(wanted) { Ok(()) } else { Err(self.unexpected(&format!("`{wanted}`"))) }
    }

    fn unexpected(&mut self, wanted: &str) -> Error {
        let found = self.peek().map_or("nothing".to_owned(), |c| format!("`{c}`"));
        Error::value(format!("Here {wanted} should follow, not {found}."))
    }

    fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => {
                let rest: String = self.chars[self.at..].iter().collect();
                Err(Error::value(format!("One operation at a time: `{rest}` belongs into the next step.")))
            }
        }
    }

    /// A name with points: the parts. It ends after `.T`, which is an operation of its own.
    fn path(&mut self) -> Vec<String> {
        let mut parts = vec![String::new()];
        while let Some(c) = self.chars.get(self.at).copied() {
            match c {
                '.' if parts.len() > 1 && parts.last().is_some_and(|part| part == "T") => break,
                '.' => parts.push(String::new()),
                c if c.is_ascii_alphanumeric() || c == '_' => {
                    if let Some(last) = parts.last_mut() {
                        last.push(c);
                    }
                }
                _ => break,
            }
            self.at += 1;
        }
        parts
    }

    fn operation(&mut self) -> Result<Operation> {
        self.peek();
        let path = self.path();
        let name = path.last().map(String::as_str).unwrap_or_default();
        if name == "T" && path.len() > 1 {
            return Ok(Operation::Transpose(None));
        }
        if self.take('[') {
            return self.index();
        }
        if !self.take('(') {
            return Err(unknown());
        }
        let arguments = self.arguments()?;
        call(name, &arguments)
    }

    fn index(&mut self) -> Result<Operation> {
        let mut items = Vec::new();
        loop {
            match self.peek() {
                Some(']') => break,
                Some('[') => items.push(Item::List(self.list('[', ']')?)),
                Some('.') => {
                    (0..3).try_for_each(|_| self.expect('.'))?;
                    items.push(Item::Ellipsis);
                }
                Some(c) if c.is_ascii_alphabetic() => {
                    let path = self.path();
                    match path.last().map(String::as_str) {
                        Some("None" | "newaxis") => items.push(Item::NewAxis),
                        _ if self.take('>') && items.is_empty() => {
                            let limit = self.number()?.ok_or_else(|| self.unexpected("a whole number"))?;
                            self.expect(']')?;
                            return Ok(Operation::Mask(limit));
                        }
                        _ => {
                            return Err(Error::value(
                                "An index is made of numbers, slices, lists of numbers, `...` and `None`.",
                            ));
                        }
                    }
                }
                _ => items.push(self.slice()?),
            }
            if !self.take(',') {
                break;
            }
        }
        self.expect(']')?;
        Ok(Operation::Index(items))
    }

    fn slice(&mut self) -> Result<Item> {
        let mut parts = [self.number()?, None, None];
        let mut colons = 0;
        while colons < 2 && self.take(':') {
            colons += 1;
            parts[colons] = self.number()?;
        }
        match (colons, parts[0]) {
            (0, Some(index)) => Ok(Item::Integer(index)),
            (0, None) => Err(self.unexpected("a number or a slice")),
            _ => Ok(Item::Slice(parts[0], parts[1], parts[2])),
        }
    }

    fn number(&mut self) -> Result<Option<i64>> {
        self.peek();
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_ascii_digit() || (self.at == start && *c == '-')) {
            self.at += 1;
        }
        if self.at == start {
            return Ok(None);
        }
        let digits: String = self.chars[start..self.at].iter().collect();
        digits
            .parse()
            .map(Some)
            .map_err(|_| Error::value(format!("`{digits}` is no number this page can use.")))
    }

    fn list(&mut self, open: char, close: char) -> Result<Vec<i64>> {
        self.expect(open)?;
        let mut numbers = Vec::new();
        while self.peek() != Some(close) {
            numbers.push(self.number()?.ok_or_else(|| self.unexpected("a whole number"))?);
            if !self.take(',') {
                break;
            }
        }
        self.expect(close)?;
        Ok(numbers)
    }

    /// Arguments up to the closing bracket, each with its keyword if it has one. The array itself is left out.
    fn arguments(&mut self) -> Result<Vec<(Option<String>, Value)>> {
        let mut arguments = Vec::new();
        let mut first = true;
        while self.peek() != Some(')') {
            let (keyword, value) = match self.value()? {
                Value::Name(name) if self.take('=') => (Some(name), self.value()?),
                value => (None, value),
            };
            // A bare short name in front is the array.
            let is_array =
                first && keyword.is_none() && matches!(&value, Value::Name(name) if name.len() <= 1);
            if !is_array {
                arguments.push((keyword, value));
            }
            first = false;
            if !self.take(',') {
                break;
            }
        }
        self.expect(')')?;
        Ok(arguments)
    }

    fn value(&mut self) -> Result<Value> {
        match self.peek() {
            Some('(') => Ok(Value::Tuple(self.list('(', ')')?)),
            Some('[') => Ok(Value::Tuple(self.list('[', ']')?)),
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                let text: String = self.chars[self.at..].iter().take_while(|c| **c != quote).collect();
                self.at += text.chars().count();
                self.expect(quote)?;
                Ok(Value::Text(text))
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                Ok(Value::Name(self.path().pop().unwrap_or_default()))
            }
            _ => Ok(Value::Number(self.number()?.ok_or_else(|| self.unexpected("a value"))?)),
        }
    }
}

fn unknown() -> Error {
    Error::value(
        "This step understands indexing, .T, .transpose, .swapaxes, .reshape, .ravel, .flatten, .copy, .astype, .diagonal, \
         np.ascontiguousarray, np.asfortranarray, np.broadcast_to, sliding_window_view and as_strided.",
    )
}

fn call(name: &str, arguments: &[(Option<String>, Value)]) -> Result<Operation> {
    let keyword = |wanted: &str| {
        arguments.iter().find(|(keyword, _)| keyword.as_deref() == Some(wanted)).map(|(_, value)| value)
    };
    let plain: Vec<&Value> =
        arguments.iter().filter(|(keyword, _)| keyword.is_none()).map(|(_, value)| value).collect();
    let at = |number: usize, name: &str| plain.get(number).copied().or_else(|| keyword(name));
    let order = || match keyword("order").or(plain.first().copied()) {
        Some(Value::Text(text)) => Order::parse(text),
        _ => Ok(Order::C),
    };
    // `reshape(3, 4)` and `reshape((3, 4))` are the same.
    let numbers = || -> Result<Vec<i64>> {
        match plain.first() {
            Some(Value::Tuple(numbers)) => Ok(numbers.clone()),
            _ => plain.iter().map(|value| number(Some(value))).collect(),
        }
    };
    Ok(match name {
        "transpose" => {
            let axes = numbers()?;
            Operation::Transpose(Some(axes).filter(|axes| !axes.is_empty()))
        }
        "swapaxes" => Operation::SwapAxes(number(at(0, "axis1"))?, number(at(1, "axis2"))?),
        "reshape" => {
            let order = match keyword("order") {
                Some(Value::Text(text)) => Order::parse(text)?,
                _ => Order::C,
            };
            if !matches!(order, Order::C | Order::F) {
                return Err(Error::value("Here reshape takes order=\"C\" or order=\"F\"."));
            }
            Operation::Reshape(numbers()?, order)
        }
        "ravel" => Operation::Ravel(order()?),
        "flatten" => Operation::Flatten(order()?),
        "copy" => Operation::Copy(order()?),
        "astype" => match at(0, "dtype") {
            Some(Value::Text(text) | Value::Name(text)) => {
                let dtype = DType::parse(text)?;
                if !is_drawable(dtype) {
                    return Err(Error::value("This picture shows real numbers only."));
                }
                Operation::AsType(dtype)
            }
            _ => return Err(Error::value("astype needs an element type, such as np.float32.")),
        },
        "ascontiguousarray" => Operation::AsContiguous,
        "asfortranarray" => Operation::AsFortran,
        "broadcast_to" => Operation::BroadcastTo(shape(at(0, "shape"))?),
        "sliding_window_view" => {
            let axis = at(1, "axis").map_or(Ok(-1), |axis| number(Some(axis)))?;
            Operation::SlidingWindow(number(at(0, "window_shape"))?, axis)
        }
        "as_strided" => Operation::AsStrided(shape(at(0, "shape"))?, shape(at(1, "strides"))?),
        "diagonal" => Operation::Diagonal(at(0, "offset").map_or(Ok(0), |offset| number(Some(offset)))?),
        _ => return Err(unknown()),
    })
}

fn number(value: Option<&Value>) -> Result<i64> {
    match value {
        Some(Value::Number(number)) => Ok(*number),
        Some(Value::Tuple(numbers)) if numbers.len() == 1 => Ok(numbers[0]),
        _ => Err(Error::value("A whole number is missing among the arguments.")),
    }
}

fn shape(value: Option<&Value>) -> Result<Vec<i64>> {
    match value {
        Some(Value::Tuple(numbers)) => Ok(numbers.clone()),
        Some(Value::Number(number)) => Ok(vec![*number]),
        _ => Err(Error::value("A tuple such as (3, 4) is missing among the arguments.")),
    }
}
