//! The marks: each has a shape of its own, so that none depends on its colour.

use yew::prelude::*;

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Covered by two lanes or more.
    Shared,
    /// One lane, by its index.
    Lane(usize),
    /// A lane that is not meant.
    Off,
    /// Covered by none.
    Missing,
    /// A branch was not taken.
    Partial,
    /// Excluded by a pattern.
    Excluded,
    /// Passes, or fine.
    Pass,
    /// Fails.
    Fail,
    /// Can't be said.
    Incomplete,
    /// Worth knowing.
    Note,
    /// A number may differ.
    Warning,
    /// An input was not used.
    Error,
    /// Below the threshold.
    Below,
    /// Sorted, lowest first.
    Ascending,
    /// Sorted, highest first.
    Descending,
    /// Open, what is below can be seen.
    Open,
    /// Closed.
    Closed,
    /// Back.
    Back,
    /// Add files.
    Add,
    /// A folder.
    Folder,
    /// A menu.
    Menu,
    /// From the start.
    Again,
    /// Save a file.
    Save,
}

/// How many lanes have a shape and a colour of their own; further ones take them again, from the first on.
pub const N_LANE_MARKS: usize = 8;

impl Glyph {
    fn class(self) -> String {
        match self {
            Glyph::Lane(lane) => format!("glyph ink-lane-{}", lane % N_LANE_MARKS),
            other => format!("glyph ink-{other:?}").to_ascii_lowercase(),
        }
    }

    /// Paths of a 16 × 16 square: one that is filled, one that is drawn.
    fn paths(self) -> (&'static str, &'static str) {
        const RING: &str = "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11";
        match self {
            Glyph::Shared => ("M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11", RING),
            Glyph::Lane(lane) => match lane % N_LANE_MARKS {
                0 => ("M8 2.5a5.5 5.5 0 0 0 0 11z", RING),
                1 => ("M8 2.5a5.5 5.5 0 0 1 0 11z", RING),
                2 => ("M8 2.5L14 13H2z", ""),
                3 => ("M8 1.5L14.5 8L8 14.5L1.5 8z", ""),
                4 => ("M3 3h10v10H3z", ""),
                5 => ("M2 3h12L8 13.5z", ""),
                6 => ("M5 2h6l3.5 6L11 14H5L1.5 8z", ""),
                _ => ("M6 2h4v4h4v4h-4v4H6v-4H2V6h4z", ""),
            },
            Glyph::Off => ("", "M8 6.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3"),
            Glyph::Missing | Glyph::Fail => ("", "M3.5 3.5l9 9M12.5 3.5l-9 9"),
            Glyph::Partial => ("M2.5 8a5.5 5.5 0 0 0 11 0z", RING),
            Glyph::Excluded => ("", "M3 8h10"),
            Glyph::Pass => ("", "M2.5 8.5l3.5 4l7.5-9"),
            Glyph::Incomplete => ("", "M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 1 1 0-12.4M5.2 8h.01M8 8h.01M10.8 8h.01"),
            Glyph::Note => ("", "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11M8 7.5v3.5M8 4.6v.9"),
            Glyph::Warning => ("", "M8 2.5L14.2 13.3H1.8zM8 6.5v3M8 11v.6"),
            Glyph::Error => {
                ("", "M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4")
            }
            Glyph::Below => ("M2.5 5h11L8 12.5z", ""),
            Glyph::Ascending => ("", "M8 13V3M4 7l4-4l4 4"),
            Glyph::Descending => ("", "M8 3v10M4 9l4 4l4-4"),
            Glyph::Open => ("", "M3.5 6L8 10.5L12.5 6"),
            Glyph::Closed => ("", "M6 3.5L10.5 8L6 12.5"),
            Glyph::Back => ("", "M10 3L5 8l5 5"),
            Glyph::Add => ("", "M8 3v10M3 8h10"),
            Glyph::Again => ("", "M13 8a5 5 0 1 1-1.6-3.7M13.2 1.8v3h-3"),
            Glyph::Save => ("", "M8 2v8M4.5 6.8L8 10.3l3.5-3.5M2.5 13.5h11"),
            Glyph::Folder => ("", "M1.8 4v8.5h12.4V5.5H7.5L6 4z"),
            Glyph::Menu => ("", "M2.5 4h11M2.5 8h11M2.5 12h11"),
        }
    }
}

/// Draws a mark beside a word that says what it stands for.
pub fn mark(glyph: Glyph) -> Html {
    draw(glyph, None)
}

/// Draws a mark that has to say what it stands for.
pub fn telling_mark(glyph: Glyph, says: &str) -> Html {
    draw(glyph, Some(says.to_owned()))
}

fn draw(glyph: Glyph, label: Option<String>) -> Html {
    let (filled, drawn) = glyph.paths();
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    html! {
        <svg class={glyph.class()} viewBox="0 0 16 16" aria-hidden={hidden} role={role} aria-label={label}>
            if !filled.is_empty() { <path class="filled" d={filled}/> }
            if !drawn.is_empty() { <path class="drawn" d={drawn}/> }
        </svg>
    }
}
