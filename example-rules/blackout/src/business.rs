//! Business days.

use crate::written::Weekday;
use crate::zone::weekday;
use std::ops::Range;

/// Which days are business days.
#[derive(Debug)]
pub(crate) struct Business {
    weekdays: [bool; 7],
    /// Whether each day from `first` on is a day off.
    days_off: Vec<bool>,
    first: i64,
}

impl Business {
    /// Days of these weekdays. `around` are the days that may be asked for days off.
    pub(crate) fn new(weekdays: &[Weekday], around: Range<i64>) -> Self {
        let mut flags = [false; 7];
        for weekday in weekdays {
            flags[*weekday as usize] = true;
        }
        let days_off = around.clone().map(|_| false).collect();
        Self { weekdays: flags, days_off, first: around.start }
    }

    /// Of these days none is a business day. What is not around is left out.
    pub(crate) fn close_on(&mut self, days: &[i64]) {
        for day in days {
            if let Some(day_off) = self.place(*day).and_then(|place| self.days_off.get_mut(place)) {
                *day_off = true;
            }
        }
    }

    fn place(&self, day: i64) -> Option<usize> {
        usize::try_from(day - self.first).ok()
    }

    fn is_business_day(&self, day: i64) -> bool {
        let weekday = usize::try_from(weekday(day)).unwrap_or_default();
        let is_off = self.place(day).and_then(|place| self.days_off.get(place));
        self.weekdays[weekday] && is_off != Some(&true)
    }

    /// The last business day until `day`, this included.
    pub(crate) fn last_until(&self, day: i64) -> i64 {
        self.walk(day, -1)
    }

    /// So many business days before a business day.
    pub(crate) fn before(&self, day: i64, count: u8) -> i64 {
        (0..count).fold(day, |day, _| self.walk(day - 1, -1))
    }

    /// So many business days after a business day.
    pub(crate) fn after(&self, day: i64, count: u8) -> i64 {
        (0..count).fold(day, |day, _| self.walk(day + 1, 1))
    }

    /// The next business day that way. There is one: a weekday is a business day, and days off are not without end.
    fn walk(&self, mut day: i64, step: i64) -> i64 {
        while !self.is_business_day(day) {
            day += step;
        }
        day
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    proptest! {
        /// A list of all business days, and places in it.
        #[test]
        fn as_counted_on_a_list(
            weekdays in prop::sample::subsequence(ALL.to_vec(), 1..=7),
            days_off in prop::collection::btree_set(-60_i64..60, 0..40),
            day in -40_i64..40,
            count in 0_u8..=30,
        ) {
            let mut business = Business::new(&weekdays, -100..100);
            business.close_on(&days_off.iter().copied().collect::<Vec<_>>());
            let days: Vec<i64> = (-400..400)
                .filter(|day: &i64| {
                    // 1970-01-01 was a Thursday.
                    let weekday = ALL[usize::try_from((day + 700 + 3) % 7).unwrap()];
                    weekdays.contains(&weekday) && !days_off.contains(day)
                })
                .collect();
            let last = days.iter().rposition(|business| *business <= day).unwrap();
            prop_assert_eq!(business.last_until(day), days[last]);
            prop_assert_eq!(business.before(days[last], count), days[last - usize::from(count)]);
            prop_assert_eq!(business.after(days[last], count), days[last + usize::from(count)]);
        }
    }
}
