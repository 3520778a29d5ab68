use sipoke_core::ports::{
    RejectedScan::{self, *},
    VaultError,
};

use super::{Bench, frame, id, jpeg, pdf, png};
use crate::structure::{Structure, check_in_pieces};

/// The verdict must not depend on where the pieces are cut.
#[track_caller]
fn verdict(file: &[u8]) -> Option<RejectedScan> {
    let whole = check_in_pieces(file, file.len().max(1)).err();
    for piece in [1, 2, 3, 7, 1023] {
        assert_eq!(check_in_pieces(file, piece).err(), whole, "in pieces of {piece}");
    }
    whole
}

#[tokio::test]
async fn hostile_files_are_refused_and_leave_nothing_behind() {
    let bench = Bench::new();
    let zip = b"PK\x03\x04\x14\0\0\0\0\0word/document.xml".to_vec();
    let leading = [b"<html><script>alert(1)</script>\n".as_slice(), &pdf("")].concat();
    let appended = [png(10, 10).as_slice(), b"<?php system($_GET[0]); ?>"].concat();
    let cut_off = jpeg(200_000)[..150_000].to_vec();
    let corpus: [(&str, Vec<u8>, RejectedScan); 17] = [
        ("nothing", Vec::new(), Empty),
        ("one byte", vec![0xff], UnknownKind),
        ("SVG", b"<svg onload=\"alert(1)\"/>".to_vec(), UnknownKind),
        ("HTML", b"<!doctype html><script>alert(1)</script>".to_vec(), UnknownKind),
        ("JavaScript", b"alert(1)//".to_vec(), UnknownKind),
        ("PHP", b"<?php system($_GET[0]); ?>".to_vec(), UnknownKind),
        ("Windows program", b"MZ\x90\0\x03\0\0\0\x04".to_vec(), UnknownKind),
        ("Linux program", b"\x7fELF\x02\x01\x01\0".to_vec(), UnknownKind),
        ("ZIP, DOCX", zip, UnknownKind),
        ("GIF", b"GIF89a\x01\0\x01\0".to_vec(), UnknownKind),
        ("PDF behind HTML", leading, UnknownKind),
        ("PDF with a script", pdf("/OpenAction << /S /J#61vaScript /JS (x) >>"), ActivePdf),
        ("PNG with more behind its end", appended, Broken),
        ("PNG bomb", png(100_000, 100_000), TooManyPixels),
        ("JPEG that was cut off", cut_off, Broken),
        ("JPEG, only its first bytes", vec![0xff, 0xd8, 0xff], Broken),
        ("PNG, only its signature", png(1, 1)[..8].to_vec(), Broken),
    ];

    for (number, (name, file, expected)) in (1..).zip(corpus) {
        let refused = bench.put(id(number), &file).await;

        let Err(VaultError::Rejected(reason)) = refused else { panic!("{name}: {refused:?}") };
        assert_eq!(reason, expected, "{name}");
        assert!(bench.files().is_empty(), "{name}");
    }
}

#[test]
fn what_phones_append_to_a_jpeg_is_tolerated() {
    let appended = [jpeg(500).as_slice(), b"\0\0\0\x18ftypmp42 a motion photo"].concat();

    assert_eq!(verdict(&appended), None);
}

#[test]
fn a_thumbnail_inside_a_jpeg_is_not_its_end() {
    let thumbnail = jpeg(200);
    let mut file = vec![0xff, 0xd8, 0xff, 0xe1];
    file.extend((u16::try_from(thumbnail.len()).unwrap() + 2).to_be_bytes());
    file.extend(thumbnail);
    assert_eq!(verdict(&file), Some(Broken), "only the thumbnail is there");

    file.extend(&jpeg(300)[2..]);

    assert_eq!(verdict(&file), None);
}

#[test]
fn a_jpeg_of_several_scans_with_restarts_passes() {
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xff];
    let table = [0xc4, 0, 5, 1, 2, 3];
    let mut file = vec![0xff, 0xd8];
    file.extend(frame(10, 10));
    file.extend(scan);
    file.extend(table);
    file.extend(scan);
    file.push(0xd9);

    assert_eq!(verdict(&file), None);
}

#[test]
fn a_jpeg_without_frame_or_scan_or_with_nonsense_is_broken() {
    let start = [0xff, 0xd8];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2];
    let end = [0xff, 0xd9];
    let no_frame = [start.as_slice(), &scan, &end].concat();
    let no_scan = [start.as_slice(), &frame(10, 10), &end].concat();
    let no_size = [start.as_slice(), &frame(0, 10), &scan, &end].concat();
    let no_marker =
        [start.as_slice(), &[0xff, 0xe0, 0, 2, 7], &frame(10, 10), &scan, &end].concat();
    let short = [start.as_slice(), &[0xff, 0xe0, 0, 1], &frame(10, 10), &scan, &end].concat();
    let short_scan = [start.as_slice(), &frame(10, 10), &[0xff, 0xda, 0, 2, 1], &end].concat();
    let huge = [start.as_slice(), &frame(6500, 6500), &scan, &end].concat();

    for (file, expected) in [
        (no_frame, Broken),
        (no_scan, Broken),
        (no_size, Broken),
        (no_marker, Broken),
        (short, Broken),
        (short_scan, Broken),
        (huge, TooManyPixels),
    ] {
        assert_eq!(verdict(&file), Some(expected), "{file:02x?}");
    }
}

#[test]
fn forty_megapixels_pass_and_not_one_more() {
    assert_eq!(verdict(&png(40_000, 1000)), None);
    assert_eq!(verdict(&png(40_000, 1001)), Some(TooManyPixels));
    assert_eq!(verdict(&png(0, 10)), Some(Broken));
    assert_eq!(verdict(&png(u32::MAX, u32::MAX)), Some(TooManyPixels));
}

#[test]
fn a_png_is_cut_off_wherever_it_is_cut() {
    let whole = png(10, 10);
    assert_eq!(verdict(&whole), None);

    for length in 8..whole.len() {
        assert_eq!(verdict(&whole[..length]), Some(Broken), "{length}");
    }
}

#[test]
fn a_png_without_header_or_data_is_broken() {
    let whole = png(10, 10);
    let (start, data) = whole.split_at(8 + 25);
    let no_header = [&start[..8], data].concat();
    let no_data = [start, &data[17..]].concat();
    let two_headers = [start, &start[8..], data].concat();
    let odd_name = [start, b"\0\0\0\0ID T\0\0\0\0", data].concat();

    let endless = [start, b"\x80\0\0\0tEXt\0\0\0\0"].concat();
    let refused = Structure::recognise(&endless).and_then(|mut png| png.read(&endless));
    assert_eq!(refused, Err(Broken));

    for file in [no_header, no_data, two_headers, odd_name] {
        assert_eq!(verdict(&file), Some(Broken), "{}", file.escape_ascii());
    }
}

#[test]
fn a_pdf_that_could_act_is_refused_however_the_name_is_written() {
    for entry in [
        "/Names << /JavaScript 5 0 R >>",
        "/Names << /#4aavaScript 5 0 R >>",
        "/Names << /#4A#61#76#61#53#63#72#69#70#74 5 0 R >>",
        "/X << /S/JavaScript/JS(app.alert)>>",
        "/X << /JS 7 0 R >>",
        "/OpenAction 9 0 R",
        "/OpenAction<</S/URI>>",
        "/OpenAction %[\n<< /S /URI >>",
        "/Open#41ction << >>",
        "/AA << /O 5 0 R >>",
        "/AA<</O 5 0 R>>",
        "/X << /S /Launch /F (cmd.exe) >>",
        "/Names << /EmbeddedFiles 4 0 R >>",
        "/X << /Type /EmbeddedFile >>",
        "/AcroForm << /XFA 4 0 R >>",
        "/Encrypt 3 0 R",
        "/X << /Subtype /RichMedia >>",
        "%stream\n/X << /JS 7 0 R >>",
        "% stream\n/AA << /O 5 0 R >>",
    ] {
        assert_eq!(verdict(&pdf(entry)), Some(ActivePdf), "{entry}");
    }
}

#[test]
fn an_ordinary_pdf_passes() {
    for entry in [
        "",
        "/OpenAction [1 0 R /FitH null]",
        "/OpenAction[1 0 R /XYZ null null 0]",
        "/AAPL 1 /JSON 2 /XFAx 3 /Encryption 4 /Launcher 5",
        "/Title (a / JS and AA)",
        "/Metadata 5 0 R /Lang (id-ID) /MarkInfo << /Marked true >>",
        "/A#41X 1 /#ZZ 2 /# 3 /J#",
    ] {
        assert_eq!(verdict(&pdf(entry)), None, "{entry}");
    }
}

#[test]
fn short_names_in_compressed_data_are_chance_and_long_ones_are_not() {
    let with_data = |data: &str| pdf(&format!(">>\nstream\n{data}endstream\nendobj <<"));

    assert_eq!(verdict(&with_data("\u{7}/JS <\u{1}/AA [/XFA ")), None);
    assert_eq!(verdict(&with_data("<< /S /JavaScript >>")), Some(ActivePdf));
    assert_eq!(verdict(&pdf(">> stream\nx endstream\n<< /JS (x)")), Some(ActivePdf));
    assert_eq!(verdict(&pdf(">> stream\nx/endstream << /JS (x)")), Some(ActivePdf));
}

#[test]
fn a_pdf_ends_with_its_mark_near_the_end() {
    let whole = pdf("");
    let without = &whole[..whole.len() - 6];
    let with_some_behind = [whole.as_slice(), &[b'\n'; 1000]].concat();
    let with_much_behind = [whole.as_slice(), &[b'\n'; 1024]].concat();

    assert_eq!(verdict(without), Some(Broken));
    assert_eq!(verdict(&with_some_behind), None);
    assert_eq!(verdict(&with_much_behind), Some(Broken));
}
