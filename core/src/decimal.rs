//! Decimals of percentages, by whole numbers.
//!
//! The standard library's way of writing and reading fractions is long, and serves all of them. The page's WebAssembly does
//! without it: what it shows is from 0 to 100 and has few decimals, so that 128 bits hold it exactly.

/// The most decimals that are worked out here.
const MOST: usize = 15;

/// `value · 10^decimals` as a whole number, half to even on the binary value, as Python rounds. `None` where it is not from 0 to 100,
/// or for more than 15 decimals.
pub(crate) fn rounded(value: f64, decimals: usize) -> Option<u64> {
    if !(0.0..=100.0).contains(&value) || decimals > MOST {
        return None;
    }
    // value = mantissa / 2^shift: a value below 2^7 has a mantissa of 53 bits, and 46 of them at least are behind the point.
    let bits = value.abs().to_bits();
    let (exponent, mantissa) = (bits >> 52, bits & ((1 << 52) - 1));
    let (mantissa, shift) = if exponent == 0 { (mantissa, 1074) } else { (mantissa | 1 << 52, 1075 - exponent) };
    let scaled = u128::from(mantissa) * u128::from(power(decimals));
    // The product has 103 bits at most.
    let Some(half) = (shift < 120).then(|| 1_u128 << (shift - 1)) else { return Some(0) };
    let (whole, rest) = (scaled >> shift, scaled & ((half << 1) - 1));
    let up = rest > half || (rest == half && whole & 1 == 1);
    u64::try_from(whole + u128::from(up)).ok()
}

/// The digits of what [`rounded`] gives.
pub(crate) fn text(rounded: u64, decimals: usize) -> String {
    let power = power(decimals);
    match decimals {
        0 => rounded.to_string(),
        _ => format!("{}.{:0decimals$}", rounded / power, rounded % power),
    }
}

/// How many decimals a value has where it is written as shortly as it can be.
pub(crate) fn decimals(value: f64) -> usize {
    // Below 2^53, quotients of whole numbers are the nearest to their decimal fraction, as what is read from it is.
    let is_it = |decimals: &usize| {
        let known = rounded(value, *decimals).filter(|rounded| *rounded < 1 << 53);
        known.is_some_and(|rounded| rounded as f64 / power(*decimals) as f64 == value)
    };
    (0..=MOST).find(is_it).unwrap_or_else(|| long(value))
}

fn power(decimals: usize) -> u64 {
    std::iter::repeat_n(10, decimals.min(MOST)).product()
}

/// The value with that many decimals, whatever both are. The page has none such.
pub(crate) fn written(value: f64, decimals: usize) -> String {
    if cfg!(feature = "engine") { format!("{value:.decimals$}") } else { String::new() }
}

fn long(value: f64) -> usize {
    if cfg!(feature = "engine") {
        value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len())
    } else {
        MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rounds_as_the_standard_library_does() {
        let ratios = (1..=400_u32).flat_map(|all| (0..=all).map(move |part| 100.0 * f64::from(part) / f64::from(all)));
        let edges = [5e-324, f64::MIN_POSITIVE, 1e-20, 1e-9, 0.1 + 0.2, 0.145, 64.125, 100.0_f64.next_down(), 2.5, 0.5];
        for value in ratios.chain(edges) {
            for decimals in [0, 1, 2, 3, 7, 15] {
                let own = rounded(value, decimals).map(|rounded| text(rounded, decimals));
                assert_eq!(own, Some(format!("{value:.decimals$}")), "{value} {decimals}");
            }
        }
        assert_eq!(
            (rounded(-1.0, 0), rounded(100.1, 0), rounded(f64::NAN, 0), rounded(1.0, 16)),
            (None, None, None, None)
        );
    }

    #[test]
    fn decimals_are_those_of_the_shortest_text() {
        for value in [0.0, 80.0, 79.5, 0.1, 33.333_333_333_333_336, 99.999, 1e-9, 1e-20, 12.345_678_9, 100.0, 250.5] {
            assert_eq!(decimals(value), long(value), "{value}");
        }
        assert!((0..=100_000_u32).all(|n| decimals(f64::from(n) / 1000.0) == long(f64::from(n) / 1000.0)));
    }
}
