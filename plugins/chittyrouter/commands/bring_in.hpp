// Mail of a mailbox into the inbox: read, parsed here, sent in batches; what is there already is not sent again.
#ifndef CHITTYROUTER_COMMANDS_BRING_IN_HPP
#define CHITTYROUTER_COMMANDS_BRING_IN_HPP

#include <chitty/host.hpp>

#include "../mail/mail.hpp"

namespace chittyrouter {

// A setting of the remote that the command runs against; empty when it is not set.
std::string setting(chitty::Host& host, std::string_view name);

struct BroughtIn {
  std::uint64_t read = 0, fresh = 0, twins = 0, known = 0, refused = 0;
};
// CONFIGURATION, NOT_FOUND, UNREACHABLE of the mailbox; what the service says.
chitty::Result<BroughtIn> bring_in(chitty::Host& host, const std::string& place);

// For a dry run: each mail that would be brought in, parsed, and not sent.
chitty::Result<void> each_new_mail(chitty::Host& host, const std::string& place, const std::function<chitty::Result<void>(const Mail&)>& take);

// A mail as a line of the route that takes it.
chitty::json::object line_of(const Mail& mail);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_COMMANDS_BRING_IN_HPP
