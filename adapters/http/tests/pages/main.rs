//! The pages as somebody without JavaScript uses them: forms are read out of the HTML, filled in
//! and sent; nothing is known about them beforehand but the names of their fields.

mod browser;
mod html;
mod office;
mod officers;
mod residents;
mod safety;
mod snapshots;
