/// Columns as wide as their widest cell, two spaces apart; no lines, so that what is copied from
/// a terminal stays readable.
pub(crate) fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let header = header.map(str::to_owned);
    let lines = || std::iter::once(&header).chain(rows);
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = lines().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    });
    let mut text = String::new();
    for line in lines() {
        let cells: Vec<String> =
            line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["SKD".to_owned(), "Domisili".to_owned()], ["SKTM".to_owned(), "–".to_owned()]];

        let text = table(["kode", "nama"], &rows);

        assert_eq!(text, "kode  nama\nSKD   Domisili\nSKTM  –\n");
    }
}
