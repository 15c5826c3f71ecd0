//! The stand-in over HTTP, as a bot, a person and a test meet it.
#![cfg(test)]
mod contract;
mod faults;
mod first;
mod fixture;
mod groups;
mod markup;
mod media;
mod people;
mod poll_refusals;
mod polling;
mod polls;
mod refusals;
mod settings;
mod story;
mod teloxide;
