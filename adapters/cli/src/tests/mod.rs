mod commands;
mod help;
mod support;
