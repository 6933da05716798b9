// Events as a file: a JSON array, NDJSON, or CSV with a line of titles (RFC 4180).
#pragma once

#include <chitty/store.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chittychronicle {

enum class ExportFormat {
  json,
  ndjson,
  csv
};
std::optional<ExportFormat> export_format(std::string_view name);

class ExportText {
 public:
  // `from_the_start`: false when it goes on behind events that are in the file already; then there is no line of titles.
  ExportText(ExportFormat format, bool from_the_start) : format_(format), from_the_start_(from_the_start) {}

  std::string_view content_type() const;
  std::string begin() const;
  std::string event(std::string_view row);  // as the store gives it
  std::string end() const;

 private:
  ExportFormat format_;
  bool from_the_start_, any_ = false;
};

}  // namespace chittychronicle
