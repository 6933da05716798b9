// What an identifier says of itself: its form, its check digits, and whether this authority minted it.
#include "../legacy.hpp"
#include "../moment.hpp"
#include "../sequence.hpp"
#include "authority.hpp"
#include "routes.hpp"

#include <chitty/answers.hpp>

namespace chitty::id::service {

namespace {

// valid, form (canonical, legacy, error, malformed) and, if not valid, why.
json::object judge(std::string_view given) {
  json::object verdict{{"valid", false}, {"id", strip_did(given)}, {"form", "malformed"}, {"legacy", false}};
  const auto identifier = parse_identifier(given);
  if (!identifier) {
    if (const auto* shape = legacy_shape(given)) {
      verdict["form"] = "legacy";
      verdict["legacy"] = true;
      verdict["shape"] = shape->name;
      verdict["error"] = std::string("A legacy identifier of the shape \"") + shape->name +
                         "\": recognised, but without check digits of today's kind that could be tested.";
      return verdict;
    }
    verdict["error"] = identifier.error().message;
    for (const auto& [name, value] : identifier.error().details) verdict[name] = value;
    return verdict;
  }
  verdict["components"] = identifier->components();
  const auto checked = check_identifier(*identifier);
  verdict["form"] = identifier->month.size() == 4 ? "canonical" : "legacy";
  verdict["legacy"] = identifier->month.size() != 4;
  verdict["valid"] = static_cast<bool>(checked);
  if (!checked) {
    verdict["error"] = checked.error().message;
    for (const auto& [name, value] : checked.error().details) verdict[name] = value;
  } else if (const auto reason = error_reason(*identifier); !reason.empty()) {
    verdict["valid"] = false;
    verdict["form"] = "error";
    verdict["error"] = "An identifier that reports an error instead of naming anything: " + std::string(reason) + ".";
  }
  return verdict;
}

json::object names_of(const Identifier& identifier) {
  return {{"version", version_name(identifier.version)},
          {"region", region_name(identifier.region[0])},
          {"jurisdiction", identifier.jurisdiction},
          {"entityType", entity_name(identifier.entity)},
          {"yearMonth", identifier.month},
          {"trustLevel", trust_name(identifier.trust)}};
}

// The record of an identifier, if this authority minted it.
Result<std::optional<Row>> record_of(Service& service, std::string_view given) {
  return service.store().find("SELECT entity, characterization, status, authority, created_at FROM identities WHERE did = :did",
                              {{"did", std::string(did_prefix) + std::string(strip_did(given))}});
}

json::array names(const std::string_view* first, std::size_t count) {
  json::array out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(first[i]);
  return out;
}

}  // namespace

// POST /api/validate {"id"}: form and check digits alone; public.
Result<Response> validate(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  auto given = text_in(*body, "id");
  if (given.empty()) given = text_in(*body, "chittyid");
  if (given.empty()) return refuse(service, usage_error("The body lacks id."));
  return Response(envelope(service, judge(given)));
}

// GET /api/v2/chittyid/verify/{did}: the same, and what this authority knows of it.
Result<Response> verify(Service& service) {
  const auto given = service.parameter("did");
  auto verdict = judge(given);
  const auto row = record_of(service, given);
  if (!row) return row.error();
  verdict["did"] = std::string(did_prefix) + std::string(strip_did(given));
  verdict["known"] = row->has_value();
  if (*row) {
    for (const auto& [name, value] : **row) verdict[name] = value;
    verdict["entityWord"] = entity_word(text_of(**row, "entity")[0], text_of(**row, "characterization"));
  }
  return Response(envelope(service, std::move(verdict)));
}

// GET /api/info/{id}: the parts by name; public, so it tells nothing of the record but that there is one.
Result<Response> info(Service& service) {
  const auto given = service.parameter("id");
  auto verdict = judge(given);
  if (const auto identifier = parse_identifier(given)) verdict["metadata"] = names_of(*identifier);
  const auto row = record_of(service, given);
  if (!row) return row.error();
  verdict["stored"] = row->has_value();
  verdict["cached"] = false;
  return Response(envelope(service, std::move(verdict)));
}

// GET /api/spec: the format, from the same tables that judge it.
Result<Response> spec(Service& service) {
  json::object regions, trust, entities, versions;
  for (char c = '0'; c <= '9'; ++c) regions[std::string(1, c)] = region_name(c);
  for (char c = '0'; c <= '5'; ++c) trust[std::string(1, c)] = trust_name(c);
  for (const char c : std::string_view("PLTEA")) entities[std::string(1, c)] = entity_name(c);
  for (const char* version : {"01", "02", "03", "04", "05"}) versions[version] = version_name(version);
  constexpr std::string_view fields[] = {"version",    "region",    "jurisdiction", "sequential",
                                         "entityType", "yearMonth", "trustLevel",   "checksum"};
  return Response(envelope(
      service, {{"format", "VV-G-LLL-SSSS-T-YYMM-C-XX"},
                {"did", std::string(did_prefix).append("VV-G-LLL-SSSS-T-YYMM-C-XX")},
                {"pattern", "^0[1-5]-[0-9]-[A-Z]{3}-([0-9]{4}|[A-Z][0-9A-Z]{3})-[PLTEA]-[0-9]{4}-[0-5]-[0-9]{2}$"},
                {"fields", names(fields, std::size(fields))},
                {"versions", std::move(versions)},
                {"regions", std::move(regions)},
                {"entities", std::move(entities)},
                {"trustLevels", std::move(trust)},
                {"sequence", json::object{{"order", "0001 to 9999, then A000 to ZZZZ"}, {"capacity", sequence_capacity}}},
                {"checksum", "c = 0; a digit d: c = (10c + d) mod 97; a letter of value v (A = 10): c = (100c + v) mod 97; "
                             "XX = (98 - c) mod 97"}}));
}

// GET /health, /api/health
Result<Response> health(Service& service) {
  return Response(json::object{{"status", "ok"},
                               {"service", CHITTY_PLUGIN_NAME},
                               {"version", CHITTY_PLUGIN_VERSION},
                               {"timestamp", rfc3339(service.now())}});
}

}  // namespace chitty::id::service
