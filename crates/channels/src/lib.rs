//! Sending items to channels: one connector a service, behind one trait, and the worker that empties the queue.
//!
//! What is known of a service's protocol stands in one file: [`wechat`](Wechat), [`weibo`](Weibo), [`webhook`](Webhook).
//! Those of WeChat and Weibo were written down from memory and were never tried against the real service; screens and
//! documents say so ([`Connector::is_tried`](gongkai_domain::channels::Connector::is_tried)).
//!
//! Nothing is ever sent twice blindly. Sending goes in steps; where the answer of a step that publishes is lost, the next
//! try first looks whether the item is there, and where that cannot be found out, a person is asked.

mod caller;
mod service;
mod webhook;
mod wechat;
mod weibo;
mod worker;

pub use caller::{Caller, Fault, is_public};
pub use service::{Attempt, Sending, Service, Services};
pub use webhook::{Webhook, signature};
pub use wechat::Wechat;
pub use weibo::Weibo;
pub use worker::{Site, send_due};
