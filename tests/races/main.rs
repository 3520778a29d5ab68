//! Sixteen at a time want the same, five hundred times over, through the desk: one wins, and the
//! record shows nothing of the others.

mod deciding;
mod filing;
mod releasing;
mod servers;
mod signing;
mod support;
