#include "profiles.hpp"

#include <chitty/answers.hpp>

#include <cmath>

#include "../entity_id.hpp"
#include "moment.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

bool is_in_force(const std::string& status, std::int64_t issued, std::optional<std::int64_t> expires, std::int64_t at) {
  const bool withdrawn = status == "revoked" || status == "expired" || status == "rejected" || status == "failed" || status == "suspended";
  return !withdrawn && issued <= at && (!expires || *expires > at);
}

void count_credential(Profile& profile, const std::string& type) {
  ++profile.credentials;
  profile.government_id = profile.government_id || type == "government_id";
  profile.professional += type == "professional";
}

void count_connection(Profile& profile, const std::string& type, std::int64_t trust) {
  ++profile.connections;
  profile.connection_trust += trust;
  profile.connection_types.insert(type);
}

// A credential with its times read; one without a time was issued before everything.
struct Dated {
  std::int64_t issued = 0;
  std::optional<std::int64_t> expires{};
};

Result<Dated> dated(const Service& service, const shapes::Profile::Credentials& given) {
  Dated dated;
  if (!given.issued_at.empty()) {
    CHITTY_TRY(dated.issued, past_moment(service, given.issued_at, "the time at which a credential was issued"));
  }
  if (given.expires_at.empty()) return dated;
  dated.expires = parse_rfc3339(given.expires_at);
  if (!dated.expires) return usage_error("invalid time '" + given.expires_at + "' as the end of a credential", "Write it as RFC 3339 says: 2026-11-23T14:25:37Z");
  return dated;
}

struct Linked {
  std::string target, type;
  std::int64_t since = 0, trust = 0;
};

Result<Linked> linked(const Service& service, const std::string& entity, const shapes::Profile::Connections& given) {
  Linked link;
  CHITTY_TRY(link.target, entity_of(given.entity_id));
  if (link.target == entity) return usage_error(entity + " cannot be connected with itself");
  link.type = given.connection_type.empty() ? "other" : given.connection_type;
  if (!given.established_at.empty()) {
    CHITTY_TRY(link.since, past_moment(service, given.established_at, "the time of a connection"));
  }
  link.trust = std::llround(given.trust_score.value_or(0) * 100);
  return link;
}

std::optional<std::int64_t> time_in(const Row& row, std::string_view column) {
  return row.at(column).is_null() ? std::nullopt : std::optional(row.at(column).to_number<std::int64_t>());
}

}  // namespace

Result<Profile> profile_given(const Service& service, const std::string& entity, const shapes::Profile& given, std::int64_t at) {
  Profile profile{.id = entity, .identity_verified = given.identity_verified.value_or(false), .transparency = given.transparency_level};
  if (!given.created_at.empty()) {
    CHITTY_TRY(profile.created_at, past_moment(service, given.created_at, "the creation of the entity"));
  }
  for (const auto& credential : given.credentials) {
    CHITTY_TRY(const auto when, dated(service, credential));
    if (is_in_force(credential.verification_status, when.issued, when.expires, at)) count_credential(profile, credential.type);
  }
  for (const auto& connection : given.connections) {
    CHITTY_TRY(const auto link, linked(service, entity, connection));
    if (link.since <= at) count_connection(profile, link.type, link.trust);
  }
  return profile;
}

Result<Profile> profile_kept(Service& service, const std::string& entity, std::int64_t at) {
  Profile profile{.id = entity};
  auto store = service.store();
  CHITTY_TRY(const auto row, store.find("SELECT created_ms, identity_verified, transparency FROM trust_entities WHERE entity_id = :entity", {{"entity", entity}}));
  if (row) {
    profile.created_at = time_in(*row, "created_ms");
    profile.identity_verified = row->at("identity_verified").to_number<std::int64_t>() != 0;
    if (!row->at("transparency").is_null()) profile.transparency = row->at("transparency").to_number<double>();
  }
  CHITTY_DO(store.each("SELECT type, issued_ms, expires_ms, status FROM trust_credentials WHERE entity_id = :entity ORDER BY id", {{"entity", entity}}, [&](Row one) {
    if (is_in_force(text_in(one, "status"), one.at("issued_ms").to_number<std::int64_t>(), time_in(one, "expires_ms"), at)) count_credential(profile, text_in(one, "type"));
    return true;
  }));
  // What was said of a connection; else the last score that the other one had at that time.
  CHITTY_DO(store.each(
      "SELECT c.type, COALESCE(c.trust, (SELECT s.composite FROM trust_scores s WHERE s.entity_id = c.target AND s.calculated_at <= :at"
      " ORDER BY s.calculated_at DESC, s.id DESC LIMIT 1), 0) AS trust FROM trust_connections c WHERE c.source = :entity AND c.since_ms <= :at_ms ORDER BY c.target, c.type",
      {{"entity", entity}, {"at", rfc3339(at)}, {"at_ms", at}}, [&](Row one) {
        count_connection(profile, text_in(one, "type"), one.at("trust").to_number<std::int64_t>());
        return true;
      }));
  return profile;
}

Result<void> keep_profile(Service& service, const std::string& entity, const shapes::Profile& given) {
  auto store = service.store();
  json::value created;
  if (!given.created_at.empty()) {
    CHITTY_TRY(created, past_moment(service, given.created_at, "the creation of the entity"));
  }
  CHITTY_DO(store.execute(
      "INSERT INTO trust_entities (entity_id, entity_type, name, created_ms, identity_verified, transparency, updated_at)"
      " VALUES (:entity, :type, :name, :created, :verified, :transparency, :now) ON CONFLICT (entity_id) DO UPDATE SET"
      " entity_type = COALESCE(excluded.entity_type, trust_entities.entity_type), name = COALESCE(excluded.name, trust_entities.name),"
      " created_ms = COALESCE(excluded.created_ms, trust_entities.created_ms), identity_verified = excluded.identity_verified,"
      " transparency = COALESCE(excluded.transparency, trust_entities.transparency), updated_at = excluded.updated_at",
      {{"entity", entity}, {"type", text_or_null(given.entity_type)}, {"name", text_or_null(given.name)}, {"created", created}, {"verified", given.identity_verified.value_or(false) ? 1 : 0}, {"transparency", given.transparency_level ? json::value(*given.transparency_level) : json::value(nullptr)}, {"now", rfc3339(service.now())}}));
  CHITTY_DO(store.execute("DELETE FROM trust_credentials WHERE entity_id = :entity AND origin = 'given'", {{"entity", entity}}));
  std::int64_t number = 0;
  for (const auto& credential : given.credentials) {
    CHITTY_TRY(const auto when, dated(service, credential));
    CHITTY_DO(store.insert("trust_credentials", {{"entity_id", entity}, {"id", "given-" + std::to_string(++number)}, {"type", credential.type}, {"issuer", text_or_null(credential.issuer)}, {"issued_ms", when.issued}, {"expires_ms", when.expires ? json::value(*when.expires) : json::value(nullptr)}, {"status", credential.verification_status}, {"origin", "given"}}));
  }
  CHITTY_DO(store.execute("DELETE FROM trust_connections WHERE source = :entity AND origin = 'given'", {{"entity", entity}}));
  for (const auto& connection : given.connections) {
    CHITTY_TRY(const auto link, linked(service, entity, connection));
    CHITTY_DO(store.execute(
        "INSERT INTO trust_connections (source, target, type, since_ms, trust, interactions, origin) VALUES (:source, :target, :type, :since, :trust, :interactions, 'given')"
        " ON CONFLICT (source, target, type) DO UPDATE SET trust = excluded.trust",
        {{"source", entity}, {"target", link.target}, {"type", link.type}, {"since", link.since}, {"trust", connection.trust_score ? json::value(link.trust) : json::value(nullptr)}, {"interactions", connection.interaction_count.value_or(0)}}));
  }
  return {};
}

Result<void> connect(Service& service, const std::string& source, const std::string& target, std::string_view type, std::int64_t at) {
  if (source == target) return {};
  CHITTY_DO(service.store().execute(
      "INSERT INTO trust_connections (source, target, type, since_ms, trust, interactions, origin) VALUES (:source, :target, :type, :at, NULL, 1, 'recorded')"
      " ON CONFLICT (source, target, type) DO UPDATE SET interactions = trust_connections.interactions + 1,"
      " since_ms = CASE WHEN excluded.since_ms < trust_connections.since_ms THEN excluded.since_ms ELSE trust_connections.since_ms END",
      {{"source", source}, {"target", target}, {"type", type}, {"at", at}}));
  return {};
}

Result<void> keep_credential(Service& service, const std::string& entity, const std::string& id, const std::string& type, const std::string& issuer, std::int64_t at) {
  CHITTY_DO(service.store().execute(
      "INSERT INTO trust_credentials (entity_id, id, type, issuer, issued_ms, expires_ms, status, origin) VALUES (:entity, :id, :type, :issuer, :at, NULL, 'active', 'recorded')"
      " ON CONFLICT (entity_id, id) DO NOTHING",
      {{"entity", entity}, {"id", id}, {"type", type}, {"issuer", text_or_null(issuer)}, {"at", at}}));
  return {};
}

Result<void> revoke_credential(Service& service, const std::string& id) {
  CHITTY_DO(service.store().execute("UPDATE trust_credentials SET status = 'revoked' WHERE id = :id AND origin = 'recorded'", {{"id", id}}));
  return {};
}

Result<void> keep_creation(Service& service, const std::string& entity, std::int64_t at) {
  CHITTY_DO(service.store().execute(
      "INSERT INTO trust_entities (entity_id, created_ms, identity_verified, updated_at) VALUES (:entity, :at, 0, :now)"
      " ON CONFLICT (entity_id) DO UPDATE SET created_ms = COALESCE(trust_entities.created_ms, excluded.created_ms)",
      {{"entity", entity}, {"at", at}, {"now", rfc3339(service.now())}}));
  return {};
}

}  // namespace chittytrust
