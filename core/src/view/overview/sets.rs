//! Who covers what: the sets of lanes that cover something together, and nobody else does.

#[cfg(feature = "engine")]
use super::filter::Filter;
use crate::numbers::count;
use crate::share::Share as Points;
use crate::view::Share;
#[cfg(feature = "engine")]
use crate::view::in_filter;

/// How many sets of lanes are told one by one.
const MOST: usize = 12;

/// Of so many lanes at most it is always told what each alone covers.
const MOST_ALONE: usize = 24;

/// The sets with the most points one by one, and the others as one; what none covers is always told. They have no filters yet.
pub(super) fn told(shares: &[Points], lanes: &[&str]) -> Vec<Share> {
    let (first, rest): (Vec<_>, Vec<_>) = shares
        .iter()
        .enumerate()
        .partition(|(at, share)| *at < MOST || share.lanes.len() <= usize::from(lanes.len() <= MOST_ALONE));
    let told = first.into_iter().map(|(_, share)| Share {
        lanes: share.lanes.clone(),
        others: 0,
        name: name(&share.lanes, lanes),
        filter: None,
        lines: share.lines,
        points: share.points(),
    });
    let mut told: Vec<Share> = told.collect();
    if !rest.is_empty() {
        told.push(Share {
            lanes: Vec::new(),
            others: rest.len(),
            name: format!("{} other sets of lanes", count(rest.len())),
            filter: None,
            lines: rest.iter().map(|(_, share)| share.lines).sum(),
            points: rest.iter().map(|(_, share)| share.points()).sum(),
        });
    }
    told
}

/// "both lanes", "unit only", "unit and e2e", "all but unit", "neither".
fn name(set: &[usize], lanes: &[&str]) -> String {
    let that = |are_in: bool| -> Vec<&str> {
        (0..).zip(lanes).filter(|(lane, _)| set.contains(lane) == are_in).map(|(_, name)| *name).collect()
    };
    let (names, others) = (that(true), that(false));
    match (names.len(), others.len()) {
        (0, 1) => "not covered".to_owned(),
        (0, 2) => "neither".to_owned(),
        (0, _) => "no lane".to_owned(),
        (1, 0) => joined(&names),
        (1, _) => format!("{} only", joined(&names)),
        (2, 0) => "both lanes".to_owned(),
        (n_lanes, 0) => format!("all {n_lanes} lanes"),
        (5.., ..5) => format!("all but {}", joined(&others)),
        _ => joined(&names),
    }
}

/// "unit, heavy and e2e"; of many the first ones, and how many more.
fn joined(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() && first.len() < 5 => format!("{} and {last}", first.join(", ")),
        [first, second, third, _, more @ ..] => format!("{first}, {second}, {third} and {} more", more.len() + 1),
        few => few.concat(),
    }
}

/// The filter that leaves what has such points; `None` where names can't be told from the language's own words.
#[cfg(feature = "engine")]
pub(super) fn filter(set: &[usize], lanes: &[&str]) -> Option<String> {
    let names: Vec<String> =
        set.iter().map(|lane| lanes.get(*lane).map(|name| in_filter(name))).collect::<Option<_>>()?;
    let filter = match names.as_slice() {
        [] => "lane:none".to_owned(),
        [only] => format!("lane:{only}-only"),
        some => format!("lane:{}", some.join("+")),
    };
    Filter::new(&filter, lanes).is_exactly(set).then_some(filter)
}

#[cfg(all(test, feature = "engine"))]
mod tests {
    use super::*;

    #[test]
    fn sets_have_names() {
        let lanes = ["unit", "heavy", "e2e", "a b", "c", "d", "e", "f", "g", "h", "i"];
        let told = |set: &[usize], n: usize| name(set, &lanes[..n]);
        assert_eq!([told(&[], 1), told(&[0], 1)], ["not covered", "unit"]);
        assert_eq!([told(&[], 2), told(&[1], 2), told(&[0, 1], 2)], ["neither", "heavy only", "both lanes"]);
        assert_eq!([told(&[], 3), told(&[0, 2], 3), told(&[0, 1, 2], 3)], ["no lane", "unit and e2e", "all 3 lanes"]);
        assert_eq!(told(&[0, 1, 2, 3], 6), "unit, heavy, e2e and a b");
        assert_eq!(told(&[0, 1, 2, 3, 4], 6), "all but d");
        assert_eq!(told(&[2, 3, 4, 5, 6, 7], 9), "all but unit, heavy and g");
        assert_eq!(told(&[0, 1, 2, 3, 4], 11), "unit, heavy, e2e, a b and c");
        assert_eq!(told(&[0, 1, 2, 3, 4, 5], 11), "unit, heavy, e2e and 3 more");
    }

    #[test]
    fn sets_have_filters_that_mean_them() {
        let lanes = ["unit", "a b", "c"];
        assert_eq!(filter(&[], &lanes).as_deref(), Some("lane:none"));
        assert_eq!(filter(&[1], &lanes).as_deref(), Some("lane:\"a b\"-only"));
        assert_eq!(filter(&[0, 1], &lanes).as_deref(), Some("lane:unit+\"a b\""));
        // Here they would mean other things.
        assert_eq!(filter(&[], &["none", "x"]), None);
        assert_eq!(filter(&[0], &["x", "x-only"]), None);
        assert_eq!(filter(&[0, 1], &["a", "b", "a+b"]), None);
        assert_eq!(filter(&[0], &["a\" \"b", "x"]), None);
    }
}
