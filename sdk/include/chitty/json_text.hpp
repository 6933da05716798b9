// JSON as it is written: objects, member by member, straight into a reply. For what a request hands on and does not
// compute with, such as columns of a row; all else is Boost.JSON's. Its other side is json_view.hpp. Any thread.
#ifndef CHITTY_JSON_TEXT_HPP
#define CHITTY_JSON_TEXT_HPP

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty {

// A JSON string: with quotes, escaped (RFC 8259). What a terminal would do with it is the view's business.
void append_quoted(std::string& out, std::string_view text);

// An object as it is written. Each member is given once.
class ObjectText {
 public:
  ObjectText& text(std::string_view name, std::string_view value) {
    append_quoted(begin(name), value);
    return *this;
  }
  ObjectText& number(std::string_view name, std::int64_t value) {
    char digits[24];
    begin(name).append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    return *this;
  }
  ObjectText& boolean(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }

  // A value that is JSON already.
  ObjectText& raw(std::string_view name, std::string_view value) {
    begin(name).append(value);
    return *this;
  }

  // All members of another one.
  ObjectText& members(const ObjectText& other) {
    if (!members_.empty() && !other.members_.empty()) members_.push_back(',');
    members_.append(other.members_);
    return *this;
  }

  std::string whole() const {
    std::string object;
    object.reserve(members_.size() + 2);
    return object.append("{").append(members_).append("}");
  }

 private:
  std::string& begin(std::string_view name) {
    if (members_.empty())
      members_.reserve(512);
    else
      members_.push_back(',');
    append_quoted(members_, name);
    members_.push_back(':');
    return members_;
  }

  std::string members_;  // with commas between them
};

// A list as it is written.
class ListText {
 public:
  ListText& add(const ObjectText& object) { return raw(object.whole()); }
  ListText& raw(std::string_view value) {
    if (!values_.empty()) values_.push_back(',');
    values_.append(value);
    return *this;
  }
  std::string whole() const { return "[" + values_ + "]"; }

 private:
  std::string values_;
};

}  // namespace chitty

#endif  // CHITTY_JSON_TEXT_HPP
