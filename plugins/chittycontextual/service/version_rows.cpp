#include "version_rows.hpp"

#include <algorithm>
#include <chitty/answers.hpp>

namespace chittycontextual {

using namespace chitty;

const std::string_view version_columns =
    "v.id AS version_id, v.session AS session_id, v.number AS version, v.name, v.project, v.origin, OCTET_LENGTH(v.content) AS bytes, v.saved_at, v.follows AS parents,"
    " CASE WHEN EXISTS (SELECT 1 FROM contextual_followed f WHERE f.holder = v.holder AND f.version = v.id) THEN 0 ELSE 1 END AS head";

Error no_session(const std::string& session) {
  return make_error(Code::not_found, "No saved session '" + session + "'.", "List what is saved: chitty contextual list");
}

Result<std::vector<std::string>> heads_of(Service& service, const std::string& holder, const std::string& session) {
  std::vector<std::string> heads;
  CHITTY_DO(service.store().each(
      "SELECT v.id FROM contextual_versions v WHERE v.holder = :holder AND v.session = :session AND NOT EXISTS"
      " (SELECT 1 FROM contextual_followed f WHERE f.holder = v.holder AND f.version = v.id) ORDER BY v.number DESC, v.saved_at DESC, v.id DESC",
      {{"holder", holder}, {"session", session}}, [&](const Row& row) { return heads.push_back(text_in(row, "id")), true; }));
  return heads;
}

Result<Row> version_of(Service& service, const std::string& holder, const std::string& session, const std::string& named) {
  const auto select = std::string("SELECT ").append(version_columns).append(", v.content, v.digest FROM contextual_versions v WHERE v.holder = :holder AND v.session = :session");
  json::object which{{"holder", holder}, {"session", session}};
  if (named.empty()) {
    CHITTY_TRY(const auto heads, heads_of(service, holder, session));
    if (heads.empty()) return no_session(session);
    which["id"] = heads.front();
    return service.store().row(select + " AND v.id = :id", which, "The version was deleted meanwhile.");
  }
  const bool number = named.size() < 10 && std::all_of(named.begin(), named.end(), [](char c) { return c >= '0' && c <= '9'; });
  which[number ? "number" : "id"] = number ? json::value(std::stoll(named)) : json::value(named);
  CHITTY_TRY(auto rows, service.store().query(select + (number ? " AND v.number = :number" : " AND v.id = :id") + " ORDER BY v.id", which));
  if (rows.empty()) {
    CHITTY_TRY(const auto heads, heads_of(service, holder, session));
    if (heads.empty()) return no_session(session);
    return make_error(Code::not_found, "The session '" + session + "' has no version '" + named + "'.", "List them: chitty contextual versions --session " + session);
  }
  if (rows.size() > 1) {
    std::string ids;
    for (const auto& row : rows) ids += (ids.empty() ? "" : ", ") + text_in(row, "version_id");
    return make_error(Code::conflict, "The session '" + session + "' has several versions '" + named + "', saved in different stores: " + ids + ".", "Name one of them by its ID.");
  }
  return std::move(rows.front());
}

Result<void> keep_versions(Service& service, const std::string& holder, const std::vector<Version>& all) {
  if (all.empty()) return {};
  CHITTY_TRY(auto seq, next_changes(service, holder, static_cast<std::int64_t>(all.size())));
  for (const auto& version : all) {
    const json::array follows(version.follows.begin(), version.follows.end());
    CHITTY_DO(service.store().insert("contextual_versions", {{"holder", holder}, {"id", version.id}, {"session", version.session}, {"number", version.number}, {"follows", json::serialize(follows)}, {"name", text_or_null(version.name)}, {"project", text_or_null(version.project)}, {"origin", version.origin}, {"content", version.content}, {"digest", version.digest}, {"saved_at", version.at}, {"replica", version.replica}, {"seq", seq++}}));
    for (const auto& parent : version.follows)
      CHITTY_DO(service.store().execute("INSERT INTO contextual_followed (holder, version, follower) VALUES (:holder, :version, :follower) ON CONFLICT (holder, version, follower) DO NOTHING",
                                        {{"holder", holder}, {"version", parent}, {"follower", version.id}}));
  }
  return {};
}

Result<void> follow_heads(Service& service, const std::string& holder, const std::string& session) {
  const json::object which{{"holder", holder}, {"session", session}};
  CHITTY_TRY(const auto heads, heads_of(service, holder, session));
  std::set<std::string> wanted(heads.begin(), heads.end());
  std::vector<std::string> stale;
  CHITTY_DO(service.store().each(
      "SELECT DISTINCT p.about AS about FROM contextual_versions v JOIN contextual_spaces s ON s.holder = v.holder JOIN contextual_passages p ON p.space = s.space AND p.about = v.id"
      " WHERE v.holder = :holder AND v.session = :session",
      which, [&](const Row& row) {
        if (const auto about = text_in(row, "about"); wanted.erase(about) == 0) stale.push_back(about);
        return true;
      }));
  const auto findable = [&](const std::string& id) -> Result<Findable> {
    CHITTY_TRY(const auto row, service.store().row("SELECT session, origin, content FROM contextual_versions WHERE holder = :holder AND id = :id", {{"holder", holder}, {"id", id}}, ""));
    json::parse_options deep;
    deep.max_depth = 256;
    return findable_version(id, text_in(row, "session"), text_in(row, "origin"), json::parse(text_in(row, "content"), {}, deep));
  };
  for (const auto& id : stale) {
    CHITTY_TRY(const auto gone, findable(id));
    CHITTY_DO(unmake_findable(service, holder, {gone}));
  }
  for (const auto& id : wanted) {
    CHITTY_TRY(const auto come, findable(id));
    CHITTY_DO(make_findable(service, holder, {come}));
  }
  return {};
}

Result<void> remove_versions(Service& service, const std::string& holder, const std::vector<std::string>& ids, const std::string& at) {
  for (const auto& id : ids) {
    const json::object which{{"holder", holder}, {"id", id}};
    CHITTY_TRY(const auto row, service.store().find("SELECT session, origin, content FROM contextual_versions WHERE holder = :holder AND id = :id", which));
    json::array passages;
    if (row) {
      json::parse_options deep;
      deep.max_depth = 256;
      const auto findable = findable_version(id, text_in(*row, "session"), text_in(*row, "origin"), json::parse(text_in(*row, "content"), {}, deep));
      CHITTY_TRY(passages, unmake_findable(service, holder, {findable}));
      CHITTY_DO(service.store().execute("DELETE FROM contextual_versions WHERE holder = :holder AND id = :id", which));
      CHITTY_DO(service.store().execute("DELETE FROM contextual_followed WHERE holder = :holder AND follower = :id", which));
    }
    CHITTY_DO(remember_removal(service, holder, "session", id, passages, at));
  }
  return {};
}

}  // namespace chittycontextual
