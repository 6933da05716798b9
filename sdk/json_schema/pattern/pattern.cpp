#include "pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace chitty::json_schema {

namespace {

constexpr std::uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS |
                                  PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

// The limits, the same for every match.
pcre2_match_context* limits() {
  static pcre2_match_context* const made = [] {
    auto* context = pcre2_match_context_create(nullptr);
    if (!context) return context;
    pcre2_set_match_limit(context, Pattern::most_steps);
    pcre2_set_depth_limit(context, Pattern::most_steps);
    pcre2_set_heap_limit(context, Pattern::most_kibibytes);
    return context;
  }();
  return made;
}

std::string words_of(int code) {
  char text[160] = "";
  pcre2_get_error_message(code, reinterpret_cast<PCRE2_UCHAR*>(text), sizeof text);
  return text;
}

}  // namespace

MatchSpace::~MatchSpace() { pcre2_match_data_free(static_cast<pcre2_match_data*>(data_)); }

Result<Pattern> Pattern::compile(std::string_view expression, bool often) {
  const auto translated = from_ecmascript(expression);
  if (!translated) return translated.error();
  int code = 0;
  PCRE2_SIZE at = 0;
  auto* compiled = pcre2_compile(units(*translated), translated->size(), options, &code, &at, nullptr);
  if (!compiled) return usage_error("is not a regular expression that can be used: " + words_of(code));
  if (often) pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);  // where it fails, the code is interpreted
  Pattern out;
  out.text_ = expression;
  out.code_ = std::shared_ptr<pcre2_code>(compiled, pcre2_code_free);
  return out;
}

Pattern::Found Pattern::find(std::string_view text, MatchSpace& space) const {
  const auto* code = static_cast<const pcre2_code*>(code_.get());
  if (!space.data_) space.data_ = pcre2_match_data_create(1, nullptr);
  auto* data = static_cast<pcre2_match_data*>(space.data_);
  if (!data || !limits()) return Found::unknown;
  int found = pcre2_match(code, units(text), text.size(), 0, 0, data, limits());
  // Machine code has 32 KiB of stack; the interpreter uses the heap, within its limit.
  if (found == PCRE2_ERROR_JIT_STACKLIMIT)
    found = pcre2_match(code, units(text), text.size(), 0, PCRE2_NO_JIT, data, limits());
  if (found >= 0) return Found::yes;
  return found == PCRE2_ERROR_NOMATCH ? Found::no : Found::unknown;
}

}  // namespace chitty::json_schema
