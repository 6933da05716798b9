// One request to another machine, and its reply.
#pragma once

#include <chitty/service.hpp>

namespace chittyconnect::integrations {

using namespace chitty;

struct Outward {
  std::string method, url;
  json::object headers{};
  std::string body{};
  std::chrono::milliseconds wait{30'000};
  bool repeatable = false;  // may be sent again though its method is not safe
};

struct Answer {
  int status = 0;
  std::string content_type{};
  json::object headers{};
  std::string body{};
  std::int64_t took_ms = 0;
};

// The whole reply, whatever its status. MALFORMED when its body is larger than `most`.
Result<Answer> ask_outside(Service& service, const Outward& request, std::size_t most = 8u << 20);

// The reply handed on to whoever asks, as it comes, where it is a success; else the whole of it, not handed on.
Result<Answer> pass_on(Service& service, const Outward& request);

// What a platform said when it refused, in its own words; empty where there are none.
std::string words_of(const Answer& answer);

}  // namespace chittyconnect::integrations
