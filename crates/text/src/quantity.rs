use sipoke_core::words::Rupiah;

use crate::Lang;

/// What it costs: `Rp 0 (gratis)`, `Rp 10.000`. Free is said in words (rule R10).
#[must_use]
pub fn fee(amount: Rupiah, lang: Lang) -> String {
    if amount == Rupiah::ZERO {
        return format!("{amount} ({})", lang.pick("gratis", "free"));
    }
    amount.to_string()
}

/// The size of a file as phones show it, 1 KB being 1,024 bytes: `355 KB`, `1,4 MB`, `10 MB`.
#[must_use]
pub fn file_size(bytes: u64, lang: Lang) -> String {
    const KB: u64 = 1024;
    const MB: u64 = KB * KB;
    if bytes < KB {
        return format!("{bytes} {}", lang.pick("bita", "bytes"));
    }
    let kilobytes = bytes.div_ceil(KB);
    if kilobytes < KB {
        return format!("{kilobytes} KB");
    }
    let tenths = (bytes / MB) * 10 + (bytes % MB * 10).div_ceil(MB);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 {
        return format!("{whole} MB");
    }
    format!("{whole}{}{tenth} MB", lang.pick(',', '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_is_said_in_words() {
        assert_eq!(fee(Rupiah::ZERO, Lang::Id), "Rp 0 (gratis)");
        assert_eq!(fee(Rupiah::ZERO, Lang::En), "Rp 0 (free)");
        assert_eq!(fee(Rupiah::new(1_250_000), Lang::Id), "Rp 1.250.000");
    }

    #[test]
    fn a_size_is_rounded_up_so_that_it_never_seems_to_fit_under_a_limit_that_it_exceeds() {
        let limit = 10 * 1024 * 1024;

        assert_eq!(file_size(limit, Lang::Id), "10 MB");
        assert_eq!(file_size(limit + 1, Lang::Id), "10,1 MB");
        assert_eq!(file_size(limit + 1, Lang::En), "10.1 MB");
        assert_eq!(file_size(1024 * 1024 - 1, Lang::Id), "1 MB");
        assert_eq!(file_size(363_000, Lang::Id), "355 KB");
        assert_eq!(file_size(1023, Lang::En), "1023 bytes");
        assert!(file_size(u64::MAX, Lang::Id).ends_with(" MB"));
    }
}
