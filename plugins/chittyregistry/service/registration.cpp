#include "registration.hpp"

#include <chitty/answers.hpp>

#include "../canonical.hpp"
#include "../semantic_version.hpp"
#include "entries.hpp"
#include "hashes.hpp"
#include "lookup_cache.hpp"
#include "own_services.hpp"
#include "search_index.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

struct Made {
  Row entry;
  bool is_new = false;
};

Result<std::optional<Row>> entry_of(Service& service, const Registration& given) {
  return service.store().find(std::string("SELECT ").append(entry_columns).append(" FROM ").append(entry_tables).append(" WHERE e.kind = :kind AND e.name = :name"),
                              {{"kind", given.kind}, {"name", given.name}});
}

// A ChittyID comes from the service that mints them, and where there is none here, from nobody.
Result<json::value> identity_of(Service& service, const Registration& given, const std::string& id) {
  auto request = post("/mint", {{"entityType", "THING"}, {"metadata", {{"name", given.name}, {"registry", id}}}});
  request.headers["Idempotency-Key"] = id;
  const auto reply = service.ask("chittyid", request, Service::As::service);
  if (!reply && reply.error().code == Code::not_found) return json::value(nullptr);
  if (!reply) return reply.error();
  return text_or_null(text_in(*reply, "did"));
}

Result<void> may_be_registered(Service& service, const Registration& given) {
  if (!parse_version(given.version))
    return usage_error("The version " + given.version + " is not a semantic version.", "Write three numbers, and behind a - what comes before them: 1.2.3, 2.0.0-rc.1.");
  if (given.kind != kinds::service) return {};
  CHITTY_TRY(const auto own, own_names(service));
  if (!own.contains(given.name)) return {};
  return make_error(Code::conflict, "The name " + given.name + " is that of a service of this ChittyOS.", "Choose another name.");
}

Result<Row> make_entry(Service& service, const Registration& given, const std::string& id, const json::value& identity) {
  CHITTY_DO(service.quota("entries"));
  CHITTY_TRY(const auto number, next_number(service));
  const auto now = rfc3339(service.now());
  CHITTY_DO(service.store().insert("registry_entries", {{"number", number}, {"id", id}, {"chitty_id", identity}, {"kind", given.kind}, {"subtype", given.subtype}, {"name", given.name}, {"version", nullptr}, {"content", "{}"}, {"digest", ""}, {"own", 0}, {"registered_by", service.caller().subject}, {"registered_at", now}, {"updated_at", now}}));
  CHITTY_TRY(auto made, entry_of(service, given));
  return *std::move(made);
}

Error other_content(const Registration& given) {
  return make_error(Code::conflict, "Version " + given.version + " of the " + given.kind + " " + given.name + " is registered with other content.",
                    "A version never changes; register a higher one.");
}

// Within a transaction.
Result<Made> make(Service& service, const Registration& given, const std::string& id, const json::value& identity) {
  CHITTY_TRY(auto there, entry_of(service, given));
  if (there) CHITTY_DO(may_change(service, *there));
  const auto text = canonical(given.content), digest = sha256_hex(service.crypto(), given.subtype + "\n" + text);
  if (there) {
    CHITTY_TRY(const auto same, service.store().find("SELECT digest FROM registry_versions WHERE entry = :entry AND version = :version",
                                                     {{"entry", there->at("number")}, {"version", given.version}}));
    if (same && text_in(*same, "digest") != digest) return other_content(given);
    if (same) return Made{*std::move(there)};
  }
  Made made{{}, true};
  if (there) {
    made.entry = *std::move(there);
  } else {
    CHITTY_TRY(made.entry, make_entry(service, given, id, identity));
  }
  CHITTY_DO(service.quota("versions"));
  CHITTY_DO(service.quota("bytes", text.size()));
  CHITTY_DO(service.store().insert("registry_versions", {{"entry", made.entry.at("number")}, {"version", given.version}, {"subtype", given.subtype}, {"content", text}, {"digest", digest}, {"published_by", service.caller().subject}, {"published_at", rfc3339(service.now())}}));
  CHITTY_DO(show_latest(service, made.entry));
  CHITTY_DO(service.event("registry." + given.kind + "_registered", text_in(made.entry, "id"), {{"name", given.name}, {"version", given.version}, {"sha256", digest}}));
  CHITTY_TRY(auto shown_now, entry_of(service, given));
  made.entry = *std::move(shown_now);
  return made;
}

}  // namespace

Result<Response> answer_registered(Service& service, const Registration& given, std::string_view member) {
  CHITTY_DO(may_be_registered(service, given));
  CHITTY_DO(take_in_own(service));
  CHITTY_TRY(const auto there, entry_of(service, given));
  if (there) CHITTY_DO(may_change(service, *there));
  std::string id;
  json::value identity;
  if (!there) {
    CHITTY_TRY(id, new_id(service, given.kind == kinds::service ? "svc_" : given.kind + "_"));
    CHITTY_TRY(identity, identity_of(service, given, id));
  }
  CHITTY_TRY(const auto made, service.store().transaction([&] { return make(service, given, id, identity); }));
  forget_lookups();
  return Response(made.is_new ? 201 : 200, envelope(service, {{member, shown(service, made.entry)}}));
}

Result<bool> show_latest(Service& service, const Row& entry) {
  const json::object which{{"entry", entry.at("number")}};
  std::vector<std::string> versions;
  CHITTY_DO(service.store().each("SELECT version FROM registry_versions WHERE entry = :entry", which, [&](const Row& row) {
    versions.push_back(text_in(row, "version"));
    return true;
  }));
  const auto number = entry.at("number").as_int64();
  if (versions.empty()) {
    CHITTY_DO(unindex_entry(service, number));
    for (const auto* table : {"registry_health", "registry_probes", "registry_runs"})
      CHITTY_DO(service.store().execute(std::string("DELETE FROM ") + table + " WHERE entry = :entry", which));
    CHITTY_DO(service.store().execute("DELETE FROM registry_entries WHERE number = :entry", which));
    return false;
  }
  const auto latest = latest_of(versions);
  CHITTY_TRY(const auto row, service.store().row("SELECT subtype, content, digest FROM registry_versions WHERE entry = :entry AND version = :version",
                                                 {{"entry", number}, {"version", latest}}, "The version has gone."));
  CHITTY_DO(service.store().execute(
      "UPDATE registry_entries SET version = :version, subtype = :subtype, content = :content, digest = :digest, updated_at = :now WHERE number = :entry",
      {{"version", latest}, {"subtype", row.at("subtype")}, {"content", row.at("content")}, {"digest", row.at("digest")}, {"now", rfc3339(service.now())}, {"entry", number}}));
  CHITTY_DO(index_entry(service, number, {text_in(entry, "kind"), text_in(row, "subtype"), text_in(entry, "name"), object_in_text(row.at("content"))}));
  return true;
}

}  // namespace chittyregistry
