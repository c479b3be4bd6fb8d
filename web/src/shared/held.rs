//! A large value that many components look at, compared by identity: comparing ten thousand rows on every change of
//! something else would make the page slow.

use std::ops::Deref;
use std::rc::Rc;

/// A shared value; two are equal when they are the same one.
#[derive(Debug, Default)]
pub struct Held<T>(Rc<T>);

impl<T> Held<T> {
    /// Holds a value.
    pub fn new(value: T) -> Held<T> {
        Held(Rc::new(value))
    }
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Held<T> {
        Held(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Held<T> {
    fn eq(&self, other: &Held<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
