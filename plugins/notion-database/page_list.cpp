#include "page_list.hpp"

#include <chitty/members.hpp>

#include <algorithm>
#include <set>

#include "table.hpp"

namespace notion_database {

namespace {

constexpr std::int64_t most_of_a_query = 10'000, most_of_a_page = 100;

// `filter`, and made at `since` or later.
json::value since(const json::value& filter, const std::string& time) {
  if (time.empty()) return filter;
  const json::value later = json::object{{"timestamp", "created_time"}, {"created_time", json::object{{"on_or_after", time}}}};
  return filter.is_null() ? later : json::value(json::object{{"and", json::array{filter, later}}});
}

bool is_incomplete(const json::object& reply) {
  const auto* status = reply.if_contains("request_status");
  return status && text_in(*status, "type") == "incomplete";
}

class Listing {
 public:
  Listing(Host& host, const std::string& source, const Query& query, const std::function<Result<void>(const json::value&)>& use)
      : host_(host), target_("/v1/data_sources/" + encode(source) + "/query"), query_(query), use_(use) {}

  Result<void> run() {
    for (;;) {
      const auto before = last_;
      CHITTY_TRY(const bool whole, window());
      if (whole) return {};
      // All of a window were made in one minute: the next would be the same.
      if (!query_.sorts.empty() || last_ == before)
        return make_error(Code::refused, "the list is incomplete: Notion gives at most 10000 entries of one query",
                          query_.sorts.empty() ? "Use a narrower filter" : "Use a narrower filter, or do not sort");
    }
  }

 private:
  // Whether it was the last one.
  Result<bool> window() {
    std::int64_t got = 0;
    std::string cursor;
    const auto from = last_;
    for (;;) {
      CHITTY_TRY(const auto reply, ask(host_, request(from, cursor)));
      const auto* results = reply.contains("results") ? reply.at("results").if_array() : nullptr;
      if (!results) return make_error(Code::malformed, "Notion's answer has no list of entries");
      for (const auto& page : *results) {
        ++got;
        last_ = std::max(last_, text_in(page, "created_time"));
        if (seen_.insert(text_in(page, "id")).second) {
          CHITTY_DO(use_(page));
          if (++given_ == query_.limit) return true;
        }
      }
      if (is_incomplete(reply)) return false;
      const auto next = text_in(reply, "next_cursor");
      if (next.empty()) return got < most_of_a_query;
      if (next == cursor) return make_error(Code::malformed, "Notion gave the same page twice");
      cursor = next;
    }
  }

  Request request(const std::string& from, const std::string& cursor) const {
    json::object body{{"page_size", query_.limit ? std::min(most_of_a_page, query_.limit) : most_of_a_page}, {"filter", since(query_.filter, from)}};
    body["sorts"] = query_.sorts.empty() ? json::array{json::object{{"timestamp", "created_time"}, {"direction", "ascending"}}} : query_.sorts;
    if (!cursor.empty()) body["start_cursor"] = cursor;
    if (query_.in_trash) body["in_trash"] = true;
    auto out = post(target_, body);
    out.repeatable = true;
    return out;
  }

  Host& host_;
  const std::string target_;
  const Query& query_;
  const std::function<Result<void>(const json::value&)>& use_;
  std::set<std::string> seen_;
  std::string last_;
  std::int64_t given_ = 0;
};

}  // namespace

Result<void> each_page(Host& host, const std::string& source, const Query& query, const std::function<Result<void>(const json::value&)>& use) {
  return Listing(host, source, query, use).run();
}

}  // namespace notion_database
