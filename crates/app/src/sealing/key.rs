//! The installation key and the data keys it wraps.

use super::{KEY, NONCE, RowSealer, SealingError, Sm4Gcm, cipher, decrypt, encrypt, place, random};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sm3::{Digest, Sm3};
use std::fmt;

/// First word of a key file.
const FILE: &str = "gongkai-key-1";
/// Begins a wrapped data key.
const WRAPPED: &str = "k1:";

/// The key of one installation (安装密钥, SM4, 128 bits). Whoever has it and the database reads every personal column;
/// without it they are lost.
pub struct InstallationKey {
    key: [u8; KEY],
    cipher: Sm4Gcm,
    fingerprint: String,
}

impl InstallationKey {
    /// A new random key.
    pub fn generate() -> Result<Self, SealingError> {
        Ok(Self::of(random()?))
    }

    /// Reads the line of a key file; white space around and between its words does not matter.
    pub fn read(text: &str) -> Result<Self, KeyFault> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [version, base64, check] = words[..] else { return Err(KeyFault::NotAKey) };
        if version != FILE {
            return Err(KeyFault::NotAKey);
        }
        let key = STANDARD.decode(base64).ok().and_then(|key| key.try_into().ok()).map(Self::of);
        key.filter(|key| key.fingerprint.eq_ignore_ascii_case(check)).ok_or(KeyFault::Mistyped)
    }

    /// The line of a key file, with a line feed: a version, the key in base64, its fingerprint. Keep it where neither
    /// database nor backup lies.
    pub fn write(&self) -> String {
        format!("{FILE} {} {}\n", STANDARD.encode(self.key), self.fingerprint)
    }

    /// The first 8 hexadecimal digits of the key's SM3 digest: tells keys apart, and does not give the key away.
    pub fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    /// Gives a new row its data key: what seals its columns, and the wrapped key to store beside the row.
    ///
    /// Also for a row whose key is to change: everything personal in it is then sealed anew.
    pub fn new_row(&self, register: &str, row: &str) -> Result<(RowSealer, String), SealingError> {
        // One call for all a new row needs: calls to the operating system are what a bulk import would notice.
        let bytes: [u8; KEY + NONCE + NONCE] = random()?;
        let (key, nonces) = bytes.split_at(KEY);
        let (own, first) = nonces.split_at(NONCE);
        let (key, own, first) = (exactly(key), exactly(own), exactly(first));
        let version = format!("{WRAPPED}{}:", self.fingerprint);
        let wrapped = encrypt(&self.cipher, &version, own, &place(&["data-key", register, row]), &key)?;
        Ok((RowSealer::new(&key, Some(first), register, row), wrapped))
    }

    /// Opens the data key stored beside a row.
    pub fn row(&self, register: &str, row: &str, wrapped: &str) -> Result<RowSealer, SealingError> {
        let (wanted, base64) = wrapped
            .strip_prefix(WRAPPED)
            .and_then(|rest| rest.split_once(':'))
            .ok_or(SealingError::Malformed)?;
        if wanted != self.fingerprint {
            return Err(SealingError::WrongKey { found: self.fingerprint(), wanted: wanted.to_owned() });
        }
        let key = decrypt(&self.cipher, base64, &place(&["data-key", register, row]))?;
        let key: [u8; KEY] = key.try_into().map_err(|_| SealingError::Malformed)?;
        Ok(RowSealer::new(&key, None, register, row))
    }

    fn of(key: [u8; KEY]) -> Self {
        let digest = Sm3::new().chain_update(FILE).chain_update(key).finalize();
        Self { key, cipher: cipher(&key), fingerprint: hex::encode(&digest[..4]) }
    }
}

/// The bytes of a part cut at a known length; all callers cut at constants.
fn exactly<const N: usize>(part: &[u8]) -> [u8; N] {
    std::array::from_fn(|place| part[place])
}

impl fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InstallationKey({})", self.fingerprint)
    }
}

/// Why a text is not an installation key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It does not look like a key file at all.
    #[error(
        "这不是安装密钥文件：应为一行，以 {FILE} 开头 / this is not a key file: it should be one line beginning with {FILE}"
    )]
    NotAKey,
    /// It looks like one, but its check digest does not fit.
    #[error(
        "安装密钥与其校验码不符，可能抄错了；请与原件核对 / the key does not fit its check digest and was probably mistyped; compare it with the original"
    )]
    Mistyped,
}
