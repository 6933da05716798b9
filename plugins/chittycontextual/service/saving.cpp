#include "saving.hpp"

#include <chitty/answers.hpp>
#include <chittycontextual_names.hpp>

#include "../memory_text.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

constexpr std::size_t most_bytes = 8u << 20, bytes_for_one = 32u << 10;

json::object shown(const Row& row, bool created, std::size_t heads) {
  auto record = record_of(row, shapes::version);
  record["created"] = created, record["conflict"] = heads > 1;
  return record;
}

Result<json::object> shown_by_id(Service& service, const std::string& holder, const std::string& session, const std::string& id, bool created) {
  CHITTY_TRY(const auto row, version_of(service, holder, session, id));
  CHITTY_TRY(const auto heads, heads_of(service, holder, session));
  return shown(row, created, heads.size());
}

Error is_at(const std::string& session, std::int64_t number, std::int64_t expected) {
  const auto there = number == 0 ? "is not saved yet" : "is at version " + std::to_string(number);
  return make_error(Code::conflict, "The session '" + session + "' " + there + ", and version " + std::to_string(expected) + " was expected.",
                    number == 0 ? "Expect version 0, or leave it out." : "See what is new, then save again: chitty contextual diff --session " + session);
}

}  // namespace

Result<json::object> save(Service& service, const std::string& session, const Saved& saved) {
  const auto holder = holder_of(service);
  Version version{"", session, 1, {}, saved.name, saved.project, saved.origin, json::serialize(saved.state), "", rfc3339(service.now()), ""};
  if (version.content.size() > most_bytes) return usage_error("The session has " + std::to_string(version.content.size()) + " bytes, and at most 8388608 are saved.");
  CHITTY_TRY(version.digest, sha256_hex(service.crypto(), version.content));
  CHITTY_TRY(version.id, new_ordered_id(service));
  CHITTY_DO(service.charge(version.content.size() / bytes_for_one));  // each of its words is written
  return service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(const auto heads, heads_of(service, holder, session));
    std::int64_t last = 0;
    for (const auto& head : heads) {
      CHITTY_TRY(const auto row, version_of(service, holder, session, head));
      last = std::max(last, row.at("version").as_int64());
      if (head != heads.front()) continue;
      // A name stays until it gets another.
      if (version.name.empty()) version.name = text_in(row, "name");
      if (version.project.empty()) version.project = text_in(row, "project");
      const bool same = text_in(row, "digest") == version.digest && text_in(row, "name") == version.name && text_in(row, "project") == version.project && !(saved.resolve && heads.size() > 1);
      if (saved.expected && *saved.expected != row.at("version").as_int64()) return is_at(session, row.at("version").as_int64(), *saved.expected);
      if (same) return shown(row, false, heads.size());
    }
    if (saved.expected && heads.empty() && *saved.expected != 0) return is_at(session, 0, *saved.expected);
    if (!heads.empty()) version.follows = saved.resolve ? heads : std::vector<std::string>{heads.front()};
    version.number = last + 1;
    CHITTY_DO(service.quota("versions"));
    CHITTY_DO(service.quota("bytes", version.content.size()));
    CHITTY_TRY(const auto own, own_store(service, holder));
    version.replica = own.id;
    CHITTY_DO(keep_versions(service, holder, {version}));
    CHITTY_DO(follow_heads(service, holder, session));
    CHITTY_DO(service.event("session.saved", session, {{"version", version.number}, {"versionId", version.id}, {"origin", version.origin}, {"bytes", version.content.size()}}));
    return shown_by_id(service, holder, session, version.id, true);
  });
}

}  // namespace chittycontextual
