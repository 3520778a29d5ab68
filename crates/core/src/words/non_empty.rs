/// A list with at least one element, so that nobody has to ask.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NonEmpty<T>(Vec<T>);

impl<T> NonEmpty<T> {
    /// A list of one.
    pub fn of(first: T) -> Self {
        Self(vec![first])
    }

    /// The list, if it has an element.
    pub fn new(list: Vec<T>) -> Option<Self> {
        (!list.is_empty()).then_some(Self(list))
    }

    /// The elements in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The elements as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }

    /// The plain list.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

/// Five elements are the most that is written down anywhere; the array itself says it is not empty.
macro_rules! from_array {
    ($($length:literal),+) => {$(
        impl<T> From<[T; $length]> for NonEmpty<T> {
            fn from(list: [T; $length]) -> Self {
                Self(list.into())
            }
        }
    )+};
}
from_array!(1, 2, 3, 4, 5);

impl<'a, T> IntoIterator for &'a NonEmpty<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> IntoIterator for NonEmpty<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
