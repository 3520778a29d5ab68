use sipoke_core::ports::RejectedScan;

/// `%%EOF` must be this near to the end (ISO 32000-1, annex H.3.18).
const TAIL: usize = 1024;
/// Room for the longest name we look for with every letter escaped.
const MOST_NAME: usize = 40;

/// Looks for names that let a PDF act, and for its end marker.
///
/// Names are told apart by their delimiters and read with their `#xx` escapes (ISO 32000-1,
/// clause 7.3.5). Long names are looked for everywhere. Names of two or three letters turn up in
/// compressed data by chance, once in some hundred megabytes, and are only looked for outside
/// streams; an action they could start needs one of the long names besides.
///
/// What hides inside a *compressed* object stream is not seen: nothing is unpacked here. Scans are
/// therefore also served so that the browser runs nothing in them.
#[derive(Default)]
pub(crate) struct Pdf {
    name: Name,
    /// The last sixteen bytes.
    window: u128,
    in_stream: bool,
    /// From a `%` to the end of the line; after one in a string too, which errs on the safe side.
    in_comment: bool,
    /// After `/OpenAction`, before its value.
    opening: bool,
    tail: Vec<u8>,
}

impl Pdf {
    pub(crate) fn is_whole(&self) -> bool {
        let marked = self.tail.windows(5).any(|window| window == b"%%EOF");
        marked && !self.opening
    }

    pub(crate) fn read(&mut self, bytes: &[u8]) -> Result<(), RejectedScan> {
        for byte in bytes {
            self.step(*byte)?;
        }
        let kept = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
        let surplus = (self.tail.len() + kept.len()).saturating_sub(TAIL);
        self.tail.drain(..surplus);
        self.tail.extend_from_slice(kept);
        Ok(())
    }

    fn step(&mut self, byte: u8) -> Result<(), RejectedScan> {
        let before = self.window;
        self.window = self.window << 8 | u128::from(byte);
        if self.in_stream {
            self.in_stream = !ends_with(self.window, b"endstream");
        } else if matches!(byte, b'\r' | b'\n') {
            let begins = ends_with(before, b"stream") && !ends_with(before, b"endstream");
            self.in_stream = begins && !self.in_comment;
            self.in_comment = false;
        } else if byte == b'%' {
            self.in_comment = true;
        }
        if is_regular(byte) && self.name.open {
            self.name.push(byte);
            return Ok(());
        }
        if self.name.open {
            self.name.open = false;
            self.named()?;
        }
        if self.opening && !is_space(byte) {
            self.opening = false;
            // A page to show first, which many programs write, is an array and harmless.
            if byte != b'[' {
                return Err(RejectedScan::ActivePdf);
            }
        }
        if byte == b'/' {
            self.name = Name { open: true, ..Name::default() };
        }
        Ok(())
    }

    fn named(&mut self) -> Result<(), RejectedScan> {
        let (name, length) = self.name.decoded();
        match name.get(..length).unwrap_or_default() {
            b"JavaScript" | b"Launch" | b"EmbeddedFile" | b"EmbeddedFiles" | b"RichMedia"
            | b"Encrypt" => Err(RejectedScan::ActivePdf),
            b"JS" | b"AA" | b"XFA" if !self.in_stream => Err(RejectedScan::ActivePdf),
            b"OpenAction" => {
                self.opening = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A name as it is being read.
struct Name {
    open: bool,
    raw: [u8; MOST_NAME],
    /// Counts on when there is no more room; such a name is none we look for.
    length: usize,
}

impl Default for Name {
    fn default() -> Self {
        Self { open: false, raw: [0; MOST_NAME], length: 0 }
    }
}

impl Name {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.raw.get_mut(self.length) {
            *place = byte;
        }
        self.length = self.length.saturating_add(1);
    }

    /// The name with its escapes read, and its length.
    fn decoded(&self) -> ([u8; MOST_NAME], usize) {
        let mut name = [0; MOST_NAME];
        let mut length = 0;
        let mut raw = self.raw.get(..self.length).unwrap_or_default();
        while let Some((&byte, mut rest)) = raw.split_first() {
            let mut byte = byte;
            if let (b'#', [high, low, after @ ..]) = (byte, rest)
                && let (Some(high), Some(low)) = (hex(*high), hex(*low))
            {
                byte = high << 4 | low;
                rest = after;
            }
            if let Some(place) = name.get_mut(length) {
                *place = byte;
            }
            length += 1;
            raw = rest;
        }
        (name, length)
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn ends_with(window: u128, word: &[u8]) -> bool {
    let expected = word.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    let bits = 8 * u32::try_from(word.len()).unwrap_or(16);
    window & ((1_u128 << bits) - 1) == expected
}
