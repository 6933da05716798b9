// A regular expression of ECMA-262 (with the flag u), found anywhere in a text, by PCRE2 within limits.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace chitty::json_schema {

// What one thread needs while it matches; kept for many patterns.
class MatchSpace {
 public:
  MatchSpace() = default;
  ~MatchSpace();
  MatchSpace(const MatchSpace&) = delete;
  MatchSpace& operator=(const MatchSpace&) = delete;

 private:
  friend class Pattern;
  void* data_ = nullptr;
};

class Pattern {
 public:
  // unknown: not decided within the limits, or the text is not UTF-8
  enum class Found {
    yes,
    no,
    unknown
  };

  // INVALID_ARGUMENT: "is not a regular expression: missing closing parenthesis at character 4". `often`: to machine
  // code, where the system allows it.
  static Result<Pattern> compile(std::string_view expression, bool often);

  Found find(std::string_view text, MatchSpace& space) const;
  const std::string& text() const { return text_; }

  static constexpr std::uint32_t most_steps = 300'000;
  static constexpr std::uint32_t most_kibibytes = 32 * 1024;

 private:
  std::string text_;
  std::shared_ptr<const void> code_;
};

// ECMA-262's syntax in PCRE2's. INVALID_ARGUMENT as above, where it is not ECMA-262 or PCRE2 has nothing for it.
Result<std::string> from_ecmascript(std::string_view expression);

}  // namespace chitty::json_schema
