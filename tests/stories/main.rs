//! Stories: the whole job, through the desk and through HTTP.
