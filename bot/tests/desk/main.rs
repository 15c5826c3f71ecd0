//! The desk on a real database, without HTTP: what would be many plays, said in the same words.
#![cfg(test)]

mod hall;

mod life;
mod polls;
mod wishes;
mod working;
