//! What a case owes, as a table of a document. What is owed is reckoned elsewhere; here it is only
//! said, and what lies far ahead counted where a document must keep short.

use minijinja::Error;

use crate::domain::{Day, Moment};
use crate::pathway::Standing;

use super::{say, tables};

/// Something that a case owes.
#[derive(Clone, Debug)]
pub struct Duty {
    /// What is to be done.
    pub title: String,
    /// The day on which it is due.
    pub due: Option<Day>,
    /// The moment at which it is due, for clocks in hours.
    pub due_at: Option<Moment>,
    /// How that stands to the moment of the document.
    pub standing: Standing,
    /// The role that owes it, as it is printed.
    pub owner: String,
}

impl Duty {
    fn day(&self) -> Option<Day> {
        self.due_at.map(Moment::day).or(self.due)
    }

    fn row(&self) -> Vec<String> {
        let due = match (self.due_at, self.due) {
            (Some(at), _) => format!("{} ({})", say::moment(at), at.day().weekday()),
            (None, Some(day)) => say::day_to_come(day),
            (None, None) => "No date".to_owned(),
        };
        let due = match self.standing {
            Standing::Overdue => format!("{due}, overdue"),
            Standing::DueToday | Standing::Upcoming | Standing::Undated => due,
        };
        vec![say::clean(&self.title), due, say::clean(&self.owner)]
    }
}

/// The table. With `within`, what is due more than so many days after the moment of the document is
/// counted below it: nothing that is owed goes unsaid.
pub fn table(
    duties: &[Duty],
    within: Option<u32>,
    moment: Moment,
    token: impl Fn(String) -> Result<String, Error>,
) -> Result<String, Error> {
    let last = within.map(|days| moment.day().plus_days(i64::from(days)));
    let is_later =
        |duty: &&Duty| matches!((duty.day(), last), (Some(day), Some(last)) if day > last);
    let (later, soon): (Vec<&Duty>, Vec<&Duty>) = duties.iter().partition(is_later);
    let first = later.iter().filter_map(|duty| duty.day()).min();
    let mut text = String::new();
    if !soon.is_empty() || first.is_none() {
        let rows: Vec<Vec<String>> = soon.iter().map(|duty| duty.row()).collect();
        text = tables::lines(&["What is owed", "Due", "By whom"], &rows, &token)?;
    }
    if let (Some(first), Some(last)) = (first, last) {
        let more = if soon.is_empty() { "" } else { " more" };
        let are = if later.len() == 1 { "is" } else { "are" };
        let said = format!(
            "{}{more} {are} due after {}, the first on {}.",
            later.len(),
            say::day(last),
            say::day(first)
        );
        text.push_str(&format!("\n{}\n\n", token(said)?));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duty(title: &str, due: Option<(u32, u32)>, standing: Standing) -> Duty {
        let due = due.map(|(month, day)| Day::from_ymd(2026, month, day).expect("a day"));
        Duty { title: title.to_owned(), due, due_at: None, standing, owner: "Manager".to_owned() }
    }

    #[test]
    fn what_is_overdue_says_so_and_what_lies_far_ahead_is_counted_below() {
        let duties = [
            duty("Ring the police", Some((11, 11)), Standing::Overdue),
            duty("Hold the meeting", Some((12, 4)), Standing::Upcoming),
            duty("Review the plan", Some((12, 5)), Standing::Upcoming),
            duty("Prepare consent", Some((12, 6)), Standing::Upcoming),
            duty("Tell the family", None, Standing::Undated),
        ];
        let moment = Moment::parse("2026-11-20T23:59:00Z").expect("a moment");
        let head = "\n| What is owed | Due | By whom |\n|---|---|---|\n\
                    | Ring the police | Wednesday 11 November 2026, overdue | Manager |\n\
                    | Hold the meeting | Friday 4 December 2026 | Manager |\n";
        let without_a_date = "| Tell the family | No date | Manager |\n\n";
        let short = table(&duties, Some(14), moment, Ok).expect("a table");
        let later = "\n2 more are due after 4 December 2026, the first on 5 December 2026.\n\n";
        assert_eq!(short, format!("{head}{without_a_date}{later}"));
        let ahead = "| Review the plan | Saturday 5 December 2026 | Manager |\n\
                     | Prepare consent | Sunday 6 December 2026 | Manager |\n";
        let far = table(&duties[3..4], Some(14), moment, Ok).expect("a text");
        assert_eq!(far, "\n1 is due after 4 December 2026, the first on 6 December 2026.\n\n");
        let whole = table(&duties, None, moment, Ok).expect("a table");
        assert_eq!(whole, format!("{head}{ahead}{without_a_date}"));
    }
}
