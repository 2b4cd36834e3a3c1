//! One line of a file, fit to be shown.

use std::ops::Range;

/// Width in columns from which a line is trimmed around the carets.
const WIDEST: usize = 140;

/// Sign for text that was trimmed.
const ELLIPSIS: &str = "...";

/// The part of a line that is shown, and what is underlined in it. Widths are in columns of a terminal.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) indent: usize,
    pub(super) width: usize,
}

/// One character as shown.
struct Cell {
    shown: &'static str,
    character: char,
    width: usize,
    marked: bool,
}

impl Excerpt {
    /// The line with the bytes `marked` underlined; at least one column is, if need be after the line's end.
    pub(super) fn new(line: &str, marked: Range<usize>) -> Self {
        let cells: Vec<Cell> = line
            .char_indices()
            .map(|(at, character)| Cell::new(character, marked.contains(&at)))
            .collect();
        let point = line
            .char_indices()
            .take_while(|(at, _)| *at < marked.start)
            .count();
        let count = cells.iter().filter(|cell| cell.marked).count();
        let total: usize = cells.iter().map(|cell| cell.width).sum();
        let (from, to) = if total <= WIDEST {
            (0, cells.len())
        } else {
            window(&cells, point, count)
        };
        let shown = cells.get(from..to).unwrap_or(&[]);
        let mut text = String::new();
        if from > 0 {
            text.push_str(ELLIPSIS);
        }
        let before = shown.get(..point.saturating_sub(from)).unwrap_or(&[]);
        let indent = text.len() + before.iter().map(|cell| cell.width).sum::<usize>();
        shown.iter().for_each(|cell| cell.write(&mut text));
        if to < cells.len() {
            text.push_str(ELLIPSIS);
        }
        let width: usize = shown
            .iter()
            .filter(|cell| cell.marked)
            .map(|cell| cell.width)
            .sum();
        Excerpt {
            text,
            indent,
            width: width.max(1),
        }
    }
}

/// The cells to show of a line that is too wide: the underlined ones and as much before as after them.
fn window(cells: &[Cell], point: usize, count: usize) -> (usize, usize) {
    let (mut from, mut to) = (point, point);
    let mut width = 0;
    let marked_end = point + count;
    let grow = |at: usize, width: &mut usize| match cells.get(at) {
        Some(cell) if *width + cell.width <= WIDEST => {
            *width += cell.width;
            true
        }
        _ => false,
    };
    while to < marked_end && grow(to, &mut width) {
        to += 1;
    }
    loop {
        let left = from > 0 && grow(from - 1, &mut width);
        from -= usize::from(left);
        let right = grow(to, &mut width);
        to += usize::from(right);
        if !left && !right {
            return (from, to);
        }
    }
}

impl Cell {
    fn new(character: char, marked: bool) -> Self {
        let (shown, width) = match character {
            '\t' => ("    ", 4),
            // Anything that would move the cursor or turn the line around.
            control if control.is_control() || is_invisible(control) => ("\u{fffd}", 1),
            other => ("", columns(other)),
        };
        Cell {
            shown,
            character,
            width,
            marked,
        }
    }

    fn write(&self, text: &mut String) {
        if self.shown.is_empty() {
            text.push(self.character);
        } else {
            text.push_str(self.shown);
        }
    }
}

/// Characters without a shape of their own: zero width, directions, separators, a byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns the number of columns of a character: two for East Asian wide ones (UAX 11), none for those that combine.
fn columns(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        // The vowels and finals of decomposed Hangul join the syllable before them.
        '\u{1160}'..='\u{11ff}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
