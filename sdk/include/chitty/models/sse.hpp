// Server-sent events (WHATWG HTML, 9.2.6) from bytes that come in any pieces: LF, CR LF and lone CR end lines, a byte order mark before
// the first is dropped, comments are passed over, an event without its blank line is none.
#ifndef CHITTY_MODELS_SSE_HPP
#define CHITTY_MODELS_SSE_HPP

#include <chitty/result.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace chitty::models {

struct SseEvent {
  std::string type{"message"}, data{}, id{};
};

class SseParser {
 public:
  static constexpr std::size_t most = 4u << 20;  // bytes of one event; MALFORMED beyond it

  // Takes `bytes`, and gives each event that they complete. What `take` fails with is returned, and the rest is not looked at.
  using Take = std::function<Result<void>(const SseEvent&)>;
  Result<void> feed(std::string_view bytes, const Take& take);

 private:
  Result<void> line(const Take& take);

  std::string line_, data_, type_, id_;
  bool after_cr_ = false, has_data_ = false, begun_ = false;
};

}  // namespace chitty::models

#endif  // CHITTY_MODELS_SSE_HPP
