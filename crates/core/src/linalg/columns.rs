//! Matrices column by column, for the decompositions that follow LAPACK's steps.

use super::field::Field;
use super::fused;
use std::ops::Range;

/// A matrix, column by column.
#[derive(Clone)]
pub(super) struct Columns<T> {
    pub(super) rows: usize,
    pub(super) elements: Vec<T>,
}

impl<T: Field> Columns<T> {
    pub(super) fn from_fn(rows: usize, columns: usize, element: impl Fn(usize, usize) -> T) -> Self {
        let places = (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
        Columns { rows, elements: places.map(|(row, column)| element(row, column)).collect() }
    }

    /// Ones on the diagonal.
    pub(super) fn identity(rows: usize, columns: usize) -> Self {
        Columns::from_fn(rows, columns, |row, column| T::new(f64::from(u8::from(row == column)), 0.0))
    }

    pub(super) fn get(&self, row: usize, column: usize) -> T {
        self.elements[column * self.rows + row]
    }

    pub(super) fn at(&mut self, row: usize, column: usize) -> &mut T {
        &mut self.elements[column * self.rows + row]
    }

    pub(super) fn column(&self, column: usize) -> &[T] {
        &self.elements[column * self.rows..][..self.rows]
    }

    pub(super) fn column_mut(&mut self, column: usize) -> &mut [T] {
        &mut self.elements[column * self.rows..][..self.rows]
    }

    /// Some neighbouring columns.
    pub(super) fn columns_mut<const N: usize>(&mut self, left: usize) -> [&mut [T]; N] {
        let mut columns = self.elements[left * self.rows..].chunks_exact_mut(self.rows.max(1));
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    }

    /// The largest absolute value of an element.
    pub(super) fn largest(&self) -> f64 {
        self.elements.iter().fold(0.0, |most, element| most.max(element.modulus()))
    }

    /// Exchanges two rows within some columns.
    pub(super) fn swap_rows(&mut self, one: usize, other: usize, columns: Range<usize>) {
        for column in columns {
            self.elements.swap(column * self.rows + one, column * self.rows + other);
        }
    }

    /// Exchanges two columns within some rows.
    pub(super) fn swap_columns(&mut self, one: usize, other: usize, rows: Range<usize>) {
        for row in rows {
            self.elements.swap(one * self.rows + row, other * self.rows + row);
        }
    }

    /// Multiplies from the left by `1 - factor v vᴴ`: the rows from `row` on, in some columns. LAPACK's `larf`.
    pub(super) fn reflect_rows(&mut self, row: usize, columns: Range<usize>, vector: &[T], factor: T) {
        let vector = without_trailing_zeros(vector, factor);
        let rows = row..row + vector.len();
        let used = columns.clone().rev().find(|&column| !are_zero(&self.column(column)[rows.clone()]));
        let Some(last) = used else { return };
        let count = last + 1 - columns.start;
        let is_followed = !T::DTYPE.is_complex() && fused::is_small(count * vector.len());
        for at in 0..count {
            let part = &mut self.column_mut(columns.start + at)[rows.clone()];
            let pairs = part.iter().zip(vector);
            if !is_followed {
                let products = pairs.map(|(element, v)| *element * v.conjugate());
                let inner = if T::DTYPE.is_complex() {
                    products.fold(T::default(), |sum, product| sum.plus(product))
                } else {
                    sum_by_fours(products)
                };
                let share = -factor * inner;
                part.iter_mut()
                    .zip(vector)
                    .for_each(|(element, v)| *element = element.multiply_add(share, *v));
                continue;
            }
            let pairs: Vec<[f64; 2]> = pairs.map(|(element, v)| [element.parts().0, v.parts().0]).collect();
            let share = -factor.parts().0 * fused::column_product(&pairs, at, count);
            for (at, ([element, v], to)) in pairs.iter().zip(part).enumerate() {
                *to = T::new(fused::plus_multiple(*element, share, *v, at, vector.len()), 0.0);
            }
        }
    }

    /// Multiplies from the right by `1 - factor v vᴴ`: the columns from `column` on, in the first rows. LAPACK's `larf`.
    pub(super) fn reflect_columns(&mut self, rows: usize, column: usize, vector: &[T], factor: T) {
        let vector = without_trailing_zeros(vector, factor);
        let columns = column..column + vector.len();
        let is_zero = |row: usize| columns.clone().all(|column| is_zero(self.get(row, column)));
        let Some(last) = (0..rows).rev().find(|&row| !is_zero(row)) else { return };
        let is_followed = !T::DTYPE.is_complex() && fused::is_small((last + 1) * vector.len());
        let mut products = vec![T::default(); last + 1];
        if is_followed {
            for (row, product) in products.iter_mut().enumerate() {
                let pairs = columns
                    .clone()
                    .zip(vector)
                    .map(|(column, v)| [self.get(row, column).parts().0, v.parts().0]);
                *product = T::new(fused::dense_row_product(&pairs.collect::<Vec<_>>(), row, last + 1), 0.0);
            }
        } else {
            for (column, v) in columns.clone().zip(vector) {
                let sums = products.iter_mut().zip(self.column(column));
                sums.for_each(|(sum, element)| *sum = sum.multiply_add(*element, *v));
            }
        }
        for (column, v) in columns.zip(vector) {
            let share = -factor * v.conjugate();
            let part = self.column_mut(column).iter_mut().zip(&products).enumerate();
            for (at, (element, product)) in part {
                *element = if is_followed {
                    let [element, share, product] = [*element, share, *product].map(|x| x.parts().0);
                    T::new(fused::plus_multiple(element, share, product, at, last + 1), 0.0)
                } else {
                    element.multiply_add(share, *product)
                };
            }
        }
    }
}

/// The absolute value of the element whose parts have the largest sum of sizes.
pub(super) fn largest<T: Field>(elements: impl Iterator<Item = T>) -> f64 {
    let size = |element: T| {
        let (real, imaginary) = element.parts();
        real.abs() + imaginary.abs()
    };
    elements
        .reduce(|most, element| if size(element) > size(most) { element } else { most })
        .map_or(0.0, T::modulus)
}

/// A sum in four parts, none of which has to wait for another.
fn sum_by_fours<T: Field>(terms: impl ExactSizeIterator<Item = T>) -> T {
    let in_fours = terms.len() / 4 * 4;
    let (mut lanes, mut rest) = ([T::default(); 4], T::default());
    for (at, term) in terms.enumerate() {
        let sum = if at < in_fours { &mut lanes[at % 4] } else { &mut rest };
        *sum = sum.plus(term);
    }
    let [first, second, third, fourth] = lanes;
    first.plus(third).plus(second.plus(fourth)).plus(rest)
}

pub(super) fn is_zero<T: Field>(element: T) -> bool {
    element.parts() == (0.0, 0.0)
}

fn are_zero<T: Field>(elements: &[T]) -> bool {
    elements.iter().all(|element| is_zero(*element))
}

/// What a reflection works with: nothing if it changes nothing.
fn without_trailing_zeros<T: Field>(vector: &[T], factor: T) -> &[T] {
    let used = vector.iter().rposition(|element| !is_zero(*element)).map_or(0, |last| last + 1);
    if is_zero(factor) { &[] } else { &vector[..used] }
}
