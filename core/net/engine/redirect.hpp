// Resolves a redirect: its target, and which parts of the request follow.
#pragma once

#include <optional>
#include <string>

#include "net/headers.hpp"

namespace chitty::host {

// One address and what goes there; a redirect makes another.
struct Leg : Form {
  Leg(Url to, Form form) : Form(std::move(form)), url(std::move(to)) {}
  Url url;
};

bool is_redirect(int status);

// The leg that a redirect of this status to `location` makes. REFUSED (details.reason "redirect") where it must not be
// followed: without TLS from an address with it; with content to another host, or where content may not be sent again
// (`source_begun`: the stream has been read from).
Result<Leg> redirected(const Leg& leg, int status, const std::string& location, bool source_begun);

// That refusal.
Error not_followed(const std::string& sentence, std::string hint);

}  // namespace chitty::host
