// What an identifier says of itself: its form, its check digits, and whether this authority minted it.
#include "../entity.hpp"
#include "../identifier.hpp"
#include "../legacy.hpp"
#include "../sequence.hpp"

#include <chitty/answers.hpp>
#include <chittyid_names.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

void add(json::object& verdict, const Error& error) {
  verdict["error"] = error.message;
  for (const auto& [name, value] : error.details) verdict[name] = value;
}

// valid, form (canonical, legacy, error, malformed) and, if not valid, why.
json::object judge(std::string_view given) {
  json::object verdict{{"valid", false}, {"id", strip_did(given)}, {"form", "malformed"}, {"legacy", false}};
  const auto identifier = parse_identifier(given);
  if (const auto* shape = legacy_shape(given)) {
    verdict["form"] = "legacy";
    verdict["legacy"] = true;
    verdict["shape"] = shape->name;
    verdict["error"] = std::string("A legacy identifier of the shape \"") + shape->name +
                       "\": recognised, but without check digits of today's kind that could be tested.";
  } else if (!identifier) {
    add(verdict, identifier.error());
  } else {
    const auto checked = check_identifier(*identifier);
    const auto reason = error_reason(*identifier);
    const bool legacy = identifier->month.size() != 4, is_error = checked && !reason.empty();
    verdict["components"] = identifier->components();
    verdict["form"] = is_error ? "error" : legacy ? "legacy"
                                                  : "canonical";
    verdict["legacy"] = legacy;
    verdict["valid"] = checked && !is_error;
    if (!checked) add(verdict, checked.error());
    if (is_error) verdict["error"] = "An identifier that reports an error instead of naming anything: " + std::string(reason) + ".";
  }
  return verdict;
}

json::object names_of(const Identifier& identifier) {
  return {{"version", version_name(identifier.version)}, {"region", region_name(identifier.region[0])}, {"jurisdiction", identifier.jurisdiction}, {"entityType", entity_name(identifier.entity)}, {"yearMonth", identifier.month}, {"trustLevel", trust_name(identifier.trust)}};
}

// The record of an identifier, if this authority minted it.
Result<std::optional<Row>> record_of_did(Service& service, std::string_view given) {
  return service.store().find("SELECT entity, characterization, word, status, authority, created_at FROM identities WHERE did = :did",
                              {{"did", did_of(given)}});
}

}  // namespace

// Form and check digits alone; public.
Result<Response> validate(Service& service, const Validate& given) {
  const auto& id = given.body.id.empty() ? given.body.chittyid : given.body.id;
  if (id.empty()) return usage_error("The body lacks id.");
  return answer(service, judge(id));
}

// The same, and what this authority knows of it.
Result<Response> verify(Service& service, const Verify& given) {
  auto verdict = judge(given.path.did);
  CHITTY_TRY(const auto row, record_of_did(service, given.path.did));
  verdict["did"] = did_of(given.path.did);
  verdict["known"] = row.has_value();
  if (row) {
    for (const auto* column : {"entity", "characterization", "status", "authority", "created_at"}) verdict[column] = row->at(column);
    verdict["entityWord"] = entity_word(text_in(*row, "entity")[0], text_in(*row, "characterization"), text_in(*row, "word"));
  }
  return answer(service, std::move(verdict));
}

// The parts by name; public, so it tells nothing of the record but that there is one.
Result<Response> info(Service& service, const Info& given) {
  auto verdict = judge(given.path.id);
  if (const auto identifier = parse_identifier(given.path.id)) verdict["metadata"] = names_of(*identifier);
  CHITTY_TRY(const auto row, record_of_did(service, given.path.id));
  verdict["stored"] = row.has_value();
  verdict["cached"] = false;
  return answer(service, std::move(verdict));
}

// The format, from the same tables that judge it.
Result<Response> spec(Service& service) {
  json::object regions, trust, entities, versions;
  for (char c = '0'; c <= '9'; ++c) regions[std::string(1, c)] = region_name(c);
  for (char c = '0'; c <= '5'; ++c) trust[std::string(1, c)] = trust_name(c);
  for (const char c : std::string_view("PLTEA")) entities[std::string(1, c)] = entity_name(c);
  for (const char* version : {"01", "02", "03", "04", "05"}) versions[version] = version_name(version);
  return answer(
      service, {{"format", "VV-G-LLL-SSSS-T-YYMM-C-XX"},
                {"did", "did:chitty:VV-G-LLL-SSSS-T-YYMM-C-XX"},
                {"pattern", "^0[1-5]-[0-9]-[A-Z]{3}-([0-9]{4}|[A-Z][0-9A-Z]{3})-[PLTEA]-[0-9]{4}-[0-5]-[0-9]{2}$"},
                {"fields", {"version", "region", "jurisdiction", "sequential", "entityType", "yearMonth", "trustLevel", "checksum"}},
                {"versions", std::move(versions)},
                {"regions", std::move(regions)},
                {"entities", std::move(entities)},
                {"trustLevels", std::move(trust)},
                {"sequence", {{"order", "0001 to 9999, then A000 to ZZZZ"}, {"capacity", sequence_capacity}}},
                {"checksum",
                 "c = 0; a digit d: c = (10c + d) mod 97; a letter of value v (A = 10): c = (100c + v) mod 97; "
                 "XX = (98 - c) mod 97"}});
}

}  // namespace chittyid::routes
