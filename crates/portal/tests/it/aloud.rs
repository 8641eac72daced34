//! Reading aloud in a real browser. Only the voice is made up, since a headless browser has none: it says nothing,
//! remembers what it was given, and tells of words and ends when the test lets it.

use crate::{reports::REPORT, served::Served};
use gongkai_testkit::browser::{Browser, browser};
use serde_json::Value;

/// The voice: `said` holds what it was given; `cancelled` counts how often it was silenced.
const VOICE: &str = "(() => {
  const voice = window.speechSynthesis;
  window.said = [];
  window.cancelled = 0;
  voice.speak = (utterance) => window.said.push(utterance);
  voice.cancel = () => { window.cancelled += 1; };
  voice.getVoices = () => [];
})()";
const MAIN: &str = "[data-do=read]";
const STOP: &str = "[data-do=stop]";

/// A page open with the voice in place.
struct Reader {
    browser: Browser,
    served: Served,
}

impl Reader {
    fn at(address: Option<&str>) -> Option<Self> {
        let mut browser = browser()?;
        let served = Served::start();
        browser.resize(1280, 900);
        let address = address.map_or_else(|| served.pages().pop().unwrap_or_default(), str::to_owned);
        served.open(&mut browser, &address);
        browser.evaluate(VOICE);
        Some(Self { browser, served })
    }

    fn click(&mut self, selector: &str) {
        self.browser.evaluate(&format!("document.querySelector('{selector}').click()"));
    }

    /// What the voice was given last.
    fn last(&mut self, part: &str) -> String {
        let value = self.browser.evaluate(&format!("said[said.length - 1].{part}"));
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Lets the voice tell something of what it was given last.
    fn tell(&mut self, event: &str, facts: &str) {
        self.browser.evaluate(&format!("said[said.length - 1].{event}({facts})"));
    }

    fn label(&mut self) -> String {
        self.browser.text(MAIN)
    }

    /// The text of everything marked with this class.
    fn marked(&mut self, class: &str) -> String {
        let expression =
            format!("[...document.querySelectorAll('.{class}')].map(e => e.textContent).join('')");
        self.browser.evaluate(&expression).as_str().unwrap_or_default().to_owned()
    }

    fn page(&mut self) -> Value {
        self.browser.evaluate("[...document.querySelectorAll('[data-read]')].map(e => e.innerHTML)")
    }

    /// Lets the voice come to the end; gives all it said.
    fn hear_the_rest(&mut self) -> Vec<String> {
        let expression = "(() => { for (let at = said.length - 1; at < said.length; at++) said[at].onend();\
                          return said.map(one => one.text); })()";
        let said = self.browser.evaluate(expression);
        said.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn a_page_is_read_sentence_by_sentence_and_left_as_it_was() {
    let Some(mut reader) = Reader::at(None) else { return };
    let before = reader.page();
    assert_eq!(reader.label(), "听全文");
    reader.click(MAIN);
    assert_eq!((reader.label().as_str(), reader.last("lang").as_str()), ("暂停", "zh-CN"));
    let title = reader.browser.text("h1");
    assert_eq!(reader.last("text"), title);
    assert_eq!(reader.marked("said"), title, "the sentence is shown even if no word is told");
    reader.tell("onstart", "");
    reader.tell("onboundary", "{ name: 'word', charIndex: 2, charLength: 2 }");
    let word: String = title.chars().skip(2).take(2).collect();
    assert_eq!((reader.marked("word"), reader.marked("said")), (word, title.clone()));
    assert_eq!(reader.browser.text("h1"), title, "the text is the same to every reader");
    let said = reader.hear_the_rest();
    assert!(said.len() > 3 && said.iter().all(|one| !one.trim().is_empty()), "{said:?}");
    let gone = |text: &str| text.split_whitespace().collect::<String>();
    let shown = reader
        .browser
        .evaluate("[...document.querySelectorAll('[data-read]')].map(e => e.innerText).join('')");
    assert_eq!(gone(&said.concat()), gone(shown.as_str().unwrap()));
    assert_eq!(reader.page(), before, "nothing is left of the reading");
    assert_eq!((reader.label().as_str(), reader.browser.count(&format!("{STOP}[hidden]"))), ("听全文", 1));
    assert_eq!(reader.browser.objections(), [""; 0]);
}

#[test]
fn reading_goes_on_at_the_word_where_it_was_paused() {
    let Some(mut reader) = Reader::at(None) else { return };
    let before = reader.page();
    reader.click(MAIN);
    let title = reader.last("text");
    reader.tell("onstart", "");
    reader.tell("onboundary", "{ name: 'word', charIndex: 4 }");
    let word: String = title.chars().skip(4).take(1).collect();
    assert_eq!(reader.marked("word"), word, "a voice that tells no length shows one character");
    reader.click(MAIN);
    assert_eq!(reader.label(), "继续听");
    assert_eq!(reader.browser.evaluate("cancelled > 1 && said.length === 1"), true, "the voice was silenced");
    assert_eq!(reader.marked("said"), title, "where it stopped stays marked");
    reader.tell("onerror", "{ error: 'interrupted' }");
    reader.tell("onend", "");
    assert_eq!(reader.label(), "继续听", "what a silenced voice tells is not listened to");
    reader.click(MAIN);
    let rest: String = title.chars().skip(4).collect();
    assert_eq!((reader.label(), reader.last("text")), ("暂停".to_owned(), rest));
    reader.tell("onboundary", "{ name: 'word', charIndex: 1, charLength: 1 }");
    let word: String = title.chars().skip(5).take(1).collect();
    assert_eq!(reader.marked("word"), word, "places are reckoned from where it went on");
    reader.browser.evaluate(&format!("document.querySelector('{STOP}').focus()"));
    reader.click(STOP);
    assert_eq!((reader.label(), reader.page()), ("听全文".to_owned(), before));
    assert_eq!(reader.browser.evaluate(&format!("document.activeElement.matches('{MAIN}')")), true);
}

#[test]
fn a_device_without_a_voice_is_told_so() {
    let Some(mut reader) = Reader::at(None) else { return };
    let before = reader.page();
    reader.click(MAIN);
    reader.tell("onerror", "{ error: 'voice-unavailable' }");
    assert_eq!(reader.browser.text("[data-aloud] [role=status]"), "这台设备没有可用的语音");
    assert_eq!((reader.label(), reader.page()), ("听全文".to_owned(), before));
}

#[test]
fn a_table_is_read_row_by_row_and_drawings_are_passed_over() {
    let Some(mut reader) = Reader::at(Some(REPORT)) else { return };
    reader.click(MAIN);
    let said = reader.hear_the_rest();
    let row = said.iter().find(|one| one.starts_with("主动公开信息数"));
    assert!(row.is_some_and(|row| row.starts_with("主动公开信息数，")), "{said:?}");
    let drawn = reader.browser.text("svg.chart title");
    assert!(said.iter().all(|one| *one != drawn), "{drawn}");
    reader.served.open(&mut reader.browser, &format!("/en{REPORT}/F38"));
    reader.browser.evaluate(VOICE);
    reader.click(MAIN);
    assert_eq!(reader.last("lang"), "zh-CN", "the name of a figure is Chinese on every page");
    reader.hear_the_rest();
    let languages = reader.browser.evaluate("[...new Set(said.map(one => one.lang))].sort()");
    assert_eq!(languages, serde_json::json!(["en", "zh-CN"]));
}
