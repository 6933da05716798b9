#include <chitty/route_shape.hpp>

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/json_text.hpp>
#include <chitty/status.hpp>
#include <optional>

#include "content.hpp"
#include "shapes.hpp"
#include "strict_json.hpp"
#include "text_fields.hpp"

namespace chitty {

namespace {

// The words of a manifest's refusals.
constexpr std::pair<Code, std::string_view> refusal_words[] = {
    {Code::not_found, "NOT_FOUND"},
    {Code::conflict, "CONFLICT"},
    {Code::unauthenticated, "UNAUTHENTICATED"},
    {Code::permission_denied, "PERMISSION_DENIED"},
    {Code::refused, "REFUSED"},
    {Code::rate_limited, "RATE_LIMITED"},
    {Code::not_supported, "NOT_SUPPORTED"},
    {Code::configuration, "CONFIGURATION"},
    {Code::unreachable, "UNREACHABLE"},
    {Code::timeout, "TIMEOUT"},
};

std::string_view word_of(Code code) {
  for (const auto& [known, word] : refusal_words)
    if (known == code) return word;
  return "REFUSED";
}

// The parts that values are held against; empty where a route says nothing.
struct Texts {
  TextFields fields;
  std::optional<JsonSchema> schema;
};

Result<JsonSchema> compiled(const json::value& schema, const json::object& shapes, const std::string& name, bool from_outside) {
  JsonSchema::Options options;
  options.strict = options.bounded_patterns = from_outside;
  options.annotations = {"secret"};
  options.show_values = from_outside;  // a reply may hold what only its receiver may see
  options.often = true;
  auto made = JsonSchema::compile(self_contained(schema, shapes), options);
  if (made) return made;
  Error error = made.error();
  error.message = "the schema of its " + name + ": " + error.message;
  return error;
}

Result<Texts> texts_of(const json::value& schema, const json::object& shapes, const std::string& name) {
  Texts made;
  if (schema.is_null()) return made;
  auto rules = compiled(schema, shapes, name, true);
  if (!rules) return rules.error();
  made.fields = TextFields(self_contained(schema, shapes));
  made.schema = std::move(*rules);
  return made;
}

// {name: schema}, each of which must be there.
json::value object_schema(const json::object& properties) {
  if (properties.empty()) return nullptr;
  json::array names;
  for (const auto& [name, schema] : properties) names.push_back(json::value(name));
  return json::object{{"type", "object"}, {"properties", properties}, {"required", std::move(names)}};
}

Departure not_json(const Error& error) { return {"", "", "json", "is not JSON: " + error.message, ""}; }

Departure of_reply(std::string keyword, std::string message) { return {"", "", std::move(keyword), std::move(message), ""}; }

// What the gate, the daemon and every handler may say of a request.
bool is_anybodys(int status) {
  constexpr int all[] = {400, 401, 403, 408, 413, 415, 429};
  return status >= 500 || std::find(std::begin(all), std::end(all), status) != std::end(all);
}

// As text; what a path or a query has in it is mostly a word or a number.
std::string text_of(const json::object& values) {
  std::string text = "{";
  for (const auto& [name, value] : values) {
    if (text.size() > 1) text.push_back(',');
    append_quoted(text, name);
    text.push_back(':');
    if (value.is_string()) append_quoted(text, value.get_string());
    else if (value.is_int64()) text.append(std::to_string(value.get_int64()));
    else if (value.is_bool()) text.append(value.get_bool() ? "true" : "false");
    else text.append(json::serialize(value));
  }
  text.push_back('}');
  return text;
}

// Memory of one check, given back at its end: small values never reach the heap.
struct Scratch {
  unsigned char first[8192];
  json::monotonic_resource memory{first, sizeof first};
};

}  // namespace

struct RouteShape::Compiled {
  Texts parameters, query, form;
  std::optional<JsonSchema> body, reply_schema;  // body: of a whole one, or of a line
  Content body_content, reply_content;
  std::vector<Code> refusals;
  std::optional<std::string> bare_query;  // what an empty one amounts to

  std::string values(const Texts& by, const auto& given, std::string_view part, Departures& out) const {
    Scratch scratch;
    json::object all(&scratch.memory);
    by.fields.read(given, part, all, out);
    by.fields.fill_in(all);
    if (by.schema && !by.schema->accepts(all))
      for (const auto& departure : by.schema->check(all))
        if (departure.member.empty() || !out.tells_of(part, "/" + departure.member)) out.add(part, departure);
    return text_of(all);
  }

  void hold(const JsonSchema& schema, std::string_view text, std::string_view part, std::uint64_t line, Departures& out) const {
    Scratch scratch;
    const auto value = parse_strict_json(text, {}, &scratch.memory);
    if (!value) return out.add(part, not_json(value.error()), line);
    if (schema.accepts(*value)) return;
    for (const auto& departure : schema.check(*value)) out.add(part, departure, line);
  }

  std::vector<Departure> hold_reply(std::string_view text) const {
    Scratch scratch;
    const auto value = parse_strict_json(text, {.depth = 512}, &scratch.memory);
    if (!value) return {not_json(value.error())};
    return reply_schema->check(*value);
  }

  std::vector<Departure> hold_pieces(std::string_view text, bool events) const;
  std::vector<Departure> hold_content(std::string_view content_type, std::string_view text) const;
};

RouteWords words_of(const json::object& route) {
  RouteWords words;
  const auto at = [&](std::string_view key) {
    const auto* value = route.if_contains(key);
    return value ? *value : json::value();
  };
  if (const auto parameters = at("parameters"); parameters.is_object()) words.parameters = parameters.get_object();
  words.query = at("query"), words.body = at("body"), words.reply = at("reply");
  if (const auto refusals = at("refusals"); refusals.is_array())
    for (const auto& word : refusals.get_array())
      if (word.is_string()) words.refusals.emplace_back(word.get_string());
  return words;
}

RouteShape::RouteShape() {
  static const auto silent = std::make_shared<const Compiled>();
  compiled_ = silent;
}

Result<RouteShape> RouteShape::compile(const RouteWords& words, const json::object& shapes) {
  auto made = std::make_shared<Compiled>();
  auto body = content_of(words.body), reply = content_of(words.reply);
  if (!body || body->kind == ContentKind::events) return make_error(Code::configuration, "its body is not one that a route can have.");
  if (!reply || reply->kind == ContentKind::form) return make_error(Code::configuration, "its reply is not one that a route can have.");

  auto parameters = texts_of(object_schema(words.parameters), shapes, "parameters");
  if (!parameters) return parameters.error();
  auto query = texts_of(words.query, shapes, "query");
  if (!query) return query.error();
  auto form = texts_of(body->kind == ContentKind::form ? body->schema : json::value(), shapes, "body");
  if (!form) return form.error();
  made->parameters = std::move(*parameters), made->query = std::move(*query), made->form = std::move(*form);

  if (body->kind == ContentKind::json || body->kind == ContentKind::lines) {
    auto schema = compiled(body->schema, shapes, "body", true);
    if (!schema) return schema.error();
    made->body = std::move(*schema);
  }
  if (reply->kind == ContentKind::json || reply->kind == ContentKind::lines || reply->kind == ContentKind::events) {
    auto schema = compiled(reply->schema, shapes, "reply", false);
    if (!schema) return schema.error();
    made->reply_schema = std::move(*schema);
  }
  made->body_content = std::move(*body), made->reply_content = std::move(*reply);
  for (const auto& [code, word] : refusal_words)
    if (std::find(words.refusals.begin(), words.refusals.end(), word) != words.refusals.end()) made->refusals.push_back(code);
  Departures none;
  auto bare = made->values(made->query, std::string_view(), "query", none);
  if (none.empty()) made->bare_query = std::move(bare);

  RouteShape shape;
  shape.compiled_ = std::move(made);
  return shape;
}

std::string RouteShape::parameters(const Pairs& given, Departures& out) const {
  return compiled_->values(compiled_->parameters, given, "path", out);
}

std::string RouteShape::query(std::string_view encoded, Departures& out) const {
  if (encoded.empty() && compiled_->bare_query) return *compiled_->bare_query;
  return compiled_->values(compiled_->query, encoded, "query", out);
}

void RouteShape::body(std::string_view text, Departures& out) const {
  const auto kind = compiled_->body_content.kind;
  if (kind == ContentKind::json) compiled_->hold(*compiled_->body, text.empty() ? "{}" : text, "body", 0, out);
  if (kind == ContentKind::form) (void)compiled_->values(compiled_->form, text, "body", out);
  if (kind == ContentKind::none && !text.empty()) out.add("body", {"", "", "body", "must be empty at this address", ""});
}

void RouteShape::line(std::string_view text, std::uint64_t number, Departures& out) const {
  if (compiled_->body_content.kind == ContentKind::lines) compiled_->hold(*compiled_->body, text, "line", number, out);
}

std::vector<Departure> RouteShape::Compiled::hold_pieces(std::string_view text, bool events) const {
  std::vector<Departure> all;
  for (std::uint64_t number = 1; !text.empty(); ++number) {
    auto piece = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    if (events && !piece.starts_with("data:")) continue;
    if (events) piece.remove_prefix(5);
    if (piece.find_first_not_of(" \t\r") == piece.npos) continue;
    for (auto& departure : hold_reply(piece)) {
      departure.message = "in line " + std::to_string(number) + " " + departure.message;
      all.push_back(std::move(departure));
    }
  }
  return all;
}

std::vector<Departure> RouteShape::Compiled::hold_content(std::string_view content_type, std::string_view text) const {
  const auto type = content_type.substr(0, content_type.find(';'));
  switch (reply_content.kind) {
    case ContentKind::none:
      if (!text.empty()) return {of_reply("reply", "must have no content")};
      return {};
    case ContentKind::json: return hold_reply(text);
    case ContentKind::lines: return hold_pieces(text, false);
    case ContentKind::events: return hold_pieces(text, true);
    case ContentKind::bytes:
      if (reply_content.media != "*/*" && type != reply_content.media)  // "*/*": what it is, the content says
        return {of_reply("media", "must be " + reply_content.media + ", but is " + std::string(type))};
      return {};
    default: return {};
  }
}

std::vector<Departure> RouteShape::reply(int status, std::string_view content_type, std::string_view body) const {
  const bool redirects = status >= 300 && status < 400;
  if (compiled_->reply_content.kind == ContentKind::unsaid || redirects || is_anybodys(status)) return {};
  if (status < 400) return compiled_->hold_content(content_type, body);
  const auto code = code_of_status(status);
  const auto& said = compiled_->refusals;
  if (std::find(said.begin(), said.end(), code) != said.end()) return {};
  return {of_reply("refusals", "refuses by " + std::to_string(status) + ", and the route's refusals do not say " +
                                   std::string(word_of(code)))};
}

bool RouteShape::says_parameters() const { return compiled_->parameters.schema.has_value(); }
bool RouteShape::says_query() const { return compiled_->query.schema.has_value(); }
ContentKind RouteShape::body_kind() const { return compiled_->body_content.kind; }
ContentKind RouteShape::reply_kind() const { return compiled_->reply_content.kind; }

}  // namespace chitty
