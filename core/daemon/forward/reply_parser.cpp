#include "daemon/forward/reply_parser.hpp"

#include "base/text.hpp"

namespace chitty::host::daemon {

bool ReplyParser::has_doubtful_framing() const {
  const auto encodings = fields_.count("Transfer-Encoding"), lengths = fields_.count("Content-Length");
  if (lengths > 1 || (encodings > 0 && lengths > 0)) return true;
  if (fields_.first("Content-Length").find_first_not_of("0123456789") != std::string_view::npos) return true;
  if (encodings == 0) return false;
  return encodings > 1 || version_ < 11 || !equal_ignoring_case(fields_.first("Transfer-Encoding"), "chunked");
}

}  // namespace chitty::host::daemon
