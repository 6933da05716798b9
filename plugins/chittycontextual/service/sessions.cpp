// /api/v1/sessions: saved, loaded, listed, compared, deleted.
#include <chitty/lists.hpp>
#include <chittycontextual_names.hpp>

#include "../json_patch.hpp"
#include "saving.hpp"

namespace chittycontextual::routes {

using namespace chitty;

namespace {

json::value state_of(const Row& row) {
  json::parse_options deep;
  deep.max_depth = 256;
  return json::parse(text_in(row, "content"), {}, deep);
}

}  // namespace

Result<Response> save_session(Service& service, const SaveSession& given) {
  const auto& body = given.body;
  Saved saved{body.state, "file", "", "", {}, false};
  if (body.state.is_null()) {
    CHITTY_TRY(saved, ask_for(service, given.path.id));
  }
  saved.name = body.name, saved.project = body.project, saved.expected = body.expectedVersion, saved.resolve = body.resolve;
  CHITTY_TRY(auto version, save(service, given.path.id, saved));
  return answer(service, {{"saved", json::array{std::move(version)}}});
}

Result<Response> load_session(Service& service, const LoadSession& given) {
  const auto holder = holder_of(service);
  CHITTY_TRY(const auto row, version_of(service, holder, given.path.id, given.query.version));
  CHITTY_TRY(const auto heads, heads_of(service, holder, given.path.id));
  auto loaded = record_of(row, shapes::version);
  loaded["conflict"] = heads.size() > 1;
  loaded["heads"] = json::array(heads.begin(), heads.end());
  loaded["state"] = state_of(row);
  return answer(service, std::move(loaded));
}

// One line a session: its first head.
Result<Response> list_sessions(Service& service, const ListSessions& given) {
  const auto page = page_of(given.query);
  Select select{std::string("SELECT ").append(version_columns).append(", (SELECT COUNT(*) FROM contextual_versions o WHERE o.holder = v.holder AND o.session = v.session AND NOT EXISTS"
                                                                      " (SELECT 1 FROM contextual_followed g WHERE g.holder = o.holder AND g.version = o.id)) AS heads"
                                                                      " FROM contextual_versions v WHERE v.holder = :holder AND v.id = (SELECT o.id FROM contextual_versions o WHERE o.holder = v.holder AND o.session = v.session AND NOT EXISTS"
                                                                      " (SELECT 1 FROM contextual_followed g WHERE g.holder = o.holder AND g.version = o.id) ORDER BY o.number DESC, o.saved_at DESC, o.id DESC LIMIT 1)"),
                {{"holder", holder_of(service)}}};
  select.where_given("v.project = :project", "project", given.query.project);
  return answer_page(
      service, page, "sessions", select.newest_first(page, "v.id"),
      [](const Row& row) {
        auto shown = row;
        const bool conflict = shown.at("heads").as_int64() > 1;
        shown.erase("heads");
        auto record = record_of(shown, shapes::version);
        record["conflict"] = conflict;
        return record;
      },
      "version_id");
}

Result<Response> list_versions(Service& service, const ListVersions& given) {
  const auto page = page_of(given.query);
  const auto holder = holder_of(service);
  CHITTY_TRY(const auto heads, heads_of(service, holder, given.path.id));
  if (heads.empty()) return no_session(given.path.id);
  Select select{std::string("SELECT ").append(version_columns).append(" FROM contextual_versions v WHERE v.holder = :holder AND v.session = :session"),
                {{"holder", holder}, {"session", given.path.id}}};
  return answer_page(
      service, page, "versions", select.newest_first(page, "v.id"), [](const Row& row) { return record_of(row, shapes::version); }, "version_id");
}

Result<Response> diff_session(Service& service, const DiffSession& given) {
  const auto holder = holder_of(service);
  CHITTY_TRY(const auto to, version_of(service, holder, given.path.id, given.query.to));
  auto before = given.query.from;
  if (before.empty()) {
    const auto parents = json::parse(text_in(to, "parents")).as_array();
    if (!parents.empty()) before = parents.front().as_string();
  }
  std::int64_t number = 0;
  json::value old(json::object{});
  if (!before.empty()) {
    CHITTY_TRY(const auto from, version_of(service, holder, given.path.id, before));
    number = from.at("version").as_int64(), old = state_of(from);
  }
  return answer(service, {{"from", number}, {"to", to.at("version")}, {"changes", changes_between(old, state_of(to))}});
}

Result<Response> delete_session(Service& service, const DeleteSession& given) {
  const auto holder = holder_of(service), at = rfc3339(service.now());
  const auto& session = given.path.id;
  CHITTY_TRY(auto removed, service.store().transaction([&]() -> Result<json::object> {
    std::vector<std::string> ids;
    CHITTY_DO(service.store().each("SELECT id FROM contextual_versions WHERE holder = :holder AND session = :session ORDER BY id", {{"holder", holder}, {"session", session}},
                                   [&](const Row& row) { return ids.push_back(text_in(row, "id")), true; }));
    if (ids.empty()) return no_session(session);
    CHITTY_DO(remove_versions(service, holder, ids, at));
    CHITTY_DO(service.event("session.removed", session, {{"versions", ids.size()}}));
    return json::object{{"sessionId", session}, {"removed", ids.size()}, {"removedAt", at}};
  }));
  return answer(service, std::move(removed));
}

}  // namespace chittycontextual::routes
