// Versions of sessions in their table: which are the last, which is meant, and what is found of them.
#pragma once

#include "memory_rows.hpp"

namespace chittycontextual {

struct Version {
  std::string id, session;
  std::int64_t number = 0;
  std::vector<std::string> follows;
  std::string name, project, origin, content, digest, at, replica;
};

// All but the content, as shapes::version has it, of contextual_versions v.
extern const std::string_view version_columns;

// The ids of the versions that none follows, the one that is loaded first: the highest number, then what was saved last.
chitty::Result<std::vector<std::string>> heads_of(chitty::Service& service, const std::string& holder, const std::string& session);

// The version that is named by a number or an id, the first head when by nothing: its columns and `content`. NOT_FOUND; CONFLICT when
// two have the number.
chitty::Result<chitty::Row> version_of(chitty::Service& service, const std::string& holder, const std::string& session, const std::string& named);

chitty::Error no_session(const std::string& session);

// Within a transaction. Afterwards `follow_heads` of each session that was touched.
chitty::Result<void> keep_versions(chitty::Service& service, const std::string& holder, const std::vector<Version>& all);
chitty::Result<void> remove_versions(chitty::Service& service, const std::string& holder, const std::vector<std::string>& ids, const std::string& at);

// What is found of a session are its heads. Within a transaction.
chitty::Result<void> follow_heads(chitty::Service& service, const std::string& holder, const std::string& session);

}  // namespace chittycontextual
