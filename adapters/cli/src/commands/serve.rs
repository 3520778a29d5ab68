use std::net::{IpAddr, SocketAddr};

use clap::Args;
use serde::Serialize;
use sipoke_text::Lang;

use super::{Context, Ended};
use crate::{exit::Exit, host::Reach};

/// Layani warga dan petugas lewat peramban.
///
/// Serves the pages and the API of the office, until Ctrl-C or SIGTERM.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Alamat IP dan porta tempat menerima sambungan [baku: 127.0.0.1:8080, hanya komputer ini].
    ///
    /// Where to listen [default: 127.0.0.1:8080, this machine only].
    #[arg(long, value_name = "ALAMAT")]
    listen: Option<SocketAddr>,
    /// Alamat yang dipakai warga bila ada perantara HTTPS, misalnya https://mekarjaya.example.
    ///
    /// The address that residents use when a proxy with HTTPS stands in front.
    #[arg(long, value_name = "URL")]
    public_address: Option<String>,
    /// Alamat IP perantara itu; boleh diulang [baku dengan --public-address: komputer ini].
    ///
    /// The proxy's IP address, once for each. It is believed about whom it speaks for [default with
    /// --public-address: this machine].
    #[arg(long = "proxy", value_name = "IP")]
    proxies: Vec<IpAddr>,
}

/// Where the pages are.
#[derive(Serialize)]
struct ServedView {
    address: String,
}

pub(super) async fn run(context: &Context<'_>, arguments: Serve) -> Ended {
    let Context { host, printer, global } = context;
    let place = global.place();
    let desk = host.open(&place).await?;
    desk.published().await?;
    let ready = Box::new(|listening: SocketAddr| {
        let view = ServedView { address: format!("http://{listening}") };
        printer.view(&view, |view| {
            let address = &view.address;
            match printer.lang() {
                Lang::Id => {
                    format!("Kantor dilayani di {address}\nTekan Ctrl-C untuk berhenti.\n")
                }
                Lang::En => {
                    format!("The office is served at {address}\nPress Ctrl-C to stop.\n")
                }
            }
        });
    });
    let Serve { listen, public_address, proxies } = arguments;
    host.serve(&place, desk, Reach { listen, public_address, proxies }, ready).await?;
    printer
        .note(printer.pick("Selesai; semua sambungan ditutup.", "Done; all connections closed."));
    Ok(Exit::Done)
}
