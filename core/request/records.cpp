#include "request/records.hpp"

#include "request/pager.hpp"
#include "request/reply.hpp"

namespace chitty::host {

namespace {

// An array as it is; an object's members as rows.
Result<json::array*> rows_of(const Records& records, json::value& page, json::array& made) {
  boost::system::error_code ec;
  auto* value = page.find_pointer(records.at, ec);
  if (value && value->is_array() && records.key.empty()) return &value->get_array();
  if (!value || !value->is_object() || records.key.empty())
    return make_error(Code::malformed, "The service's answer has no list" +
                                           (records.at.empty() ? std::string(".") : " of " + name_of_place(records.at) + "."));
  for (auto& [name, row] : value->get_object()) {
    json::object record{{records.key, name}};
    if (row.is_object())
      for (auto& [key, member] : row.get_object()) record[key] = std::move(member);
    else
      record["value"] = std::move(row);
    made.push_back(std::move(record));
  }
  return &made;
}

}  // namespace

Result<void> each_record(const DeclaredRequest& request, Values& values, std::optional<std::int64_t> limit, const GiveRecord& give) {
  auto draft = Draft::fill(request, values);
  if (!draft) return draft.error();
  Pager pager(request.paging);
  std::int64_t given = 0;
  for (;;) {
    if (limit && given >= *limit) return {};
    if (auto sized = pager.size(*draft, limit ? std::optional(*limit - given) : std::nullopt); !sized) return sized;
    auto reply = values.courier().send(draft->outgoing());
    if (!reply) return reply.error();
    auto page = read_json(**reply);
    if (!page) return page.error();
    if (auto fine = check_failures(request.failed, *page); !fine) return fine;
    if (auto fine = check_expected(request.expect, *page); !fine) return fine;
    json::array made;
    auto rows = rows_of(*request.records, *page, made);
    if (!rows) return rows.error();
    const auto count = (*rows)->size();
    const json::value last = count ? (*rows)->back() : json::value();
    // The next page is known before the records go: they are moved on, not copied.
    const bool enough = limit && given + static_cast<std::int64_t>(count) >= *limit;
    auto more = enough ? Result<bool>(false) : pager.next(*draft, {*page, **reply, count ? &last : nullptr}, count);
    for (auto& row : **rows) {
      if (limit && given == *limit) return {};
      if (auto done = give(std::move(row)); !done) return done;
      ++given;
    }
    if (!more) return more.error();
    if (!*more) return {};
  }
}

}  // namespace chitty::host
