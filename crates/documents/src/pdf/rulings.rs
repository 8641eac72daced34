//! Ruling lines: straightened, joined where they were drawn in pieces, and gathered into the frames of tables.

use kurbo::Point;

/// How far apart lines may be that are drawn for one, in points: double lines, and the pieces each cell draws for itself.
pub(super) const SAME: f64 = 3.0;
/// Gap within a line that is drawn in pieces.
const GAP: f64 = 3.0;
/// Shortest line that is looked at.
const SHORTEST: f64 = 2.0;
/// How far a line may stand out beyond the outermost line it crosses before a side of the table counts as open.
const OPEN: f64 = 8.0;
/// Most lines of one frame in one direction; a drawing has more.
const MOST_LINES: usize = 400;

/// A level or upright line, from the upper left corner of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) level: bool,
    /// Its height on the page, or for an upright line its distance from the left.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Rule {
    /// The line between two points, where it is level or upright.
    pub(super) fn between(a: Point, b: Point) -> Option<Self> {
        let (across, down) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        if !across.is_finite() || !down.is_finite() || across.max(down) > 20_000.0 {
            return None;
        }
        let rule = |level, at, from: f64, to: f64| Self { level, at, from: from.min(to), to: from.max(to) };
        if down < 1.0 && across >= SHORTEST {
            Some(rule(true, f64::midpoint(a.y, b.y), a.x, b.x))
        } else if across < 1.0 && down >= SHORTEST {
            Some(rule(false, f64::midpoint(a.x, b.x), a.y, b.y))
        } else {
            None
        }
    }

    /// The line on the page turned a quarter to the left: what ran down runs to the right.
    pub(super) fn turned_back(self) -> Self {
        if self.level {
            // (x, y) goes to (y, -x): a level line becomes an upright one.
            Self { level: false, at: self.at, from: -self.to, to: -self.from }
        } else {
            Self { level: true, at: -self.at, from: self.from, to: self.to }
        }
    }
}

/// The lines of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) level: Vec<Rule>,
    pub(super) upright: Vec<Rule>,
}

/// The frames of a page, that is lines that cross or touch one another, and the level lines that cross none.
pub(super) fn frames(rules: Vec<Rule>) -> (Vec<Frame>, Vec<Rule>) {
    let (level, upright): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(|rule| rule.level);
    let (level, upright) = (joined(level), joined(upright));
    let lines: Vec<Rule> = level.into_iter().chain(upright).collect();
    let mut groups = Groups::of(lines.len());
    let first_upright = lines.iter().position(|rule| !rule.level).unwrap_or(lines.len());
    // Upright lines in order of place, so that each level one meets only those it reaches.
    let uprights = &lines[first_upright..];
    for (at, line) in lines[..first_upright].iter().enumerate() {
        let start = uprights.partition_point(|upright| upright.at < line.from - SAME);
        for (after, upright) in uprights[start..].iter().enumerate() {
            if upright.at > line.to + SAME {
                break;
            }
            if upright.from - SAME <= line.at && line.at <= upright.to + SAME {
                groups.unite(at, first_upright + start + after);
            }
        }
    }
    let mut frames: Vec<(usize, Frame)> = Vec::new();
    let mut place = std::collections::HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let root = groups.root(at);
        let index = *place.entry(root).or_insert_with(|| {
            frames.push((root, Frame::default()));
            frames.len() - 1
        });
        let frame = &mut frames[index].1;
        if line.level { frame.level.push(*line) } else { frame.upright.push(*line) }
    }
    let of_table = |frame: &Frame| {
        (1..MOST_LINES).contains(&frame.level.len())
            && (1..MOST_LINES).contains(&frame.upright.len())
            && frame.level.len() + frame.upright.len() >= 4
    };
    let (framed, loose): (Vec<Frame>, Vec<Frame>) =
        frames.into_iter().map(|(_, frame)| frame).partition(|frame| !frame.upright.is_empty());
    let loose = loose.into_iter().flat_map(|frame| frame.level).collect();
    (framed.into_iter().filter(of_table).map(Frame::closed).collect(), loose)
}

impl Frame {
    /// Closes sides that are left open, as where outer lines are left out for the look of it, or at a page's end.
    fn closed(mut self) -> Self {
        let reach = |rules: &[Rule]| {
            let from = rules.iter().map(|rule| rule.from).fold(f64::INFINITY, f64::min);
            (from, rules.iter().map(|rule| rule.to).fold(f64::NEG_INFINITY, f64::max))
        };
        let ends = |rules: &[Rule]| {
            let first = rules.iter().map(|rule| rule.at).fold(f64::INFINITY, f64::min);
            (first, rules.iter().map(|rule| rule.at).fold(f64::NEG_INFINITY, f64::max))
        };
        let (left, right) = reach(&self.level);
        let (top, bottom) = reach(&self.upright);
        let ((first, last), (highest, lowest)) = (ends(&self.upright), ends(&self.level));
        let (top, bottom) = (top.min(highest), bottom.max(lowest));
        for (open, at) in [(first - left > OPEN, left), (right - last > OPEN, right)] {
            if open {
                self.upright.push(Rule { level: false, at, from: top, to: bottom });
            }
        }
        for (open, at) in [(highest - top > OPEN, top), (bottom - lowest > OPEN, bottom)] {
            if open {
                self.level.push(Rule { level: true, at, from: left.min(first), to: right.max(last) });
            }
        }
        self
    }

    /// Where its columns and its rows are parted.
    pub(super) fn grid(&self) -> (Vec<f64>, Vec<f64>) {
        (places(&self.upright), places(&self.level))
    }

    /// Whether an upright line parts what lies left and right of `x` between two heights.
    pub(super) fn parts_columns(&self, x: f64, top: f64, bottom: f64) -> bool {
        covers(&self.upright, x, top, bottom)
    }

    /// Whether a level line parts what lies above and below `y` between two columns.
    pub(super) fn parts_rows(&self, y: f64, left: f64, right: f64) -> bool {
        covers(&self.level, y, left, right)
    }
}

/// Whether lines at this place cover most of a stretch.
fn covers(rules: &[Rule], at: f64, from: f64, to: f64) -> bool {
    let near = rules.iter().filter(|rule| (rule.at - at).abs() <= SAME);
    let longest = near.map(|rule| rule.to.min(to) - rule.from.max(from)).fold(0.0, f64::max);
    longest >= (to - from) * 0.6
}

/// Different places of lines, in order.
fn places(rules: &[Rule]) -> Vec<f64> {
    let mut all: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    all.sort_by(f64::total_cmp);
    let mut places: Vec<f64> = Vec::new();
    for at in all {
        if places.last().is_none_or(|last| at - last > SAME) {
            places.push(at);
        }
    }
    places
}

/// Lines of one direction, pieces of one line joined, in order of place.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Rule> = Vec::new();
    let mut start = 0;
    for at in 0..rules.len() {
        // A stretch of lines at one place, each within a hair of the last.
        if rules
            .get(at + 1)
            .is_some_and(|next| next.at - rules[at].at <= 0.75 && next.at - rules[start].at <= SAME)
        {
            continue;
        }
        let mut together = rules[start..=at].to_vec();
        start = at + 1;
        together.sort_by(|a, b| a.from.total_cmp(&b.from));
        for rule in together {
            match joined.last_mut() {
                Some(last)
                    if (rule.at - last.at).abs() <= SAME
                        && rule.from <= last.to + GAP
                        && rule.from >= last.from =>
                {
                    last.to = last.to.max(rule.to);
                }
                _ => joined.push(rule),
            }
        }
    }
    joined.retain(|rule| rule.to - rule.from >= 4.0);
    joined.sort_by(|a, b| a.at.total_cmp(&b.at));
    joined
}

/// Which things belong together.
#[derive(Debug)]
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn of(things: usize) -> Self {
        Self { parents: (0..things).collect() }
    }

    fn root(&mut self, mut thing: usize) -> usize {
        while self.parents[thing] != thing {
            self.parents[thing] = self.parents[self.parents[thing]];
            thing = self.parents[thing];
        }
        thing
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
