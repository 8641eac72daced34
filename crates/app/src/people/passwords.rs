//! Passwords: Argon2id with its recommended cost, away from the threads that answer requests.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many are worked out at once: each takes 19 MiB, and nobody should fill the memory by knocking at the door.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// The digest of a password as a PHC string; `None` when the machine gave no randomness.
pub(super) async fn digest(password: &str) -> Option<String> {
    let password = password.to_owned();
    let digest =
        move || Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string());
    let _turn = AT_ONCE.acquire().await.ok()?;
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
    let Ok(_turn) = AT_ONCE.acquire().await else { return false };
    spawn_blocking(compare).await.unwrap_or(false)
}
