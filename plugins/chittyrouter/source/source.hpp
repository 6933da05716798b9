// Where mail comes from: a Maildir, an mbox file, a mailbox of an IMAP server. Nothing is changed there, no mail is marked as read.
#ifndef CHITTYROUTER_SOURCE_SOURCE_HPP
#define CHITTYROUTER_SOURCE_SOURCE_HPP

#include <chitty/error.hpp>
#include <chitty/result.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace chittyrouter {

struct Fetched {
  std::string key;    // stays the same as long as the mail is there
  std::string bytes;  // as they are
  bool seen = false;
  std::string wrong{};  // why it could not be read; it is told, and the next one follows
};

class Source {
 public:
  virtual ~Source() = default;
  virtual std::string name() const = 0;  // what keys belong to
  // The next mail whose key is not `known`; nothing at the end.
  virtual chitty::Result<std::optional<Fetched>> next(const std::unordered_set<std::string>& known) = 0;
};

// What a source needs of whoever reads it.
struct Reading {
  std::function<bool()> cancelled{};
  std::string password{};   // of an IMAP server
  std::string authority{};  // a file with the certificates that its own may be signed by; the system's if empty
};

// `place`: the folder of a Maildir, an mbox file, "imaps://user@host/Mailbox". INVALID_ARGUMENT, CONFIGURATION, UNREACHABLE.
chitty::Result<std::unique_ptr<Source>> open_source(const std::string& place, const Reading& reading);

chitty::Result<std::unique_ptr<Source>> open_maildir(const std::string& folder);
chitty::Result<std::unique_ptr<Source>> open_mbox(const std::string& file);

// The content of a file, at most most::mail bytes; one more says that it is larger.
chitty::Result<std::string> content_of_file(int folder, const std::string& name);

std::string sha256_hex(std::string_view bytes);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_SOURCE_SOURCE_HPP
