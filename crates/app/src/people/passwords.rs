//! Passwords: Argon2id with its recommended cost, away from the threads that answer requests.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::task::spawn_blocking;

/// The digest of a password as a PHC string; `None` when the machine gave no randomness.
pub(super) async fn digest(password: &str) -> Option<String> {
    let password = password.to_owned();
    let digest =
        move || Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string());
    spawn_blocking(digest).await.ok().flatten()
}

/// Whether a password is the one behind a digest. Without a digest as much work is done, so that the time it takes
/// does not tell which accounts there are.
pub(super) async fn is(password: &str, digest: Option<&str>) -> bool {
    let (password, known) = (password.to_owned(), digest.map(str::to_owned));
    let compare = move || match known {
        Some(known) => PasswordHash::new(&known)
            .is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok()),
        None => Argon2::default().hash_password(password.as_bytes()).is_err(),
    };
    spawn_blocking(compare).await.unwrap_or(false)
}
