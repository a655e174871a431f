//! Sorting by a key. The standard library brings its whole sort for every type that is sorted: in the browser those
//! weighed 12 kB. Here only the order of places is sorted, by code that exists once.

use std::cmp::Ordering;

/// Sorts by `key`; what has the same key stays in its order.
pub fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let order = order(keys.len(), &|left, right| keys.get(left).cmp(&keys.get(right)));
    let mut unsorted: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|place| unsorted.get_mut(place)?.take()));
}

fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for length in 0..80_u32 {
            let mut ours: Vec<(u32, u32)> = (0..length).map(|n| (n.wrapping_mul(2_654_435_761) % 17, n)).collect();
            let mut expected = ours.clone();
            sort_by_key(&mut ours, |(key, _)| *key);
            expected.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, expected);
        }
    }
}
