//! Officers who stand in public by name: invented like everybody here, with characters that few fonts have.

/// Speakers, guests and those who answer for a report. 某 says that they are invented; 喆, 堃, 赟 and 䶮 are characters of
/// real names that a page or a printed report must not lose.
pub const OFFICERS: [&str; 4] = ["黎某喆", "邝某堃", "谢某赟", "冯某䶮"];
