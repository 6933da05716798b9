// Sums of requests as CSV, NDJSON or JSON.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chittyportal {

// A field of CSV (RFC 4180). A text that a spreadsheet would take for a formula (= + - @, tab, carriage return first) has an
// apostrophe before it; a number is none.
std::string csv_text(std::string_view text);

class ExportText {
 public:
  explicit ExportText(std::string_view format) : format_(format) {}
  std::string_view media_type() const;
  std::string head() const;
  std::string row(const chitty::json::object& sums);
  std::string foot() const;

 private:
  std::string format_;
  bool first_ = true;
};

}  // namespace chittyportal
