#include "passage_rows.hpp"

#include "../terms.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

constexpr std::size_t rows_at_once = 64;

std::vector<std::string> filters_of(std::string_view kind, const std::string& source, const std::string& session) {
  std::vector<std::string> filters{filter_term("kind", kind), filter_term("source", source)};
  if (!session.empty()) filters.push_back(filter_term("session", session));
  return filters;
}

search::IndexEntry entry_of(const Findable& one, std::size_t passage, std::int64_t number) {
  search::IndexEntry entry{number, terms_of(one.passages[passage].text)};
  for (const auto& filter : one.filters) entry.terms[filter] = 0;
  return entry;
}

struct Made {
  std::int64_t number;
  const Findable* of;
  const Passage* passage;
};

Result<void> write_rows(Service& service, std::int64_t space, const std::vector<Made>& made) {
  for (std::size_t at = 0; at < made.size(); at += rows_at_once) {
    std::string rows;
    json::object parameters{{"space", space}};
    for (std::size_t i = at; i < std::min(at + rows_at_once, made.size()); ++i) {
      const auto n = std::to_string(i - at);
      rows += (i == at ? "(:space, :n" : ", (:space, :n") + n + ", :k" + n + ", :a" + n + ", :p" + n + ", :t" + n + ")";
      parameters["n" + n] = made[i].number, parameters["k" + n] = made[i].of->kind, parameters["a" + n] = made[i].of->about;
      parameters["p" + n] = made[i].passage->place;
      parameters["t" + n] = made[i].of->whole ? json::value(nullptr) : json::value(made[i].passage->text);
    }
    CHITTY_DO(service.store().execute("INSERT INTO contextual_passages (space, number, kind, about, place, text) VALUES " + rows, parameters));
  }
  return {};
}

}  // namespace

Findable findable_memory(const std::string& id, const std::string& text, const std::string& source, const std::string& session) {
  Findable one{"memory", id, passages_of(text), filters_of("memory", source, session)};
  one.whole = one.passages.size() == 1;
  return one;
}

Findable findable_version(const std::string& id, const std::string& session, const std::string& origin, const json::value& content) {
  return {"session", id, passages_of(content), filters_of("session", origin, session)};
}

Result<void> make_findable(Service& service, const std::string& holder, const std::vector<Findable>& all) {
  std::int64_t many = 0;
  for (const auto& one : all) many += static_cast<std::int64_t>(one.passages.size());
  if (many == 0) return {};
  CHITTY_TRY(const auto numbers, next_passages(service, holder, many));
  std::vector<search::IndexEntry> entries;
  std::vector<Made> made;
  auto number = numbers.first;
  for (const auto& one : all)
    for (std::size_t i = 0; i < one.passages.size(); ++i, ++number) {
      entries.push_back(entry_of(one, i, number));
      made.push_back({number, &one, &one.passages[i]});
    }
  CHITTY_DO(write_rows(service, numbers.space, made));
  return index_of(service, numbers.space).add(entries);
}

// The passages are cut anew from what is to go, and are the rows that there are, in their order.
Result<json::array> unmake_findable(Service& service, const std::string& holder, const std::vector<Findable>& all) {
  json::array gone;
  CHITTY_TRY(const auto space, space_of(service, holder));
  if (!space) return gone;
  std::vector<search::IndexEntry> entries;
  for (const auto& one : all) {
    CHITTY_TRY(const auto rows, service.store().query("SELECT number FROM contextual_passages WHERE space = :space AND about = :about ORDER BY number", {{"space", *space}, {"about", one.about}}));
    for (std::size_t i = 0; i < rows.size() && i < one.passages.size(); ++i) entries.push_back(entry_of(one, i, rows[i].at("number").as_int64()));
    for (const auto& row : rows) gone.push_back(row.at("number"));
    CHITTY_DO(service.store().execute("DELETE FROM contextual_passages WHERE space = :space AND about = :about", {{"space", *space}, {"about", one.about}}));
  }
  CHITTY_DO(index_of(service, *space).remove(entries));
  return gone;
}

}  // namespace chittycontextual
