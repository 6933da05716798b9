#include "cli/values.hpp"

#include <boost/json/stream_parser.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>

#include "base/files.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace chitty {
namespace {

constexpr std::size_t few_choices = 8;  // more, and a nearest one stands in the hint alone

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
           return std::tolower(x) == std::tolower(y);
         });
}

Result<json::value> to_choice(const Argument& argument, const std::string& text, const std::string& as_written) {
  for (const auto& choice : argument.choices)
    if (same_letters(choice, text)) return json::value(json::string(choice));
  const auto near = did_you_mean(nearest(text, argument.choices));
  const auto all = "Choices: " + join(argument.choices, ", ");
  if (!near.empty() && argument.choices.size() > few_choices) return usage_error(as_written + " cannot be '" + text + "'.", near);
  return usage_error(as_written + " cannot be '" + text + "'.", near.empty() ? all : near + " " + all);
}

std::string range(const Argument& argument) {
  if (argument.minimum && argument.maximum)
    return "from " + std::to_string(*argument.minimum) + " to " + std::to_string(*argument.maximum);
  if (argument.minimum) return "at least " + std::to_string(*argument.minimum);
  return "at most " + std::to_string(*argument.maximum);
}

Result<json::value> to_integer(const Argument& argument, const std::string& text, const std::string& as_written) {
  std::int64_t value = 0;
  const char* first = text.data() + (text.size() > 1 && text[0] == '+' && text[1] != '-' ? 1 : 0);
  const auto [end, problem] = std::from_chars(first, text.data() + text.size(), value);
  if (problem == std::errc::result_out_of_range)
    return usage_error(as_written + " is " + text + ", which is too large.", "Write a number of at most 18 digits.");
  if (problem != std::errc() || end != text.data() + text.size())
    return usage_error(as_written + " is '" + text + "', which is no whole number.", "Write digits alone, as in 10.");
  if ((argument.minimum && value < *argument.minimum) || (argument.maximum && value > *argument.maximum))
    return usage_error(as_written + " is " + text + ", but must be " + range(argument) + ".");
  return json::value(value);
}

Result<json::value> to_boolean(const std::string& text, const std::string& as_written) {
  if (same_letters(text, "true")) return json::value(true);
  if (same_letters(text, "false")) return json::value(false);
  return usage_error(as_written + " is '" + text + "', which is neither true nor false.");
}

// Opened for a moment: to exist is not enough, and to ask for permission is not to have it.
Result<json::value> to_file(const std::string& text, const std::string& as_written) {
  if (text == "-") return json::value(json::string(text));
  const auto refused = [&](const std::string& why) {
    return usage_error("The file '" + text + "' for " + as_written + " cannot be read: " + why + ".",
                       "Write the path of a file, or - for standard input.");
  };
  const Fd fd(::open(text.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return refused(system_words(errno));
  struct stat found {};
  if (::fstat(fd.get(), &found) == 0 && S_ISDIR(found.st_mode)) return refused("It is a folder");
  return json::value(json::string(text));
}

Result<json::value> to_json(const std::string& text, const std::string& as_written) {
  json::stream_parser parser;
  boost::system::error_code ec;
  const auto read = parser.write_some(text, ec);
  if (!ec && read == text.size()) parser.finish(ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (!ec) return parser.release();
  return usage_error(as_written + " is not JSON at character " + std::to_string(std::min(read, text.size()) + 1) +
                         ": " + ec.message() + ".",
                     "Put it in single quotes, as in " + as_written + " '{\"key\": \"value\"}'");
}

json::value to_list(const std::string& text) {
  json::array items;
  for (const auto& item : split(text, ','))
    if (!trim(item).empty()) items.emplace_back(json::string(trim(item)));
  return json::value(std::move(items));
}

Error named(Error error, const std::string& as_written) {
  error.message = as_written + ": " + error.message;
  return error;
}

}  // namespace

Result<json::value> to_value(const Argument& argument, const std::string& text, const std::string& as_written,
                             std::int64_t now_ms) {
  if (!is_utf8(text))
    return usage_error(as_written + " is not UTF-8 text.", "Write it in UTF-8; a file can hold any bytes.");
  switch (argument.type) {
    case ArgumentType::choice:
      return to_choice(argument, text, as_written);
    case ArgumentType::integer:
      return to_integer(argument, text, as_written);
    case ArgumentType::boolean:
      return to_boolean(text, as_written);
    case ArgumentType::file:
      return to_file(text, as_written);
    case ArgumentType::json:
      return to_json(text, as_written);
    case ArgumentType::list:
      return to_list(text);
    case ArgumentType::duration: {
      const auto duration = parse_duration(text);
      if (!duration) return named(duration.error(), as_written);
      return json::value(static_cast<std::int64_t>(duration->count()));
    }
    case ArgumentType::time: {
      const auto time = parse_time(text, now_ms);
      if (!time) return named(time.error(), as_written);
      return json::value(json::string(rfc3339(*time)));
    }
    case ArgumentType::string:
    case ArgumentType::secret:
      break;
  }
  return json::value(json::string(text));
}

Result<json::value> default_value(const Argument& argument, std::int64_t now_ms) {
  if (!argument.fallback.is_string() || argument.type == ArgumentType::file) return argument.fallback;
  return to_value(argument, std::string(argument.fallback.get_string()), "The default of " + argument.name, now_ms);
}

std::string placeholder(const Argument& argument) {
  return argument.placeholder.empty() ? "<" + argument.name + ">" : argument.placeholder;
}

}  // namespace chitty
