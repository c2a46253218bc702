//! Loss surfaces over two parameters, on which optimisers can be watched.

/// A surface with its lowest place at (0, 0), or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// `(x² + y²) / 2`: as steep in all directions.
    Bowl,
    /// `(x² + 25 y²) / 2`: steep across, flat along.
    Ravine,
    /// `(x² - y²) / 2`: a minimum along x, a maximum along y.
    Saddle,
}

impl Surface {
    fn curvatures(self) -> [f64; 2] {
        match self {
            Surface::Bowl => [1.0, 1.0],
            Surface::Ravine => [1.0, 25.0],
            Surface::Saddle => [1.0, -1.0],
        }
    }

    /// Its height at a place.
    ///
    /// ```
    /// use ndgym_core::ml::surface::Surface;
    /// assert_eq!(Surface::Ravine.value([1.0, 1.0]), 13.0);
    /// ```
    pub fn value(self, at: [f64; 2]) -> f64 {
        let [a, b] = self.curvatures();
        (a * at[0] * at[0] + b * at[1] * at[1]) / 2.0
    }

    /// Where it rises, and how steeply.
    pub fn gradient(self, at: [f64; 2]) -> [f64; 2] {
        let [a, b] = self.curvatures();
        [a * at[0], b * at[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_are_those_of_the_heights() {
        for surface in [Surface::Bowl, Surface::Ravine, Surface::Saddle] {
            for at in [[0.3, -1.2], [2.0, 0.5], [0.0, 0.0]] {
                let found = surface.gradient(at);
                for axis in 0..2 {
                    let moved = |by: f64| {
                        let mut at = at;
                        at[axis] += by;
                        surface.value(at)
                    };
                    assert!((found[axis] - (moved(1e-5) - moved(-1e-5)) / 2e-5).abs() < 1e-8);
                }
            }
        }
    }
}
