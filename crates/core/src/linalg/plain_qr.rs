//! QR factorisation of small matrices, one reflection at a time: LAPACK's `geqr2` and `org2r`, to the sign of every zero.

use super::columns::Columns;
use super::field::Field;
use super::reflector::{Reflector, form_product};

/// Of the shorter side of the largest matrices that are factored so. LAPACK does it up to 128; up to here it costs no time
/// against blocks of reflections.
pub(super) const LARGEST: usize = 32;

/// `a = q r`: the columns of `r`, and the reflections that `q` is the product of.
pub(super) struct Factors<T> {
    pub(super) r: Columns<T>,
    reflectors: Vec<Reflector<T>>,
}

impl<T: Field> Factors<T> {
    /// Of an `m` by `n` matrix, column by column.
    pub(super) fn of(m: usize, n: usize, columns: Vec<T>) -> Self {
        let mut r = Columns { rows: m, elements: columns };
        let mut reflectors = Vec::with_capacity(m.min(n));
        for at in 0..m.min(n) {
            let (reflector, multiple) = Reflector::of(r.column(at)[at..].to_vec());
            r.reflect_rows(at, at + 1..n, &reflector.vector, reflector.factor.conjugate());
            r.column_mut(at)[at..].fill(T::default());
            *r.at(at, at) = T::new(multiple, 0.0);
            reflectors.push(reflector);
        }
        Factors { r, reflectors }
    }

    /// The columns of `r` with the reflectors beneath its diagonal, where their first elements, which are 1, are left out.
    pub(super) fn packed(&self) -> Vec<T> {
        let mut columns = self.r.clone();
        for (at, reflector) in self.reflectors.iter().enumerate() {
            columns.column_mut(at)[at + 1..].copy_from_slice(&reflector.vector[1..]);
        }
        columns.elements
    }

    /// The factor of each reflection, LAPACK's `tau`.
    pub(super) fn factors(&self) -> impl Iterator<Item = T> {
        self.reflectors.iter().map(|reflector| reflector.factor)
    }

    /// The first `count` columns of `q`, one after the other.
    pub(super) fn q(&self, count: usize) -> Vec<T> {
        let mut q = Columns::identity(self.r.rows, count);
        form_product(&mut q, 0, count, &self.reflectors);
        q.elements
    }
}
