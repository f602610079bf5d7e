use corsac_policy::Danger;

/// The prohibitions that a program lifts for what it learns at run time, in the
/// order written. A chain of `dangerously_...` builds it in a `const`.
#[derive(Clone, Copy)]
pub(crate) struct Lifted {
    /// The first `len` of them count.
    dangers: [Danger; Danger::ALL.len()],
    len: usize,
}

impl Lifted {
    pub(crate) const NOTHING: Self = Self {
        dangers: Danger::ALL,
        len: 0,
    };

    /// Each counts once, so there is room for all.
    pub(crate) const fn and(mut self, danger: Danger) -> Self {
        let mut i = 0;
        while i < self.len {
            // `==` doesn't work in a `const`.
            if self.dangers[i] as u8 == danger as u8 {
                return self;
            }
            i += 1;
        }
        self.dangers[self.len] = danger;
        self.len += 1;
        self
    }

    pub(crate) fn dangers(&self) -> &[Danger] {
        &self.dangers[..self.len]
    }
}
