//! Business days.

use crate::written::Weekday;
use crate::zone::weekday;

/// Which days are business days.
#[derive(Debug)]
pub(crate) struct Business {
    weekdays: [bool; 7],
    /// In order.
    days_off: Vec<i64>,
}

impl Business {
    /// Days of these weekdays that are none of the days off, which are in order.
    pub(crate) fn new(weekdays: &[Weekday], days_off: Vec<i64>) -> Self {
        let mut flags = [false; 7];
        for weekday in weekdays {
            flags[*weekday as usize] = true;
        }
        Self { weekdays: flags, days_off }
    }

    fn is_business_day(&self, day: i64) -> bool {
        let weekday = usize::try_from(weekday(day)).unwrap_or_default();
        self.weekdays[weekday] && self.days_off.binary_search(&day).is_err()
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
            let business = Business::new(&weekdays, days_off.iter().copied().collect());
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
