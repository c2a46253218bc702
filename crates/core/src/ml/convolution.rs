//! Convolution of images by one matrix product.

use super::Recorder;
use super::calculate::{add, matmul};
use super::step::step;
use crate::array::Array;
use crate::error::{Error, Result};
use crate::layout::Order;

/// Stride and padding of a convolution, the same along both axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Steps between windows; at least 1.
    pub stride: usize,
    /// Zeros on each side.
    pub padding: usize,
}

impl Default for Geometry {
    fn default() -> Geometry {
        Geometry { stride: 1, padding: 0 }
    }
}

impl Geometry {
    /// Windows along an axis: `(size + 2 padding - kernel) / stride + 1`.
    ///
    /// # Errors
    /// `ValueError` for a stride of 0 and for a kernel larger than the padded axis.
    ///
    /// ```
    /// use ndgym_core::ml::convolution::Geometry;
    /// assert_eq!(Geometry { stride: 2, padding: 1 }.windows(7, 3).unwrap(), 4);
    /// ```
    pub fn windows(self, size: usize, kernel: usize) -> Result<usize> {
        if self.stride == 0 {
            return Err(Error::value("slice step cannot be zero"));
        }
        let padded = self.padding.checked_mul(2).and_then(|twice| twice.checked_add(size));
        let room = padded
            .and_then(|padded| padded.checked_sub(kernel))
            .ok_or_else(|| Error::value("window shape cannot be larger than input array shape"))?;
        Ok(room / self.stride + 1)
    }
}

fn padded(x: &Array, padding: usize) -> Result<Array> {
    let [images, channels, height, width] = *x.shape() else {
        return Err(Error::value(format!("not enough values to unpack (expected 4, got {})", x.rank())));
    };
    if padding == 0 {
        return Ok(x.clone());
    }
    let (tall, wide) = (height + 2 * padding, width + 2 * padding);
    let result = Array::zeros(&[images, channels, tall, wide], x.dtype())?;
    let offset = padding * wide + padding;
    result.view(x.shape(), result.strides(), offset).assign(x)?;
    Ok(result)
}

/// All windows of images (N, C, H, W), each as a column: (N, C · kH · kW, outH · outW). A copy of a view with six axes.
///
/// # Errors
/// `ValueError` for other ranks and kernels that do not fit; `MemoryError`.
///
/// ```
/// use ndgym_core::{Array, ml::convolution::{Geometry, im2col}};
/// let image = Array::from_slice(&[1, 1, 2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
/// let columns = im2col(&image, (2, 2), Geometry::default()).unwrap();
/// assert_eq!(columns.to_vec::<f64>(), [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 6.0]);
/// ```
pub fn im2col(x: &Array, (tall, wide): (usize, usize), geometry: Geometry) -> Result<Array> {
    let x = padded(x, geometry.padding)?;
    let [images, channels, height, width] = *x.shape() else {
        return Err(Error::value(format!("not enough values to unpack (expected 4, got {})", x.rank())));
    };
    let inside = Geometry { padding: 0, ..geometry };
    let (rows, columns) = (inside.windows(height, tall)?, inside.windows(width, wide)?);
    let [image, channel, down, right] = [0, 1, 2, 3].map(|axis| x.strides()[axis]);
    let step = geometry.stride as isize;
    let windows = x.view(
        &[images, channels, tall, wide, rows, columns],
        &[image, channel, down, right, down * step, right * step],
        x.offset(),
    );
    windows.copy(Order::C)?.reshape_to(&[images, channels * tall * wide, rows * columns], Order::C)
}

/// Convolution (cross-correlation, as in deep learning) of images (N, C, H, W) with a kernel (F, C, kH, kW) and a bias (F,):
/// (N, F, outH, outW).
///
/// # Errors
/// `ValueError` for other ranks, channels that differ, kernels that do not fit; `MemoryError`.
///
/// Source: K. Chellapilla, S. Puri and P. Simard, "High performance convolutional neural networks for document processing" (2006).
///
/// ```
/// use ndgym_core::{Array, ml::convolution::{Geometry, conv2d}};
/// let image = Array::from_slice(&[1, 2, 1, 2], &[1.0, 2.0, 30.0, 40.0]).unwrap(); // two channels of 1 by 2
/// let kernel = Array::from_slice(&[1, 2, 1, 1], &[1.0, 0.5]).unwrap();
/// let output = conv2d(&image, &kernel, None, Geometry::default(), &mut ()).unwrap();
/// assert_eq!(output.to_vec::<f64>(), [16.0, 22.0]);
/// ```
pub fn conv2d(
    x: &Array,
    kernel: &Array,
    bias: Option<&Array>,
    geometry: Geometry,
    recorder: &mut impl Recorder,
) -> Result<Array> {
    let [filters, channels, tall, wide] = *kernel.shape() else {
        return Err(Error::value(format!("not enough values to unpack (expected 4, got {})", kernel.rank())));
    };
    let columns = im2col(x, (tall, wide), geometry)?;
    step!(
        recorder, "Windows as columns", r"X_{\text{col}} \in \mathbb{R}^{C k_H k_W \times H' W'}",
        "(N, C, H, W), (F, _, kH, kW) = x.shape, kernel.shape\npadded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))\nwindows = np.lib.stride_tricks.sliding_window_view(padded, (kH, kW), axis=(2, 3))[:, :, ::stride, ::stride]\ncolumns = windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * kH * kW, -1)",
        ["x" ["N", "C", "H", "W"] x, "kernel" ["F", "C", "kH", "kW"] kernel] => ["columns" ["N", "C kH kW", "out"] &columns],
        "Each pixel is copied into up to kH kW columns: memory is the price of the single product that follows."
    );
    let rows = kernel.reshape_to(&[filters, channels * tall * wide], Order::C)?;
    let bias = match bias {
        Some(bias) => bias.clone(),
        None => Array::zeros(&[filters], kernel.dtype())?,
    };
    let product = add(matmul(&rows, &columns)?, bias.reshape(&[-1, 1], Order::C)?)?;
    step!(
        recorder, "One product for all filters", r"Y = K\, X_{\text{col}} + b",
        "product = kernel.reshape(F, -1) @ columns + bias[:, None]",
        ["kernel" ["F", "C", "kH", "kW"] kernel, "columns" ["N", "C kH kW", "out"] &columns, "bias" ["F"] &bias]
            => ["product" ["N", "F", "out"] &product],
        "The sum runs over channels and window alike: each filter sees all channels. The bias is a column, one number per filter."
    );
    let (height, width) = (x.shape()[2], x.shape()[3]);
    let out = [x.shape()[0], filters, geometry.windows(height, tall)?, geometry.windows(width, wide)?];
    let output = product.reshape_to(&out, Order::C)?;
    step!(
        recorder, "Back to images", r"H' = \left\lfloor \frac{H + 2p - k_H}{s} \right\rfloor + 1",
        "output = product.reshape(N, F, *windows.shape[2:4])",
        ["product" ["N", "F", "out"] &product] => ["output" ["N", "F", "H'", "W'"] &output],
        "A view: the columns were made in the order of the output's pixels."
    );
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition, six loops.
    fn by_loops(x: &Array, kernel: &Array, geometry: Geometry) -> Vec<f64> {
        let x = padded(x, geometry.padding).unwrap();
        let ([n, c, h, w], [f, _, kh, kw]) = (to4(x.shape()), to4(kernel.shape()));
        let (x, k, s) = (x.to_vec::<f64>(), kernel.to_vec::<f64>(), geometry.stride);
        let mut out = Vec::new();
        for (image, filter) in (0..n).flat_map(|image| (0..f).map(move |filter| (image, filter))) {
            for (row, column) in
                (0..=(h - kh) / s).flat_map(|row| (0..=(w - kw) / s).map(move |column| (row, column)))
            {
                let mut total = 0.0;
                for (channel, i, j) in (0..c)
                    .flat_map(|channel| (0..kh).flat_map(move |i| (0..kw).map(move |j| (channel, i, j))))
                {
                    total += x[((image * c + channel) * h + row * s + i) * w + column * s + j]
                        * k[((filter * c + channel) * kh + i) * kw + j];
                }
                out.push(total);
            }
        }
        out
    }

    fn to4(shape: &[usize]) -> [usize; 4] {
        shape.try_into().unwrap()
    }

    #[test]
    fn it_is_the_definition_for_all_strides_and_paddings() {
        let ramp = |count: usize| (0..count).map(|i| ((i * 7) % 13) as f64 - 6.0).collect::<Vec<_>>();
        let x = Array::from_slice(&[2, 3, 5, 6], &ramp(180)).unwrap();
        let kernel = Array::from_slice(&[4, 3, 3, 2], &ramp(72)).unwrap();
        for geometry in (1..4).flat_map(|stride| (0..3).map(move |padding| Geometry { stride, padding })) {
            let found = conv2d(&x, &kernel, None, geometry, &mut ()).unwrap();
            assert_eq!(found.to_vec::<f64>(), by_loops(&x, &kernel, geometry), "{geometry:?}");
        }
    }

    #[test]
    fn kernels_that_do_not_fit_are_refused() {
        let x = Array::zeros(&[1, 1, 2, 2], crate::DType::Float64).unwrap();
        let kernel = Array::zeros(&[1, 1, 3, 3], crate::DType::Float64).unwrap();
        assert!(conv2d(&x, &kernel, None, Geometry::default(), &mut ()).is_err());
        assert!(conv2d(&x, &kernel, None, Geometry { stride: 0, padding: 1 }, &mut ()).is_err());
        let other = Array::zeros(&[1, 2, 2, 2], crate::DType::Float64).unwrap();
        assert!(
            conv2d(&x, &other, None, Geometry::default(), &mut ()).unwrap_err().message.contains("matmul")
        );
    }
}
