//! Pages of the office.
