#include "request/source.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chitty/plugin.h>

#include "base/base64.hpp"
#include "base/files.hpp"
#include "base/time.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t largest = 64u << 20;

std::string shown(const Source& source) {
  if (source.positional) return "'<" + source.name + ">'";
  return source.from == Source::From::argument ? "'--" + source.name + "'" : "the setting '" + source.name + "'";
}

// Milliseconds of a duration, or since 1970 of a time.
Result<std::int64_t> milliseconds(const Source& source, const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  const auto time = value.is_string() ? parse_time(value.get_string(), now_ms()) : Result<UnixMs>(Error());
  if (!time) return usage_error("invalid value for " + shown(source) + ": expected a duration or a time");
  return static_cast<std::int64_t>(*time);
}

Result<json::value> parsed(const Source& source, std::string_view text) {
  boost::system::error_code ec;
  json::parse_options limits;
  limits.max_depth = CHITTY_MAX_DEPTH;
  auto value = json::parse(text, ec, {}, limits);
  if (ec) return usage_error("invalid value for " + shown(source) + ": not JSON (" + ec.message() + ")");
  return value;
}

Result<json::value> turned(const Source& source, json::value value) {
  switch (source.as) {
    case Source::As::itself:
      return value;
    case Source::As::seconds:
    case Source::As::milliseconds: {
      const auto time = milliseconds(source, value);
      if (!time) return time.error();
      return json::value(source.as == Source::As::seconds ? *time / 1000 : *time);
    }
    case Source::As::text:
      return json::value(text_of(value));
    case Source::As::json:
      return value.is_string() ? parsed(source, value.get_string()) : Result<json::value>(std::move(value));
    case Source::As::csv: {
      if (!value.is_array()) return json::value(text_of(value));
      std::string all;
      for (const auto& one : value.get_array()) all += (all.empty() ? "" : ",") + text_of(one);
      return json::value(all);
    }
    case Source::As::base64:
      return json::value(chitty::base64(text_of(value)));
  }
  return value;
}

// What the service calls it. What is not on the map goes as it is.
json::value mapped(const json::object& map, json::value value) {
  if (map.empty()) return value;
  if (value.is_array()) {
    for (auto& one : value.get_array()) one = mapped(map, std::move(one));
    return value;
  }
  const auto* other = map.if_contains(text_of(value));
  return other ? *other : value;
}

}  // namespace

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

std::string Values::text(std::string_view argument) const {
  const auto* value = arguments_.if_contains(argument);
  return value ? text_of(*value) : std::string();
}

Result<std::string> Values::content(const std::string& file) {
  if (file != "-") {
    std::error_code ec;
    if (std::filesystem::file_size(file, ec) > largest && !ec)
      return usage_error("'" + file + "' is larger than 64 MiB");
    return read_file(file);
  }
  std::string all;
  char piece[16384];
  for (;;) {
    const auto got = courier_.input(piece, sizeof piece);
    if (!got) return got.error();
    if (*got == 0) return all;
    if (all.size() + *got > largest) return usage_error("standard input is larger than 64 MiB");
    all.append(piece, *got);
  }
}

Result<std::optional<json::value>> Values::raw(const Source& source) {
  using Found = std::optional<json::value>;
  switch (source.from) {
    case Source::From::constant:
      return Found(source.constant);
    case Source::From::secret: {
      auto secret = courier_.secret(source.name);
      if (!secret) return secret.error();
      return Found(json::value(*secret));
    }
    case Source::From::setting: {
      if (!settings_) {
        auto settings = courier_.settings();
        if (!settings) return settings.error();
        settings_ = std::move(*settings);
      }
      boost::system::error_code ec;
      const json::value whole(*settings_);
      const auto* value = whole.find_pointer(source.name, ec);
      return value && !value->is_null() ? Found(*value) : Found();
    }
    case Source::From::argument:
      break;
  }
  const auto* value = arguments_.if_contains(source.name);
  if (!value || value->is_null()) return Found();
  if (source.type != ArgumentType::file || !value->is_string()) return Found(*value);
  auto text = content(std::string(value->get_string()));
  if (!text) return text.error();
  return Found(json::value(*text));
}

Result<std::optional<json::value>> Values::of(const Source& source) {
  auto value = raw(source);
  if (!value || !*value) return value;
  auto made = turned(source, std::move(**value));
  if (!made) return made.error();
  return std::optional<json::value>(mapped(source.map, std::move(*made)));
}

}  // namespace chitty::host
