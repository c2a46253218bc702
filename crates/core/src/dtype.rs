//! Element types.

use crate::error::{Error, Result};
use std::borrow::Cow;

/// The type of an array's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum DType {
    Bool,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,
    Float64,
    Complex64,
    Complex128,
    /// Texts of at most so many characters, as ids in the pool of [`crate::text`]. No characters means "as many as it
    /// takes", which an array is never left with.
    Text(u32),
}

/// The families of element types, in the order in which promotion climbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Bool,
    Unsigned,
    Signed,
    Float,
    Complex,
    Text,
}

impl DType {
    /// The types of numbers and truth values, in NumPy's order of type numbers.
    pub const ALL: [DType; 13] = [
        DType::Bool,
        DType::Int8,
        DType::UInt8,
        DType::Int16,
        DType::UInt16,
        DType::Int32,
        DType::UInt32,
        DType::Int64,
        DType::UInt64,
        DType::Float32,
        DType::Float64,
        DType::Complex64,
        DType::Complex128,
    ];

    /// Its family.
    pub const fn kind(self) -> Kind {
        use DType::*;
        match self {
            Bool => Kind::Bool,
            UInt8 | UInt16 | UInt32 | UInt64 => Kind::Unsigned,
            Int8 | Int16 | Int32 | Int64 => Kind::Signed,
            Float32 | Float64 => Kind::Float,
            Complex64 | Complex128 => Kind::Complex,
            Text(_) => Kind::Text,
        }
    }

    /// Bytes an element takes in a buffer.
    pub const fn itemsize(self) -> usize {
        use DType::*;
        match self {
            Bool | Int8 | UInt8 => 1,
            Int16 | UInt16 => 2,
            Int32 | UInt32 | Float32 | Text(_) => 4,
            Int64 | UInt64 | Float64 | Complex64 => 8,
            Complex128 => 16,
        }
    }

    /// Bytes an element takes in NumPy, which stores texts in place: four for each character.
    pub const fn nominal_itemsize(self) -> usize {
        match self {
            DType::Text(width) => 4 * width as usize,
            other => other.itemsize(),
        }
    }

    /// Whether it is text.
    pub const fn is_text(self) -> bool {
        crate::text::SUPPORTED && matches!(self, DType::Text(_))
    }

    /// The type whose numbers lie in the buffer: ids for texts, else the type itself.
    pub const fn stored(self) -> DType {
        match self {
            DType::Text(_) => DType::UInt32,
            other => other,
        }
    }

    /// The type itself, or texts of a definite width: as wide as elements of `from` can get.
    ///
    /// ```
    /// use ndgym_core::DType::{Int8, Text};
    /// assert_eq!(Text(0).sized_for(Int8), Text(4));
    /// assert_eq!(Text(9).sized_for(Int8), Text(9));
    /// ```
    pub const fn sized_for(self, from: DType) -> DType {
        match self {
            DType::Text(0) if from.text_width() > 1 => DType::Text(from.text_width()),
            DType::Text(0) => DType::Text(1),
            other => other,
        }
    }

    /// How many characters its elements may take as text.
    pub const fn text_width(self) -> u32 {
        use DType::*;
        match self {
            Bool => 5,
            Int8 => 4,
            UInt8 => 3,
            Int16 => 6,
            UInt16 => 5,
            Int32 => 11,
            UInt32 => 10,
            Int64 => 21,
            UInt64 => 20,
            Float32 | Float64 => 32,
            Complex64 | Complex128 => 64,
            Text(width) => width,
        }
    }

    /// As `str(dtype)` and NumPy's messages have it: `float64`, `<U5`.
    pub fn name(self) -> Cow<'static, str> {
        match self.is_text() {
            true => Cow::Owned(self.byte_string()),
            false => Cow::Borrowed(self.family_name()),
        }
    }

    /// The name without a width: `float64`, `str`.
    pub const fn family_name(self) -> &'static str {
        use DType::*;
        match self {
            Bool => "bool",
            Int8 => "int8",
            UInt8 => "uint8",
            Int16 => "int16",
            UInt16 => "uint16",
            Int32 => "int32",
            UInt32 => "uint32",
            Int64 => "int64",
            UInt64 => "uint64",
            Float32 => "float32",
            Float64 => "float64",
            Complex64 => "complex64",
            Complex128 => "complex128",
            Text(_) => "str",
        }
    }

    /// `dtype.char`, the one-letter code: `d`. As on Linux, where `l` is int64.
    pub const fn char(self) -> char {
        use DType::*;
        match self {
            Bool => '?',
            Int8 => 'b',
            UInt8 => 'B',
            Int16 => 'h',
            UInt16 => 'H',
            Int32 => 'i',
            UInt32 => 'I',
            Int64 => 'l',
            UInt64 => 'L',
            Float32 => 'f',
            Float64 => 'd',
            Complex64 => 'F',
            Complex128 => 'D',
            Text(_) => 'U',
        }
    }

    /// `dtype.kind`: one of `b i u f c U`.
    pub const fn kind_char(self) -> char {
        match self.kind() {
            Kind::Bool => 'b',
            Kind::Unsigned => 'u',
            Kind::Signed => 'i',
            Kind::Float => 'f',
            Kind::Complex => 'c',
            Kind::Text => 'U',
        }
    }

    /// `dtype.num`, NumPy's type number on Linux.
    pub const fn num(self) -> u8 {
        use DType::*;
        match self {
            Bool => 0,
            Int8 => 1,
            UInt8 => 2,
            Int16 => 3,
            UInt16 => 4,
            Int32 => 5,
            UInt32 => 6,
            Int64 => 7,
            UInt64 => 8,
            Float32 => 11,
            Float64 => 12,
            Complex64 => 14,
            Complex128 => 15,
            Text(_) => 19,
        }
    }

    /// `dtype.str`: byte order, kind and size, such as `<f8`; a leading `|` where order means nothing. The size of texts is
    /// in characters, and none if it is not said.
    pub fn byte_string(self) -> String {
        match self {
            DType::Text(0) => return "<U".to_owned(),
            DType::Text(width) => return format!("<U{width}"),
            _ => {}
        }
        let order = if self.itemsize() == 1 { '|' } else { '<' };
        format!("{order}{}{}", self.kind_char(), self.itemsize())
    }

    /// Whether it is a signed or unsigned integer; bool is not one.
    pub const fn is_integer(self) -> bool {
        matches!(self.kind(), Kind::Signed | Kind::Unsigned)
    }

    /// Whether it is float32, float64 or complex.
    pub const fn is_inexact(self) -> bool {
        matches!(self.kind(), Kind::Float | Kind::Complex)
    }

    /// Whether it is complex.
    pub const fn is_complex(self) -> bool {
        matches!(self.kind(), Kind::Complex)
    }

    /// The type of the real and imaginary parts; a real type is its own.
    pub const fn real(self) -> DType {
        match self {
            DType::Complex64 => DType::Float32,
            DType::Complex128 => DType::Float64,
            other => other,
        }
    }

    /// The complex type whose parts have this precision (integers go to complex128).
    pub const fn to_complex(self) -> DType {
        match self {
            DType::Float32 | DType::Complex64 => DType::Complex64,
            _ => DType::Complex128,
        }
    }

    /// From any string that `np.dtype` takes for numbers: a name (`float64`, `double`, `int`), a one-letter code or
    /// a byte string (`<f8`, `f8`).
    ///
    /// # Errors
    /// `TypeError: data type 'x' not understood`.
    pub fn parse(text: &str) -> Result<DType> {
        use DType::*;
        if let Some(dtype) = DType::ALL.into_iter().find(|dtype| dtype.family_name() == text) {
            return Ok(dtype);
        }
        let bare = text.strip_prefix(['<', '=', '|']).unwrap_or(text);
        Ok(match bare {
            "?" | "b1" | "bool_" => Bool,
            "b" | "i1" | "byte" => Int8,
            "B" | "u1" | "ubyte" => UInt8,
            "h" | "i2" | "short" => Int16,
            "H" | "u2" | "ushort" => UInt16,
            "i" | "i4" | "intc" => Int32,
            "I" | "u4" | "uintc" => UInt32,
            "l" | "q" | "p" | "n" | "i8" | "int" | "int_" | "intp" | "long" | "longlong" => Int64,
            "L" | "Q" | "P" | "N" | "u8" | "uint" | "uintp" | "ulong" | "ulonglong" => UInt64,
            "f" | "f4" | "single" => Float32,
            "d" | "f8" | "float" | "double" => Float64,
            "F" | "c8" | "csingle" => Complex64,
            "D" | "c16" | "complex" | "cdouble" => Complex128,
            _ => return Err(Error::type_error(format!("data type '{text}' not understood"))),
        })
    }

    /// From a string that `np.dtype` takes for texts: `str`, `U`, `<U5`. None for any other.
    ///
    /// ```
    /// use ndgym_core::DType;
    /// assert_eq!(DType::parse_text("<U5"), Some(DType::Text(5)));
    /// assert_eq!(DType::parse_text("f8"), None);
    /// ```
    pub fn parse_text(text: &str) -> Option<DType> {
        let bare = text.strip_prefix(['<', '=', '|']).unwrap_or(text);
        match bare {
            _ if !crate::text::SUPPORTED => None,
            "str" | "str_" | "unicode" => Some(DType::Text(0)),
            _ => {
                let width = bare.strip_prefix('U')?;
                let is_number = width.bytes().all(|byte| byte.is_ascii_digit());
                let width = if width.is_empty() { Some(0) } else { width.parse().ok() };
                // What NumPy's sizes in bytes, C integers, can hold.
                width.filter(|width| is_number && *width <= i32::MAX as u32 / 4).map(DType::Text)
            }
        }
    }
}

/// Runs a block with a type name bound to the Rust type of a [`DType`]: `with_element!(dtype, T => f::<T>(…))`.
///
/// Texts are their ids there (u32), which say whether texts are the same and whether they are empty, and nothing else: what
/// needs order works on ranks (`text::Ranking`), and what needs numbers refuses texts before.
///
/// A list of families in brackets narrows the choice; the last arm is taken for all others:
/// `with_element!(dtype, [real] T => …, _ => …)`.
#[macro_export]
macro_rules! with_element {
    ($dtype:expr, $T:ident => $body:expr) => {
        match $dtype {
            $crate::DType::Bool => {
                type $T = $crate::Bool;
                $body
            }
            $crate::DType::Int8 => {
                type $T = i8;
                $body
            }
            $crate::DType::UInt8 => {
                type $T = u8;
                $body
            }
            $crate::DType::Int16 => {
                type $T = i16;
                $body
            }
            $crate::DType::UInt16 => {
                type $T = u16;
                $body
            }
            $crate::DType::Int32 => {
                type $T = i32;
                $body
            }
            $crate::DType::UInt32 | $crate::DType::Text(_) => {
                type $T = u32;
                $body
            }
            $crate::DType::Int64 => {
                type $T = i64;
                $body
            }
            $crate::DType::UInt64 => {
                type $T = u64;
                $body
            }
            $crate::DType::Float32 => {
                type $T = f32;
                $body
            }
            $crate::DType::Float64 => {
                type $T = f64;
                $body
            }
            $crate::DType::Complex64 => {
                type $T = $crate::Complex32;
                $body
            }
            $crate::DType::Complex128 => {
                type $T = $crate::Complex64;
                $body
            }
        }
    };
    ($dtype:expr, [integer] $T:ident => $body:expr, _ => $other:expr) => {
        match $dtype {
            $crate::DType::Int8 => {
                type $T = i8;
                $body
            }
            $crate::DType::UInt8 => {
                type $T = u8;
                $body
            }
            $crate::DType::Int16 => {
                type $T = i16;
                $body
            }
            $crate::DType::UInt16 => {
                type $T = u16;
                $body
            }
            $crate::DType::Int32 => {
                type $T = i32;
                $body
            }
            $crate::DType::UInt32 => {
                type $T = u32;
                $body
            }
            $crate::DType::Int64 => {
                type $T = i64;
                $body
            }
            $crate::DType::UInt64 => {
                type $T = u64;
                $body
            }
            _ => $other,
        }
    };
    ($dtype:expr, [float] $T:ident => $body:expr, _ => $other:expr) => {
        match $dtype {
            $crate::DType::Float32 => {
                type $T = f32;
                $body
            }
            $crate::DType::Float64 => {
                type $T = f64;
                $body
            }
            _ => $other,
        }
    };
    ($dtype:expr, [complex] $T:ident => $body:expr, _ => $other:expr) => {
        match $dtype {
            $crate::DType::Complex64 => {
                type $T = $crate::Complex32;
                $body
            }
            $crate::DType::Complex128 => {
                type $T = $crate::Complex64;
                $body
            }
            _ => $other,
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_code_and_byte_string_leads_back() {
        for dtype in DType::ALL {
            assert_eq!(DType::parse(&dtype.name()), Ok(dtype));
            assert_eq!(DType::parse(&dtype.char().to_string()), Ok(dtype));
            assert_eq!(DType::parse(&dtype.byte_string()), Ok(dtype));
        }
        assert_eq!(DType::parse("flot").unwrap_err().message, "data type 'flot' not understood");
        for text in ["U", "<U5", "=U31"] {
            let dtype = DType::parse_text(text).unwrap();
            assert_eq!(DType::parse_text(&dtype.name()), Some(dtype));
        }
        assert_eq!(["U5x", "U-1", "f8", "U99999999999"].map(DType::parse_text), [None; 4]);
    }
}
