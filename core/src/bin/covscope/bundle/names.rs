//! Under which names data files stand in a bundle: those by which they are found to be of their lanes again.

use covscope_core::combine::lanes::{LaneName, Place};
use covscope_core::session::LanePart;
use covscope_core::worth::can_matter;

/// The paths of a lane's data files; `plain` is how many lanes before it have no name of their own.
pub(super) fn of(lane: &LanePart<'_>, plain: usize, data_file: &str) -> Vec<String> {
    let count = lane.digests.len();
    if !lane.named {
        // Of one place, which tells it from other lanes without a name.
        let folder = if plain == 0 { String::new() } else { format!("data-{}/", plain + 1) };
        return (1..=count).map(|number| format!("{folder}{number}.coverage")).collect();
    }
    let suffixed = format!("{data_file}.{}", lane.name);
    if count == 1 && finds(&suffixed, &lane.name, data_file) {
        return vec![suffixed];
    }
    // No file in it is named as a lane's data file, so the folder counts.
    (1..=count).map(|number| format!("coverage-data-{}/{number}.coverage", lane.name)).collect()
}

/// Whether a data file of that path is found to be of that lane.
fn finds(path: &str, lane: &str, data_file: &str) -> bool {
    let place = Place { archives: &["bundle.zip".to_owned()], path, in_project: true };
    let is_safe = !path.contains(['/', '\\']) && can_matter(path);
    is_safe && LaneName::of(place, data_file) == LaneName::Named(lane.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_found_by_the_name_of_its_file_or_folder() {
        let names = |name: &str, named, count, plain, data_file| {
            of(&LanePart { name: name.to_owned(), named, digests: vec![""; count] }, plain, data_file).join(" ")
        };
        assert_eq!(names("unit", true, 1, 0, ".coverage"), ".coverage.unit");
        assert_eq!(names("unit", true, 1, 0, "cov.db"), "cov.db.unit");
        assert_eq!(
            names("unit", true, 2, 0, ".coverage"),
            "coverage-data-unit/1.coverage coverage-data-unit/2.coverage"
        );
        // A folder's name that looks like what coverage.py puts behind a lane's, and one that looks like a script's.
        assert_eq!(names("host.7.123456", true, 1, 0, ".coverage"), "coverage-data-host.7.123456/1.coverage");
        assert_eq!(names("js", true, 1, 0, "cov.db"), "coverage-data-js/1.coverage");
        assert_eq!(names("data", false, 1, 0, ".coverage"), "1.coverage");
        assert_eq!(names("data 2", false, 2, 1, ".coverage"), "data-2/1.coverage data-2/2.coverage");
    }
}
