//! Corrections: what people put right of what was read, as `gridbell train --with-corrections` reads them.

use super::{Format, Writer, no_formula};
use serde::Serialize;
use storage::Tx;

/// One correction as written. The order of the fields is the order of the columns.
#[derive(Serialize)]
struct Line {
    /// `kind`, `category` or `place`.
    what: &'static str,
    /// The masked words.
    text: String,
    was: String,
    is: String,
}

/// Writes every correction, oldest first.
pub async fn write(tx: &mut Tx, writer: &mut Writer) -> Result<(), super::Stop> {
    let format = writer.format();
    let plain = |words: String| match format {
        Format::Csv => no_formula(words),
        Format::Jsonl => words,
    };
    let mut after = 0;
    loop {
        let page = tx.corrections_page(after, super::PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for one in page {
            let (text, was, is) = (plain(one.words), plain(one.was), plain(one.became));
            writer.line(Line { what: one.what.as_str(), text, was, is })?;
        }
    }
}
