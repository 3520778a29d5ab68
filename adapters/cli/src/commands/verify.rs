use sipoke_core::{access::Actor, ports::VaultError};
use sipoke_desk::{ScanFault, VerifyProgress};
use sipoke_text::Lang;
use sipoke_wire::view::VerifyView;

use super::{Context, Ended};
use crate::exit::Exit;

pub(super) async fn run(context: &Context<'_>) -> Ended {
    let Context { host, printer, global } = context;
    let desk = host.open(&global.place()).await?;
    // Nothing to read would look as if nothing were wrong.
    desk.published().await?;
    let template = printer.pick(
        "{spinner} {msg} permohonan dan pindaiannya diperiksa ({elapsed})",
        "{spinner} {msg} applications and their scans checked ({elapsed})",
    );
    let bar = printer.progress(template);
    let moved = |progress: VerifyProgress| {
        bar.set_message(progress.applications.to_string());
        bar.inc(1);
    };
    let report = desk.verify(&Actor::Console, &moved).await;
    bar.finish_and_clear();
    let report = report?;
    let unreadable = report.unreadable.iter().map(|case| format!("case-unreadable: {case}"));
    let faults = report.scan_faults.iter().map(scan_fault).chain(unreadable);
    let view = VerifyView::new(&report.audit, report.applications, report.scans, faults.collect());
    printer.view(&view, |view| words(view, printer.lang()));
    Ok(if view.clean { Exit::Done } else { Exit::Faults })
}

/// In the shape of the other faults of a [`VerifyView`].
fn scan_fault(fault: &ScanFault) -> String {
    let code = match fault.error {
        VaultError::Missing => "scan-missing",
        VaultError::Damaged | VaultError::Rejected(_) => "scan-damaged",
        VaultError::Unavailable(_) => "scan-unavailable",
    };
    format!("{code}: {}/{}", fault.ticket, fault.requirement)
}

fn words(view: &VerifyView, lang: Lang) -> String {
    let VerifyView { applications, scans, audit_lines, faults, .. } = view;
    let head = view.audit_head.as_deref().unwrap_or("–");
    let found: String = faults.iter().map(|fault| format!("  {fault}\n")).collect();
    let count = faults.len();
    match (lang, view.clean) {
        (Lang::Id, true) => format!(
            "Semua baik. Diperiksa: {applications} permohonan, {scans} pindaian, {audit_lines} \
             baris jejak audit.\nUjung jejak audit (simpan di tempat lain): {head}\n"
        ),
        (Lang::En, true) => format!(
            "All is well. Checked: applications {applications}, scans {scans}, lines of the audit \
             trail {audit_lines}.\nHead of the audit trail (keep it elsewhere): {head}\n"
        ),
        (Lang::Id, false) => format!(
            "Ditemukan {count} kesalahan:\n{found}Diperiksa: {applications} permohonan, {scans} \
             pindaian, {audit_lines} baris jejak audit.\nJangan ubah apa pun di folder data; \
             simpan salinannya dan hubungi pengelola.\n"
        ),
        (Lang::En, false) => format!(
            "Faults: {count}\n{found}Checked: applications {applications}, scans {scans}, lines of \
             the audit trail {audit_lines}.\nChange nothing in the data folder; keep a \
             copy of it and call whoever looks after the system.\n"
        ),
    }
}
