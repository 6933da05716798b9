// Does the person's shell complete chitty's words?
#include "check.hpp"

#include <cstdlib>
#include <unistd.h>

namespace os::doctor {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

struct Shell {
  const char* name;
  std::vector<std::string> places;  // where its script may be; the first is the person's own
  const char* install;
};

std::vector<Shell> shells() {
  const auto home = variable("HOME"), data = variable("XDG_DATA_HOME").empty() ? home + "/.local/share" : variable("XDG_DATA_HOME"),
             config = variable("XDG_CONFIG_HOME").empty() ? home + "/.config" : variable("XDG_CONFIG_HOME");
  return {{"bash", {data + "/bash-completion/completions/chitty", "/usr/local/share/bash-completion/completions/chitty", "/usr/share/bash-completion/completions/chitty", "/etc/bash_completion.d/chitty"}, "chitty completion bash > ~/.local/share/bash-completion/completions/chitty"},
          {"zsh", {home + "/.zfunc/_chitty", "/usr/local/share/zsh/site-functions/_chitty", "/usr/share/zsh/site-functions/_chitty", "/usr/share/zsh/vendor-completions/_chitty"}, "chitty completion zsh > ~/.zfunc/_chitty"},
          {"fish", {config + "/fish/completions/chitty.fish", "/usr/local/share/fish/vendor_completions.d/chitty.fish", "/usr/share/fish/vendor_completions.d/chitty.fish"}, "chitty completion fish > ~/.config/fish/completions/chitty.fish"}};
}

}  // namespace

std::vector<Finding> look_at_completion(Patient&) {
  const auto shell = variable("SHELL"), name = shell.substr(shell.rfind('/') + 1);
  for (const auto& one : shells()) {
    if (name != one.name) continue;
    for (const auto& place : one.places)
      if (::access(place.c_str(), R_OK) == 0) return {ok("completion", name + " completes chitty by " + place)};
    return {warning("completion", name + " does not complete chitty", one.install)};
  }
  return {{"completion", Finding::State::not_checked, name.empty() ? "$SHELL does not say which shell you use" : "there is no completion for " + name}};
}

}  // namespace os::doctor
