#include "manifest/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <string>
#include <vector>

namespace chitty::host {

namespace {

constexpr std::int64_t largest_exact = std::int64_t{1} << 53;

// Listens to the parser and remembers keys; what is wrong is kept as a sentence.
struct Listener {
  static constexpr std::size_t max_object_size = std::size_t(-1), max_array_size = std::size_t(-1),
                               max_key_size = std::size_t(-1), max_string_size = std::size_t(-1);
  using error_code = boost::system::error_code;
  using text = json::string_view;

  std::vector<std::set<std::string>> keys;
  std::string key, wrong;

  bool refuse(std::string why, error_code& ec) {
    wrong = std::move(why);
    ec = json::error::syntax;
    return false;
  }
  bool check_size(bool fits, text number, error_code& ec) {
    return fits || refuse("the number " + std::string(number) + " is larger than 2^53", ec);
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return keys.emplace_back(), true; }
  bool on_object_end(std::size_t, error_code&) { return keys.pop_back(), true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(text part, std::size_t, error_code&) { return key.append(part.data(), part.size()), true; }
  bool on_key(text part, std::size_t, error_code& ec) {
    key.append(part.data(), part.size());
    const bool is_new = keys.back().insert(key).second;
    if (!is_new) return refuse("the key '" + key + "' appears twice in one object", ec);
    key.clear();
    return true;
  }
  bool on_string_part(text, std::size_t, error_code&) { return true; }
  bool on_string(text, std::size_t, error_code&) { return true; }
  bool on_number_part(text, error_code&) { return true; }
  bool on_int64(std::int64_t number, text written, error_code& ec) {
    return check_size(number <= largest_exact && number >= -largest_exact, written, ec);
  }
  bool on_uint64(std::uint64_t, text written, error_code& ec) { return check_size(false, written, ec); }
  bool on_double(double, text, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(text, error_code&) { return true; }
  bool on_comment(text, error_code&) { return true; }
};

std::string words_of(const boost::system::error_code& ec) {
  if (ec == json::error::too_deep) return "it is nested deeper than 32";
  return ec.message();
}

}  // namespace

Result<json::value> parse_strict_json(std::string_view text) {
  const json::parse_options strict;  // depth 32, UTF-8 checked, no comments, no trailing commas
  json::basic_parser<Listener> parser(strict);
  boost::system::error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (ec) {
    const auto& wrong = parser.handler().wrong;
    return make_error(Code::plugin_fault,
                      (wrong.empty() ? words_of(ec) : wrong) + " (at byte " + std::to_string(read) + ")");
  }
  return json::parse(text, {}, strict);
}

}  // namespace chitty::host
