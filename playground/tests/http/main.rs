//! The stand-in over HTTP, as a bot, a person and a test meet it.
#![cfg(test)]
mod bots;
mod contract;
mod faults;
mod first;
mod fixture;
mod forwards;
mod groups;
mod invites;
mod keep;
mod looks;
mod marks;
mod markup;
mod media;
mod members;
mod people;
mod pins;
mod poll_refusals;
mod polling;
mod polls;
mod refusals;
mod settings;
mod story;
mod teloxide;
mod things;
mod topics;
mod webhooks;
