//! TypeScript's view of what goes in and comes out.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Names of element types. */
export type DTypeName =
  | "bool" | "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "int64" | "uint64"
  | "float32" | "float64" | "complex64" | "complex128";

/** JavaScript's own arrays of numbers. */
export type TypedArray =
  | Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array
  | BigInt64Array | BigUint64Array | Float32Array | Float64Array;

/** One element. Integers beyond 2^53 are bigints. */
export type Element = number | bigint | boolean | { re: number; im: number };

/** Numbers in lists, nested as deep as there are axes. */
export type Nested<T> = T | ReadonlyArray<Nested<T>>;

/**
 * What an array can be made of. Lists of numbers are float64, of bigints int64, of booleans bool. A plain number takes the
 * type of the array it meets, as a Python number does; one without a fraction counts as an integer.
 */
export type ArrayInput = NdArray | TypedArray | Nested<number> | Nested<bigint> | Nested<boolean>;

/** Sizes by axis; a number for one axis. */
export type Shape = number | ReadonlyArray<number>;

/** Axes; null for all. */
export type Axes = number | ReadonlyArray<number> | null;

/**
 * One item of an index: an integer, a slice as Python writes it (`"1:3"`, `"::-1"`), `"..."`, null for a new axis, or an
 * array of integers or booleans. A text may hold several items: `"1:3, ..., 0"`.
 */
export type IndexItem = number | bigint | string | null | NdArray | TypedArray | Nested<number> | Nested<boolean>;

/** An array as a step of an algorithm shows it: plain data in C order. */
export interface Named {
  /** As the NumPy line names it. */
  name: string;
  /** What each axis counts. */
  axes: string[];
  shape: number[];
  dtype: DTypeName;
  data: TypedArray;
}

/** One step of an algorithm. */
export interface Step {
  title: string;
  /** LaTeX, without dollar signs. */
  formula: string;
  /** The NumPy line it stands for. */
  line: string;
  inputs: Named[];
  outputs: Named[];
  /** What an interviewer listens for here. */
  remark: string;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// Whatever an array can be made of.
    #[wasm_bindgen(typescript_type = "ArrayInput")]
    pub type ArrayInput;

    /// A list of such.
    #[wasm_bindgen(typescript_type = "ReadonlyArray<ArrayInput>")]
    pub type ArrayInputs;

    /// A shape.
    #[wasm_bindgen(typescript_type = "Shape")]
    pub type ShapeInput;

    /// Axes of a reduction.
    #[wasm_bindgen(typescript_type = "Axes")]
    pub type AxesInput;

    /// The name of an element type.
    #[wasm_bindgen(typescript_type = "DTypeName")]
    pub type DTypeInput;

    /// Where steps are to be added.
    #[wasm_bindgen(typescript_type = "Step[]")]
    pub type Steps;
}
