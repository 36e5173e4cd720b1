//! Tables that templates ask for, as Markdown with tokens. Labels and columns come from the
//! dictionary, so a form never says another word for a fact than the question did.

use minijinja::Error;

use super::engine::wrong;
use super::objects::Fact;
use super::say;

/// Columns that fit across a page.
const WIDEST: usize = 5;

/// A form: what is asked, and what was recorded.
pub fn fields(
    rows: &[(String, String)],
    token: impl Fn(String) -> Result<String, Error>,
) -> Result<String, Error> {
    let mut text = "\n| Item | Recorded |\n|---|---|\n".to_owned();
    for (label, said) in rows {
        text.push_str(&format!("| {} | {} |\n", token(label.clone())?, token(said.clone())?));
    }
    text.push('\n');
    Ok(text)
}

/// A list as a table, a row for each item.
pub fn table(
    list: &Fact,
    columns: &[String],
    token: impl Fn(String) -> Result<String, Error>,
) -> Result<String, Error> {
    let chosen = chosen(list, columns)?;
    if !list.is_known {
        return Ok(format!("\n{}\n\n", token(list.text.to_string())?));
    }
    if chosen.len() > WIDEST {
        return Err(wrong(format!("more than {WIDEST} columns do not fit: use `entries`")));
    }
    let mut text = "\n|".to_owned();
    for (_, label) in &chosen {
        text.push_str(&format!(" {} |", token(label.clone())?));
    }
    text.push_str(&format!("\n{}|\n", "|---".repeat(chosen.len())));
    for row in &list.rows {
        text.push('|');
        for (name, _) in &chosen {
            let cell = row.cells.iter().find(|(field, _)| field == name);
            let said = cell
                .map_or_else(|| say::NOT_RECORDED.to_owned(), |(_, cell)| cell.text.to_string());
            text.push_str(&format!(" {} |", token(said)?));
        }
        text.push('\n');
    }
    text.push('\n');
    Ok(text)
}

/// A list as one form for each item, for lists with many columns.
pub fn entries(
    list: &Fact,
    columns: &[String],
    token: impl Fn(String) -> Result<String, Error>,
) -> Result<String, Error> {
    let chosen = chosen(list, columns)?;
    if !list.is_known {
        return Ok(format!("\n{}\n\n", token(list.text.to_string())?));
    }
    let mut text = String::new();
    for row in &list.rows {
        let rows: Vec<(String, String)> = chosen
            .iter()
            .filter_map(|(name, label)| {
                let (_, cell) = row.cells.iter().find(|(field, _)| field == name)?;
                Some((label.clone(), cell.text.to_string()))
            })
            .collect();
        text.push_str(&fields(&rows, &token)?);
    }
    Ok(text)
}

/// The columns that are wanted, with their labels; all where none is named.
fn chosen(list: &Fact, columns: &[String]) -> Result<Vec<(String, String)>, Error> {
    let Some(all) = list.fields.clone() else {
        return Err(wrong("this is no list: use `fields`"));
    };
    if columns.is_empty() {
        return Ok(all);
    }
    let found = columns.iter().map(|column| {
        let found = all.iter().find(|(name, _)| name == column).cloned();
        found.ok_or_else(|| wrong(format!("the list has no field `{column}`")))
    });
    found.collect()
}

/// A list of lines as a table under headings, for what is no fact.
pub fn lines(
    heads: &[&str],
    rows: &[Vec<String>],
    token: impl Fn(String) -> Result<String, Error>,
) -> Result<String, Error> {
    if rows.is_empty() {
        return Ok(format!("\n{}\n\n", token("None".to_owned())?));
    }
    let mut text = format!("\n| {} |\n{}|\n", heads.join(" | "), "|---".repeat(heads.len()));
    for row in rows {
        for cell in row {
            text.push_str(&format!("| {} ", token(cell.clone())?));
        }
        text.push_str("|\n");
    }
    text.push('\n');
    Ok(text)
}
