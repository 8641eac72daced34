//! What a page draws, taken down: letters and ruling lines.

use super::letters::{Letter, plain};
use super::rulings::Rule;
use crate::DocumentFault;
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use std::time::Instant;

/// Most letters of a file: a thousand full pages.
const MOST_LETTERS: usize = 1_000_000;
/// Most ruling lines of a page; a drawing has more than any table.
const MOST_RULES: usize = 8_000;
/// Thickest ruling line, in points.
const THICKEST: f64 = 4.0;

/// What is left of what a file may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    until: Instant,
    letters: usize,
    illegible: usize,
}

impl Limits {
    pub(super) fn until(until: Instant) -> Self {
        Self { until, letters: 0, illegible: 0 }
    }

    /// Whether the file has taken its time.
    pub(super) fn are_over(&self) -> bool {
        Instant::now() > self.until
    }

    /// Whether so much is drawn with letters nobody can tell that the rest cannot be relied on.
    pub(super) fn is_illegible(&self) -> bool {
        self.letters == 0 || self.illegible * 5 > self.letters
    }
}

/// Leaves the interpreter, out of which there is no other way; the guard of the reader hands the fault on.
fn give_up(fault: DocumentFault) -> ! {
    std::panic::resume_unwind(Box::new(fault))
}

/// What a page has drawn.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) letters: Vec<Letter>,
    pub(super) rules: Vec<Rule>,
}

/// Takes down what a page draws.
#[derive(Debug)]
pub(super) struct Canvas {
    limits: Limits,
    /// Letters by the way they run: to the right, down, to the left, up.
    letters: [Vec<Letter>; 4],
    rules: Vec<Rule>,
    calls: u32,
}

impl Canvas {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, letters: Default::default(), rules: Vec::new(), calls: 0 }
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// The marks of the page: of letters only those that run the way most do, the page turned so that this is to the right.
    pub(super) fn marks(self) -> Marks {
        let way = (0..4).max_by_key(|way| (self.letters[*way].len(), 4 - way)).unwrap_or(0);
        let mut rules = self.rules;
        for _ in 0..way {
            rules = rules.into_iter().map(Rule::turned_back).collect();
        }
        let [right, down, left, up] = self.letters;
        let letters = match way {
            0 => right,
            1 => down,
            2 => left,
            _ => up,
        };
        Marks { letters, rules }
    }

    /// Ends the reading when the file has taken its time.
    fn tick(&mut self) {
        self.calls = self.calls.wrapping_add(1);
        if self.calls.is_multiple_of(256) && self.limits.are_over() {
            give_up(super::TOO_SLOW);
        }
    }

    fn letter(&mut self, text: String, start: Point, end: Point, up: Point) {
        let along = end - start;
        let size = (up - start).hypot();
        let finite = [start.x, start.y, end.x, end.y, size].iter().all(|number| number.is_finite());
        if !finite || !(1.0..=500.0).contains(&size) {
            return;
        }
        // Seen with the page turned so that the letter runs to the right.
        let (way, left, baseline) = if along.x.abs() >= along.y.abs() * 8.0 {
            if along.x >= 0.0 { (0, start.x, start.y) } else { (2, -start.x, -start.y) }
        } else if along.y.abs() >= along.x.abs() * 8.0 {
            if along.y >= 0.0 { (1, start.y, -start.x) } else { (3, -start.y, start.x) }
        } else {
            // Aslant: a watermark.
            return;
        };
        self.limits.letters += 1;
        if self.limits.letters > MOST_LETTERS {
            give_up(DocumentFault::TooMuch);
        }
        self.letters[way].push(Letter { text, left, right: left + along.hypot(), baseline, size });
    }

    fn rule(&mut self, a: Point, b: Point) {
        if self.rules.len() < MOST_RULES
            && let Some(rule) = Rule::between(a, b)
        {
            self.rules.push(rule);
        }
    }

    /// The edges of a drawn line.
    fn stroked(&mut self, path: &BezPath, transform: Affine) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => (start, last) = (point, point),
                PathEl::LineTo(point) => {
                    self.rule(transform * last, transform * point);
                    last = point;
                }
                PathEl::ClosePath => {
                    self.rule(transform * last, transform * start);
                    last = start;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => last = point,
            }
        }
    }

    /// Filled shapes as thin as a line are lines; a ring is the lines of its four sides.
    fn filled(&mut self, path: &BezPath, transform: Affine) {
        let shapes: Vec<Rect> = path
            .elements()
            .split(|element| matches!(element, PathEl::MoveTo(_)))
            .zip(
                // Each shape begins with the point it moves to.
                std::iter::once(None).chain(path.elements().iter().filter_map(|element| match element {
                    PathEl::MoveTo(point) => Some(Some(*point)),
                    _ => None,
                })),
            )
            .filter_map(|(rest, start)| bounds(start?, rest, transform))
            .collect();
        for shape in &shapes {
            self.thin(*shape);
        }
        if let [outer, inner] = shapes.as_slice()
            && outer.contains(inner.origin())
            && outer.width() - inner.width() < THICKEST * 2.0
            && outer.height() - inner.height() < THICKEST * 2.0
        {
            self.stroked(&inner.to_path(0.1), Affine::IDENTITY);
        }
    }

    fn thin(&mut self, shape: Rect) {
        let middle = shape.center();
        if shape.height() <= THICKEST && shape.width() > shape.height() {
            self.rule(Point::new(shape.x0, middle.y), Point::new(shape.x1, middle.y));
        } else if shape.width() <= THICKEST && shape.height() > shape.width() {
            self.rule(Point::new(middle.x, shape.y0), Point::new(middle.x, shape.y1));
        }
    }
}

/// The rectangle around one shape of a path; `None` where it has curves.
fn bounds(start: Point, rest: &[PathEl], transform: Affine) -> Option<Rect> {
    let start = transform * start;
    let mut bounds = Rect::from_points(start, start);
    for element in rest {
        match element {
            PathEl::LineTo(point) => bounds = bounds.union_pt(transform * *point),
            PathEl::ClosePath => {}
            _ => return None,
        }
    }
    Some(bounds)
}

impl<'a> Device<'a> for Canvas {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.tick();
        let to_page = transform * glyph_transform;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => plain(letter).to_string(),
            Some(BfString::String(letters)) => letters.chars().map(plain).collect(),
            None => {
                self.limits.illegible += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        };
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map(f64::from),
            Glyph::Type3(_) => None,
        };
        // Those who draw letters as pictures do not say how wide they are: the next letter tells.
        let usual = if text.chars().all(|letter| letter >= '\u{2e80}') { 1_000.0 } else { 500.0 };
        let advance = advance.filter(|advance| *advance > 0.0).unwrap_or(usual);
        self.letter(
            text,
            to_page * Point::ZERO,
            to_page * Point::new(advance, 0.0),
            to_page * Point::new(0.0, 1_000.0),
        );
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.tick();
        match mode {
            PathDrawMode::Stroke(_) => self.stroked(path, transform),
            PathDrawMode::Fill(_) => self.filled(path, transform),
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, transform: Affine) {
        self.tick();
        // Some programs draw lines as stretched pictures of one dot.
        self.thin(transform.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)));
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.tick();
    }

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.tick();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.tick();
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
