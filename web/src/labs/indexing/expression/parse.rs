//! From text to tree. What Python would read otherwise, or not at all, is refused with a reason.

use super::{Binary, Expression, Function, Unary};

/// Longest text that is read.
const LONGEST: usize = 200;
/// Deepest nesting.
const DEEPEST: usize = 12;

/// What stands between the brackets of `a[…]`, item by item.
pub(in super::super) fn parse_index(text: &str) -> Result<Vec<Expression>, String> {
    let mut parser = Parser::new(text)?;
    let items = parser.items("")?;
    if items.is_empty() {
        return Err("An index cannot be empty; : takes everything.".to_owned());
    }
    Ok(items)
}

/// A value: a number, a list, an array.
pub(in super::super) fn parse_value(text: &str) -> Result<Expression, String> {
    let mut parser = Parser::new(text)?;
    let value = parser.expression(0)?;
    parser.end()?;
    Ok(value)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Integer(i64),
    Float(f64),
    /// A name, with the points in it: `np.newaxis`.
    Name(String),
    Sign(&'static str),
}

/// Longer signs before those they begin with.
const SIGNS: [&str; 23] = [
    "...", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "%", "&", "|", "~", "(", ")", "[", "]", ",", ":",
    "=", ".", "@",
];

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn new(text: &str) -> Result<Parser, String> {
        if text.len() > LONGEST {
            return Err(format!("This is longer than {LONGEST} characters."));
        }
        Ok(Parser { tokens: tokens(text)?, at: 0, depth: 0 })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_next(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(next)) if *next == sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.is_next(sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(format!("{} was expected {}.", sign, self.place())) }
    }

    /// Where the parser stands, in words.
    fn place(&self) -> String {
        self.peek().map_or_else(|| "at the end".to_owned(), |token| format!("before {}", spelled(token)))
    }

    fn end(&self) -> Result<(), String> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(format!("{} cannot stand there.", spelled(token))),
        }
    }

    /// Items with commas between them up to a closing sign, or to the text's end if that is empty.
    fn items(&mut self, closing: &str) -> Result<Vec<Expression>, String> {
        let mut items = Vec::new();
        loop {
            if closing.is_empty() && self.peek().is_none() || !closing.is_empty() && self.take(closing) {
                return Ok(items);
            }
            items.push(self.item()?);
            if !self.take(",") {
                if closing.is_empty() {
                    self.end()?;
                } else {
                    self.expect(closing)?;
                }
                return Ok(items);
            }
        }
    }

    /// An item of an index: a slice, or an expression.
    fn item(&mut self) -> Result<Expression, String> {
        let mut bounds = [None, None, None];
        let mut colons = 0;
        loop {
            let ends = self.peek().is_none() || [",", "]", ":"].iter().any(|sign| self.is_next(sign));
            if !ends {
                bounds[colons] = Some(self.expression(0)?);
            }
            if colons < 2 && self.take(":") {
                colons += 1;
            } else {
                break;
            }
        }
        match (colons, bounds) {
            (0, [Some(item), ..]) => Ok(item),
            (0, _) => Err(format!("An item of the index is missing {}.", self.place())),
            (_, bounds) => Ok(Expression::Slice(Box::new(bounds))),
        }
    }

    /// An expression of operators that bind at least as close as `closest`.
    fn expression(&mut self, closest: u8) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("This is nested too deep.".to_owned());
        }
        let mut left = self.operand()?;
        let mut compared = false;
        while let Some((operator, binding)) = self.operator().filter(|(_, binding)| *binding >= closest) {
            if binding == 0 && compared {
                return Err("One comparison at a time: write (a > 1) & (a < 5).".to_owned());
            }
            compared |= binding == 0;
            self.at += 1;
            let right = self.expression(binding + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operator that comes next, and how close it binds.
    fn operator(&self) -> Option<(Binary, u8)> {
        let Some(Token::Sign(sign)) = self.peek() else { return None };
        Some(match *sign {
            "==" => (Binary::Equal, 0),
            "!=" => (Binary::NotEqual, 0),
            "<" => (Binary::Less, 0),
            "<=" => (Binary::LessEqual, 0),
            ">" => (Binary::Greater, 0),
            ">=" => (Binary::GreaterEqual, 0),
            "|" => (Binary::Or, 1),
            "&" => (Binary::And, 2),
            "+" => (Binary::Add, 3),
            "-" => (Binary::Subtract, 3),
            "*" => (Binary::Multiply, 4),
            "%" => (Binary::Remainder, 4),
            _ => return None,
        })
    }

    fn operand(&mut self) -> Result<Expression, String> {
        for (sign, operator) in [("-", Unary::Minus), ("~", Unary::Not)] {
            if self.take(sign) {
                let operand = self.expression(5)?;
                return Ok(match (operator, operand) {
                    (Unary::Minus, Expression::Integer(value)) => Expression::Integer(-value),
                    (operator, operand) => Expression::Unary(operator, Box::new(operand)),
                });
            }
        }
        let mut operand = self.primary()?;
        while self.is_next("[") && is_array(&operand) {
            self.at += 1;
            let items = self.items("]")?;
            if items.is_empty() {
                return Err("An index cannot be empty.".to_owned());
            }
            operand = Expression::Item(Box::new(operand), items);
        }
        Ok(operand)
    }

    fn primary(&mut self) -> Result<Expression, String> {
        let Some(token) = self.peek().cloned() else {
            return Err("Something is missing at the end.".to_owned());
        };
        self.at += 1;
        match token {
            Token::Integer(value) => Ok(Expression::Integer(value)),
            Token::Float(value) => Ok(Expression::Float(value)),
            Token::Sign("...") => Ok(Expression::Ellipsis),
            Token::Sign("[") => {
                let elements = self.items("]")?;
                let is_slice = |element: &Expression| matches!(element, Expression::Slice(_));
                if elements.iter().any(is_slice) {
                    return Err("A slice cannot stand in a list.".to_owned());
                }
                Ok(Expression::List(elements))
            }
            Token::Sign("(") => self.bracketed(),
            Token::Sign(sign) => Err(format!("{sign} cannot stand there.")),
            Token::Name(name) => self.named(&name),
        }
    }

    /// What stands in round brackets: an expression, or a tuple.
    fn bracketed(&mut self) -> Result<Expression, String> {
        let first = self.expression(0)?;
        if self.take(")") {
            return Ok(first);
        }
        let mut elements = vec![first];
        while self.take(",") {
            if self.is_next(")") {
                break;
            }
            elements.push(self.expression(0)?);
        }
        self.expect(")")?;
        Ok(Expression::Tuple(elements))
    }

    fn named(&mut self, name: &str) -> Result<Expression, String> {
        let function = match name {
            "a" => return Ok(Expression::Array),
            "None" | "np.newaxis" => return Ok(Expression::None),
            "Ellipsis" => return Ok(Expression::Ellipsis),
            "True" => return Ok(Expression::Bool(true)),
            "False" => return Ok(Expression::Bool(false)),
            "np.array" => Function::Array,
            "np.arange" => Function::Arange,
            "np.ix_" => Function::Ix,
            "np.nonzero" => Function::Nonzero,
            "a.nonzero" => Function::Nonzero,
            "np.argmax" | "a.argmax" => Function::Argmax,
            "np.argmin" | "a.argmin" => Function::Argmin,
            "np.argsort" | "a.argsort" => Function::Argsort,
            _ => {
                return Err(format!(
                    "{name} is not known here; there are a, np.newaxis, np.array, np.arange, np.ix_, np.nonzero, argmax, argmin, argsort."
                ));
            }
        };
        self.expect("(")?;
        let is_method = name.starts_with("a.");
        self.call(function, if is_method { vec![Expression::Array] } else { Vec::new() })
    }

    fn call(&mut self, function: Function, mut arguments: Vec<Expression>) -> Result<Expression, String> {
        let (mut axis, mut keepdims) = (None, false);
        let mut named = false;
        while !self.take(")") {
            match (self.peek().cloned(), self.tokens.get(self.at + 1)) {
                (Some(Token::Name(name)), Some(Token::Sign("="))) => {
                    named = true;
                    self.at += 2;
                    let value = self.expression(0)?;
                    let ranks = matches!(function, Function::Argmax | Function::Argmin);
                    match (name.as_str(), value) {
                        ("axis", Expression::Integer(value)) if ranks || function == Function::Argsort => {
                            axis = Some(value)
                        }
                        ("keepdims", Expression::Bool(value)) if ranks => keepdims = value,
                        _ => return Err(format!("{name}= cannot stand there.")),
                    }
                }
                _ if named => return Err("Arguments without a name come first.".to_owned()),
                _ => arguments.push(self.expression(0)?),
            }
            if !self.take(",") {
                self.expect(")")?;
                break;
            }
        }
        let fits = match function {
            Function::Ix => !arguments.is_empty(),
            Function::Arange => (1..=3).contains(&arguments.len()),
            _ => arguments.len() == 1,
        };
        if fits {
            Ok(Expression::Call { function, arguments, axis, keepdims })
        } else {
            Err("A function has another number of arguments.".to_owned())
        }
    }
}

/// Whether `[` after it is an index, and not a mistake.
fn is_array(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::Array
            | Expression::Item(..)
            | Expression::Binary(..)
            | Expression::Unary(Unary::Not, _)
            | Expression::Call {
                function: Function::Array
                    | Function::Arange
                    | Function::Argmax
                    | Function::Argmin
                    | Function::Argsort,
                ..
            }
    )
}

fn spelled(token: &Token) -> String {
    match token {
        Token::Integer(value) => value.to_string(),
        Token::Float(value) => value.to_string(),
        Token::Name(name) => name.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_matches(' ');
    while let Some(first) = rest.chars().next() {
        let length = |holds: fn(char) -> bool| rest.find(|c| !holds(c)).unwrap_or(rest.len());
        let taken = if first == ' ' {
            1
        } else if first.is_ascii_digit() {
            let taken = length(|c| c.is_ascii_digit() || c == '.' || c == '_' || c.is_ascii_alphabetic());
            tokens.push(number(&rest[..taken])?);
            taken
        } else if first.is_ascii_alphabetic() || first == '_' {
            let taken = length(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            tokens.push(Token::Name(rest[..taken].to_owned()));
            taken
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| format!("{first} cannot stand in an index here."))?;
            tokens.push(Token::Sign(sign));
            sign.len()
        };
        rest = &rest[taken..];
    }
    Ok(tokens)
}

fn number(text: &str) -> Result<Token, String> {
    let wrong = || format!("{text} is no number that is read here.");
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Python knows no numbers like 007.
        let plain = text == "0" || !text.starts_with('0');
        return text.parse().ok().filter(|_| plain).map(Token::Integer).ok_or_else(wrong);
    }
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| is_decimal).map(Token::Float).ok_or_else(wrong)
}
