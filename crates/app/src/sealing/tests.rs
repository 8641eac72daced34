use super::*;

const REGISTER: &str = "requests";
const ROW: &str = "conghua-office/2016-001";

/// RFC 8998, appendix A.1.
#[test]
fn sm4_gcm_gives_the_published_vector() {
    let bytes = |text: &str| hex::decode(text).unwrap();
    let key: [u8; KEY] = bytes("0123456789ABCDEFFEDCBA9876543210").try_into().unwrap();
    let nonce: [u8; NONCE] = bytes("00001234567800000000ABCD").try_into().unwrap();
    let place = bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
    let plain: Vec<u8> = "ABCDEFEA".chars().flat_map(|digit| bytes(&digit.to_string().repeat(16))).collect();
    let sealed = "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735\
                  D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D";
    let tag = "83DE3541E4C2B58177E065A9BF7B62EC";
    let text = encrypt(&cipher(&key), "", nonce, &place, &plain).unwrap();
    let expected = [nonce.to_vec(), bytes(sealed), bytes(tag)].concat();
    assert_eq!(hex::encode(STANDARD_NO_PAD.decode(&text).unwrap()), hex::encode(expected));
    assert_eq!(decrypt(&cipher(&key), &text, &place).unwrap(), plain);
}

fn key() -> InstallationKey {
    InstallationKey::generate().unwrap()
}

#[test]
fn what_is_sealed_opens_again() {
    let key = key();
    let (mut row, data_key) = key.new_row(REGISTER, ROW).unwrap();
    for text in ["", "张三", "广州市从化区街口街府前路 1 号", &"申".repeat(100_000), "a\u{0}b\r\n"]
    {
        let sealed = row.seal("requester_name", text).unwrap();
        assert!(sealed.is_ascii() && !sealed.contains(['\n', ' ']), "one line");
        assert!(text.is_empty() || !sealed.contains(text));
        let reopened = key.row(REGISTER, ROW, &data_key).unwrap();
        assert_eq!(reopened.open("requester_name", &sealed).unwrap(), text);
    }
}

#[test]
fn nothing_of_the_text_or_the_keys_shows() {
    let key = key();
    let (mut row, data_key) = key.new_row(REGISTER, ROW).unwrap();
    let sealed = row.seal("requester_phone", "13800001234").unwrap();
    let bytes = STANDARD_NO_PAD.decode(sealed.strip_prefix("s1:").unwrap()).unwrap();
    assert_eq!(bytes.len(), NONCE + 11 + 16);
    assert!(!bytes.windows(4).any(|part| b"13800001234".windows(4).any(|text| text == part)));
    let base64 = key.write().split(' ').nth(1).unwrap().to_owned();
    for shown in [format!("{key:?}"), format!("{row:?}"), data_key] {
        assert!(!shown.contains(&base64) && !shown.contains("13800001234"), "{shown}");
    }
}

#[test]
fn the_same_text_is_never_sealed_alike() {
    let key = key();
    let (mut row, data_key) = key.new_row(REGISTER, ROW).unwrap();
    let mut again = key.row(REGISTER, ROW, &data_key).unwrap();
    let mut sealed: Vec<String> = (0..300).map(|_| row.seal("requester_name", "张三").unwrap()).collect();
    sealed.extend((0..300).map(|_| again.seal("requester_name", "张三").unwrap()));
    let nonces: std::collections::HashSet<&str> =
        sealed.iter().map(|line| &line[..3 + NONCE * 4 / 3]).collect();
    assert_eq!(nonces.len(), 600);
}

#[test]
fn another_installation_key_opens_nothing() {
    let (ours, other) = (key(), key());
    let (_, data_key) = ours.new_row(REGISTER, ROW).unwrap();
    let wrong = SealingError::WrongKey { found: other.fingerprint(), wanted: ours.fingerprint() };
    assert_eq!(other.row(REGISTER, ROW, &data_key).unwrap_err(), wrong);
    let forged = data_key.replacen(&ours.fingerprint(), &other.fingerprint(), 1);
    assert_eq!(other.row(REGISTER, ROW, &forged).unwrap_err(), SealingError::Tampered);
}

#[test]
fn a_value_opens_only_in_its_row_and_column() {
    let key = key();
    let (mut row, data_key) = key.new_row(REGISTER, ROW).unwrap();
    let sealed = row.seal("requester_name", "张三").unwrap();
    assert_eq!(row.open("requester_phone", &sealed), Err(SealingError::Tampered));
    for (register, place) in [(REGISTER, "conghua-office/2016-002"), ("petitions", ROW)] {
        assert_eq!(key.row(register, place, &data_key).unwrap_err(), SealingError::Tampered);
        let (other, _) = key.new_row(register, place).unwrap();
        assert_eq!(other.open("requester_name", &sealed), Err(SealingError::Tampered));
    }
    let (same_place, _) = key.new_row(REGISTER, ROW).unwrap();
    assert_eq!(
        same_place.open("requester_name", &sealed),
        Err(SealingError::Tampered),
        "an erased key is gone"
    );
}

#[test]
fn places_do_not_run_into_each_other() {
    assert_ne!(place(&["ab", "c"]), place(&["a", "bc"]));
    assert_ne!(place(&["a", ""]), place(&["a"]));
}

#[test]
fn every_altered_byte_is_noticed() {
    let key = key();
    let (mut row, data_key) = key.new_row(REGISTER, ROW).unwrap();
    let sealed = row.seal("requester_name", "张三").unwrap();
    let altered = |text: &str, head: usize| -> Vec<String> {
        let bytes = STANDARD_NO_PAD.decode(&text[head..]).unwrap();
        let flipped = (0..bytes.len()).map(|place| {
            let mut bytes = bytes.clone();
            bytes[place] ^= 1;
            format!("{}{}", &text[..head], STANDARD_NO_PAD.encode(bytes))
        });
        flipped.collect()
    };
    for line in altered(&sealed, 3) {
        assert_eq!(row.open("requester_name", &line), Err(SealingError::Tampered));
    }
    for line in altered(&data_key, "k1:00000000:".len()) {
        assert_eq!(key.row(REGISTER, ROW, &line).unwrap_err(), SealingError::Tampered);
    }
}

#[test]
fn what_is_not_sealed_text_is_malformed() {
    let key = key();
    let (row, _) = key.new_row(REGISTER, ROW).unwrap();
    for text in ["", "张三", "s1:", "s1:****", "s1:AAAA", "s2:AAAA", "k1:"] {
        assert_eq!(row.open("requester_name", text), Err(SealingError::Malformed), "{text}");
    }
    for text in ["", "k1:", "k1:AAAA", "k2:00000000:AAAA", "s1:00000000:AAAA"] {
        assert_eq!(key.row(REGISTER, ROW, text).unwrap_err(), SealingError::Malformed, "{text}");
    }
    let short = format!("k1:{}:AAAA", key.fingerprint());
    assert_eq!(key.row(REGISTER, ROW, &short).unwrap_err(), SealingError::Malformed);
}

#[test]
fn key_files_are_read_as_they_are_written() {
    let key = key();
    let line = key.write();
    assert!(line.starts_with("gongkai-key-1 ") && line.ends_with(&format!(" {}\n", key.fingerprint())));
    let read = InstallationKey::read(&format!("\n  {}\r\n", line.trim())).unwrap();
    assert_eq!((read.write(), read.fingerprint()), (line, key.fingerprint()));
    let (_, data_key) = key.new_row(REGISTER, ROW).unwrap();
    assert!(read.row(REGISTER, ROW, &data_key).is_ok());
}

#[test]
fn a_mistyped_key_file_is_noticed() {
    let key = key();
    let written = key.write();
    let base64 = written.split(' ').nth(1).unwrap();
    let swapped: String = base64.chars().rev().collect();
    for wrong in [
        written.replace(base64, &swapped),
        written.replace(base64, &base64[..8]),
        written.replace(&key.fingerprint(), "zzzzzzzz"),
    ] {
        assert_eq!(InstallationKey::read(&wrong).unwrap_err(), KeyFault::Mistyped, "{wrong}");
    }
    for wrong in ["", "gongkai-key-1", &written.replace("key-1", "key-2"), base64] {
        assert_eq!(InstallationKey::read(wrong).unwrap_err(), KeyFault::NotAKey, "{wrong}");
    }
}
