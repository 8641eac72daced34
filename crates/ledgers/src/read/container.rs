//! The OLE container of XLS files (MS-CFB), only as far as to get one stream out of it.

/// A sector number at which chains end.
const END: u32 = 0xffff_fffa;
/// Streams shorter than this lie in the small sectors of the root entry's stream.
const SMALL: usize = 4096;

/// One container, its sector table read.
pub(crate) struct Container<'a> {
    bytes: &'a [u8],
    shift: u32,
    table: Vec<u32>,
}

impl<'a> Container<'a> {
    /// Opens a container; `None` where its head or sector table is broken.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u32::from(word(bytes, 0x1e)?);
        if !(9..=12).contains(&shift) {
            return None;
        }
        let mut container = Self { bytes, shift, table: Vec::new() };
        let mut tables: Vec<u32> = (0..109).map_while(|at| long(bytes, 0x4c + at * 4)).collect();
        let mut next = long(bytes, 0x44)?;
        for _ in 0..=bytes.len() >> shift {
            if next >= END {
                break;
            }
            let mut more = longs(container.sector(next)?);
            next = more.pop()?;
            tables.extend(more);
        }
        for sector in tables.into_iter().filter(|sector| *sector < END) {
            let table = longs(container.sector(sector)?);
            container.table.extend(table);
        }
        Some(container)
    }

    /// The stream of the first of these names that there is.
    pub fn stream(&self, names: &[&str]) -> Option<Vec<u8>> {
        let directory = self.chain(long(self.bytes, 0x30)?);
        let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
        let name_of = |entry: &[u8]| {
            let length = usize::from(word(entry, 0x40).unwrap_or(0)).clamp(2, 64) - 2;
            let units: Vec<u16> =
                entry[..length].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
            String::from_utf16_lossy(&units)
        };
        let entry = names
            .iter()
            .find_map(|name| entries.iter().find(|entry| name_of(entry).eq_ignore_ascii_case(name)))?;
        let (start, length) = (long(entry, 0x74)?, long(entry, 0x78)? as usize);
        let mut stream = if length < SMALL {
            let small = self.chain(long(entries.first()?, 0x74)?);
            let table = longs(&self.chain(long(self.bytes, 0x3c)?));
            let sectors = follow(start, &table);
            sectors
                .iter()
                .filter_map(|sector| small.get(*sector as usize * 64..)?.get(..64))
                .flatten()
                .copied()
                .collect()
        } else {
            self.chain(start)
        };
        stream.truncate(length);
        Some(stream)
    }

    fn sector(&self, sector: u32) -> Option<&'a [u8]> {
        let size = 1usize << self.shift;
        let start = (sector as usize).checked_add(1)?.checked_mul(size)?;
        self.bytes.get(start..start + size)
    }

    fn chain(&self, start: u32) -> Vec<u8> {
        follow(start, &self.table)
            .iter()
            .map_while(|sector| self.sector(*sector))
            .flatten()
            .copied()
            .collect()
    }
}

/// The sectors of a chain; no more than the table has, so that a ring ends.
fn follow(start: u32, table: &[u32]) -> Vec<u32> {
    let mut sectors = Vec::new();
    let mut next = start;
    while next < END && sectors.len() < table.len() {
        sectors.push(next);
        next = table.get(next as usize).copied().unwrap_or(END);
    }
    sectors
}

fn longs(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|long| u32::from_le_bytes([long[0], long[1], long[2], long[3]])).collect()
}

/// Two bytes as a number, the lower first.
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|word| u16::from_le_bytes([word[0], word[1]]))
}

/// Four bytes as a number, the lowest first.
pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|long| u32::from_le_bytes([long[0], long[1], long[2], long[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A container of 512-byte sectors: sector table, directory, small sector table, small sectors.
    fn container(length: u32) -> Vec<u8> {
        let mut bytes = vec![0xff; 512 * 5];
        let mut put = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(0x1e, 9 | 6 << 16);
        put(0x30, 1);
        put(0x3c, 2);
        put(0x44, 0xffff_fffe);
        put(0x4c, 0);
        let table = 512;
        for sector in 0..4 {
            put(table + sector * 4, 0xffff_fffe);
        }
        let entry = |at: usize| 1024 + at * 128;
        put(entry(0) + 0x40, 2);
        put(entry(0) + 0x74, 3);
        for (at, unit) in "Book".encode_utf16().enumerate() {
            put(entry(1) + at * 2, u32::from(unit));
        }
        put(entry(1) + 0x40, 10);
        put(entry(1) + 0x74, 1);
        put(entry(1) + 0x78, length);
        // The small stream is in the small sectors 1 and 0, in that order.
        put(1536 + 4, 0);
        put(1536, 0xffff_fffe);
        bytes[2048..2112].fill(b'b');
        bytes[2112..2176].fill(b'a');
        bytes
    }

    #[test]
    fn small_streams_are_followed_through_their_own_table() {
        let bytes = container(100);
        let stream = Container::open(&bytes).unwrap().stream(&["Workbook", "Book"]).unwrap();
        assert_eq!(stream, [[b'a'; 64].as_slice(), [b'b'; 36].as_slice()].concat());
    }

    #[test]
    fn rings_and_ends_are_survived() {
        let mut bytes = container(5_000);
        bytes[512 + 4..512 + 8].copy_from_slice(&1u32.to_le_bytes());
        let stream = Container::open(&bytes).unwrap().stream(&["Book"]);
        assert!(stream.is_some_and(|stream| stream.len() <= 5_000));
        assert!(Container::open(&bytes[..600]).is_none());
        assert!(Container::open(&[]).is_none());
    }
}
