//! Areas in a rectangle, each as near to a square as they get: the squarified treemap of Bruls, Huizing and van Wijk (2000).

/// Where an area is, in the units of the rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Square {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Places areas of these sizes, the largest first, so that they fill a rectangle.
pub(super) fn squares(sizes: &[usize], width: f64, height: f64) -> Vec<Square> {
    let total = sizes.iter().sum::<usize>().max(1) as f64;
    let areas: Vec<f64> = sizes.iter().map(|&size| size as f64 * width * height / total).collect();
    let mut free = Square { x: 0.0, y: 0.0, width, height };
    let mut placed = Vec::with_capacity(areas.len());
    let mut rest = areas.as_slice();
    while !rest.is_empty() {
        let side = free.width.min(free.height);
        // As many in a row along the shorter side as make the worst of them better.
        let row =
            (1..=rest.len()).take_while(|&n| n == 1 || worst(&rest[..n], side) <= worst(&rest[..n - 1], side)).last();
        let (row, after) = rest.split_at(row.unwrap_or(1));
        free = place(row, free, &mut placed);
        rest = after;
    }
    placed
}

/// The worst ratio of sides in a row along a side.
fn worst(row: &[f64], side: f64) -> f64 {
    let sum: f64 = row.iter().sum();
    let thickness = sum / side;
    row.iter().map(|area| (thickness * thickness / area).max(area / (thickness * thickness))).fold(0.0, f64::max)
}

/// Places a row along the shorter side; what is free is left.
fn place(row: &[f64], free: Square, placed: &mut Vec<Square>) -> Square {
    let Square { mut x, mut y, width, height } = free;
    let sum: f64 = row.iter().sum();
    let is_wide = width >= height;
    let thickness = if is_wide { sum / height } else { sum / width };
    for area in row {
        let along = area / thickness;
        let (own_width, own_height) = if is_wide { (thickness, along) } else { (along, thickness) };
        placed.push(Square { x, y, width: own_width, height: own_height });
        if is_wide {
            y += along;
        } else {
            x += along;
        }
    }
    match is_wide {
        true => Square { x: free.x + thickness, width: (width - thickness).max(0.0), ..free },
        false => Square { y: free.y + thickness, height: (height - thickness).max(0.0), ..free },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_fill_the_rectangle_by_their_sizes() {
        for sizes in [&[7][..], &[6, 6, 4, 3, 2, 2, 1], &[1000, 1, 1], &[1; 61]] {
            let placed = squares(sizes, 600.0, 190.0);
            let unit = 600.0 * 190.0 / sizes.iter().sum::<usize>() as f64;
            assert_eq!(placed.len(), sizes.len());
            for (square, size) in placed.iter().zip(sizes) {
                assert!((square.width * square.height - *size as f64 * unit).abs() < 0.01, "{square:?}");
                assert!(square.x > -0.01 && square.y > -0.01, "{square:?}");
                assert!(square.x + square.width < 600.01 && square.y + square.height < 190.01, "{square:?}");
            }
            for (i, a) in placed.iter().enumerate() {
                for b in &placed[i + 1..] {
                    let apart = a.x + a.width < b.x + 0.01 || b.x + b.width < a.x + 0.01;
                    assert!(apart || a.y + a.height < b.y + 0.01 || b.y + b.height < a.y + 0.01, "{a:?} {b:?}");
                }
            }
        }
        assert_eq!(squares(&[], 600.0, 190.0), []);
    }
}
