//! What a policy is refused for, and what is worked out while it is loaded.

use crate::params::{Blackout, Close, Dates, Once, Period, Weekly, When};
use crate::words::digits;
use crate::zone::Zone;
use clearance_rule::joined;
use clearance_rule::prelude::*;

impl Blackout {
    pub(crate) fn settle(&mut self) -> Result<(), Mismatch> {
        self.zone = Zone::named(&self.time_zone).map_err(|error| refused("/time_zone", &error))?;
        if self.periods.is_empty() && self.calendars.is_empty() {
            return Err(refused("/periods", "neither periods nor calendars are set: the rule would check nothing"));
        }
        if self.business_days.is_empty() {
            return Err(refused("/business_days", "without a business day there is no close"));
        }
        let numbers = [
            ("/fiscal_year_start", u32::from(self.fiscal_year_start), 12, "a month"),
            ("/assumed_minutes", self.assumed_minutes, 10_080, "a number of minutes"),
            ("/search_days", self.search_days, 800, "a number of days"),
        ];
        for (pointer, number, most, what) in numbers {
            if !(1..=most).contains(&number) {
                return Err(refused(
                    pointer,
                    &joined!["expected ", what, " from 1 to ", digits(most), ", found ", digits(number)],
                ));
            }
        }
        for (i, holiday) in self.holidays.iter().enumerate() {
            if !holiday.date.is_whole() {
                return Err(refused(&joined!["/holidays/", digits(i), "/date"], "a holiday is a date without a time"));
            }
        }
        self.days_off = self.holidays.iter().map(|holiday| holiday.date.day()).collect();
        let zone = self.zone;
        for i in 0..self.periods.len() {
            let (before, rest) = self.periods.split_at_mut(i);
            let Some(period) = rest.first_mut() else { break };
            let place = joined!["/periods/", digits(i)];
            if period.name.trim().is_empty() {
                return Err(refused(&joined![place, "/name"], "a period needs a name"));
            }
            if before.iter().any(|other| other.name == period.name) {
                return Err(refused(
                    &joined![place, "/name"],
                    &joined!["another period is called `", period.name, "`"],
                ));
            }
            if self.calendars.contains_key(&period.name) {
                return Err(refused(
                    &joined![place, "/name"],
                    &joined!["a calendar is called `", period.name, "`, too"],
                ));
            }
            period.zone = match &period.time_zone {
                None => zone,
                Some(name) => Zone::named(name).map_err(|error| refused(&joined![place, "/time_zone"], &error))?,
            };
            period.sound(&place)?;
        }
        Ok(())
    }
}

impl Period {
    fn sound(&self, place: &str) -> Result<(), Mismatch> {
        let broken = match &self.when {
            When::Once(Once { start, end }) if end <= start => ("once/end", "`end` is to be after `start`"),
            When::Dates(Dates { from, .. }) if !from.is_whole() => ("dates/from", "whole days have no time"),
            When::Dates(Dates { through, .. }) if !through.is_whole() => ("dates/through", "whole days have no time"),
            When::Dates(Dates { from, through }) if through < from => {
                ("dates/through", "`through` is to be `from` or later")
            }
            When::Weekly(Weekly { from, until }) if from == until => {
                ("weekly/until", "`until` is to be another time than `from`")
            }
            When::Close(Close { days_before: 31.., .. }) => ("close/days_before", "expected at most 30 business days"),
            When::Close(Close { days_after: 31.., .. }) => ("close/days_after", "expected at most 30 business days"),
            _ => return Ok(()),
        };
        Err(refused(&joined![place, "/when/", broken.0], broken.1))
    }
}

#[inline(never)]
fn refused(pointer: &str, message: &str) -> Mismatch {
    Mismatch { pointer: pointer.to_owned(), message: message.to_owned() }
}
