// One mail as the rest of this plugin sees it: decoded, bounded, nothing of MIME left.
#ifndef CHITTYROUTER_MAIL_MAIL_HPP
#define CHITTYROUTER_MAIL_MAIL_HPP

#include <chitty/error.hpp>
#include <chitty/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chittyrouter {

struct Address {
  std::string name, address;  // the address in lower case; empty where there is none in the header
};

struct Attachment {
  std::string name, type, sha256;
  std::uint64_t size = 0;
};

struct Mail {
  std::string sha256;                   // of the bytes as they came: its identity
  std::string message_id, in_reply_to;  // without angle brackets
  std::vector<std::string> references;  // in order, the parent last
  std::vector<Address> from, to, cc;
  std::string reply_to;  // an address
  std::string subject, date, list_id, text;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, values decoded, in order
  std::vector<Attachment> attachments;
  std::vector<std::string> assumed;  // what the mail did not say rightly, and how it was read
  std::uint64_t size = 0;
};

// What is kept of one mail, whatever it holds. The bytes themselves are kept whole, beside it.
namespace most {
constexpr std::size_t mail = 160u << 20;    // a larger one is refused: 50 MB attachments are 70 MB in Base64
constexpr std::size_t text = 64u << 10;     // of its text
constexpr std::size_t header = 8u << 10;    // of one header's value
constexpr std::size_t headers = 48u << 10;  // of all of them
constexpr std::size_t line = 998;           // of a subject or a name
constexpr std::size_t addresses = 200;
constexpr std::size_t references = 100;
constexpr std::size_t attachments = 200;
constexpr std::size_t parts = 2000;
constexpr std::size_t depth = 500;  // of parts within parts
constexpr std::size_t assumed = 20;
}  // namespace most

}  // namespace chittyrouter

#endif  // CHITTYROUTER_MAIL_MAIL_HPP
