//! "Did you mean": the nearest known word.

/// The known word nearest to `word`, if it is near enough to be what was meant: letters of either case are the same, and
/// at most a third of the letters may be missing, added, changed or swapped with their neighbour. The first of equals.
///
/// ```
/// use redirect_policy::diagnostic::suggestion::nearest;
/// assert_eq!(nearest("statuscode", ["source", "statusCode"]), Some("statusCode"));
/// assert_eq!(nearest("colour", ["source", "statusCode"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = folded(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let other = folded(candidate);
        let limit = letters.len().max(other.len()) / 3;
        let apart = letters.len().abs_diff(other.len());
        if apart > limit || best.is_some_and(|(distance, _)| distance <= apart) {
            continue;
        }
        let distance = distance(&letters, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Counts the letters that must be added, removed, changed or swapped with their neighbour (optimal string alignment).
fn distance(from: &[char], to: &[char]) -> usize {
    // Three rows of the usual table: for the letters of `from` up to two before this one, one before, and this one.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous = None;
    for (row, &letter) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        for (column, &other) in to.iter().enumerate() {
            let at =
                |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&last, column) + usize::from(letter != other);
            let mut least = changed.min(at(&last, column + 1) + 1).min(left + 1);
            let neighbour = column.checked_sub(1);
            let swapped = |at: &usize| previous == Some(other) && to.get(*at) == Some(&letter);
            if let Some(neighbour) = neighbour.filter(swapped) {
                least = least.min(at(&before_last, neighbour) + 1);
            }
            current.push(least);
            left = least;
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}
