//! Dates as the house writes them, always inside `<time datetime>`.

use crate::Markup;
use gongkai_domain::says::Language;
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date for lists and tables: 2017-04-18.
pub fn short(date: Date) -> Markup {
    time(date, &date.to_string())
}

/// A date for sentences: 2017年4月18日, 18 April 2017.
pub fn long(date: Date, language: Language) -> Markup {
    time(date, &long_text(date, language))
}

/// The words of [`long`] without the tag.
pub fn long_text(date: Date, language: Language) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::English => {
            let month = usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied();
            format!("{} {} {}", date.day(), month.unwrap_or_default(), date.year())
        }
    }
}

fn time(date: Date, words: &str) -> Markup {
    let mut html = Markup::default();
    html.open("time", &[("datetime", &date.to_string())]);
    html.push(&Markup::text(words));
    html.tag("</time>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_machine_readable_in_both_languages() {
        let day = date(2017, 4, 8);
        assert_eq!(short(day).as_str(), "<time datetime=\"2017-04-08\">2017-04-08</time>");
        assert_eq!(
            long(day, Language::Chinese).as_str(),
            "<time datetime=\"2017-04-08\">2017年4月8日</time>"
        );
        assert_eq!(
            long(day, Language::English).as_str(),
            "<time datetime=\"2017-04-08\">8 April 2017</time>"
        );
    }
}
