#include "table.hpp"

#include <chitty/members.hpp>

namespace notion_database {

namespace {

constexpr int most_times = 5;
constexpr std::chrono::seconds longest{60}, shortest{1};

// Too many requests, or too much work altogether (529).
bool is_limit(const Error& error) {
  const auto* status = error.details.if_contains("status");
  return error.code == Code::rate_limited || (status && *status == 529);
}

}  // namespace

Result<json::object> ask(Host& host, const Request& request) {
  for (int times = 1;; ++times) {
    auto reply = host.send(request);
    if (reply) {
      auto* object = reply.value().value().if_object();
      if (!object) return make_error(Code::malformed, "Notion's answer is not an object");
      return std::move(*object);
    }
    const auto& error = reply.error();
    if (!is_limit(error) || times == most_times || error.retry_after > longest) return error;
    CHITTY_DO(host.wait(std::max<std::chrono::milliseconds>(error.retry_after, shortest)));
  }
}

Result<std::string> data_source(Host& host) {
  CHITTY_TRY(const auto settings, host.remote());
  if (auto source = text_in(settings, "dataSource"); !source.empty()) return source;
  const auto database = text_in(settings, "database");
  if (database.empty())
    return make_error(Code::configuration, "no table is set for this remote", "Find its id, and set the remote's dataSource: chitty notion-database search");
  CHITTY_TRY(const auto reply, ask(host, get("/v1/databases/" + encode(database))));
  const auto* sources = reply.contains("data_sources") ? reply.at("data_sources").if_array() : nullptr;
  if (!sources || sources->empty()) return make_error(Code::malformed, "Notion's answer has no data sources for the database");
  if (sources->size() == 1) return text_in(sources->front(), "id");
  std::string all;
  for (const auto& one : *sources) all += (all.empty() ? "" : ", ") + text_in(one, "name") + " (" + text_in(one, "id") + ")";
  return make_error(Code::configuration, "the database has several tables: " + all, "Set the remote's dataSource to the id of one of them");
}

}  // namespace notion_database
