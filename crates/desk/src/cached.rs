//! What pages share and few changes touch, kept in memory for one version of the desk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Values by key, each good for the version that it was read at.
pub(crate) struct Cached<T> {
    values: Mutex<HashMap<String, (u64, Arc<T>)>>,
    most: usize,
}

impl<T> Cached<T> {
    /// Keeps so many values; one more, and all are read again.
    pub(crate) fn new(most: usize) -> Self {
        Self { values: Mutex::new(HashMap::new()), most }
    }

    pub(crate) fn get(&self, key: &str, version: u64) -> Option<Arc<T>> {
        self.lock().get(key).filter(|(at, _)| *at == version).map(|(_, value)| value.clone())
    }

    pub(crate) fn put(&self, key: String, version: u64, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut values = self.lock();
        if values.len() >= self.most {
            values.clear();
        }
        values.insert(key, (version, value.clone()));
        value
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (u64, Arc<T>)>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
