#include <chitty/catalogue.hpp>
#include <optional>

namespace chitty {

namespace {

// Manifests have schemas in them, nested as deep as the host lets them be.
Result<json::object> object_of(std::string_view text) {
  json::parse_options options;
  options.max_depth = CHITTY_MAX_DEPTH;
  boost::system::error_code ec;
  auto value = json::parse(text, ec, {}, options);
  if (!ec && value.is_object()) return std::move(value.get_object());
  return make_error(Code::host_fault, "The host's catalogue is not JSON.");
}

}  // namespace

Result<void> Catalogue::each(const std::function<Result<void>(const json::object&)>& take) const {
  if (!CHITTY_OFFERS(table_, plugins)) return detail::missing(CHITTY_EXT_CATALOGUE);
  std::optional<Error> failed;
  auto write = [&](std::string_view text) -> chitty_status {
    auto plugin = object_of(text);
    auto taken = plugin ? take(*plugin) : Result<void>(plugin.error());
    if (taken) return CHITTY_OK;
    failed = taken.error();
    return CHITTY_CANCELLED;
  };
  const auto sink = abi::sink_to_function(write);
  const auto done = detail::ask(table_->plugins, call_, &sink);
  if (failed) return *failed;
  return done;
}

Result<json::array> Catalogue::plugins() const {
  json::array all;
  CHITTY_DO(each([&](const json::object& plugin) -> Result<void> { return all.push_back(plugin), Result<void>(); }));
  return all;
}

Result<json::object> Catalogue::builtin() const {
  if (!CHITTY_OFFERS(table_, builtin)) return detail::missing(CHITTY_EXT_CATALOGUE);
  std::string text;
  const auto sink = abi::sink_to(text);
  CHITTY_DO(detail::ask(table_->builtin, call_, &sink));
  return object_of(text);
}

}  // namespace chitty
