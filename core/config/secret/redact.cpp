// Every form in which a remembered secret may stand in a text, taken out.
#include "base/base64.hpp"
#include "base/text.hpp"
#include "config/secret/secrets.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace chitty::host {

namespace json = boost::json;

namespace {

constexpr std::size_t shortest = 6;  // shorter ones would blank ordinary words

struct Memory {
  std::shared_mutex mutex;
  std::vector<std::string> values, forms;  // forms: longest first, so that none leaves a piece of a longer one
};

Memory& memory() {
  static auto* kept = new Memory;  // never destroyed: threads may still write at the end
  return *kept;
}

std::string percent(std::string_view data, const char* digits, bool plus) {
  std::string out;
  for (const unsigned char c : data) {
    if (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') out += static_cast<char>(c);
    else if (c == ' ' && plus) out += '+';
    else (out += '%') += digits[c >> 4], out += digits[c & 15];
  }
  return out;
}

std::vector<std::string> forms_of(const std::string& value) {
  std::vector<std::string> out{value};
  for (const auto encode : {base64, base64url}) {
    // Without its padding, since it may stand in a longer text with or without.
    const auto bare = [&](std::string_view bytes) { return encode(bytes).substr(0, (bytes.size() * 4 + 2) / 3); };
    out.push_back(bare(value));
    // Inside something longer ("user:secret"): what is the same whatever stands before and after.
    for (std::size_t before = 0; before < 3; ++before) {
      const std::string whole = bare(std::string(before, '\0') + value);
      const std::size_t from = before == 0 ? 0 : before == 1 ? 2
                                                             : 3;
      const std::size_t to = (before + value.size()) * 8 / 6;
      if (to > from && to - from >= shortest) out.push_back(whole.substr(from, to - from));
    }
  }
  for (const auto* digits : {"0123456789ABCDEF", "0123456789abcdef"})
    for (const bool plus : {false, true}) out.push_back(percent(value, digits, plus));
  for (const auto* digits : {"0123456789ABCDEF", "0123456789abcdef"}) {
    std::string hex;
    for (const unsigned char c : value) (hex += digits[c >> 4]) += digits[c & 15];
    out.push_back(std::move(hex));
  }
  // As JSON writes it; "/" may be written "\/" there. And both again within a text of JSON, where a record that has one is found by.
  const auto quoted = [](const std::string& text) {
    const std::string all = json::serialize(json::string(text));
    return all.substr(1, all.size() - 2);
  };
  const std::string once = quoted(value);
  std::string slashed;
  for (const char c : once) slashed += c == '/' ? std::string("\\/") : std::string(1, c);
  for (const auto& form : {once, slashed, quoted(once), quoted(slashed)}) out.push_back(form);
  return out;
}

}  // namespace

void remember_secret(std::string_view value) {
  const std::string plain(trim(value));
  if (plain.size() < shortest) return;
  auto& known = memory();
  const std::unique_lock lock(known.mutex);
  if (std::find(known.values.begin(), known.values.end(), plain) != known.values.end()) return;
  known.values.push_back(plain);
  for (auto& form : forms_of(plain))
    if (std::find(known.forms.begin(), known.forms.end(), form) == known.forms.end()) known.forms.push_back(std::move(form));
  std::stable_sort(known.forms.begin(), known.forms.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string redact(std::string text) {
  auto& known = memory();
  const std::shared_lock lock(known.mutex);
  for (const auto& form : known.forms)
    for (std::size_t at = 0; (at = text.find(form, at)) != std::string::npos; at += 3) text.replace(at, form.size(), "***");
  return text;
}

bool holds_secret(std::string_view text) {
  auto& known = memory();
  const std::shared_lock lock(known.mutex);
  return std::any_of(known.forms.begin(), known.forms.end(), [&](const auto& form) { return text.find(form) != text.npos; });
}

namespace {

json::value each_text_redacted(const json::value& value) {
  if (value.is_string()) return json::value(redact(std::string(value.get_string())));
  if (value.is_array()) {
    json::array all;
    for (const auto& one : value.get_array()) all.push_back(each_text_redacted(one));
    return all;
  }
  if (!value.is_object()) return value;
  json::object all;
  for (const auto& [name, one] : value.get_object()) all.emplace(redact(std::string(name)), each_text_redacted(one));
  return all;
}

}  // namespace

json::value redact(json::value record, std::string_view as_text) { return holds_secret(as_text) ? each_text_redacted(record) : record; }

}  // namespace chitty::host
