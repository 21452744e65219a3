//! Keys of every type, and reads by them.

use std::fmt;

use fingerpost::{
    BatchGetItem, BatchWriteItem, DeleteItem, GetItem, Item, Json, PutItem, Query, Result, Scan, Table, route,
};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::things::{Shelf, Thing};

/// Bytes, which serde writes as such.
#[derive(Debug, Clone, PartialEq)]
struct Hash(Vec<u8>);

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Hash;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Hash, E> {
                Ok(Hash(bytes.to_vec()))
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Hash, E> {
                Ok(Hash(bytes))
            }
        }

        deserializer.deserialize_byte_buf(Bytes)
    }
}

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Blobs", index(ByText, partition = hash, sort = text))]
struct Blob {
    #[item(partition_key)]
    hash: Hash,
    #[item(sort_key)]
    id: Uuid,
    text: String,
}

/// Keeps a blob under a key of bytes and a UUID, and finds it again in every way.
#[route(GET, "/blobs")]
async fn blobs(
    blobs: Table<Blob, (PutItem, GetItem, Query, Query<ByText>, Scan, DeleteItem)>,
) -> Result<Json<Value>> {
    let (hash, id) = (Hash(vec![0, 255, 7]), Uuid::from_u128(7));
    blobs.put(&Blob { hash: hash.clone(), id, text: "x".into() }).await?;
    blobs.put(&Blob { hash: hash.clone(), id: Uuid::from_u128(8), text: "y".into() }).await?;
    let got = blobs.get((&hash, id)).consistent().await?.map(|blob| blob.text);
    let first = blobs.query(&hash).limit(1).all().await?.len();
    let page = blobs.query(&hash).limit(1).page().await?;
    let after = blobs.query(&hash).cursor(page.next).page().await?;
    let after: Vec<String> = after.items.into_iter().map(|blob| blob.text).collect();
    let ranged = blobs.query(&hash).sort_key_greater(Uuid::from_u128(7)).count().await?;
    let begins = blobs.query(&hash).sort_key_begins_with("00000000-0000").count().await?;
    let indexed = blobs.query_index(ByText::of(&hash).begins_with("y")).all().await?;
    let indexed: Vec<String> = indexed.into_iter().map(|blob| blob.text).collect();
    let none = blobs.get((Hash(Vec::new()), id)).await?.is_none();
    let removed = blobs.delete((hash, id)).await?.is_done();
    Ok(Json(json!([got, first, after, ranged, begins, indexed, none, removed, blobs.scan().count().await?])))
}

#[derive(Deserialize)]
struct Title {
    title: String,
}

/// Reads things by their keys, in each way that a key can be given.
#[route(GET, "/things/<shelf>")]
async fn things(
    shelf: Shelf,
    things: Table<Thing, (GetItem, BatchGetItem, BatchWriteItem)>,
) -> Result<Json<Value>> {
    let title = things.get((&shelf, crate::things::Number::from(2))).project::<Title>().consistent();
    let title = title.await?.map(|Title { title }| title);
    let keys = [3, 9, 1].map(|number| (&shelf, crate::things::Number::from(number)));
    let many = things.get_many(keys).consistent().await?;
    let many: Vec<_> = many.into_iter().map(|thing| thing.map(|thing| thing.title)).collect();
    let titles = things.get_many(keys).project::<Title>().await?;
    let titles: Vec<_> = titles.into_iter().map(|title| title.map(|Title { title }| title)).collect();
    things.delete_many(keys).await?;
    let left = things.get_many(keys).await?.iter().flatten().count();
    Ok(Json(json!([title, many, titles, left])))
}
