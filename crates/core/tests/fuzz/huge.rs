//! Views of absurdly many elements: what would need memory for all of them is refused.

use super::Operation;
use super::choices::Choices;
use super::ufuncs::any_ufunc;
use crate::operations;
use ndgym_core::index::{self, Index, Mode, Selection};
use ndgym_core::layout::Order;
use ndgym_core::manipulate::{self, JoinOptions};
use ndgym_core::ufunc::{Operand, Options};
use ndgym_core::{
    Array, DType, Error, creation, fft, linalg, pack, products, reduce, rounding, set, sort, statistics,
};

type Result<T> = std::result::Result<T, Error>;

/// A stretched view of more elements than there is memory for.
fn huge(c: &mut Choices) -> Array {
    let dtype = c.dtype();
    huge_of(c, dtype)
}

fn huge_of(c: &mut Choices, dtype: DType) -> Array {
    let number = Array::from_scalar(c.scalar(dtype)).expect("one number");
    let shapes: [&[usize]; 9] = [
        &[1 << 40],
        &[1 << 33, 2],
        &[2, 1 << 36],
        &[1 << 20, 1 << 20],
        &[3, 1 << 30, 1 << 10],
        &[1 << 58],
        &[1 << 30, 1 << 28],
        &[1 << 31],
        &[1 << 21, 1, 1 << 20, 1],
    ];
    let shape = c.pick(&shapes);
    let array = number.broadcast_to(shape).expect("a view needs no memory");
    c.remember(&array);
    array
}

fn is_refused<T>(result: Result<T>) {
    assert!(result.is_err(), "there is no memory for it");
}

/// Whatever may come of it.
fn any<T>(_: Result<T>) {}

fn calls(c: &mut Choices) {
    let ufunc = any_ufunc(c);
    let array = huge(c);
    // What sums over an axis needs no memory for its elements, but time.
    if ufunc.core_axes().is_some_and(|terms| terms.last().is_none_or(|result| result.len() < 2)) {
        return;
    }
    let operands: Vec<Operand> = (0..ufunc.inputs).map(|_| Operand::from(&array)).collect();
    is_refused(ufunc.call(&operands, &Options { order: c.order(), ..Options::default() }));
}

fn two(c: &mut Choices, compute: fn(&Array, &Array)) {
    let (big, small) = (huge(c), c.array());
    if c.either() { compute(&big, &small) } else { compute(&small, &big) }
}

fn axis(c: &mut Choices, array: &Array) -> usize {
    c.below(array.rank())
}

pub(crate) const OPERATIONS: &[Operation] = operations! {
    call: |c| calls(c);
    copy: |c| is_refused(huge(c).copy(c.order()));
    cast: |c| is_refused(huge(c).cast(c.dtype(), c.order()));
    ravel: |c| any(manipulate::ravel(&huge(c), c.order()));
    reshape: |c| any(huge(c).reshape(&c.requested_shape(), c.order()));
    reshape_flat: |c| any(huge(c).reshape(&[-1], c.order()));
    join: |c| {
        let array = huge(c);
        is_refused(manipulate::concatenate(&[array.clone(), array.clone()], c.pick(&[None, Some(0), Some(-1)]), &JoinOptions::default()));
        is_refused(manipulate::stack(&[array.clone(), array], c.pick(&[0, 1, -1]), &JoinOptions::default()))
    };
    edit: |c| {
        let array = huge(c);
        let axis = axis(c, &array);
        if array.shape()[axis] < 100 {
            any(manipulate::delete(&array, &[0], axis));
            any(manipulate::insert(&array, &[0], &c.array(), axis));
        }
        is_refused(manipulate::roll(&array, &[(axis, c.integer())]));
        is_refused(manipulate::tile(&array, &[2]))
    };
    repeat: |c| { let array = huge(c); let axis = axis(c, &array); is_refused(manipulate::repeat(&array, &[c.integer().saturating_abs().max(1)], axis)) };
    resize: |c| is_refused(manipulate::resize(&huge(c), &[1 << 40]));
    triangles: |c| { let array = huge(c); any(creation::tril(&array, c.integer())); any(creation::diag(&array, 0)); any(creation::diagflat(&array, 0)) };
    meshgrid: |c| { let array = huge(c); any(creation::meshgrid(&[array.clone(), array], creation::Indexing::Xy, c.either(), c.either())) };
    linspace: |c| two(c, |a, b| any(creation::linspace(a, b, 3, true, None, 0)));
    get: |c| { let array = huge(c); let items = super::indexing::items(c, &array); any(Selection::new(&array, &items).and_then(|s| s.get())) };
    get_by_huge: |c| {
        let (array, indices) = (c.array(), huge_of(c, DType::Int64));
        any(Selection::new(&array, &[Index::Array(indices)]).and_then(|s| s.get()))
    };
    take: |c| two(c, |array, indices| { any(index::take(array, indices, None, Mode::Wrap)); any(index::take(array, indices, Some(0), Mode::Clip)) });
    take_along_axis: |c| two(c, |array, indices| any(index::take_along_axis(array, indices, Some(0))));
    put: |c| { let array = c.array(); any(index::put(&array, &huge(c), &c.array(), Mode::Wrap)); any(index::put(&array, &c.index_array(), &huge(c), Mode::Wrap)) };
    put_along_axis: |c| { let array = c.array(); any(index::put_along_axis(&array, &huge_of(c, DType::Int64), &array, Some(0))) };
    place: |c| { let array = c.array(); any(index::place(&array, &array, &huge(c))); any(index::putmask(&array, &array, &huge(c))); any(index::fill_diagonal(&array, &huge(c), true)) };
    where_: |c| two(c, |a, b| any(index::where_(a, b, b)));
    choose: |c| two(c, |a, b| any(index::choose(a, &[b.clone(), b.clone()], Mode::Wrap)));
    select: |c| { let condition = huge_of(c, DType::Bool); any(index::select(&[condition], &[c.array()], &c.array())) };
    unravel_index: |c| any(index::unravel_index(&huge_of(c, DType::Int64), &[3, 4], Order::C));
    ravel_multi_index: |c| any(index::ravel_multi_index(&[huge_of(c, DType::Int64)], &[3], &[Mode::Wrap], Order::C));
    ix_: |c| any(index::ix_(&[huge_of(c, DType::Int64), c.array()]));
    diagonal: |c| { let array = huge(c); index::diagonal(&array, c.integer(), 0, 1) };
    sort: |c| { let array = huge(c); let axis = c.axis_or_none(array.rank()); is_refused(sort::sort(&array, axis)) };
    argsort: |c| { let array = huge(c); let axis = c.axis_or_none(array.rank()); is_refused(sort::argsort(&array, axis)) };
    partition: |c| { let array = huge(c); is_refused(sort::partition(&array, &[0], Some(-1))); is_refused(sort::argpartition(&array, &[0], Some(-1))) };
    lexsort: |c| is_refused(sort::lexsort(&[huge(c)], 0));
    searchsorted: |c| two(c, |a, b| any(sort::searchsorted(a, b, sort::Side::Left, None)));
    searchsorted_sorter: |c| two(c, |a, b| any(sort::searchsorted(a, a, sort::Side::Left, Some(b))));
    unique: |c| { let array = huge(c); is_refused(set::unique(&array, c.pick(&[None, Some(0)]), set::Wanted::default(), true)) };
    sets: |c| two(c, |a, b| {
        is_refused(set::union1d(a, b));
        is_refused(set::intersect1d(a, b, true));
        // Numbers and texts need not even be looked at to be different.
        if a.dtype().is_text() == b.dtype().is_text() {
            is_refused(set::setdiff1d(a, b, false));
        }
        is_refused(set::setxor1d(a, b, true));
        any(set::isin(a, b, false, None));
    });
    bincount: |c| { let array = huge_of(c, DType::Int64); is_refused(statistics::bincount(&array, 0)); is_refused(statistics::bincount_weighted(&array, &array, 0)) };
    bincount_weights: |c| { let array = c.array_of_rank(DType::UInt8, 1); any(statistics::bincount_weighted(&array, &huge(c), 0)) };
    interp: |c| two(c, |a, b| { any(statistics::interp(a, b, b, Default::default(), None)); any(statistics::interp(b, b, a, Default::default(), Some(1.0))) });
    correlate: |c| two(c, |a, b| { any(statistics::correlate(a, b, statistics::Mode::Full)); any(statistics::convolve(a, b, statistics::Mode::Valid)) });
    products: |c| two(c, |a, b| {
        if a.rank() > 0 && b.rank() > 0 {
            any(products::dot(a, b));
            any(products::inner(a, b));
        }
        any(products::vdot(a, b));
        any(products::kron(a, b));
        any(products::outer(a, b));
    });
    linalg: |c| {
        let array = huge(c);
        any(linalg::inv(&array));
        any(linalg::det(&array));
        any(linalg::slogdet(&array));
        any(linalg::solve(&array, &array));
        any(linalg::cholesky(&array, linalg::Triangle::Lower));
        any(linalg::qr(&array, linalg::QrMode::Complete));
        any(linalg::svd(&array, true));
        any(linalg::svdvals(&array));
        any(linalg::eig(&array));
        any(linalg::eigvalsh(&array, linalg::Triangle::Upper));
        any(linalg::lstsq(&array, &array, None))
    };
    fft: |c| { let array = huge(c); is_refused(fft::transform(&array, None, c.pick(&[0, -1]), false, 1.0)) };
    fft_length: |c| any(fft::transform(&c.array(), Some(c.integer().saturating_abs().max(1 << 31)), 0, false, 1.0));
    packbits: |c| { let array = huge_of(c, DType::UInt8); is_refused(pack::packbits(&array, c.pick(&[None, Some(0)]), pack::BitOrder::Big)); is_refused(pack::unpackbits(&array, c.pick(&[None, Some(-1)]), None, pack::BitOrder::Big)) };
    round: |c| is_refused(rounding::round(&huge(c), c.small(), None));
    argmax: |c| { let array = huge(c); if c.either() { any(reduce::argmax(&array, None, false)) } };
};
