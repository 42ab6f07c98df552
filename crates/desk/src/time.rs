//! Points in time, as tables keep them.

/// Microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

impl Time {
    /// The present moment. Verbs use [`crate::Change::now`] instead.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_microsecond())
    }

    /// The same moment for calendars and formats.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// This moment later by `by`.
    #[must_use]
    pub fn plus(self, by: std::time::Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long ago this was, seen from `now`; zero if it lies ahead.
    #[must_use]
    pub fn elapsed(self, now: Self) -> std::time::Duration {
        std::time::Duration::from_micros(u64::try_from(now.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

impl From<Time> for store::Value<'_> {
    fn from(time: Time) -> Self {
        Self::Int(time.0)
    }
}

impl store::Column for Time {
    fn read(row: &store::Row, index: usize) -> store::Result<Self> {
        row.get(index).map(Self)
    }
}
