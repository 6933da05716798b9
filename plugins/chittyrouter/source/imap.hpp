#ifndef CHITTYROUTER_SOURCE_IMAP_HPP
#define CHITTYROUTER_SOURCE_IMAP_HPP

#include "source.hpp"

namespace chittyrouter {

struct ImapPlace {
  std::string user, host, port, mailbox;
  bool tls = true;
};
// "imaps://user@host:993/Mailbox", percent-encoded. Unencrypted only to this machine. A password in it is refused.
chitty::Result<ImapPlace> parse_imap(std::string_view url);

chitty::Result<std::unique_ptr<Source>> open_imap(const std::string& url, const Reading& reading);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_SOURCE_IMAP_HPP
