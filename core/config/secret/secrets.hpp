// Secrets: references resolved at the last moment, and every value ever resolved remembered, so that no output, trace,
// error or log can show it.
//
//   env:NAME         a variable of the environment
//   file:PATH        a file only its owner may read; ~ is the home folder, a relative path is relative to the configuration's
//   keyring:NAME     the session's keyring (libsecret); without a session the 0600 file that stands in for it
//   exec:COMMAND     what the command writes to standard output, within 30 seconds; by /bin/sh, without a terminal
//
// A newline at the end is never part of a secret.
#pragma once

#include "base/cancel.hpp"
#include "base/paths.hpp"

#include <chitty/error.hpp>

#include <boost/json/value.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace chitty::host {

namespace json = boost::json;

// `env:NAME`, `file:PATH`, `keyring:NAME`, `exec:COMMAND`, or the text itself. `may_execute` is false for values that come
// from a project's overlay. CONFIGURATION says which reference failed and why, never the value; CANCELLED when `cancel` came
// while a command ran. The value is remembered.
Result<std::string> resolve_secret(std::string_view reference, const Paths& paths, bool may_execute = true,
                                   const CancelToken* cancel = nullptr);

// Keep a secret under a name: in the session's keyring, or where there is none in a 0600 file of the user's. An earlier one
// of that name is replaced.
struct KeptSecret {
  std::string reference;            // to write into the configuration: "keyring:NAME", "file:PATH"
  std::function<void()> take_back;  // when the configuration could not be written: what was there before is there again
  std::function<void()> settle;     // when it was: an earlier one of that name in the other place goes
};
Result<KeptSecret> keep_secret(const Paths& paths, std::string_view name, std::string_view value);

// Could `keep_secret` keep one of so many bytes? Tried, and left as it was. CONFIGURATION as it would say.
Result<void> prove_secret_room(const Paths& paths, std::size_t bytes);

// What `keep_secret` has kept is told from what the person keeps elsewhere: one name for `keyring:NAME` and the file that stands
// in for it, empty for every other reference. Two references of one name are one secret.
std::string kept_name(std::string_view reference, const Paths& paths);

// Destroy a kept secret; nothing happens to any other reference, or when it is gone already. CONFIGURATION when it may still be
// there: the keyring does not answer, or has no session now; the file cannot be removed.
Result<void> forget_secret(const Paths& paths, std::string_view reference);

// Remember a value as secret, and take all remembered values (of 6 bytes and more) out of a text: as they are, and in
// base64, hex, percent-encoded and JSON form. Any thread.
void remember_secret(std::string_view value);
std::string redact(std::string text);
bool holds_secret(std::string_view text);  // would `redact` change it?

// The same for a record: in every text and name within. Nothing is done where nothing is found in `as_text`, its JSON text.
json::value redact(json::value record, std::string_view as_text);

// What the command writes to its standard output; it has no input and nobody sees its complaints. CONFIGURATION when it
// fails or takes longer, CANCELLED when `cancel` comes meanwhile; then nothing of it runs on.
Result<std::string> run_for_secret(const std::string& command, std::chrono::milliseconds limit = std::chrono::seconds(30),
                                   const CancelToken* cancel = nullptr);

}  // namespace chitty::host
