// A request being filled: its parts apart, so that a slot can be set, and set again for the next page.
#pragma once

#include "request/source.hpp"

namespace chitty::host {

class Draft {
 public:
  // Everything that the arguments say. INVALID_ARGUMENT for a value that cannot stand in its place: an empty path segment,
  // "." and "..", a line break in a header.
  static Result<Draft> fill(const DeclaredRequest& request, Values& values);

  // A request for `target` without braces, for what a reply has said.
  static Draft get(std::string target);

  // PLUGIN_FAULT for a slot that this request does not have.
  Result<void> set(const Slot& slot, const json::value& value);
  void go_to(std::string url) { url_ = std::move(url); }  // a whole URL from now on; the query is in it

  // In bytes. May be asked again after a `set`; a request whose body is a stream only once.
  Outgoing outgoing() const;

  // For read-modify-write: the same target, read; and what is sent then.
  Outgoing reading() const;
  void change(const json::value& read, std::string etag);

  Outgoing extra;  // flags, and a body that is no JSON

 private:
  std::string target() const;
  std::string method_, template_, url_;
  std::vector<std::pair<std::string, std::string>> path_;  // encoded
  std::vector<std::pair<std::string, json::value>> query_;
  Headers headers_;
  std::optional<json::value> members_;
  std::string graphql_;
  json::value variables_;
};

// Percent-encoded as RFC 3986 has it; with `slashes` a '/' stays.
std::string encoded(std::string_view text, bool slashes = false);

// Put `value` at a pointer; objects on the way are made. PLUGIN_FAULT when something else is in the way.
Result<void> put_at(json::value& root, std::string_view pointer, const json::value& value);

}  // namespace chitty::host
