// GET /api/v1/search
#include <chitty/answers.hpp>
#include <chitty/search/excerpt.hpp>
#include <chittycontextual_names.hpp>
#include <map>

#include "../terms.hpp"
#include "searching.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

using Found = std::map<std::int64_t, Row>;

// What the numbers stand for.
Result<Found> rows_of(Service& service, const std::string& holder, std::int64_t space, const std::vector<search::Hit>& hits) {
  Found rows;
  if (hits.empty()) return rows;
  std::string list;
  json::object parameters{{"holder", holder}, {"space", space}};
  for (const auto& hit : hits) {
    const auto name = "n" + std::to_string(parameters.size());
    list.append(list.empty() ? ":" : ", :").append(name);
    parameters[name] = hit.entry;
  }
  CHITTY_DO(service.store().each(
      "SELECT p.number, p.kind, p.about, p.place, COALESCE(p.text, m.text) AS text, COALESCE(m.source, v.origin) AS source, COALESCE(m.session, v.session) AS session,"
      " v.number AS version, COALESCE(m.made_at, v.saved_at) AS at, (SELECT MAX(s.id || '') FROM contextual_memories s WHERE s.holder = :holder AND s.supersedes = m.id) AS superseded_by"
      " FROM contextual_passages p LEFT JOIN contextual_memories m ON p.kind = 'memory' AND m.holder = :holder AND m.id = p.about"
      " LEFT JOIN contextual_versions v ON p.kind = 'session' AND v.holder = :holder AND v.id = p.about WHERE p.space = :space AND p.number IN (" +
          list + ")",
      parameters, [&](Row row) {
        const auto number = row.at("number").as_int64();
        return rows.emplace(number, std::move(row)), true;
      }));
  return rows;
}

json::object match_of(const Row& row, std::int64_t score, const std::string& text, const std::vector<search::Word>& found) {
  const auto excerpt = search::excerpt_of(text, found);
  json::array marks;
  for (const auto& [first, many] : excerpt.marks) marks.push_back(json::array{first, many});
  const bool session = text_in(row, "kind") == "session";
  return {{"kind", row.at("kind")}, {"id", session ? row.at("session") : row.at("about")}, {"score", score}, {"match", search::bracketed(excerpt)}, {"highlights", json::array{json::object{{"text", excerpt.text}, {"marks", std::move(marks)}}}}, {"place", row.at("place")}, {"source", row.at("source")}, {"session", row.at("session")}, {"version", row.at("version")}, {"at", row.at("at")}};
}

}  // namespace

Result<json::array> find(Service& service, const Looking& looking) {
  json::array results;
  const Query query(looking.query);
  const auto holder = holder_of(service);
  CHITTY_TRY(const auto space, space_of(service, holder));
  if (query.empty() || !space) return results;
  std::vector<std::string> filters;
  for (const auto& [what, value] : {std::pair("kind", &looking.kind), std::pair("session", &looking.session), std::pair("source", &looking.source)})
    if (!value->empty()) filters.push_back(filter_term(what, *value));
  // Passages of one thing are one result, and of a phrase many have the words and few have them in a row.
  const auto asked = query.has_phrases() ? std::max<std::int64_t>(400, looking.limit * 4) : looking.limit * 3 + 20;
  CHITTY_TRY(const auto hits, index_of(service, *space).find(query.terms(), filters, asked));
  std::set<std::string, std::less<>> seen;
  for (std::size_t at = 0; at < hits.size() && static_cast<std::int64_t>(results.size()) < looking.limit; at += 50) {
    const std::vector<search::Hit> some(hits.begin() + static_cast<std::ptrdiff_t>(at), hits.begin() + static_cast<std::ptrdiff_t>(std::min(at + 50, hits.size())));
    CHITTY_TRY(const auto rows, rows_of(service, holder, *space, some));
    for (const auto& hit : some) {
      const auto found = rows.find(hit.entry);
      if (found == rows.end() || static_cast<std::int64_t>(results.size()) == looking.limit) continue;
      const auto& row = found->second;
      if (!looking.all && !row.at("superseded_by").is_null()) continue;
      const auto text = text_in(row, "text");
      const auto words = search::words_of(text);
      if (!query.fits(words)) continue;
      const bool session = text_in(row, "kind") == "session";
      if (!seen.insert(session ? "s" + text_in(row, "session") : "m" + text).second) continue;
      results.push_back(match_of(row, hit.score / 1000, text, query.found_in(words)));
    }
  }
  return results;
}

namespace routes {

Result<Response> search(Service& service, const Search& given) {
  const auto& query = given.query;
  CHITTY_TRY(auto results, find(service, {query.q, query.kind, query.session, query.source, query.all, query.limit}));
  const auto many = results.size();
  return answer(service, {{"results", std::move(results)}, {"count", many}});
}

}  // namespace routes
}  // namespace chittycontextual
