//! Figures year by year (逐年比较): a line, and beside it a table whose numbers open.

use crate::{
    Site,
    chart::ChartView,
    entries,
    furniture::RelatedLink,
    site::{Room, no_report},
};
use gongkai_app::public;
use gongkai_domain::{
    reports::{Chart, Point, Report},
    says::Says,
};
use gongkai_web::{Layout, Markup, PageError, markup};

/// One figure over the years.
#[derive(Debug)]
pub struct ByYear {
    /// Id of the series.
    pub id: String,
    /// What it follows.
    pub title: String,
    /// Unit of its values.
    pub unit: String,
    /// The line, where there are enough years to draw one.
    pub(crate) chart: Option<ChartView>,
    /// The years, oldest first.
    pub rows: Vec<YearRow>,
}

/// One year of a figure.
#[derive(Debug)]
pub struct YearRow {
    /// The year.
    pub year: i16,
    /// Address of the figure's page.
    pub href: String,
    /// What the link says when pointed at.
    pub title: String,
    /// The value as printed.
    pub printed: Markup,
    /// What the format of that year's report is called.
    pub format: Says,
}

impl Site {
    /// Every figure that is followed, over the years of a body that are over.
    pub(crate) async fn by_year(&self, room: &Room) -> Result<Vec<ByYear>, PageError> {
        let charts = self.charts_by_year(room).await?;
        Ok(charts.iter().map(|chart| ByYear::of(chart, &room.layout, &|id| self.format_name(id))).collect())
    }

    /// The same figure in the reports of other years, where it is followed.
    pub(crate) async fn other_years(
        &self,
        room: &Room,
        report: &Report,
        code: &str,
    ) -> Result<Vec<RelatedLink>, PageError> {
        let series = &self.office.law.series;
        if series.iter().all(|series| series.cells.get(&report.format).is_none_or(|cell| cell != code)) {
            return Ok(Vec::new());
        }
        let is_it = |point: &Point| {
            (point.year, point.format.as_str(), point.cell.as_str()) == (report.year, &report.format, code)
        };
        let charts = self.charts_by_year(room).await?;
        let Some(chart) = charts.into_iter().find(|chart| chart.points.iter().any(is_it)) else {
            return Ok(Vec::new());
        };
        let link = |point: &Point| {
            let title = Says::new(
                format!("{}：{}{}", point.label.zh, point.printed, chart.unit),
                format!("{}: {}", point.label.en, point.printed),
            );
            RelatedLink::new(title, address(&room.layout, point))
        };
        Ok(chart.points.iter().filter(|point| !is_it(point)).map(link).collect())
    }

    async fn charts_by_year(&self, room: &Room) -> Result<Vec<Chart>, PageError> {
        let last_year = (self.today)().year() - 1;
        public::years(&self.office, &room.body, last_year).await.map_err(|error| no_report(&error))
    }
}

/// Address of a figure's page.
fn address(layout: &Layout, point: &Point) -> String {
    layout.href(&entries::figure(point.year, &point.format, &point.cell))
}

impl ByYear {
    /// A series laid out; `name` tells what a format is called.
    pub(crate) fn of(chart: &Chart, layout: &Layout, name: &dyn Fn(&str) -> Says) -> Self {
        let href = |point: &Point| address(layout, point);
        let row = |point: &Point| YearRow {
            year: point.year,
            href: href(point),
            title: format!(
                "{} {}",
                point.cell,
                layout.say("打开这个数的明细", "the rows behind this number")
            ),
            printed: markup::printed(&point.printed),
            format: name(&point.format),
        };
        Self {
            id: chart.id.clone(),
            title: layout.says(&chart.title).to_owned(),
            unit: chart.unit.clone(),
            chart: chart.is_telling().then(|| ChartView::of(chart, layout, &|point| Some(href(point)))),
            rows: chart.points.iter().map(row).collect(),
        }
    }
}
