//! One file a command.

pub mod adopt;
pub mod backup;
pub mod deadline;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod import;
pub mod init;
pub mod law;
pub mod migrate;
pub mod precheck;
pub mod registers;
pub mod report;
pub mod retention;
pub mod serve;
pub mod service;
pub mod typeset;
pub mod upgrade;
pub mod user;
pub mod verify;
