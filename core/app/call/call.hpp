// One invocation of a command: what the ABI calls `chitty_call`. Every function that the host offers to a command gets one.
#pragma once

#include "app/call/run.hpp"

#include <chitty/plugin.h>

struct chitty_call {
  chitty::host::Run& run;
  const chitty::host::Manifest& manifest;
  const chitty::host::Command& command;
  chitty::host::RecordWriter& writer;
  chitty::host::Progress& progress;
  std::string remote;          // the remote's name, from --remote or the first word; empty: the type's own
  int depth = 0;               // how many commands run this one (chitty.run/1); 0: the person does
  bool has_secret = false;     // a secret is among its arguments
  bool agreed = false;         // the person has said yes to what cannot be undone (consent.hpp)
  bool shown_only = false;     // a dry run has shown its request, and the command was told to stop
  bool rehearsed = false;      // a dry run has said something that it would do (dry_run.hpp)
  bool changed = false;        // something was done that another run would do again
  std::string not_accepted{};  // the credential, as the configuration has it, that a service has refused as a token that is not valid
  std::uint64_t done = 0;      // how far it said that it is
  std::string done_what{};
  std::optional<chitty::Error> unwritten{};  // stdout took no more: counts whatever the plugin makes of it
  std::optional<chitty::Error> fault{};      // a record that was none: counts even if the plugin goes on as if nothing were

  // What became of a call that ran within this one became of this one, too.
  void take_over(const chitty_call& inner) {
    shown_only = shown_only || inner.shown_only;
    rehearsed = rehearsed || inner.rehearsed;
    changed = changed || inner.changed;
    if (not_accepted.empty()) not_accepted = inner.not_accepted;
    if (!unwritten) unwritten = inner.unwritten;
  }
};
