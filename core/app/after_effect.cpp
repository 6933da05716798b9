#include "app/after_effect.hpp"

#include "app/call/call.hpp"

namespace chitty::host {

namespace {

// `id list` for `id mint`; `auth status` for `auth token rotate` where no `auth token list` is. Empty: none.
std::string shower_of(const chitty_call& call) {
  for (auto group = call.command.path; group.rfind(' ') != std::string::npos;) {
    group.erase(group.rfind(' '));
    for (const auto* word : {" list", " show", " status"})
      if (call.manifest.command(group + word)) return "chitty " + group + word;
  }
  return {};
}

// What the command gives cannot be shown a second time.
bool gives_secret(const Command& command) {
  for (const auto& column : command.view.columns)
    if (column.pointer == "/token" || column.pointer == "/client_secret") return true;
  return false;
}

// `auth token revoke` for `auth token provision`. Empty: none.
std::string ender_of(const chitty_call& call) {
  const auto group = call.command.path.substr(0, call.command.path.rfind(' ') + 1);
  for (const auto* word : {"revoke", "remove"})
    if (call.manifest.command(group + word)) return "chitty " + group + word;
  return {};
}

}  // namespace

Error with_way_to_result(const chitty_call& call, Error error) {
  error.message = "'chitty " + call.command.path + "' has done its work, but " + static_cast<char>(std::tolower(error.message[0])) + error.message.substr(1);
  const auto shower = shower_of(call);
  if (const auto ender = ender_of(call); gives_secret(call.command) && !shower.empty() && !ender.empty()) {
    error.hint = "Its secret is lost. Find its ID with '" + shower + "', run '" + ender + " ID', then create another";
    return error;
  }
  error.hint = "Check the result before you run it again" + (shower.empty() ? std::string() : ": " + shower);
  return error;
}

}  // namespace chitty::host
