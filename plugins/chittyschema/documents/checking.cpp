#include "checking.hpp"

#include <boost/json/parser.hpp>

namespace chittyschema {

using namespace chitty;

namespace {

json::object problem(const Document& document, std::size_t offset, const Departure& what) {
  const auto where = position_of(document.text, offset, document.begins);
  return {{"document", document.number}, {"line", where.line}, {"column", where.column}, {"at", what.at}, {"rule", what.rule}, {"keyword", what.keyword}, {"message", what.message}};
}

std::string words_of(const boost::system::error_code& failed) {
  if (failed == json::error::incomplete) return "is not JSON: it ends too early";
  if (failed == json::error::extra_data) return "is not JSON: more follows behind the document";
  if (failed == json::error::too_deep) return "is nested too deeply: at most 256 levels are read";
  return "is not JSON: " + failed.message();
}

}  // namespace

std::vector<json::object> Checking::check(const Document& document) {
  json::monotonic_resource memory(room_.data(), room_.size());
  json::parse_options options;
  options.max_depth = 256;
  json::parser parser({}, options);
  parser.reset(json::storage_ptr(&memory));
  boost::system::error_code failed;
  const auto read = parser.write_some(document.text, failed);
  const auto behind = document.text.find_first_not_of(" \t\r\n", read);
  if (!failed && behind != document.text.npos) failed = json::error::extra_data;
  if (failed) {
    const auto offset = failed == json::error::extra_data ? behind : std::min(read, document.text.size());
    return {problem(document, offset, {"", "", "syntax", words_of(failed), ""})};
  }
  const json::value value = parser.release();
  if (schema_.accepts(value)) return {};
  std::vector<json::object> all;
  for (const auto& one : schema_.check(value, most_errors))
    all.push_back(problem(document, offset_of(document.text, one.at, one.member), one));
  return all;
}

bool Checking::takes_arrays() const {
  for (const auto& one : schema_.check(json::array()))
    if (one.at.empty() && one.keyword == "type") return false;
  return true;
}

}  // namespace chittyschema
