#include "outward.hpp"

#include <chitty/fetch.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::integrations {

namespace {

Result<Fetched> begun(Service& service, const Outward& request) {
  return service.fetch({.url = request.url, .method = request.method, .headers = request.headers, .body = request.body, .repeatable = request.repeatable, .patience = request.wait});
}

Result<Answer> whole(Service& service, Fetched& fetched, std::int64_t since, std::size_t most) {
  Answer made{fetched.status(), fetched.header("content-type"), fetched.headers()};
  CHITTY_TRY(made.body, fetched.read_all(most));
  made.took_ms = service.now() - since;
  return made;
}

}  // namespace

Result<Answer> ask_outside(Service& service, const Outward& request, std::size_t most) {
  const auto since = service.now();
  CHITTY_TRY(auto fetched, begun(service, request));
  return whole(service, fetched, since, most);
}

Result<Answer> pass_on(Service& service, const Outward& request) {
  const auto since = service.now();
  CHITTY_TRY(auto fetched, begun(service, request));
  if (!fetched.succeeded()) return whole(service, fetched, since, 1u << 20);
  Answer made{fetched.status(), fetched.header("content-type"), fetched.headers()};
  CHITTY_DO(service.begin(200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}}));
  std::string piece(16384, '\0');
  for (;;) {
    CHITTY_TRY(const auto got, fetched.read(piece.data(), piece.size()));
    if (got == 0) break;
    CHITTY_DO(service.write(std::string_view(piece).substr(0, got)));
  }
  made.took_ms = service.now() - since;
  return made;
}

std::string words_of(const Answer& answer) {
  boost::system::error_code ec;
  const auto said = json::parse(answer.body, ec);
  if (ec || !said.is_object()) return {};
  for (const auto* member : {"message", "error_description", "detail", "error"})
    if (auto text = text_in(said, member); !text.empty()) return text.substr(0, 500);
  const auto* error = said.get_object().if_contains("error");
  return error ? text_in(*error, "message").substr(0, 500) : std::string();
}

}  // namespace chittyconnect::integrations
