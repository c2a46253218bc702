//! What NumPy's native functions do with arrays of derived classes.

/// What a function does with an array of a derived class, or with another library's object, if nobody answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// It takes a derived class's array for a plain one.
    Plain,
    /// It takes it as it is, and gives results of its class.
    Keep,
    /// It calls the object's method of that name.
    Method(&'static str),
    /// The same with all arguments by name, those that have to be there among them.
    Reduction(&'static str, &'static [&'static str]),
    /// Its results get the class of the argument with that name.
    Like(&'static str),
    /// Its results go through the `__array_wrap__` of the strongest argument.
    Wrap,
    /// Its results get the class of the strongest argument; equals yield to the first.
    Strongest,
    /// It joins arrays, and its result gets the class of one that puts itself before plain arrays.
    Join,
    /// It is written in Python for such arguments (`_derived.py`).
    InPython,
}

/// Native functions in which arrays of derived classes stay what they are.
const KEEPING: [&str; 37] = [
    "array",
    "array2string",
    "array_repr",
    "array_split",
    "array_str",
    "asanyarray",
    "asarray",
    "ascontiguousarray",
    "asfortranarray",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "broadcast_arrays",
    "broadcast_to",
    "copy",
    "diag",
    "dsplit",
    "empty_like",
    "expand_dims",
    "flip",
    "fliplr",
    "flipud",
    "full_like",
    "hsplit",
    "iscomplexobj",
    "isrealobj",
    "isscalar",
    "matrix_transpose",
    "moveaxis",
    "ones_like",
    "ravel",
    "rollaxis",
    "rot90",
    "split",
    "unstack",
    "vsplit",
    "zeros_like",
];

/// Native functions that are the method of their name.
const METHODS: [&str; 19] = [
    "argmax",
    "argmin",
    "argpartition",
    "argsort",
    "choose",
    "clip",
    "cumprod",
    "cumsum",
    "diagonal",
    "nonzero",
    "put",
    "repeat",
    "reshape",
    "round",
    "searchsorted",
    "squeeze",
    "swapaxes",
    "take",
    "trace",
];

/// Those that fold, the method each is, and what that is told first: always, unless there is a question mark.
const REDUCTIONS: [(&str, &str, &[&str]); 11] = [
    ("all", "all", &["axis", "out"]),
    ("amax", "max", &["axis", "out"]),
    ("amin", "min", &["axis", "out"]),
    ("any", "any", &["axis", "out"]),
    ("max", "max", &["axis", "out"]),
    ("mean", "mean", &["axis", "dtype", "out"]),
    ("min", "min", &["axis", "out"]),
    ("prod", "prod", &["axis", "dtype?", "out"]),
    ("std", "std", &["axis", "dtype", "out", "ddof"]),
    ("sum", "sum", &["axis", "dtype?", "out"]),
    ("var", "var", &["axis", "dtype", "out", "ddof"]),
];

/// Whether a function that keeps classes takes an `np.matrix` for a plain array, whose results need not have two axes.
pub(super) fn takes_matrix_for_array(name: &str) -> bool {
    matches!(name, "diag" | "diagonal" | "expand_dims" | "ravel" | "trace")
}

/// Functions whose results get the class of one argument.
const LIKE: [(&str, &str); 14] = [
    ("compress", "a"),
    ("correlate", "a"),
    ("count_nonzero", "a"),
    ("delete", "arr"),
    ("diagflat", "v"),
    ("extract", "arr"),
    ("insert", "arr"),
    ("packbits", "a"),
    ("partition", "a"),
    ("roll", "a"),
    ("setdiff1d", "ar1"),
    ("take_along_axis", "arr"),
    ("tile", "A"),
    ("unpackbits", "a"),
];

/// Functions that `_derived.py` has for arrays of derived classes.
const IN_PYTHON: [&str; 7] =
    ["cumulative_prod", "cumulative_sum", "ix_", "meshgrid", "ptp", "sort", "unique"];

impl Manner {
    /// How the native function `numpy.NAME` takes them.
    pub(super) fn of(name: &str) -> Manner {
        let in_list = |list: &[&'static str]| list.iter().find(|known| **known == name).copied();
        if in_list(&KEEPING).is_some() {
            return Manner::Keep;
        }
        if let Some(method) = in_list(&METHODS) {
            return Manner::Method(method);
        }
        if let Some((_, method, told)) = REDUCTIONS.iter().find(|(known, ..)| *known == name) {
            return Manner::Reduction(method, told);
        }
        if let Some((_, parameter)) = LIKE.iter().find(|(known, _)| *known == name) {
            return Manner::Like(parameter);
        }
        match name {
            "around" => Manner::Method("round"),
            "transpose" | "permute_dims" => Manner::Method("transpose"),
            "dot" | "inner" => Manner::Strongest,
            "append" | "column_stack" | "concatenate" | "concat" | "dstack" | "hstack" | "stack"
            | "vstack" => Manner::Join,
            "kron" | "linspace" => Manner::Wrap,
            _ if in_list(&IN_PYTHON).is_some() => Manner::InPython,
            _ => Manner::Plain,
        }
    }
}
