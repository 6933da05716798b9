#include "merge.hpp"

#include <chitty/time.hpp>

#include "../memory_text.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

constexpr std::size_t most_bytes = 8u << 20, ids_at_once = 200;

Result<void> needs(bool there, const char* what) { return there ? Result<void>() : Result<void>(usage_error(std::string("A line needs ") + what + ".")); }

}  // namespace

Result<void> Merge::take(const shapes::ChangeLine& line) {
  ++lines_;
  CHITTY_DO(needs(!line.id.empty() && parse_rfc3339(line.at), "'id', and 'at' as a time (RFC 3339)"));
  if (line.kind != "version" && open_) return usage_error("The version '" + open_->version.id + "' lacks pieces.");
  if (line.kind == "memory") return take_memory(line);
  if (line.kind == "version") return take_version(line);
  CHITTY_DO(needs(!line.of.empty(), "'of'"));
  removed_.push_back({line.id, line.of, line.at});
  return {};
}

Result<void> Merge::take_memory(const shapes::ChangeLine& line) {
  CHITTY_DO(needs(!line.text.empty() && line.text.find('\0') == std::string::npos, "'text', without the character NUL"));
  CHITTY_DO(needs(!line.type.empty() && !line.source.empty(), "'type' and 'source'"));
  bytes_ += line.text.size();
  CHITTY_TRY(auto digest, digest_of(service_.crypto(), line.text));
  new_memories_.push_back({line.id, line.text, std::move(digest), line.type, line.source, line.session, line.supersedes, json::serialize(line.data), line.at, line.replica});
  return {};
}

Result<void> Merge::take_version(const shapes::ChangeLine& line) {
  CHITTY_DO(needs(!line.session.empty() && line.number && line.part && line.parts && !line.origin.empty(), "'session', 'number', 'origin', 'part' and 'parts'"));
  if (!open_) open_ = Parts{{line.id, line.session, *line.number, line.parents, line.name, line.project, line.origin, "", "", line.at, line.replica}, 0, *line.parts};
  if (open_->version.id != line.id || open_->next != *line.part || open_->parts != *line.parts) return usage_error("The pieces of the version '" + open_->version.id + "' are not in their order.");
  open_->version.content += line.piece, bytes_ += line.piece.size();
  if (open_->version.content.size() > most_bytes) return usage_error("The version '" + line.id + "' has more than 8388608 bytes.");
  if (++open_->next < open_->parts) return {};
  boost::system::error_code wrong;
  json::parse_options deep;
  deep.max_depth = 256;
  (void)json::parse(open_->version.content, wrong, {}, deep);
  if (wrong) return usage_error("The version '" + line.id + "' is not JSON.");
  CHITTY_TRY(open_->version.digest, sha256_hex(service_.crypto(), open_->version.content));
  new_versions_.push_back(std::move(open_->version));
  open_.reset();
  return {};
}

Result<Merge::Ids> Merge::having(const std::string& table, const std::vector<std::string>& ids) {
  Ids found;
  for (std::size_t at = 0; at < ids.size(); at += ids_at_once) {
    std::string list;
    json::object parameters{{"holder", holder_}};
    for (std::size_t i = at; i < std::min(at + ids_at_once, ids.size()); ++i) {
      const auto name = "i" + std::to_string(i - at);
      list.append(list.empty() ? ":" : ", :").append(name);
      parameters[name] = ids[i];
    }
    CHITTY_DO(service_.store().each("SELECT id FROM " + table + " WHERE holder = :holder AND id IN (" + list + ")", parameters,
                                    [&](const Row& row) { return found.insert(text_in(row, "id")), true; }));
  }
  return found;
}

Result<void> Merge::write_removed() {
  std::vector<std::string> ids;
  for (const auto& one : removed_) ids.push_back(one.id);
  CHITTY_TRY(auto known, having("contextual_removed", ids));
  std::set<std::string> touched;
  for (const auto& one : removed_) {
    auto& counts = one.kind == "memory" ? memories : sessions;
    if (!known.insert(one.id).second) {
      ++counts.known;
      continue;
    }
    ++counts.removed;
    if (one.kind == "memory") {
      CHITTY_DO(remove_memories(service_, holder_, {one.id}, one.at));
      continue;
    }
    CHITTY_TRY(const auto row, service_.store().find("SELECT session FROM contextual_versions WHERE holder = :holder AND id = :id", {{"holder", holder_}, {"id", one.id}}));
    CHITTY_DO(remove_versions(service_, holder_, {one.id}, one.at));
    if (row) touched.insert(text_in(*row, "session"));
  }
  for (const auto& session : touched) CHITTY_DO(follow_heads(service_, holder_, session));
  return {};
}

Result<void> Merge::write_memories() {
  std::vector<std::string> ids;
  for (const auto& memory : new_memories_) ids.push_back(memory.id);
  CHITTY_TRY(auto gone, having("contextual_removed", ids));
  CHITTY_TRY(auto known, having("contextual_memories", ids));
  std::vector<Memory> fresh;
  std::size_t bytes = 0;
  for (auto& memory : new_memories_) {
    if (gone.contains(memory.id) || !known.insert(memory.id).second) {
      ++memories.known;
      continue;
    }
    bytes += memory.text.size();
    fresh.push_back(std::move(memory));
  }
  if (fresh.empty()) return {};
  CHITTY_DO(service_.quota("memories", fresh.size()));
  CHITTY_DO(service_.quota("bytes", bytes));
  memories.added += static_cast<std::int64_t>(fresh.size());
  return keep_memories(service_, holder_, fresh);
}

Result<void> Merge::write_versions() {
  std::vector<std::string> ids;
  for (const auto& version : new_versions_) ids.push_back(version.id);
  CHITTY_TRY(auto gone, having("contextual_removed", ids));
  CHITTY_TRY(auto known, having("contextual_versions", ids));
  std::vector<Version> fresh;
  std::set<std::string> touched;
  std::size_t bytes = 0;
  for (auto& version : new_versions_) {
    if (gone.contains(version.id) || !known.insert(version.id).second) {
      ++sessions.known;
      continue;
    }
    bytes += version.content.size(), touched.insert(version.session);
    fresh.push_back(std::move(version));
  }
  if (fresh.empty()) return {};
  CHITTY_DO(service_.quota("versions", fresh.size()));
  CHITTY_DO(service_.quota("bytes", bytes));
  sessions.added += static_cast<std::int64_t>(fresh.size());
  CHITTY_DO(keep_versions(service_, holder_, fresh));
  for (const auto& session : touched) CHITTY_DO(follow_heads(service_, holder_, session));
  return {};
}

Result<void> Merge::flush() {
  if (lines_ == 0) return {};
  const auto memories_before = memories, sessions_before = sessions;
  auto done = service_.store().transaction([&]() -> Result<void> {
    CHITTY_DO(write_removed());
    CHITTY_DO(write_memories());
    return write_versions();
  });
  if (!done) memories = memories_before, sessions = sessions_before;
  new_memories_.clear(), new_versions_.clear(), removed_.clear();
  lines_ = 0, bytes_ = 0;
  return done;
}

}  // namespace chittycontextual
