// GET /api/v1/search
#include <chitty/answers.hpp>
#include <chittyregistry_names.hpp>
#include <map>

#include "../highlight.hpp"
#include "entries.hpp"
#include "search_plan.hpp"

namespace chittyregistry::routes {

using namespace chitty;

namespace {

std::vector<std::string> filters_of(const Search::Query& query) {
  std::vector<std::string> words;
  for (const auto& [what, value] : {std::pair("category", &query.category), std::pair("capability", &query.capability), std::pair("tag", &query.tag), std::pair("kind", &query.kind)})
    if (!value->empty()) words.push_back(filter_word(what, *value));
  return words;
}

Result<std::map<std::int64_t, Row>> rows_of(Service& service, const std::vector<Hit>& hits) {
  std::map<std::int64_t, Row> rows;
  if (hits.empty()) return rows;
  std::string sql = std::string("SELECT ").append(entry_columns).append(" FROM ").append(entry_tables).append(" WHERE e.number IN (");
  json::object numbers;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const auto name = "n" + std::to_string(i);
    sql += (i == 0 ? ":" : ", :") + name;
    numbers[name] = hits[i].entry;
  }
  CHITTY_DO(service.store().each(sql + ")", numbers, [&](Row row) { return rows.emplace(row.at("number").as_int64(), std::move(row)), true; }));
  return rows;
}

json::object match_of(const Row& row, const Hit& hit, const std::vector<Wanted>& wanted) {
  const auto content = json::parse(text_in(row, "content")).as_object();
  auto highlights = highlights_of(fields_of(text_in(row, "name"), content), wanted);
  auto line = match_line(highlights);
  return {{"id", row.at("id")},
          {"chitty_id", row.at("chitty_id")},
          {"kind", row.at("kind")},
          {"subtype", row.at("subtype")},
          {"name", row.at("name")},
          {"version", row.at("version")},
          {"description", text_in(content, "description")},
          {"score", hit.score / 1000},
          {"match", line.empty() ? text_in(content, "description") : std::move(line)},
          {"highlights", std::move(highlights)}};
}

}  // namespace

Result<Response> search(Service& service, const Search& given) {
  const auto wanted = wanted_of(given.query.q);
  auto hits = std::vector<Hit>();
  if (!wanted.empty() || given.query.q.empty()) {
    CHITTY_TRY(hits, find_hits(service, wanted, filters_of(given.query), given.query.limit + 1));
  }
  const bool more = hits.size() > static_cast<std::size_t>(given.query.limit);
  if (more) hits.pop_back();
  CHITTY_TRY(const auto rows, rows_of(service, hits));
  json::array results;
  for (const auto& hit : hits)
    if (const auto row = rows.find(hit.entry); row != rows.end()) results.push_back(match_of(row->second, hit, wanted));
  const auto count = results.size();
  return answer(service, {{"results", std::move(results)}, {"count", count}, {"more", more}});
}

}  // namespace chittyregistry::routes
