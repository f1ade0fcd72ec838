//! Sorting where speed is no matter.

use std::cmp::Ordering;

/// Sorts stably. Unlike the language's own sort, which is built anew for every type and so weighs some kilobytes in
/// the page each time, this one is built once: for small lists that somebody looks at.
pub fn arrange<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort(&mut order, &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken[at].take()));
}

fn sort(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn as_the_languages_own_sort(items in proptest::collection::vec((0..5u8, 0..100u8), 0..60)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            arrange(&mut ours, |a, b| a.0.cmp(&b.0));
            theirs.sort_by_key(|item| item.0);
            proptest::prop_assert_eq!(ours, theirs);
        }
    }
}
