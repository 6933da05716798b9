// Any JSON as a schema and any as a value: it is compiled or refused in words, and both ways to ask agree. The input is the
// schema's text, a newline, and the value's.
#include <chitty/json_schema.hpp>

#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace chitty;

void check(const json::value& schema, const json::value& value, const JsonSchema::Options& options) {
  const auto compiled = JsonSchema::compile(schema, options);
  if (!compiled) {
    if (compiled.error().message.empty()) std::abort();
    return;
  }
  const auto departures = compiled->check(value);
  if (compiled->accepts(value) != departures.empty()) std::abort();
  for (const auto& one : departures)
    if (one.message.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cut = text.find('\n');
  if (cut == text.npos) return 0;
  boost::system::error_code ec;
  json::parse_options deep;
  deep.max_depth = 1000;
  const auto schema = json::parse(text.substr(0, cut), ec, {}, deep);
  if (ec) return 0;
  const auto value = json::parse(text.substr(cut + 1), ec, {}, deep);
  if (ec) return 0;
  check(schema, value, {.draft = Draft::draft7, .assert_formats = true});
  check(schema, value, {.strict = true});
  check(schema, value, {.often = true});
  return 0;
}
