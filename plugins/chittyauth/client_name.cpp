#include "client_name.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <chitty/utf8.hpp>
#include <vector>

namespace chitty::auth {

namespace {

constexpr std::size_t most = 80;

// Of text that is UTF-8.
std::vector<utf8proc_int32_t> characters_of(std::string_view text) {
  std::vector<utf8proc_int32_t> all;
  for (utf8proc_int32_t c = 0; !text.empty(); all.push_back(c))
    text.remove_prefix(static_cast<std::size_t>(
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &c)));
  return all;
}

bool is_between(utf8proc_int32_t c, utf8proc_int32_t first, utf8proc_int32_t last) { return first <= c && c <= last; }

bool is_control(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool turns_direction(utf8proc_int32_t c) {
  return c == 0x061C || is_between(c, 0x200E, 0x200F) || is_between(c, 0x202A, 0x202E) || is_between(c, 0x2066, 0x2069);
}

bool joins(utf8proc_int32_t c) { return is_between(c, 0x200C, 0x200D) || is_between(c, 0xFE00, 0xFE0F); }  // or chooses a form

bool is_unseen(utf8proc_int32_t c) { return utf8proc_get_property(c)->ignorable && !joins(c); }

bool is_blank(utf8proc_int32_t c) { return utf8proc_category(c) == UTF8PROC_CATEGORY_ZS || joins(c); }

Error no_name(std::string_view why) { return usage_error("A client's name " + std::string(why) + "."); }

}  // namespace

Result<void> check_client_name(std::string_view name) {
  if (!is_utf8(name)) return no_name("must be UTF-8");
  const auto all = characters_of(name);
  if (all.size() > most) return no_name("has at most 80 characters");
  if (std::any_of(all.begin(), all.end(), is_control)) return no_name("is one line without control characters");
  if (std::any_of(all.begin(), all.end(), turns_direction))
    return no_name("has no characters that turn the direction of writing");
  if (std::any_of(all.begin(), all.end(), is_unseen)) return no_name("has no characters that nobody sees");
  if (!all.empty() && std::all_of(all.begin(), all.end(), is_blank)) return no_name("is not only blanks");
  return {};
}

}  // namespace chitty::auth
