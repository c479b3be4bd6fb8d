//! What is known of a file in each context.

/// Values by the index of their context, ascending. Of the many files of a project most have one context, for which a map would
/// take ten times the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByContext<T>(Vec<(usize, T)>);

impl<T> ByContext<T> {
    /// Whether there is no context.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The contexts with their values.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.0.iter().map(|(context, value)| (*context, value))
    }

    /// The values.
    pub fn values(&self) -> impl Iterator<Item = &T> + Clone {
        self.0.iter().map(|(_, value)| value)
    }

    /// The value in a context.
    pub fn get(&self, context: usize) -> Option<&T> {
        let at = self.0.binary_search_by_key(&context, |(known, _)| *known).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Sets the value in a context.
    pub fn insert(&mut self, context: usize, value: T) {
        match self.0.binary_search_by_key(&context, |(known, _)| *known) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => {
                if self.0.is_empty() {
                    self.0.reserve_exact(1);
                }
                self.0.insert(at, (context, value));
            }
        }
    }

    /// Changes the value in a context, which is the default one where there was none.
    pub fn change(&mut self, context: usize, change: impl FnOnce(&mut T))
    where
        T: Default,
    {
        match self.0.binary_search_by_key(&context, |(known, _)| *known) {
            Ok(at) => change(&mut self.0[at].1),
            Err(_) => {
                let mut value = T::default();
                change(&mut value);
                self.insert(context, value);
            }
        }
    }

    /// Keeps the contexts for which `keep` says so.
    pub fn retain(&mut self, keep: impl Fn(usize) -> bool) {
        self.0.retain(|(context, _)| keep(*context));
    }
}

impl<T> Default for ByContext<T> {
    fn default() -> ByContext<T> {
        ByContext(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::ByContext;

    #[test]
    fn contexts_come_in_order() {
        let mut by = ByContext::default();
        assert!(by.is_empty());
        for context in [4, 1, 7, 1] {
            by.change(context, |times: &mut usize| *times += 1);
        }
        assert_eq!(by.iter().collect::<Vec<_>>(), [(1, &2), (4, &1), (7, &1)]);
        by.insert(4, 9);
        by.retain(|context| context != 7);
        assert_eq!((by.get(4), by.get(7)), (Some(&9), None));
        assert_eq!(by.values().sum::<usize>(), 11);
    }
}
