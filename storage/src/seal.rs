//! The seal of personal text: XChaCha20-Poly1305, bound to its row and column, keys outside the database.
//!
//! A sealed value is TEXT of the form `keyid.base64url(nonce ‖ ciphertext)`. Hashes that must be
//! looked up (a person, a chat, a one-time code) are keyed, so that a copy of the database cannot be
//! searched for a known phone or user id.

use crate::{Error, Result};
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
        }
    }

    /// Seals `plain` for `column` (as `table.column`) of row `row`.
    pub fn seal(&self, column: &'static str, row: i64, plain: &str) -> Result<String> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| Error::Sealed(column))?;
        let bound = format!("{column}/{row}");
        let payload = Payload { msg: plain.as_bytes(), aad: bound.as_bytes() };
        let sealed =
            self.cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| Error::Sealed(column))?;
        let mut all = nonce.to_vec();
        all.extend(sealed);
        Ok(format!("{}.{}", self.id, BASE64_URL_SAFE_NO_PAD.encode(all)))
    }

    /// Opens what [`Sealer::seal`] made for the same column and row.
    pub fn open(&self, column: &'static str, row: i64, sealed: &str) -> Result<String> {
        let wrong = || Error::Sealed(column);
        let (id, text) = sealed.split_once('.').ok_or_else(wrong)?;
        if id != self.id {
            return Err(wrong());
        }
        let all = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let (nonce, cipher) = all.split_at_checked(NONCE).ok_or_else(wrong)?;
        let bound = format!("{column}/{row}");
        let payload = Payload { msg: cipher, aad: bound.as_bytes() };
        let plain = self.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| wrong())?;
        String::from_utf8(plain).map_err(|_| wrong())
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
