//! Sixteen at a time want the same, hundreds of times over: one wins, and the record shows nothing
//! of the others. Through the desk on both stores, and through three servers on one database.

mod deciding;
mod filing;
mod releasing;
mod servers;
mod signing;
mod support;
