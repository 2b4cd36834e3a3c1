//! Lines on logarithmic scales, as SVG.

use std::fmt::Write as _;

/// A plot of lines.
#[derive(Clone, Debug, Default)]
pub struct Plot {
    /// The title of the plot.
    pub title: String,
    /// Along the bottom.
    pub across: String,
    /// Along the left side.
    pub up: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A line with its name at the right end.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The name.
    pub name: String,
    /// True for the line to look at.
    pub strong: bool,
    /// Points from left to right, both numbers greater than zero.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 390.0;

/// The least distance of two names.
const NAMES_APART: f64 = 14.0;

/// Colours that people who see few colours can tell apart.
const COLOURS: [&str; 9] = [
    "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c564b", "#7f7f7f", "#b8a000",
    "#5e3c99",
];

/// The colour of the line to look at.
const STRONG: &str = "#d55e00";

/// A logarithmic scale between two powers of ten.
struct Scale {
    powers: (i32, i32),
    ends: (f64, f64),
}

impl Scale {
    fn new(values: impl Iterator<Item = f64>, ends: (f64, f64)) -> Self {
        let (least, most) = values.fold((f64::INFINITY, 0.0_f64), |(least, most), value| {
            (least.min(value), most.max(value))
        });
        let low = least.log10().floor() as i32;
        let powers = (low, (most.log10().ceil() as i32).max(low + 1));
        Scale { powers, ends }
    }

    fn place(&self, value: f64) -> f64 {
        let (low, high) = (f64::from(self.powers.0), f64::from(self.powers.1));
        let share = (value.log10() - low) / (high - low);
        self.ends.0 + share * (self.ends.1 - self.ends.0)
    }
}

impl Plot {
    /// The plot as SVG; `None` if there is nothing to show.
    pub fn svg(&self) -> Option<String> {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        points().next()?;
        let x = Scale::new(points().map(|point| point.0), (LEFT, RIGHT));
        let y = Scale::new(points().map(|point| point.1), (BOTTOM, TOP));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<title>{title}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
             <text x=\"{LEFT}\" y=\"24\" font-size=\"15\" fill=\"#222222\">{title}</text>\n",
            title = self.title
        );
        self.axes(&x, &y, &mut svg);
        self.draw(&x, &y, &mut svg);
        svg.push_str("</svg>\n");
        Some(svg)
    }

    fn axes(&self, x: &Scale, y: &Scale, svg: &mut String) {
        for power in x.powers.0..=x.powers.1 {
            let at = x.place(10_f64.powi(power));
            rule(svg, (at, TOP), (at, BOTTOM));
            text(svg, (at, BOTTOM + 18.0), "middle", &short(power));
        }
        for power in y.powers.0..=y.powers.1 {
            let at = y.place(10_f64.powi(power));
            rule(svg, (LEFT, at), (RIGHT, at));
            text(svg, (LEFT - 8.0, at + 4.0), "end", &short(power));
        }
        text(
            svg,
            ((LEFT + RIGHT) / 2.0, BOTTOM + 38.0),
            "middle",
            &self.across,
        );
        let middle = (TOP + BOTTOM) / 2.0;
        let _ = writeln!(
            svg,
            "<text transform=\"translate(18 {middle}) rotate(-90)\" text-anchor=\"middle\" fill=\"#444444\">{}</text>",
            self.up
        );
    }

    fn draw(&self, x: &Scale, y: &Scale, svg: &mut String) {
        let mut colours = COLOURS.iter().cycle();
        let mut names = Vec::new();
        for line in self.lines.iter().filter(|line| !line.points.is_empty()) {
            let colour = if line.strong {
                Some(&STRONG)
            } else {
                colours.next()
            };
            let colour = colour.copied().unwrap_or_default();
            let width = if line.strong { 3.0 } else { 1.5 };
            let places: Vec<_> = line
                .points
                .iter()
                .map(|&(a, b)| (x.place(a), y.place(b)))
                .collect();
            let path: Vec<String> = places
                .iter()
                .map(|(x, y)| format!("{x:.1},{y:.1}"))
                .collect();
            let _ = writeln!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
                path.join(" ")
            );
            for (x, y) in &places {
                let _ = writeln!(
                    svg,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{width}\" fill=\"{colour}\"/>"
                );
            }
            if let Some(&end) = places.last() {
                names.push((end, line.name.as_str(), colour));
            }
        }
        name(names, svg);
    }
}

/// Writes the names beside the ends of their lines, so that none hides another.
fn name(mut names: Vec<((f64, f64), &str, &str)>, svg: &mut String) {
    names.sort_by(|((_, a), ..), ((_, b), ..)| a.total_cmp(b));
    let mut free = f64::NEG_INFINITY;
    for ((x, y), name, colour) in names {
        let at = y.max(free);
        free = at + NAMES_APART;
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>",
            x.max(RIGHT) + 8.0,
            at + 4.0
        );
    }
}

fn rule(svg: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    let _ = writeln!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#dddddd\"/>"
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"#444444\">{text}</text>"
    );
}

/// A power of ten as people write it.
fn short(power: i32) -> String {
    match power {
        6.. => format!("{}M", 10_i64.pow(power.unsigned_abs() - 6)),
        3.. => format!("{}k", 10_i64.pow(power.unsigned_abs() - 3)),
        0.. => 10_i64.pow(power.unsigned_abs()).to_string(),
        _ => format!("{}", 10_f64.powi(power)),
    }
}
