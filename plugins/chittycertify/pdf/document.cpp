#include "document.hpp"

namespace chittycertify::pdf {

using namespace chitty;

namespace {

constexpr int most_tables = 1000, most_objects = 8'388'607;

}  // namespace

Error Document::wrong(const std::string& why) const {
  return usage_error("'" + name_ + "' cannot be signed: " + why, "Have it written anew: qpdf --object-streams=disable IN.pdf OUT.pdf");
}

// One table and its trailer; none where the file has a cross-reference stream instead.
Result<std::optional<Dictionary>> Document::read_table(std::int64_t begin) {
  if (begin < 0 || begin >= static_cast<std::int64_t>(text_.size())) return wrong("its cross-reference table is not where it says");
  Reader reader(text_.substr(static_cast<std::size_t>(begin)));
  if (!reader.word("xref")) {
    if (reader.integer() && reader.integer() && reader.word("obj")) return std::optional<Dictionary>();
    return wrong("its cross-reference table is not where it says");
  }
  while (!reader.word("trailer")) {
    const auto first = reader.integer(), count = first ? reader.integer() : std::nullopt;
    if (!count || *first < 0 || *count < 0 || *first + *count > most_objects) return wrong("its cross-reference table is damaged");
    for (auto number = *first; number < *first + *count; ++number) {
      const auto place = reader.integer(), generation = place ? reader.integer() : std::nullopt;
      if (!generation) return wrong("its cross-reference table is damaged");
      if (reader.word("n")) places_.emplace(number, std::pair(*place, *generation));  // the newest is read first
      else if (reader.word("f")) places_.emplace(number, std::pair(std::int64_t{-1}, *generation));
      else return wrong("its cross-reference table is damaged");
    }
  }
  const auto text = reader.value();
  auto dictionary = text ? Dictionary::in(*text) : std::nullopt;
  if (!dictionary) return wrong("its trailer is damaged");
  return dictionary;
}

Result<void> Document::read_tables() {
  const auto last = text_.rfind("startxref");
  Reader reader(last == text_.npos ? std::string_view() : text_.substr(last + 9));
  const auto newest = reader.integer();
  if (!newest) return wrong("it has no end; was it cut off?");
  start = *newest;
  int tables = 0;
  for (std::optional<std::int64_t> at = newest; at;) {
    if (++tables > most_tables) return wrong("its cross-reference tables lead in a circle");
    CHITTY_TRY(const auto dictionary, read_table(*at));
    if (!dictionary || !dictionary->get("/XRefStm").empty())
      return wrong("it has cross-reference streams, which are not added to here");
    if (tables == 1) trailer = *dictionary;
    const auto before = dictionary->get("/Prev");
    at = before.empty() ? std::nullopt : integer_in(before);
    if (!before.empty() && !at) return wrong("its trailer is damaged");
  }
  return {};
}

Result<Document> Document::in(std::string_view text, const std::string& name) {
  Document document(text, name);
  if (!text.starts_with("%PDF-")) return usage_error("'" + name + "' is not a PDF", "Leave --embed out: any file can be certified.");
  CHITTY_DO(document.read_tables());
  if (!document.trailer.get("/Encrypt").empty())
    return usage_error("'" + name + "' is encrypted, and cannot be signed so", "Decrypt it first: qpdf --decrypt IN.pdf OUT.pdf");
  const auto root = reference_in(document.trailer.get("/Root"));
  const auto size = integer_in(document.trailer.get("/Size"));
  if (!root || !size || *size < 1 || *size > most_objects) return document.wrong("its trailer is damaged");
  document.root = *root, document.size = *size;
  return document;
}

Result<std::string_view> Document::object(const Reference& at) const {
  const auto found = places_.find(at.number);
  const auto missing = wrong("its object " + std::to_string(at.number) + " is not where it says");
  if (found == places_.end() || found->second.first < 0 || found->second.second != at.generation ||
      found->second.first >= static_cast<std::int64_t>(text_.size()))
    return missing;
  Reader reader(text_.substr(static_cast<std::size_t>(found->second.first)));
  const auto number = reader.integer(), generation = number ? reader.integer() : std::nullopt;
  if (number != at.number || generation != at.generation || !reader.word("obj")) return missing;
  const auto value = reader.value();
  return value ? Result<std::string_view>(*value) : missing;
}

Result<Dictionary> Document::dictionary(const Reference& at) const {
  CHITTY_TRY(const auto text, object(at));
  auto found = Dictionary::in(text);
  return found ? Result<Dictionary>(std::move(*found)) : wrong("its object " + std::to_string(at.number) + " is damaged");
}

Result<std::vector<std::string>> Document::array(std::string_view value) const {
  if (value.empty()) return std::vector<std::string>();
  if (const auto reference = reference_in(value)) {
    CHITTY_TRY(value, object(*reference));
  }
  auto items = items_of(value);
  return items ? Result<std::vector<std::string>>(std::move(*items)) : wrong("a list in it is damaged");
}

}  // namespace chittycertify::pdf
