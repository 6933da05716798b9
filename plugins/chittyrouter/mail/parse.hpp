// From the bytes of a mail to a Mail. Runs where the person is, never in the daemon: what a stranger sent meets GMime in a process of
// the person's own.
#ifndef CHITTYROUTER_MAIL_PARSE_HPP
#define CHITTYROUTER_MAIL_PARSE_HPP

#include <functional>

#include "mail.hpp"

namespace chittyrouter {

// Whatever the bytes are, something comes of them; REFUSED when they are no mail at all (empty, or larger than most::mail).
chitty::Result<Mail> parse_mail(std::string_view bytes, const std::string& sha256);

// The content of attachment `number`, as it was before it was encoded, in pieces.
using TakePiece = std::function<chitty::Result<void>(std::string_view)>;
chitty::Result<void> attachment_of(std::string_view bytes, std::size_t number, const TakePiece& take);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_MAIL_PARSE_HPP
