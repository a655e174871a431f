//! The pictures of photos: what browsers get, by name and width. They hold nothing about people.

use super::statement::statements;
use super::value::values;
use super::{Store, StoreError, Tx};
use crate::picture::Picture;
use domain::catalogue::{Item, Photo};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

statements! {
    CONTENT = "SELECT content FROM picture WHERE name = $1 AND width = $2";
    ALL = "SELECT name, width FROM picture";
    WITH_DIGEST = "SELECT digest, content FROM picture WHERE name = $1 AND width = $2";
    INSERT = "INSERT INTO picture (name, width, digest, content) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name, width) DO UPDATE SET digest = excluded.digest, content = excluded.content";
    FORGET = "DELETE FROM picture WHERE name = $1";
    ITEMS = "SELECT item FROM item";
}

impl Store {
    /// What a browser gets; nothing when there is no such picture.
    pub async fn picture(&self, photo: &Photo, width: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let row = tx.fetch_optional(&CONTENT, values![photo.0.as_str(), width]).await?;
        row.map(|row| row.get("content")).transpose()
    }

    /// How many pictures there should be, and those that are missing or damaged, by the name of their file.
    pub(super) async fn verify_pictures(&self) -> Result<(usize, Vec<String>), StoreError> {
        let mut tx = self.inner.db.read().await?;
        let mut wanted = kept(&mut tx).await?;
        let whole = whole(&mut tx, &wanted).await?;
        for photo in named(&mut tx).await? {
            wanted.extend(Photo::WIDTHS.map(|width| (photo.clone(), width)));
        }
        tx.finish().await?;
        let damaged = wanted.difference(&whole).map(|(photo, width)| format!("{}-{width}", photo.0)).collect();
        Ok((wanted.len(), damaged))
    }
}

fn digest_of(content: &[u8]) -> [u8; 32] {
    Sha256::digest(content).into()
}

async fn kept(tx: &mut Tx) -> Result<BTreeSet<(Photo, u32)>, StoreError> {
    let rows = tx.fetch(&ALL, vec![]).await?;
    rows.iter().map(|row| Ok((Photo(row.text("name")?), row.small("width")?))).collect()
}

/// The pictures that are what they were.
async fn whole(tx: &mut Tx, kept: &BTreeSet<(Photo, u32)>) -> Result<BTreeSet<(Photo, u32)>, StoreError> {
    let mut whole = BTreeSet::new();
    // One at a time: together they may be large.
    for (photo, width) in kept {
        let row = tx.fetch_one(&WITH_DIGEST, values![photo.0.as_str(), *width]).await?;
        let content: Vec<u8> = row.get("content")?;
        if row.get::<Vec<u8>>("digest")? == digest_of(&content) {
            whole.insert((photo.clone(), *width));
        }
    }
    Ok(whole)
}

/// Photos of which every picture is there and undamaged.
pub(super) async fn complete(tx: &mut Tx) -> Result<BTreeSet<Photo>, StoreError> {
    let kept = kept(tx).await?;
    let whole = whole(tx, &kept).await?;
    let is_complete = |photo: &Photo| Photo::WIDTHS.iter().all(|width| whole.contains(&(photo.clone(), *width)));
    Ok(whole.iter().map(|(photo, _)| photo.clone()).filter(is_complete).collect())
}

/// Photos that an item has, also one that is no longer for sale.
async fn named(tx: &mut Tx) -> Result<BTreeSet<Photo>, StoreError> {
    let mut named = BTreeSet::new();
    for row in tx.fetch(&ITEMS, vec![]).await? {
        named.extend(row.json::<Item>("item")?.photo);
    }
    Ok(named)
}

/// Keeps new pictures, and forgets those that no item has any more. Returns how many photos came and went.
pub(super) async fn write(tx: &mut Tx, pictures: &[Picture]) -> Result<u64, StoreError> {
    let mut changed = BTreeSet::new();
    for picture in pictures {
        let (name, content) = (picture.photo.0.as_str(), picture.content.clone());
        let digest = digest_of(&content);
        tx.execute(&INSERT, values![name, picture.width, digest, content]).await?;
        changed.insert(picture.photo.clone());
    }
    let named = named(tx).await?;
    for (photo, _) in kept(tx).await? {
        if !named.contains(&photo) && changed.insert(photo.clone()) {
            tx.execute(&FORGET, values![photo.0.as_str()]).await?;
        }
    }
    Ok(u64::try_from(changed.len()).unwrap_or(u64::MAX))
}
