// A JSON text as a person wrote it: where each value stands, and changes that leave everything else as it was, down to the
// blanks, the order and the spelling of numbers.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

using Steps = std::vector<std::string>;  // the way to a value: {"remotes", "tracker", "type"}

struct Position {
  std::size_t line = 1, column = 1;  // from 1; columns count characters, not bytes
};

// The position of a byte in a text.
Position position_of(std::string_view text, std::size_t offset);

// Parse; an error is CONFIGURATION with "NAME:LINE:COLUMN: sentence". Blank text is an empty object.
Result<json::value> parse_json_text(std::string_view text, std::string_view name);

// Where one value stands in the text.
struct SourceSpan {
  Steps steps;
  std::size_t key = 0;  // where its name begins, or the value itself in an array
  std::size_t begin = 0, end = 0;
  bool again = false;  // a second member of the same name; the last one counts
};

// Every value of a text that has been parsed without error, in the order of the text.
std::vector<SourceSpan> spans_of(std::string_view text);

// A text that is one JSON object, being edited.
class JsonText {
 public:
  explicit JsonText(std::string valid_json_object);

  std::string text() const;                                    // with the line ends that it came with
  std::optional<std::string> raw(const Steps& steps) const;    // as written
  std::optional<Position> position(const Steps& steps) const;  // of the value, or of the nearest thing above it

  // Put a value (JSON text) there; objects on the way are made. CONFIGURATION when something on the way is no object.
  Result<void> put(const Steps& steps, std::string_view raw);
  bool erase(const Steps& steps);
  bool rename(const Steps& steps, std::string_view name);

 private:
  const SourceSpan* find(const Steps& steps) const;
  const SourceSpan& parent_of(const SourceSpan& place) const;
  std::vector<const SourceSpan*> children(const SourceSpan& parent) const;
  void replace(std::size_t begin, std::size_t end, std::string_view with);
  std::string margin_of(std::size_t offset) const;

  std::string text_;
  std::vector<SourceSpan> spans_;
  bool crlf_ = false;
};

// With line breaks, two blanks a level, numbers as short as they can be.
std::string pretty(const json::value& value);

}  // namespace chitty::host
