//! One file for each command: what it takes, and which method of the desk it calls.

pub(crate) mod application;
pub(crate) mod calendar;
pub(crate) mod config;
pub(crate) mod database;
pub(crate) mod demo;
pub(crate) mod serve;
pub(crate) mod staff;
pub(crate) mod standards;
mod verify;

use crate::{
    exit::Exit,
    failure::Failure,
    grammar::{Cli, Command, Global},
    host::Host,
    printer::Printer,
};

/// What every command has at hand.
pub(crate) struct Context<'a> {
    pub(crate) host: &'a dyn Host,
    pub(crate) printer: &'a Printer,
    pub(crate) global: Global,
}

pub(crate) type Ended = Result<Exit, Failure>;

pub(crate) async fn run(host: &dyn Host, printer: &Printer, cli: Cli) -> Ended {
    let context = Context { host, printer, global: cli.global };
    match cli.command {
        Command::Demo(arguments) => demo::run(&context, &arguments).await,
        Command::Serve(arguments) => serve::run(&context, arguments).await,
        Command::Standards(arguments) => standards::run(&context, arguments).await,
        Command::Application(arguments) => application::run(&context, arguments).await,
        Command::Staff(arguments) => staff::run(&context, arguments).await,
        Command::Calendar(arguments) => calendar::run(&context, arguments).await,
        Command::Config(arguments) => config::run(&context, &arguments),
        Command::Database(arguments) => database::run(&context, arguments).await,
        Command::Verify => verify::run(&context).await,
    }
}
