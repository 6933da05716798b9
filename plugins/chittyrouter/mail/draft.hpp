// An answer as a mail that waits to be looked at (RFC 5322). Nothing here sends anything.
#ifndef CHITTYROUTER_MAIL_DRAFT_HPP
#define CHITTYROUTER_MAIL_DRAFT_HPP

#include <chitty/result.hpp>
#include <string>

#include "../agents/agents.hpp"

namespace chittyrouter {

// To the one address of the mail's Reply-To, else its From: from its headers, never from text. `id` makes the Message-ID; the same again
// makes the same bytes.
std::string draft_of(const Letter& letter, const std::string& subject, const std::string& body, const std::string& id, std::int64_t now);

// Into the folder of a Maildir: written to tmp, synced, then renamed to cur/ID.chitty:2,D. What is there already stays.
// The file's path. CONFIGURATION: it cannot be written.
chitty::Result<std::string> write_draft(const std::string& maildir, const std::string& id, const std::string& bytes);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_MAIL_DRAFT_HPP
