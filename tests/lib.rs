//! Stories, crashes and the architecture, tested through the front doors.
