//! Personal columns, sealed with SM4-GCM (GB/T 32907, RFC 8998).
//!
//! Each row that has personal columns has a random data key of its own; the columns are sealed with it. The data key
//! stands beside the row, wrapped by the [`InstallationKey`], which lies outside database and backup. Destroying one
//! wrapped data key therefore erases the personal data of one case, in every copy whose wrapped key is destroyed too.
//!
//! Everything sealed is bound to its place: register, key of the row, and column are authenticated with it, so that a
//! sealed value put into another row or column does not open. What an outsider still learns is which columns are filled
//! and how long their text is.
//!
//! ```
//! # use gongkai_app::sealing::{InstallationKey, SealingError};
//! # fn main() -> Result<(), SealingError> {
//! let key = InstallationKey::generate()?;
//! let (mut row, data_key) = key.new_row("requests", "conghua-office/2016-001")?;
//! let sealed = row.seal("requester_name", "张三")?;
//!
//! let row = key.row("requests", "conghua-office/2016-001", &data_key)?;
//! assert_eq!(row.open("requester_name", &sealed)?, "张三");
//! # Ok(())
//! # }
//! ```

mod file;
mod key;
mod row;

pub use file::{FileFault, open_file, seal_file};
pub use key::{InstallationKey, KeyFault};
pub use row::RowSealer;

use aes_gcm::aead::consts::U12;
use aes_gcm::{AeadInOut, AesGcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sm4::Sm4;

/// SM4 in Galois/counter mode, 96-bit nonces, 128-bit tags.
type Sm4Gcm = AesGcm<Sm4, U12>;

/// Length of a key (128 bits).
const KEY: usize = 16;
/// Length of a nonce (96 bits).
const NONCE: usize = 12;

/// Why something could not be sealed or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// It was sealed under another installation key.
    #[error(
        "这一行由另一把安装密钥（{wanted}）加密，不是现在这把（{found}） / this row was sealed under another installation key ({wanted}), not the present one ({found})"
    )]
    WrongKey {
        /// Fingerprint of the key given.
        found: String,
        /// Fingerprint of the key it was sealed under.
        wanted: String,
    },
    /// It was altered, or moved from another row or column.
    #[error(
        "加密内容被改动，或者不属于这一行这一列 / the sealed text was altered, or belongs to another row or column"
    )]
    Tampered,
    /// It was not made by this program, or by a later version.
    #[error("无法识别的加密内容 / this is not sealed text that this version knows")]
    Malformed,
    /// The operating system gave no random numbers.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
}

/// Random bytes from the operating system.
fn random<const N: usize>() -> Result<[u8; N], SealingError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SealingError::NoRandomness)?;
    Ok(bytes)
}

fn cipher(key: &[u8; KEY]) -> Sm4Gcm {
    Sm4Gcm::new(key.into())
}

/// Seals `plain` as `VERSION` and base64 of nonce, cipher text and tag.
fn encrypt(
    cipher: &Sm4Gcm,
    version: &str,
    nonce: [u8; NONCE],
    place: &[u8],
    plain: &[u8],
) -> Result<String, SealingError> {
    let bytes = encrypt_bytes(cipher, nonce, place, plain)?;
    let mut sealed = String::with_capacity(version.len() + bytes.len() * 4 / 3 + 2);
    sealed.push_str(version);
    STANDARD_NO_PAD.encode_string(&bytes, &mut sealed);
    Ok(sealed)
}

/// Seals `plain` as nonce, cipher text and tag.
fn encrypt_bytes(
    cipher: &Sm4Gcm,
    nonce: [u8; NONCE],
    place: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, SealingError> {
    let mut bytes = Vec::with_capacity(NONCE + plain.len() + KEY);
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(plain);
    let tag = cipher
        .encrypt_inout_detached(&nonce.into(), place, (&mut bytes[NONCE..]).into())
        .map_err(|_| SealingError::Malformed)?;
    bytes.extend_from_slice(&tag);
    Ok(bytes)
}

/// Opens what [`encrypt`] sealed, from behind its version.
fn decrypt(cipher: &Sm4Gcm, base64: &str, place: &[u8]) -> Result<Vec<u8>, SealingError> {
    let bytes = STANDARD_NO_PAD.decode(base64).map_err(|_| SealingError::Malformed)?;
    decrypt_bytes(cipher, &bytes, place)
}

/// Opens what [`encrypt_bytes`] sealed.
fn decrypt_bytes(cipher: &Sm4Gcm, bytes: &[u8], place: &[u8]) -> Result<Vec<u8>, SealingError> {
    let (nonce, rest) = bytes.split_first_chunk::<NONCE>().ok_or(SealingError::Malformed)?;
    let (sealed, tag) = rest.split_last_chunk::<16>().ok_or(SealingError::Malformed)?;
    let mut plain = sealed.to_vec();
    cipher
        .decrypt_inout_detached(nonce.into(), place, plain.as_mut_slice().into(), tag.into())
        .map_err(|_| SealingError::Tampered)?;
    Ok(plain)
}

/// The place something is sealed for; each part is preceded by its length, so that no two places read the same.
fn place(parts: &[&str]) -> Vec<u8> {
    let mut place = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        add_part(&mut place, part);
    }
    place
}

fn add_part(place: &mut Vec<u8>, part: &str) {
    place.extend_from_slice(&(part.len() as u64).to_be_bytes());
    place.extend_from_slice(part.as_bytes());
}

#[cfg(test)]
mod tests;
