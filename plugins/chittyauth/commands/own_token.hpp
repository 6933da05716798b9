// Tokens as commands have them: from standard input, asked about, made the caller's own.
#pragma once

#include "../names.hpp"
#include "accounts.hpp"

namespace chittyauth::commands {

// A token from standard input, where no list of processes shows it.
Result<std::string> first_line_of_input(Host& host);

// What the service says of a token; of the one that the request itself carries (`is_own`) also where it knows it by that alone:
// the owner's.
Result<Reply> ask_about(Host& host, const std::string& token, bool is_own);

// A service's name, refused before anything is sent.
Result<void> must_be_service(const std::string& name);

// What the options --scopes and --expires say (as seconds; null when it is not given), refused before anything is sent.
Result<json::array> scopes_in(const std::vector<std::string>& named);
Result<json::value> seconds_in(std::optional<std::int64_t> milliseconds);

}  // namespace chittyauth::commands
