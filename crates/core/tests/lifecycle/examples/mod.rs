//! One rule at a time.

mod checking;
mod ending;
mod filing;
mod handing_over;
mod signing;
mod story;
