#ifndef CHITTYROUTER_COMMANDS_EVIDENCE_HPP
#define CHITTYROUTER_COMMANDS_EVIDENCE_HPP

#include <chitty/host.hpp>

namespace chittyrouter {

// Each attachment of a mail as evidence, by the command of chittyverify: what it was recorded as. What is recorded already is that.
chitty::Result<chitty::json::array> submit_attachments(chitty::Host& host, const chitty::json::object& message);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_COMMANDS_EVIDENCE_HPP
