#include "strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <set>
#include <string>
#include <vector>

namespace chitty {

namespace {

using Ec = boost::system::error_code;
using Text = json::string_view;

constexpr std::int64_t largest_exact = std::int64_t{1} << 53;

// What the parser tells is put together to a value. Of two members of one name the last wins there, so members are counted:
// whoever has fewer of them than were told has lost one.
struct Builder {
  static constexpr std::size_t max_object_size = std::size_t(-1), max_array_size = std::size_t(-1),
                               max_key_size = std::size_t(-1), max_string_size = std::size_t(-1);

  explicit Builder(json::storage_ptr storage, bool exact)
      : stack({}, buffer, sizeof buffer), exact_integers(exact) {
    stack.reset(std::move(storage));
  }

  bool too_large(Text number, Ec& ec) {
    wrong = "the number " + std::string(number.substr(0, 40)) + " is larger than 2^53, which other programs round";
    ec = json::error::syntax;
    return false;
  }

  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec&) { return true; }
  bool on_object_end(std::size_t size, Ec&) { return members += size, stack.push_object(size), true; }
  bool on_array_begin(Ec&) { return true; }
  bool on_array_end(std::size_t size, Ec&) { return stack.push_array(size), true; }
  bool on_key_part(Text part, std::size_t, Ec&) { return stack.push_chars(part), true; }
  bool on_key(Text part, std::size_t, Ec&) { return stack.push_key(part), true; }
  bool on_string_part(Text part, std::size_t, Ec&) { return stack.push_chars(part), true; }
  bool on_string(Text part, std::size_t, Ec&) { return stack.push_string(part), true; }
  bool on_number_part(Text, Ec&) { return true; }
  bool on_int64(std::int64_t number, Text written, Ec& ec) {
    if (exact_integers && (number > largest_exact || number < -largest_exact)) return too_large(written, ec);
    return stack.push_int64(number), true;
  }
  bool on_uint64(std::uint64_t number, Text written, Ec& ec) {
    if (exact_integers) return too_large(written, ec);
    return stack.push_uint64(number), true;
  }
  bool on_double(double number, Text, Ec&) { return stack.push_double(number), true; }
  bool on_bool(bool value, Ec&) { return stack.push_bool(value), true; }
  bool on_null(Ec&) { return stack.push_null(), true; }
  bool on_comment_part(Text, Ec&) { return true; }
  bool on_comment(Text, Ec&) { return true; }

  unsigned char buffer[2048];
  json::value_stack stack;
  std::size_t members = 0;
  bool exact_integers;
  std::string wrong;
};

// Only when one is known to be there: which member stands twice, and where the parser was then.
struct DuplicateFinder {
  static constexpr std::size_t max_object_size = Builder::max_object_size, max_array_size = Builder::max_array_size,
                               max_key_size = Builder::max_key_size, max_string_size = Builder::max_string_size;

  std::vector<std::set<std::string>> open;
  std::string key, duplicate;

  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec&) { return open.emplace_back(), true; }
  bool on_object_end(std::size_t, Ec&) { return open.pop_back(), true; }
  bool on_array_begin(Ec&) { return true; }
  bool on_array_end(std::size_t, Ec&) { return true; }
  bool on_key_part(Text part, std::size_t, Ec&) { return key.append(part.data(), part.size()), true; }
  bool on_key(Text part, std::size_t, Ec& ec) {
    key.append(part.data(), part.size());
    if (open.back().insert(key).second) return key.clear(), true;
    duplicate = key;
    ec = json::error::syntax;
    return false;
  }
  bool on_string_part(Text, std::size_t, Ec&) { return true; }
  bool on_string(Text, std::size_t, Ec&) { return true; }
  bool on_number_part(Text, Ec&) { return true; }
  bool on_int64(std::int64_t, Text, Ec&) { return true; }
  bool on_uint64(std::uint64_t, Text, Ec&) { return true; }
  bool on_double(double, Text, Ec&) { return true; }
  bool on_bool(bool, Ec&) { return true; }
  bool on_null(Ec&) { return true; }
  bool on_comment_part(Text, Ec&) { return true; }
  bool on_comment(Text, Ec&) { return true; }
};

std::size_t members_of(const json::value& value) {
  std::size_t all = 0;
  if (const auto* array = value.if_array())
    for (const auto& one : *array) all += members_of(one);
  if (const auto* object = value.if_object()) {
    all = object->size();
    for (const auto& [name, member] : *object) all += members_of(member);
  }
  return all;
}

Error wrong_at(std::string clause, std::size_t byte) {
  Error error = usage_error(std::move(clause) + " (at byte " + std::to_string(byte) + ")");
  error.details["byte"] = byte;
  return error;
}

std::string words_of(const Ec& ec, std::size_t depth) {
  if (ec == json::error::too_deep) return "it is nested deeper than " + std::to_string(depth);
  if (ec == json::error::incomplete) return "it ends early";
  if (ec == json::error::extra_data) return "there is text after its end";
  return ec.message();
}

Error duplicate_in(std::string_view text, const json::parse_options& options) {
  json::basic_parser<DuplicateFinder> parser(options);
  Ec ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  return wrong_at("the member '" + parser.handler().duplicate.substr(0, 64) + "' appears twice in one object", read);
}

}  // namespace

Result<json::value> parse_strict_json(std::string_view text, const StrictJson& limits, json::storage_ptr storage) {
  json::parse_options options;  // UTF-8 checked, no comments, no trailing commas
  options.max_depth = limits.depth;
  json::basic_parser<Builder> parser(options, std::move(storage), limits.exact_integers);
  Ec ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  Builder& built = parser.handler();
  if (ec) return wrong_at(built.wrong.empty() ? words_of(ec, limits.depth) : built.wrong, read);
  json::value value = built.stack.release();
  if (members_of(value) < built.members) return duplicate_in(text, options);
  return value;
}

}  // namespace chitty
