//! The seal of personal text: XChaCha20-Poly1305, bound to its row and column, keys outside the database.
//!
//! A sealed value is TEXT of the form `keyid.base64url(nonce ‖ ciphertext)`. Hashes that must be
//! looked up (a person, a chat, a one-time code) are keyed, so that a copy of the database cannot be
//! searched for a known phone or user id.

use crate::{Error, MOST_OPTIONS, Result};
use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

const NONCE: usize = 24;

/// A 256-bit key. Its text form is base64; it is never printed by `Debug`.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.id())
    }
}

impl Key {
    /// A new random key. Fails only where the system has no randomness to give.
    pub fn random() -> std::io::Result<Key> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|e| std::io::Error::other(e.to_string()))?;
        Ok(Key(bytes))
    }

    /// Reads the base64 form; `None` if it is not 32 bytes of base64.
    pub fn parse(text: &str) -> Option<Key> {
        let bytes = BASE64_STANDARD.decode(text.trim()).ok()?;
        Some(Key(bytes.try_into().ok()?))
    }

    /// The base64 form, for the key file.
    pub fn to_text(&self) -> String {
        BASE64_STANDARD.encode(self.0)
    }

    /// Eight characters that name the key without telling anything of it.
    pub fn id(&self) -> String {
        blake3::derive_key("gridbell key id", &self.0).iter().take(4).map(|b| format!("{b:02x}")).collect()
    }
}

/// Seals and opens; hashes with a key derived from the sealing key.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    id: String,
    hash_key: [u8; 32],
    /// The counts of secret ballots: whoever is handed the other keys cannot read them.
    tally_cipher: XChaCha20Poly1305,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.id)
    }
}

impl Sealer {
    /// A sealer for `key`.
    pub fn new(key: &Key) -> Sealer {
        Sealer {
            cipher: XChaCha20Poly1305::new((&key.0).into()),
            id: key.id(),
            hash_key: blake3::derive_key("gridbell lookup hashes", &key.0),
            tally_cipher: XChaCha20Poly1305::new(&blake3::derive_key("gridbell ballot tally", &key.0).into()),
        }
    }

    /// The name of the key, with which all begins that it sealed.
    pub fn key_id(&self) -> &str {
        &self.id
    }

    /// Seals `plain` for `column` (as `table.column`) of row `row`.
    pub fn seal(&self, column: &'static str, row: i64, plain: &str) -> Result<String> {
        self.seal_with(&self.cipher, column, row, plain.as_bytes())
    }

    fn seal_with(
        &self,
        cipher: &XChaCha20Poly1305,
        column: &'static str,
        row: i64,
        plain: &[u8],
    ) -> Result<String> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Error::Sealed(column))?;
        let bound = format!("{column}/{row}");
        let payload = Payload { msg: plain, aad: bound.as_bytes() };
        let sealed =
            cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| Error::Sealed(column))?;
        let mut all = nonce.to_vec();
        all.extend(sealed);
        Ok(format!("{}.{}", self.id, BASE64_URL_SAFE_NO_PAD.encode(all)))
    }

    /// Seals the counts of a secret ballot with a key of their own: as long for every count.
    pub(crate) fn seal_tally(&self, row: i64, counts: &[u32; MOST_OPTIONS]) -> Result<String> {
        let plain: Vec<u8> = counts.iter().flat_map(|count| count.to_le_bytes()).collect();
        self.seal_with(&self.tally_cipher, "ballot.tally", row, &plain)
    }

    /// Opens what [`Sealer::seal_tally`] made for the same row.
    pub(crate) fn open_tally(&self, row: i64, sealed: &str) -> Result<[u32; MOST_OPTIONS]> {
        let plain = self.open_with(&self.tally_cipher, "ballot.tally", row, sealed)?;
        let mut counts = [0; MOST_OPTIONS];
        for (count, bytes) in counts.iter_mut().zip(plain.as_chunks::<4>().0) {
            *count = u32::from_le_bytes(*bytes);
        }
        Ok(counts)
    }

    /// Opens what [`Sealer::seal`] made for the same column and row.
    pub fn open(&self, column: &'static str, row: i64, sealed: &str) -> Result<String> {
        let plain = self.open_with(&self.cipher, column, row, sealed)?;
        String::from_utf8(plain).map_err(|_| Error::Sealed(column))
    }

    fn open_with(
        &self,
        cipher: &XChaCha20Poly1305,
        column: &'static str,
        row: i64,
        sealed: &str,
    ) -> Result<Vec<u8>> {
        let wrong = || Error::Sealed(column);
        let (id, text) = sealed.split_once('.').ok_or_else(wrong)?;
        if id != self.id {
            return Err(wrong());
        }
        let all = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let (nonce, text) = all.split_at_checked(NONCE).ok_or_else(wrong)?;
        let bound = format!("{column}/{row}");
        let payload = Payload { msg: text, aad: bound.as_bytes() };
        cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| wrong())
    }

    /// A keyed hash of `value` in the space `what` (so that a chat and a person with one number differ).
    pub fn hash(&self, what: &str, value: &str) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.hash_key);
        hasher.update(what.as_bytes()).update(&[0]).update(value.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(&hasher.finalize().as_bytes()[..18])
    }

    /// Random text for one-time codes and salts: `bytes` bytes as base64url.
    pub fn random_text(&self, bytes: usize) -> Result<String> {
        let mut buffer = vec![0; bytes];
        getrandom::fill(&mut buffer).map_err(|_| Error::Sealed("random"))?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(buffer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_own_row_and_column() {
        let sealer = Sealer::new(&Key::random().unwrap());
        let sealed = sealer.seal("cases.words", 7, "楼道灯坏了").unwrap();
        assert_eq!(sealer.open("cases.words", 7, &sealed).unwrap(), "楼道灯坏了");
        assert!(sealer.open("cases.words", 8, &sealed).is_err());
        assert!(sealer.open("cases.shown", 7, &sealed).is_err());
        assert!(Sealer::new(&Key::random().unwrap()).open("cases.words", 7, &sealed).is_err());
        assert!(!sealed.contains("楼"));
    }

    #[test]
    fn a_tally_is_as_long_for_every_count_and_opens_with_no_other_key() {
        let sealer = Sealer::new(&Key::random().unwrap());
        let mut counts = [0; MOST_OPTIONS];
        let empty = sealer.seal_tally(7, &counts).unwrap();
        counts[3] = u32::MAX;
        let full = sealer.seal_tally(7, &counts).unwrap();
        assert_eq!(empty.len(), full.len());
        assert_eq!(sealer.open_tally(7, &full).unwrap(), counts);
        assert!(sealer.open_tally(8, &full).is_err(), "another ballot's");
        assert!(sealer.open("ballot.tally", 7, &full).is_err(), "the key of everything else");
    }

    #[test]
    fn a_key_survives_its_text_form_and_is_not_in_debug() {
        let key = Key::random().unwrap();
        let again = Key::parse(&format!("{}\n", key.to_text())).unwrap();
        assert_eq!(key.0, again.0);
        assert!(!format!("{key:?}").contains(&key.to_text()));
        assert!(Key::parse("c2hvcnQ=").is_none());
    }

    #[test]
    fn hashes_differ_by_space() {
        let sealer = Sealer::new(&Key::random().unwrap());
        assert_ne!(sealer.hash("chat", "1"), sealer.hash("person", "1"));
        assert_eq!(sealer.hash("chat", "1"), sealer.hash("chat", "1"));
    }
}
