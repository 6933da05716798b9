#include "cli/values.hpp"

#include <boost/json/stream_parser.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/files.hpp"
#include <chitty/finite.hpp>
#include "base/text.hpp"
#include "base/time.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t few_choices = 8;    // more, and a nearest one stands in the hint alone
constexpr std::size_t many_choices = 24;  // more, and the form is told

std::string invalid(const std::string& text, const std::string& as_written) {
  return "invalid value '" + text + "' for '" + as_written + "'";
}

Result<json::value> to_choice(const Argument& argument, const std::string& text, const std::string& as_written) {
  for (const auto& choice : argument.choices)
    if (equal_ignoring_case(choice, text)) return json::value(json::string(choice));
  const auto near = did_you_mean(nearest(text, argument.choices));
  if (has_many_choices(argument)) return usage_error(invalid(text, as_written) + ": expected " + argument.form, near);
  const bool few = near.empty() || argument.choices.size() <= few_choices;
  const auto all = few ? " [possible values: " + join(argument.choices, ", ") + "]" : "";
  return usage_error(invalid(text, as_written) + all, near);
}

bool within(const Argument& argument, std::int64_t value) {
  return !(argument.minimum && value < *argument.minimum) && !(argument.maximum && value > *argument.maximum);
}

// "must be from 1s to 5m": `shown` writes a border as a person would.
template <typename Shown>
std::string range(const Argument& argument, const Shown& shown) {
  if (argument.minimum && argument.maximum) return "must be from " + shown(*argument.minimum) + " to " + shown(*argument.maximum);
  if (argument.minimum) return "must be at least " + shown(*argument.minimum);
  return "must be at most " + shown(*argument.maximum);
}

Result<json::value> to_integer(const Argument& argument, const std::string& text, const std::string& as_written) {
  std::int64_t value = 0;
  const char* first = text.data() + (text.size() > 1 && text[0] == '+' && text[1] != '-' ? 1 : 0);
  const auto [end, problem] = std::from_chars(first, text.data() + text.size(), value);
  if (problem == std::errc::result_out_of_range)
    return usage_error(invalid(text, as_written) + ": the number is too large");
  if (problem != std::errc() || end != text.data() + text.size())
    return usage_error(invalid(text, as_written) + ": expected an integer");
  if (!within(argument, value))
    return usage_error(invalid(text, as_written) + ": " + range(argument, [](std::int64_t border) { return std::to_string(border); }));
  return json::value(value);
}

Result<json::value> to_boolean(const std::string& text, const std::string& as_written) {
  if (equal_ignoring_case(text, "true")) return json::value(true);
  if (equal_ignoring_case(text, "false")) return json::value(false);
  return usage_error(invalid(text, as_written) + ": expected true or false");
}

// Opened for a moment: to exist is not enough, and to ask for permission is not to have it.
Result<json::value> to_file(const std::string& text, const std::string& as_written) {
  if (text == "-") return json::value(json::string(text));
  const auto refused = [&](const std::string& why) {
    return usage_error("cannot read file '" + text + "' for '" + as_written + "': " + why);
  };
  const Fd fd(::open(text.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return refused(system_words(errno));
  struct stat found {};
  if (::fstat(fd.get(), &found) == 0 && S_ISDIR(found.st_mode)) return refused(system_words(EISDIR));
  return json::value(json::string(text));
}

Result<json::value> to_json(const std::string& text, const std::string& as_written) {
  json::stream_parser parser;
  boost::system::error_code ec;
  const auto read = parser.write_some(text, ec);
  if (!ec && read == text.size()) parser.finish(ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (!ec) {
    json::value value = parser.release();
    if (has_nonfinite(value)) return usage_error("invalid JSON for '" + as_written + "': a number is too large");
    return value;
  }
  return usage_error("invalid JSON for '" + as_written + "' at character " + std::to_string(std::min(read, text.size()) + 1) +
                         ": " + ec.message(),
                     "Put it in single quotes: " + as_written + " '{\"key\": \"value\"}'");
}

Result<json::value> to_list(const Argument& argument, const std::string& text, const std::string& as_written) {
  json::array items;
  for (const auto& item : split(text, ',')) {
    const std::string word(trim(item));
    if (word.empty()) continue;
    if (argument.choices.empty()) {
      items.emplace_back(json::string(word));
      continue;
    }
    auto chosen = to_choice(argument, word, as_written);
    if (!chosen) return chosen.error();
    items.push_back(std::move(*chosen));
  }
  return json::value(std::move(items));
}

// "invalid duration 'x'" becomes "invalid value 'x' for '--timeout': not a duration".
Error named(Error error, const std::string& text, const std::string& as_written) {
  error.message = invalid(text, as_written) + ": " + error.message;
  return error;
}

// Milliseconds; so are its least and its most.
Result<json::value> to_duration(const Argument& argument, const std::string& text, const std::string& as_written) {
  const auto duration = parse_duration(text);
  if (!duration) return named(duration.error(), text, as_written);
  if (within(argument, duration->count())) return json::value(static_cast<std::int64_t>(duration->count()));
  if (argument.minimum == 1 && !argument.maximum)
    return usage_error(invalid(text, as_written) + ": it must be longer than 0", "Write a number and a unit, such as 30s.");
  return usage_error(invalid(text, as_written) + ": " + range(argument, [](std::int64_t ms) { return as_duration(std::chrono::milliseconds(ms)); }));
}

}  // namespace

Result<json::value> to_value(const Argument& argument, const std::string& text, const std::string& as_written,
                             std::int64_t now_ms) {
  if (!is_utf8(text))
    return usage_error("the value of '" + as_written + "' is not UTF-8");
  if (text.empty() && !argument.form.empty()) return usage_error(invalid(text, as_written) + ": expected " + argument.form);
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
      return to_list(argument, text, as_written);
    case ArgumentType::duration:
      return to_duration(argument, text, as_written);
    case ArgumentType::time: {
      const auto time = parse_time(text, now_ms, argument.direction);
      if (!time) return named(time.error(), text, as_written);
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

bool has_many_choices(const Argument& argument) { return !argument.form.empty() && argument.choices.size() > many_choices; }

std::string placeholder(const Argument& argument) {
  return argument.placeholder.empty() ? "<" + argument.name + ">" : argument.placeholder;
}

}  // namespace chitty::host
