//! The IndexedDB database: records as plain objects in five stores.

use idb::{DatabaseEvent, Factory, ObjectStoreParams, TransactionMode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Drafts by problem.
pub(super) const DRAFTS: &str = "drafts";
/// Attempts in the order they were made.
pub(super) const ATTEMPTS: &str = "attempts";
/// The playground's cells by their ids.
pub(super) const CELLS: &str = "cells";
/// Answers to the quiz in the order they were given.
pub(super) const QUIZ: &str = "quiz";
/// One record named `settings`.
pub(super) const SETTINGS: &str = "settings";

const NAME: &str = "ndgym";
/// Raise it with every change of the stores, and teach `upgrade` the step.
const VERSION: u32 = 3;

/// The open database.
pub(super) struct Database {
    database: idb::Database,
}

impl Database {
    /// Opens it, after making or upgrading it if need be.
    pub(super) async fn open() -> Result<Database, String> {
        let mut request =
            Factory::new().and_then(|factory| factory.open(NAME, Some(VERSION))).map_err(reason)?;
        request.on_upgrade_needed(|event| {
            let old_version = event.old_version().unwrap_or(0);
            // A failed upgrade aborts the opening, which then reports it.
            let _ = event.database().and_then(|database| upgrade(&database, old_version));
        });
        let mut database = request.await.map_err(reason)?;
        // A newer page in another tab wants to upgrade.
        database.on_version_change(|event| {
            if let Ok(database) = event.database() {
                database.close();
            }
        });
        Ok(Database { database })
    }

    /// Puts a record in the place of the one with that key.
    pub(super) async fn put(
        &self,
        store: &str,
        key: &JsValue,
        record: &impl Serialize,
    ) -> Result<(), String> {
        let record = to_object(record)?;
        let transaction = self.database.transaction(&[store], TransactionMode::ReadWrite).map_err(reason)?;
        transaction.object_store(store).and_then(|store| store.put(&record, Some(key))).map_err(reason)?;
        finish(transaction).await
    }

    /// Adds records.
    pub(super) async fn add(&self, store: &str, records: &[impl Serialize]) -> Result<(), String> {
        let transaction = self.database.transaction(&[store], TransactionMode::ReadWrite).map_err(reason)?;
        for record in records {
            let record = to_object(record)?;
            transaction.object_store(store).and_then(|store| store.add(&record, None)).map_err(reason)?;
        }
        finish(transaction).await
    }

    /// The record with that key.
    pub(super) async fn get<T: DeserializeOwned>(&self, store: &str, key: &str) -> Result<Option<T>, String> {
        let transaction = self.database.transaction(&[store], TransactionMode::ReadOnly).map_err(reason)?;
        let request = transaction
            .object_store(store)
            .and_then(|store| store.get(JsValue::from_str(key)))
            .map_err(reason)?;
        Ok(request.await.map_err(reason)?.and_then(|record| from_object(&record)))
    }

    /// All records in the order of their keys. One that cannot be read is left out, not lost: it stays stored.
    pub(super) async fn all<T: DeserializeOwned>(&self, store: &str) -> Result<Vec<T>, String> {
        let transaction = self.database.transaction(&[store], TransactionMode::ReadOnly).map_err(reason)?;
        let request =
            transaction.object_store(store).and_then(|store| store.get_all(None, None)).map_err(reason)?;
        Ok(request.await.map_err(reason)?.iter().filter_map(from_object).collect())
    }

    /// Deletes the record with that key.
    pub(super) async fn delete(&self, store: &str, key: &str) -> Result<(), String> {
        let transaction = self.database.transaction(&[store], TransactionMode::ReadWrite).map_err(reason)?;
        transaction
            .object_store(store)
            .and_then(|store| store.delete(JsValue::from_str(key)))
            .map_err(reason)?;
        finish(transaction).await
    }

    /// Deletes all records.
    pub(super) async fn clear(&self) -> Result<(), String> {
        let stores = [DRAFTS, ATTEMPTS, CELLS, QUIZ, SETTINGS];
        let transaction = self.database.transaction(&stores, TransactionMode::ReadWrite).map_err(reason)?;
        for store in stores {
            transaction.object_store(store).and_then(|store| store.clear()).map_err(reason)?;
        }
        finish(transaction).await
    }
}

/// Takes a database from an older version to this one, step by step.
fn upgrade(database: &idb::Database, old_version: u32) -> Result<(), idb::Error> {
    if old_version < 1 {
        database.create_object_store(DRAFTS, ObjectStoreParams::new())?;
        database.create_object_store(SETTINGS, ObjectStoreParams::new())?;
        database.create_object_store(ATTEMPTS, numbered())?;
    }
    if old_version < 2 {
        database.create_object_store(CELLS, ObjectStoreParams::new())?;
    }
    if old_version < 3 {
        database.create_object_store(QUIZ, numbered())?;
    }
    Ok(())
}

/// For records that are kept in the order they come.
fn numbered() -> ObjectStoreParams {
    let mut parameters = ObjectStoreParams::new();
    parameters.auto_increment(true);
    parameters
}

/// Commits without waiting for the requests: the transaction then completes even if the page ends now.
async fn finish(transaction: idb::Transaction) -> Result<(), String> {
    let result = transaction.commit().map_err(reason)?.await.map_err(reason)?;
    if result.is_committed() { Ok(()) } else { Err("the browser refused to store it".to_owned()) }
}

fn to_object(record: &impl Serialize) -> Result<JsValue, String> {
    let text = serde_json::to_string(record).map_err(|error| error.to_string())?;
    js_sys::JSON::parse(&text).map_err(|_| "a record that is no JSON".to_owned())
}

fn from_object<T: DeserializeOwned>(object: &JsValue) -> Option<T> {
    let text = js_sys::JSON::stringify(object).ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}

fn reason(error: idb::Error) -> String {
    error.to_string()
}
