// Records as rows of cells, for tables, object views and CSV.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

// One column for each member of the records, in the order in which they first appear; for records that are no objects
// one column "value", the record itself.
std::vector<Column> columns_of(const std::vector<json::value>& records);

// What `column` shows of `record`: a value inside it, or one that was made of several, counted, or told as an age. Null when
// there is nothing. Refers to the record.
class Cell {
 public:
  Cell(const json::value* at) : at_(at) {}
  explicit Cell(json::value made) : made_(std::move(made)) {}
  operator const json::value*() const { return made_ ? &*made_ : at_; }

 private:
  const json::value* at_ = nullptr;
  std::optional<json::value> made_;
};
// `now_ms`: on a person's terminal, where ages and units are told in words; 0: a program reads, and gets what the record says.
Cell cell_of(const json::value& record, const Column& column, std::int64_t now_ms);

// "45s", "12m", "3h", "5d", "2y": since a time that is RFC 3339 or seconds or milliseconds since 1970; a later one has "in"
// before it. Empty when it is no time.
std::string age_of(const json::value& time, std::int64_t now_ms);

// "512 B", "1.5 KiB", "32 MiB". Empty when it is no number.
std::string bytes_of(const json::value& count);

// As text: a string is itself, null or absent nothing, an object or array compact JSON. Not yet harmless.
std::string cell_text(const json::value* cell);

// The same for a pipe of cells: a list of plain words is "a,b".
std::string words_text(const json::value* cell);

// The same for an object view, where a person reads it: a list of words is "a, b", a list of objects with a `name` their names.
std::string reading_text(const json::value* cell);

// The members of `record` that no column shows, where the columns were made from earlier records; for the one note that
// nothing is left out in silence.
std::vector<std::string> members_beyond(const json::value& record, const std::vector<Column>& columns);

}  // namespace chitty::host
