//! Loops written as closures over lists of element types. Inside, `T` is the type at hand.

/// `out: T = f(a: T)` for each type; `=> R` gives another result type; `raising FLAG` says what an infinite result of a
/// finite number means.
macro_rules! unary {
    ([$($type:ident)*] raising $flag:expr, |$a:ident| $body:expr) => {
        &[$(unary!(@loop $type, $type, $flag, $a, $body)),*]
    };
    ([$($type:ident)*] |$a:ident| $body:expr) => {
        &[$(unary!(@loop $type, $type, 0, $a, $body)),*]
    };
    ([$($type:ident)*] => $result:ident raising $flag:expr, |$a:ident| $body:expr) => {
        &[$(unary!(@loop $type, $result, $flag, $a, $body)),*]
    };
    ([$($type:ident)*] => $result:ident |$a:ident| $body:expr) => {
        &[$(unary!(@loop $type, $result, 0, $a, $body)),*]
    };
    (@loop $type:ident, $result:ident, $flag:expr, $a:ident, $body:expr) => {
        $crate::ufunc::Loop {
            inputs: &[<$type as $crate::Element>::DTYPE],
            outputs: &[<$result as $crate::Element>::DTYPE],
            inner: |frame| {
                #[allow(dead_code, reason = "not every body names its type")]
                type T = $type;
                $crate::ufunc::inner::map1(frame, $flag, |$a: $type| -> $result { $body })
            },
        }
    };
}

/// `out = f(a)` for one type, by a function of many numbers at once.
macro_rules! unary_many {
    ($type:ident raising $flag:expr, $function:expr) => {
        $crate::ufunc::Loop {
            inputs: &[<$type as $crate::Element>::DTYPE],
            outputs: &[<$type as $crate::Element>::DTYPE],
            inner: |frame| $crate::ufunc::inner::map1_many::<$type>(frame, $flag, $function),
        }
    };
}

/// `out: T = f(a: T, b: T)` for each type; `=> R` gives another result type; `raising |a, b| FLAG` as for [`unary`].
macro_rules! binary {
    ([$($type:ident)*] raising |$x:ident, $y:ident| $flag:expr, |$a:ident, $b:ident| $body:expr) => {
        &[$(binary!(@loop $type, $type, |$x, $y| $flag, $a, $b, $body)),*]
    };
    ([$($type:ident)*] |$a:ident, $b:ident| $body:expr) => {
        &[$(binary!(@loop $type, $type, |_x, _y| 0, $a, $b, $body)),*]
    };
    ([$($type:ident)*] => $result:ident |$a:ident, $b:ident| $body:expr) => {
        &[$(binary!(@loop $type, $result, |_x, _y| 0, $a, $b, $body)),*]
    };
    (@loop $type:ident, $result:ident, |$x:ident, $y:ident| $flag:expr, $a:ident, $b:ident, $body:expr) => {
        $crate::ufunc::Loop {
            inputs: &[<$type as $crate::Element>::DTYPE; 2],
            outputs: &[<$result as $crate::Element>::DTYPE],
            inner: |frame| {
                #[allow(dead_code, reason = "not every body names its type")]
                type T = $type;
                let flag: fn($type, $type) -> u8 = |$x, $y| $flag;
                $crate::ufunc::inner::map2(frame, flag, |$a: $type, $b: $type| -> $result { $body })
            },
        }
    };
}

/// As [`unary`] for floats, by a kernel.
macro_rules! unary_float {
    ([$($type:ident)*] raising $flag:expr, $operation:ident) => {
        &[$($crate::ufunc::Loop {
            inputs: &[<$type as $crate::Element>::DTYPE],
            outputs: &[<$type as $crate::Element>::DTYPE],
            inner: |frame| {
                $crate::ufunc::inner::map1_float::<$type>(frame, $flag, ndgym_kernels::arithmetic::Unary::$operation)
            },
        }),*]
    };
}

/// As [`binary`] for floats, by a kernel.
macro_rules! binary_float {
    ([$($type:ident)*] raising |$x:ident, $y:ident| $flag:expr, $operation:ident, |$a:ident, $b:ident| $body:expr) => {
        &[$($crate::ufunc::Loop {
            inputs: &[<$type as $crate::Element>::DTYPE; 2],
            outputs: &[<$type as $crate::Element>::DTYPE],
            inner: |frame| {
                let flag: fn($type, $type) -> u8 = |$x, $y| $flag;
                let operation = ndgym_kernels::arithmetic::Binary::$operation;
                $crate::ufunc::inner::map2_float(frame, flag, operation, |$a: $type, $b: $type| -> $type { $body })
            },
        }),*]
    };
}

/// A ufunc of loops that are given by groups.
macro_rules! ufunc {
    ($name:literal, $inputs:literal -> $outputs:literal, $identity:ident, [$($group:expr),* $(,)?] $(, check $check:expr)?) => {
        $crate::ufunc::Ufunc {
            name: $name,
            inputs: $inputs,
            outputs: $outputs,
            identity: $crate::ufunc::Identity::$identity,
            computation: $crate::ufunc::Computation::Elementwise(&[$($group),*]),
            check: ufunc!(@check $($check)?),
            alike: std::sync::OnceLock::new(),
        }
    };
    (@check) => { None };
    (@check $check:expr) => { Some($check) };
}

pub(super) use {binary, binary_float, ufunc, unary, unary_float, unary_many};
