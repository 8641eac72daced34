//! What a browser calls itself, in words somebody recognises their own by.

use gongkai_domain::says::Says;

/// Marks of browsers, the more particular first.
const BROWSERS: [(&str, &str); 9] = [
    ("MicroMessenger/", "微信"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser/", "QQ 浏览器"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("Trident/", "Internet Explorer"),
    ("curl/", "curl"),
];
/// Marks of systems, the more particular first.
const SYSTEMS: [(&str, &str); 7] = [
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system, as far as they are known.
pub(crate) fn name(agent: &str) -> Says {
    let known = |marks: &[(&str, &'static str)]| {
        marks.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            Says::new(format!("{system} 上的 {browser}"), format!("{browser} on {system}"))
        }
        (Some(one), None) | (None, Some(one)) => Says::new(one, one),
        (None, None) => Says::new("不认识的浏览器", "an unknown browser"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_by_their_names() {
        for (agent, zh) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0 Safari/537.36",
                "Windows 上的 Chrome",
            ),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Windows 上的 Edge"),
            (
                "Mozilla/5.0 (Linux; Android 13) Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0",
                "Android 上的 微信",
            ),
            ("curl/8.0", "curl"),
            ("<script>", "不认识的浏览器"),
            ("", "不认识的浏览器"),
        ] {
            assert_eq!(name(agent).zh, zh, "{agent}");
        }
    }
}
