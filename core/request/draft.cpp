#include "request/draft.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

#include "base/text.hpp"
#include "net/headers.hpp"
#include "request/body.hpp"

namespace chitty::host {

namespace {

bool is_dots(std::string_view segment) { return segment == "." || segment == ".."; }

// One value for the path. What would name another resource than the one meant is refused.
Result<std::string> path_value(const std::string& name, const Source& source, const std::string& text) {
  const auto wrong = [&](const std::string& why) {
    return usage_error("invalid value '" + text + "' for '" + (source.from == Source::From::argument ? source.name : name) + "': " + why);
  };
  if (text.empty() && source.from == Source::From::setting)
    return make_error(Code::configuration, "the setting '" + source.name.substr(1) + "' of the remote is not set",
                      "Set it: chitty config set chittyos.remotes.REMOTE." + source.name.substr(1) + " VALUE");
  if (text.empty()) return wrong("it cannot be empty");
  if (!source.slashes) return is_dots(text) ? Result<std::string>(wrong("it is not a name")) : encoded(text);
  std::size_t from = 0;
  for (std::size_t to = 0; to != text.npos; from = to + 1) {
    to = text.find('/', from);
    const auto segment = std::string_view(text).substr(from, to == text.npos ? to : to - from);
    if (segment.empty() || is_dots(segment)) return wrong("each part between slashes must be a name");
  }
  return encoded(text, true);
}

Error no_slot(const Slot& slot) {
  return make_error(Code::plugin_fault, "The manifest puts a value into '" + slot.name + "', which this request does not have.",
                    "Report it to the plugin's publisher.");
}

template <class Pairs, class Value>
void set_named(Pairs& pairs, const std::string& name, Value value) {
  for (auto& [key, was] : pairs)
    if (key == name) return void(was = std::move(value));
  pairs.emplace_back(name, std::move(value));
}

Result<void> fill_members(const Sources& sources, Values& values, json::value& into) {
  for (const auto& [pointer, source] : sources) {
    auto value = values.of(source);
    if (!value) return value.error();
    if (!*value) continue;
    if (auto put = put_at(into, pointer, **value); !put) return put;
  }
  return {};
}

}  // namespace

std::string encoded(std::string_view text, bool slashes) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == '_' || c == '~' || (slashes && c == '/');
    if (plain) out += static_cast<char>(c);
    else ((out += '%') += hex[c >> 4]) += hex[c & 15];
  }
  return out;
}

Result<void> put_at(json::value& root, std::string_view pointer, const json::value& value) {
  json::value* at = &root;
  while (!pointer.empty()) {
    const auto end = pointer.find('/', 1);
    std::string token(pointer.substr(1, end == pointer.npos ? end : end - 1));
    pointer = end == pointer.npos ? std::string_view() : pointer.substr(end);
    for (std::size_t i = 0; (i = token.find('~', i)) != token.npos; ++i)
      token.replace(i, 2, token.substr(i, 2) == "~1" ? "/" : "~");
    if (at->is_null()) at->emplace_object();
    if (!at->is_object())
      return make_error(Code::plugin_fault, "The manifest puts a member '" + token + "' into something that is not an object.",
                        "Report it to the plugin's publisher.");
    at = &at->get_object()[token];
  }
  *at = value;
  return {};
}

Result<Draft> Draft::fill(const DeclaredRequest& request, Values& values) {
  Draft draft;
  draft.method_ = request.method;
  draft.template_ = request.target;
  draft.extra.is_public = request.is_public;
  draft.extra.repeatable = request.repeatable;
  for (const auto& [name, source] : request.path) {
    auto value = values.of(source);
    if (!value) return value.error();
    auto text = path_value(name, source, *value ? text_of(**value) : std::string());
    if (!text) return text.error();
    draft.path_.emplace_back(name, std::move(*text));
  }
  for (const auto& [name, source] : request.query) {
    auto value = values.of(source);
    if (!value) return value.error();
    if (*value) draft.query_.emplace_back(name, std::move(**value));
  }
  for (const auto& [name, source] : request.header) {
    auto value = values.of(source);
    if (!value) return value.error();
    if (!*value) continue;
    draft.headers_.emplace_back(name, text_of(**value));
    if (source.from == Source::From::secret) draft.extra.secret_headers.push_back(name);
  }
  if (!request.graphql.empty()) {
    draft.graphql_ = request.graphql;
    draft.variables_ = json::object();
    if (auto filled = fill_members(request.variables, values, draft.variables_); !filled) return filled.error();
  } else if (request.body.kind == Body::Kind::members) {
    draft.members_.emplace(json::object());
    if (auto filled = fill_members(request.body.members, values, *draft.members_); !filled) return filled.error();
  } else if (request.body.kind != Body::Kind::none) {
    if (auto attached = attach_body(request.body, values, draft.extra); !attached) return attached.error();
  } else if (!request.without_body && (request.method == "POST" || request.method == "PUT" || request.method == "PATCH")) {
    draft.members_.emplace(json::object());
  }
  return draft;
}

Draft Draft::get(std::string target) {
  Draft draft;
  draft.method_ = "GET";
  draft.template_ = std::move(target);
  return draft;
}

Result<void> Draft::set(const Slot& slot, const json::value& value) {
  switch (slot.where) {
    case Slot::Where::query:
      set_named(query_, slot.name, value);
      return {};
    case Slot::Where::header:
      set_named(headers_, slot.name, text_of(value));
      return {};
    case Slot::Where::path:
      set_named(path_, slot.name, encoded(text_of(value)));
      return {};
    case Slot::Where::body:
      return members_ ? put_at(*members_, slot.name, value) : Result<void>(no_slot(slot));
    case Slot::Where::variables:
      return graphql_.empty() ? Result<void>(no_slot(slot)) : put_at(variables_, slot.name, value);
  }
  return {};
}

std::string Draft::target() const {
  std::string out = template_;
  for (const auto& [name, value] : path_)
    if (const auto at = out.find('{' + name + '}'); at != out.npos) out.replace(at, name.size() + 2, value);
  char joint = '?';
  const auto add = [&](const std::string& name, const json::value& value) {
    ((out += joint) += encoded(name) + '=') += encoded(text_of(value));
    joint = '&';
  };
  for (const auto& [name, value] : query_) {
    if (!value.is_array()) add(name, value);
    else
      for (const auto& one : value.get_array()) add(name, one);
  }
  return out;
}

Outgoing Draft::outgoing() const {
  Outgoing out = extra;
  out.method = method_;
  if (url_.empty()) out.target = target();
  else out.url = url_;
  out.headers.insert(out.headers.begin(), headers_.begin(), headers_.end());
  if (!graphql_.empty()) out.body = json::serialize(json::object{{"query", graphql_}, {"variables", variables_}});
  else if (members_) out.body = json::serialize(*members_);
  if ((members_ || !graphql_.empty()) && find_header(out.headers, "Content-Type").empty())
    out.headers.emplace_back("Content-Type", "application/json");
  return out;
}

Outgoing Draft::reading() const {
  Outgoing out;
  out.method = "GET";
  out.target = target();
  out.is_public = extra.is_public;
  out.secret_headers = extra.secret_headers;
  for (const auto& [name, value] : headers_)
    if (!same_name(name, "Content-Type")) out.headers.emplace_back(name, value);
  return out;
}

void Draft::change(const json::value& read, std::string etag) {
  set_named(headers_, "If-Match", std::move(etag));
  if (method_ != "PUT" || !members_ || !members_->is_object() || !read.is_object()) return;
  json::value whole = read;
  for (const auto& [name, value] : members_->get_object()) whole.get_object()[name] = value;
  members_ = std::move(whole);
}

}  // namespace chitty::host
