// What is installed, as the manifests say it (plugin.h, chitty.catalogue/1): for plugins that tell others of plugins. From
// `Host::catalogue` and `Service::catalogue`; lives within the call.
#ifndef CHITTY_CATALOGUE_HPP
#define CHITTY_CATALOGUE_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chitty/tables.hpp>
#include <functional>

namespace chitty {

namespace json = boost::json;

class Catalogue {
 public:
  Catalogue(const chitty_catalogue* table, chitty_call* call) : table_(table), call_(call) {}

  // Each plugin found, by name: {"name", "version", "path", "sha256", "origin", "manifest"} of one that is used, with "reason"
  // and "hint" instead of the manifest of one that is refused. Its schemas refer to the manifest's own `$defs`. An error of
  // `take` ends it and is returned.
  Result<void> each(const std::function<Result<void>(const json::object& plugin)>& take) const;

  // All of them at once.
  Result<json::array> plugins() const;

  // The manifest of the commands that come without any plugin; NOT_SUPPORTED for services, whose host has none.
  Result<json::object> builtin() const;

 private:
  const chitty_catalogue* table_;
  chitty_call* call_;
};

}  // namespace chitty

#endif  // CHITTY_CATALOGUE_HPP
