#include "daemon/wire/request_target.hpp"

#include "base/text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace chitty::host::daemon {
namespace {

std::string decoded(boost::urls::pct_string_view text, bool plus_is_space) {
  boost::urls::encoding_opts options;
  options.space_as_plus = plus_is_space;
  return text.decode(options);
}

}  // namespace

Result<void> parse_request_target(std::string_view text, RequestTarget& out) {
  const auto url = boost::urls::parse_origin_form({text.data(), text.size()});
  if (!url) return usage_error("The request's address is not a path.", "Write it as /service/path, with %-encoding.");
  out.segments.clear();
  out.segments.reserve(8);
  for (const auto segment : url->encoded_segments()) {
    if (segment.find('%') == segment.npos) {  // ASCII, as it is
      out.segments.emplace_back(segment.data(), segment.size());
      continue;
    }
    out.segments.push_back(decoded(segment, false));
    if (!is_utf8(out.segments.back())) return usage_error("The request's address is not UTF-8.");
  }
  const auto query = url->encoded_query();
  out.encoded_query.assign(query.data(), query.size());
  return {};
}

std::string query_as_json(std::string_view encoded_query) {
  if (encoded_query.empty()) return "{}";
  json::object object;
  const std::string text = "/?" + std::string(encoded_query);
  const auto url = boost::urls::parse_origin_form(text);
  if (!url) return "{}";
  for (const auto parameter : url->encoded_params()) {
    const std::string name = decoded(parameter.key, true), value = decoded(parameter.value, true);
    if (is_utf8(name) && is_utf8(value)) object[name] = value;
  }
  return json::serialize(object);
}

}  // namespace chitty::host::daemon
