//! A difference between two texts as paragraphs with what was removed and added marked.

use crate::Markup;
use gongkai_domain::difference::{Difference, Fate, Paragraph};

/// Paragraphs that stay shown before and after one that differs.
const AROUND: usize = 2;

/// The paragraphs of a difference; long stretches that stay the same are left out, with how many they are.
pub fn paragraphs(difference: &Difference, left_out: impl Fn(usize) -> String) -> Markup {
    let all = &difference.paragraphs;
    let near = |at: usize| {
        let first = at.saturating_sub(AROUND);
        let last = (at + AROUND + 1).min(all.len());
        all[first..last].iter().any(Paragraph::differs)
    };
    let mut html = Markup::default();
    let mut gap = 0;
    for (at, paragraph) in all.iter().enumerate() {
        if !near(at) {
            gap += 1;
            continue;
        }
        close(&mut html, &mut gap, &left_out);
        set(&mut html, paragraph);
    }
    close(&mut html, &mut gap, &left_out);
    html
}

fn close(html: &mut Markup, gap: &mut usize, left_out: &impl Fn(usize) -> String) {
    if *gap > 0 {
        html.tag("<p class=\"gap\">");
        html.push(&Markup::text(&left_out(*gap)));
        html.tag("</p>");
        *gap = 0;
    }
}

fn set(html: &mut Markup, paragraph: &Paragraph) {
    html.tag(if paragraph.differs() { "<p class=\"ch\">" } else { "<p>" });
    for (fate, words) in &paragraph.pieces {
        let (open, end) = match fate {
            Fate::Kept => ("", ""),
            Fate::Removed => ("<del>", "</del>"),
            Fate::Added => ("<ins>", "</ins>"),
        };
        html.tag(open);
        html.push(&Markup::text(words));
        html.tag(end);
    }
    html.tag("</p>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_stands_among_what_stays() {
        let before = "一\n二\n三\n四\n五\n六<b>";
        let after = "一\n二\n三\n四\n五\n六<i>";
        let html = paragraphs(&Difference::of(before, after), |count| format!("…{count}…"));
        assert!(html.as_str().starts_with("<p class=\"gap\">…3…</p><p>四</p><p>五</p>"), "{}", html.as_str());
        assert!(
            html.as_str().contains("六&lt;<del>b</del><ins>i</ins>&gt;")
                || html.as_str().contains("<del>六&lt;b&gt;</del>"),
            "{}",
            html.as_str()
        );
    }
}
