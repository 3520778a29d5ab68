//! Stories: the whole job, through the desk and through HTTP, on a real store and a real vault.

mod through_http;
mod through_the_desk;
