//! The plot of a lane: time against the number of components, both on scales of powers, a panel for each rule.

use crate::lane::{EVALUATE, Lane, OURS, RULES, SIZES};
use crate::results::{Question, Results};
use crate::words::grouped;
use anyhow::{Result, anyhow};
use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;

const SIZE: (u32, u32) = (960, 860);
/// The room for the legend, below the panels.
const LEGEND: u32 = 110;
const COLUMNS: usize = 4;
const FONT: &str = "sans-serif";

/// Colours that the colour-blind tell apart: the palette of Okabe and Ito without its yellow, which is too light for lines,
/// and a grey. An engine has the same in every lane; where two share one, no lane has both.
const COLOURS: [(&str, RGBColor); 9] = [
    (OURS, RGBColor(213, 94, 0)),
    ("cedar", RGBColor(0, 158, 115)),
    ("cel", RGBColor(230, 159, 0)),
    ("extism", RGBColor(86, 180, 233)),
    ("json-rules-engine", RGBColor(127, 127, 127)),
    ("rego-cpp", RGBColor(86, 180, 233)),
    ("regorus", RGBColor(0, 114, 178)),
    ("rule-engine", RGBColor(127, 127, 127)),
    ("zen", RGBColor(204, 121, 167)),
];

/// What is drawn of one contestant in every panel.
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) label: String,
    engine: String,
    /// The variant, or the engine's fastest.
    variant: Option<&'static str>,
    colour: RGBColor,
    /// The second line of an engine.
    dashed: bool,
    width: u32,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The plot, as SVG.
pub(crate) fn draw(results: &Results) -> Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        // A page may be dark.
        area.fill(&WHITE).map_err(failed)?;
        let (panels, legend) = area.split_vertically(SIZE.1 - LEGEND);
        let lines = lines(results);
        let decades = decades(results, &lines);
        for (panel, rule) in panels.split_evenly((2, 2)).iter().zip(RULES) {
            draw_panel(panel, results, rule, &lines, decades)?;
        }
        draw_legend(&legend, &lines)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

/// The lines of a lane: the limit, ours, and a line for each peer.
pub(crate) fn lines(results: &Results) -> Vec<Line> {
    let Lane { limit, fresh, cached, also_drawn, .. } = *results.lane;
    let one = |engine, variant, dashed| Line {
        label: format!("{engine}, {variant}"),
        variant: Some(variant),
        dashed,
        ..Line::of(engine)
    };
    let mut lines = vec![one(OURS, fresh, false), one(OURS, cached, true), Line::of(limit)];
    for row in results.table(EVALUATE).filter(|row| results.is_peer(row)) {
        if lines.iter().all(|line| line.engine != row.engine) {
            lines.push(Line::of(&row.engine));
            let also = also_drawn.iter().filter(|(engine, _)| *engine == row.engine);
            lines.extend(also.map(|(engine, variant)| one(engine, variant, true)));
        }
    }
    lines
}

impl Line {
    /// An engine in the variant that is its fastest.
    fn of(engine: &str) -> Self {
        let colour = COLOURS.iter().find(|(name, _)| *name == engine).map_or(BLACK, |(_, colour)| *colour);
        let width = if engine == OURS { 3 } else { 2 };
        Self { label: engine.to_owned(), engine: engine.to_owned(), variant: None, colour, dashed: false, width }
    }

    fn style(&self) -> ShapeStyle {
        self.colour.stroke_width(self.width)
    }

    /// Components and microseconds. An engine is drawn in the variant that is its fastest at each number of components.
    fn points(&self, results: &Results, rule: &str) -> Vec<(f64, f64)> {
        let point = |components: usize| {
            let rows = results.rows(Question { table: EVALUATE, rule, components });
            let rows =
                rows.filter(|row| row.engine == self.engine && self.variant.is_none_or(|one| one == row.variant));
            let fastest = rows.map(|row| row.median).min_by(f64::total_cmp)?;
            Some((exact(components), fastest))
        };
        SIZES.into_iter().filter_map(point).collect()
    }
}

/// The powers of ten between which all that is drawn lies, so that panels share a scale.
fn decades(results: &Results, lines: &[Line]) -> (f64, f64) {
    let points = |line: &Line| RULES.map(|rule| line.points(results, rule)).concat();
    let times: Vec<f64> = lines.iter().flat_map(points).map(|(_, time)| time).collect();
    let power = |time: f64, round: fn(f64) -> f64| 10_f64.powf(round(time.log10()));
    (
        power(times.iter().copied().fold(f64::MAX, f64::min), f64::floor),
        power(times.iter().copied().fold(f64::MIN, f64::max), f64::ceil),
    )
}

fn draw_panel(panel: &Area<'_>, results: &Results, rule: &str, lines: &[Line], decades: (f64, f64)) -> Result<()> {
    let mut chart = ChartBuilder::on(panel)
        .caption(rule, (FONT, 18))
        .margin(12)
        .margin_right(30)
        .x_label_area_size(40)
        .y_label_area_size(62)
        .build_cartesian_2d((1.0..1000.0).log_scale(), (decades.0..decades.1).log_scale())
        .map_err(failed)?;
    let mut mesh = chart.configure_mesh();
    mesh.x_desc("components").y_desc("a call").axis_desc_style((FONT, 14)).label_style((FONT, 13));
    mesh.bold_line_style(RGBColor(205, 205, 205)).light_line_style(RGBColor(240, 240, 240));
    mesh.x_label_formatter(&|components| grouped(&format!("{components:.0}")))
        .y_label_formatter(&|time| duration(*time));
    mesh.draw().map_err(failed)?;
    // Ours last, so that nothing hides it.
    for line in lines.iter().rev() {
        let points = line.points(results, rule);
        let style = line.style();
        if line.dashed {
            chart.draw_series(DashedLineSeries::new(points.clone(), 7, 5, style)).map_err(failed)?;
        } else {
            chart.draw_series(LineSeries::new(points.clone(), style)).map_err(failed)?;
        }
        let dots = points.into_iter().map(|point| Circle::new(point, line.width + 1, line.colour.filled()));
        chart.draw_series(dots).map_err(failed)?;
    }
    Ok(())
}

fn draw_legend(area: &Area<'_>, lines: &[Line]) -> Result<()> {
    let column = SIZE.0 / u32::try_from(COLUMNS)?;
    for (i, line) in lines.iter().enumerate() {
        let x = i32::try_from(column * u32::try_from(i % COLUMNS)? + 24)?;
        let y = i32::try_from(i / COLUMNS * 26 + 16)?;
        let sample = vec![(x, y), (x + 34, y)];
        if line.dashed {
            let dashes = DashedPathElement::new(sample, 7, 5, line.style());
            area.draw(&dashes).map_err(failed)?;
        } else {
            area.draw(&PathElement::new(sample, line.style())).map_err(failed)?;
        }
        area.draw(&Circle::new((x + 17, y), line.width + 1, line.colour.filled())).map_err(failed)?;
        area.draw(&Text::new(line.label.clone(), (x + 44, y - 8), (FONT, 15))).map_err(failed)?;
    }
    Ok(())
}

/// A time of so many microseconds, in the unit that suits it.
fn duration(microseconds: f64) -> String {
    match microseconds {
        time if time < 1.0 => format!("{:.0} ns", time * 1e3),
        time if time < 1e3 => format!("{time:.0} µs"),
        time if time < 1e6 => format!("{:.0} ms", time / 1e3),
        time => format!("{:.0} s", time / 1e6),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of components is small")]
fn exact(components: usize) -> f64 {
    components as f64
}

/// The drawing library's errors borrow what they are about.
fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("cannot draw: {error}")
}
