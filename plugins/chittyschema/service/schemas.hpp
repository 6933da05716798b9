// Schemas and their versions, looked up and put in; what several routes need.
#pragma once

#include <chitty/service.hpp>

#include <string>
#include <string_view>

namespace chittyschema {

namespace json = boost::json;

inline constexpr std::string_view ecosystem = "ecosystem", registered = "registered";

// What a version is shown by, from `schema_versions v JOIN schema_schemas s`, without the document.
extern const std::string_view version_columns;
inline constexpr std::string_view version_tables = "schema_versions v JOIN schema_schemas s ON s.name = v.name";

// The name that is meant: itself, or where there is none of that name, the one record of a service that ends in it (`identity` is
// `chittyid.identity`). NOT_FOUND; CONFLICT names the several that may be meant.
chitty::Result<std::string> full_name(chitty::Service& service, const std::string& said);

// The version of `said` (NAME or NAME@VERSION), with its document; an empty `version`, or `latest`, is the latest.
chitty::Result<chitty::Row> find_version(chitty::Service& service, const std::string& said, const std::string& version);

// A version to put in.
struct NewVersion {
  std::string name, version, origin;
  json::object document;
  std::string by;
};
struct Made {
  std::string version;
  bool is_new = false;
};

// Within a transaction. An empty version is the next of v1, v2, …. CONFLICT: the version is there with other content.
chitty::Result<Made> put_version(chitty::Service& service, const NewVersion& given);

std::string digest_of(chitty::Service& service, std::string_view text);

// The schema's own row. PERMISSION_DENIED: it is somebody else's, or a service's.
chitty::Result<void> may_change(chitty::Service& service, const std::string& name);

}  // namespace chittyschema
