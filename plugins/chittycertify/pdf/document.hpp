// A PDF as a file that may be added to: where each object is, by its cross-reference tables. Any thread.
#pragma once

#include <chitty/error.hpp>

#include <map>

#include "syntax.hpp"

namespace chittycertify::pdf {

class Document {
 public:
  // INVALID_ARGUMENT: it is no PDF, is damaged, encrypted, or built in a way that is not understood here; the message says which.
  // `text` must outlive it.
  static chitty::Result<Document> in(std::string_view text, const std::string& name);

  chitty::Result<Dictionary> dictionary(const Reference& at) const;
  // An array, or the array that a reference leads to; none for an empty value.
  chitty::Result<std::vector<std::string>> array(std::string_view value) const;

  Dictionary trailer{};
  Reference root{};
  std::int64_t size = 0;   // object numbers in use are below it
  std::int64_t start = 0;  // of the newest cross-reference table

 private:
  explicit Document(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {}
  chitty::Error wrong(const std::string& why) const;
  chitty::Result<std::string_view> object(const Reference& at) const;
  chitty::Result<void> read_tables();
  chitty::Result<std::optional<Dictionary>> read_table(std::int64_t start);

  std::string_view text_;
  std::string name_;
  std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> places_;  // number: place, generation
};

}  // namespace chittycertify::pdf
