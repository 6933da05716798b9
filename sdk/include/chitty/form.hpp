// application/x-www-form-urlencoded: what HTML forms and OAuth send as a body, and what stands in a query. Decoded
// once; what could be read in two ways is refused: a name that is there twice, a broken %, text that is not UTF-8.
#ifndef CHITTY_FORM_HPP
#define CHITTY_FORM_HPP

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <chitty/request.hpp>
#include <chitty/utf8.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chitty {

// The parameters of one form, in their order. A name without a value counts as absent (RFC 6749, section 3.1).
class Form {
 public:
  // Empty when absent.
  std::string text(std::string_view name) const;
  bool has(std::string_view name) const { return !text(name).empty(); }
  const json::object& fields() const { return fields_; }  // all of them, strings, empty ones too

 private:
  friend Result<Form> parse_form(std::string_view text);
  json::object fields_;
};

// %XX once and + as a space; nothing when a % is not followed by two hexadecimal digits.
std::optional<std::string> form_decoded(std::string_view text);

// INVALID_ARGUMENT with a sentence that names what is wrong, never a value.
Result<Form> parse_form(std::string_view text);

// The other way: parameters as a form's text; empty ones are left out.
std::string form_text(Query parameters);

}  // namespace chitty

#endif  // CHITTY_FORM_HPP
