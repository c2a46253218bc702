//! What `np.set_printoptions` sets.

/// How digits after the point are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatMode {
    /// Always as many as the precision says.
    Fixed,
    /// As many as identify the number.
    Unique,
    /// As many as identify the number, at most the precision.
    MaxPrecision,
    /// As `MaxPrecision`, then the same number for all.
    MaxPrecisionEqual,
}

/// Whether positive numbers show their sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `-`: no.
    Minus,
    /// `+`: always.
    Plus,
    /// ` `: a space in its place.
    Space,
}

/// Options of printing.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintOptions {
    /// Items shown at each end of a summarised axis.
    pub edgeitems: usize,
    /// Arrays of more elements are summarised.
    pub threshold: usize,
    /// How digits are chosen.
    pub float_mode: FloatMode,
    /// Digits after the point.
    pub precision: usize,
    /// Never in scientific notation for small numbers.
    pub suppress: bool,
    /// Characters in a line.
    pub linewidth: usize,
    /// For NaN.
    pub nanstr: String,
    /// For infinity.
    pub infstr: String,
    /// Signs of positive numbers.
    pub sign: Sign,
    /// As NumPy 1.13 printed.
    pub legacy: bool,
}

impl PrintOptions {
    /// Whether to print as NumPy 1.13 did, which the page never does.
    pub(super) const fn is_legacy(&self) -> bool {
        cfg!(feature = "text") && self.legacy
    }
}

impl Default for PrintOptions {
    fn default() -> PrintOptions {
        PrintOptions {
            edgeitems: 3,
            threshold: 1000,
            float_mode: FloatMode::MaxPrecision,
            precision: 8,
            suppress: false,
            linewidth: 75,
            nanstr: "nan".to_owned(),
            infstr: "inf".to_owned(),
            sign: Sign::Minus,
            legacy: false,
        }
    }
}
