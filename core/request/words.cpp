#include "request/words.hpp"

#include <algorithm>
#include <charconv>

#include "request/members.hpp"
#include "request/paging_words.hpp"

namespace chitty::host {

namespace {

Error broken(const Manifest& manifest, const Command& command, const std::string& why) {
  return make_error(Code::plugin_fault,
                    "The request of '" + command.path + "' in the manifest of '" + manifest.name + "' " + why + ".",
                    "Report it to the plugin's publisher.");
}

Source::As as_of(std::string_view word) {
  constexpr std::pair<std::string_view, Source::As> known[] = {
      {"seconds", Source::As::seconds}, {"milliseconds", Source::As::milliseconds}, {"text", Source::As::text}, {"json", Source::As::json}, {"csv", Source::As::csv}, {"base64", Source::As::base64}};
  for (const auto& [name, as] : known)
    if (name == word) return as;
  return Source::As::itself;
}

Source source_of(const json::value& said) {
  Source made;
  if (said.is_string()) {
    made.name = said.get_string();
    return made;
  }
  const auto* from = said.if_object();
  if (!from) return made;
  if (const auto* constant = at(*from, "const")) {
    made.from = Source::From::constant;
    made.constant = *constant;
  } else if (at(*from, "setting")) {
    made.from = Source::From::setting;
    made.name = text(*from, "setting");
  } else if (at(*from, "secret")) {
    made.from = Source::From::secret;
    made.name = text(*from, "secret");
  } else {
    made.name = text(*from, "arg");
  }
  made.as = as_of(text(*from, "as"));
  made.map = object(*from, "map");
  made.slashes = flag(*from, "slashes");
  return made;
}

Sources sources_of(const json::object& from) {
  Sources all;
  for (const auto& [name, said] : from) all.emplace_back(name, source_of(said));
  return all;
}

Records records_of(const json::value& said) {
  if (said.is_string()) return {std::string(said.get_string()), {}};
  if (!said.is_object()) return {};
  return {text(said.get_object(), "at"), text(said.get_object(), "key")};
}

Body body_of(const json::object& from) {
  Body body;
  if (from.empty()) return body;
  if (at(from, "form")) {
    body.kind = Body::Kind::form;
    body.members = sources_of(object(from, "form"));
  } else if (at(from, "parts")) {
    body.kind = Body::Kind::parts;
    for (const auto& [name, said] : object(from, "parts")) {
      if (!said.is_object()) continue;
      const auto& part = said.get_object();
      body.parts.push_back({std::string(name), sources_of(object(part, "fields")), {}, text(part, "file"), text(part, "type")});
      if (const auto* value = at(part, "value")) body.parts.back().value = source_of(*value);
    }
  } else if (at(from, "file")) {
    body.kind = Body::Kind::file;
    body.file = text(from, "file");
    body.type = text(from, "type", body.type);
  } else {
    body.kind = Body::Kind::members;
    body.members = sources_of(from);
  }
  return body;
}

Failure failure_of(const json::object& from) {
  return {text(from, "at"), text(from, "code"), text(from, "message"), object(from, "kinds")};
}

void add_failures(const json::value& said, std::vector<Failure>& all) {
  if (said.is_object()) all.push_back(failure_of(said.get_object()));
  if (said.is_array())
    for (const auto& one : said.get_array())
      if (one.is_object()) all.push_back(failure_of(one.get_object()));
}

// "500ms", "2s", "5m".
std::chrono::milliseconds pause_of(std::string_view text, std::chrono::milliseconds fallback) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (failed != std::errc() || number < 1) return fallback;
  return std::chrono::milliseconds(number * (unit == "ms" ? 1 : unit == "s" ? 1000
                                                                            : 60'000));
}

Waiting waiting_of(const json::object& from) {
  Waiting made;
  if (const auto* poll = at(from, "poll"); poll && poll->is_string()) made.poll = place_of(poll->get_string());
  const auto& poll = object(from, "poll");
  made.target = text(poll, "target");
  for (const auto& [name, place] : object(poll, "path"))
    if (place.is_string()) made.path.emplace_back(name, place_of(place.get_string()));
  made.at = text(from, "at");
  made.message = text(from, "message");
  if (const auto* done = at(from, "done"); done && done->is_array()) made.done = done->get_array();
  if (const auto* failed = at(from, "failed"); failed && failed->is_array()) made.failed = failed->get_array();
  if (const auto* every = at(from, "every"); every && every->is_array() && every->get_array().size() == 2) {
    const auto& pauses = every->get_array();
    if (pauses[0].is_string()) made.first = pause_of(pauses[0].get_string(), made.first);
    if (pauses[1].is_string()) made.longest = pause_of(pauses[1].get_string(), made.longest);
  }
  if (const auto& then = object(from, "then"); !then.empty()) made.then = place_of(text(then, "from"));
  return made;
}

const ServiceRoute* route_of(const Manifest& manifest, std::string_view name) {
  if (manifest.service)
    for (const auto& route : manifest.service->routes)
      if (route.handler == name || route.method + " " + route.path == name) return &route;
  return nullptr;
}

void take_route(const Manifest& manifest, const ServiceRoute& route, DeclaredRequest& request) {
  request.method = route.method;
  request.target = route.path;
  request.is_public = route.is_public;
  request.repeatable = route.repeatable;
  request.without_body = route.body == json::value(false);
  if (!route.records) return;
  request.records = Records{*route.records, {}};
  request.paging = paging_of(manifest, route);
}

Lookup lookup_of(const json::object& from) {
  Lookup made;
  made.argument = text(from, "arg");
  made.target = text(from, "target");
  made.query = sources_of(object(from, "query"));
  if (const auto* records = at(from, "records")) made.records = records_of(*records);
  made.name = text(from, "name");
  made.id = text(from, "id");
  made.paging = paging_of(object(from, "paging"));
  return made;
}

const Argument* find_argument(const Command& command, std::string_view name) {
  for (const auto* all : {&command.arguments, &command.options})
    for (const auto& argument : *all)
      if (argument.name == name) return &argument;
  return nullptr;
}

// Each argument that is named is declared; its type is what `as` needs to know.
Result<void> type_sources(const Manifest& manifest, const Command& command, Sources& sources) {
  for (auto& [name, source] : sources) {
    if (source.from != Source::From::argument) continue;
    const auto* argument = find_argument(command, source.name);
    if (!argument) return broken(manifest, command, "names the argument '" + source.name + "', which it does not declare");
    source.type = argument->type;
    source.positional = std::any_of(command.arguments.begin(), command.arguments.end(), [&](const Argument& one) { return &one == argument; });
  }
  return {};
}

Result<void> type_all(const Manifest& manifest, const Command& command, DeclaredRequest& request) {
  std::vector<Sources*> all{&request.path, &request.query, &request.header, &request.body.members, &request.variables};
  for (auto& part : request.body.parts) all.push_back(&part.fields);
  if (request.lookup) all.push_back(&request.lookup->query);
  // `limit` on a list is the host's, unless the request sends it somewhere itself.
  const auto* limit = find_argument(command, "limit");
  if (limit && limit->type == ArgumentType::integer && (request.records || request.stream != DeclaredRequest::Stream::none)) request.limit = limit->name;
  for (const auto* sources : all)
    for (const auto& [name, source] : *sources)
      if (source.from == Source::From::argument && source.name == request.limit) request.limit.clear();
  for (auto* sources : all)
    if (auto typed = type_sources(manifest, command, *sources); !typed) return typed;
  for (auto& part : request.body.parts)
    if (part.value) {
      Sources one{{part.name, *part.value}};
      if (auto typed = type_sources(manifest, command, one); !typed) return typed;
      part.value = one.front().second;
    }
  return {};
}

}  // namespace

Result<DeclaredRequest> read_request(const Manifest& manifest, const Command& command) {
  const json::object& said = command.request;
  DeclaredRequest request;
  if (const auto name = text(said, "route"); !name.empty()) {
    const auto* route = route_of(manifest, name);
    if (!route) return broken(manifest, command, "names the route '" + name + "', which the service does not have");
    take_route(manifest, *route, request);
  } else {
    request.method = text(said, "method", "POST");
    request.target = text(said, "target", "/graphql");
  }
  request.remote = text(said, "remote");
  request.is_public = request.is_public || flag(said, "public");
  request.repeatable = request.repeatable || flag(said, "repeatable") || command.effect == Effect::read;
  request.path = sources_of(object(said, "path"));
  request.query = sources_of(object(said, "query"));
  request.header = sources_of(object(said, "header"));
  request.body = body_of(object(said, "body"));
  request.graphql = text(said, "graphql");
  request.variables = sources_of(object(said, "variables"));
  if (const auto* records = at(said, "records")) request.records = records_of(*records);
  if (at(said, "record")) request.record = text(said, "record"), request.records.reset();
  if (at(said, "paging")) request.paging = paging_of(object(said, "paging"));
  if (!request.records) request.paging = {};
  const auto stream = text(said, "stream");
  request.stream = stream == "sse"      ? DeclaredRequest::Stream::sse
                   : stream == "ndjson" ? DeclaredRequest::Stream::ndjson
                                        : DeclaredRequest::Stream::none;
  request.download = text(said, "download");
  if (const auto& lookup = object(said, "lookup"); !lookup.empty()) {
    request.lookup = lookup_of(lookup);
    if (const auto name = text(lookup, "route"); !name.empty()) {
      const auto* route = route_of(manifest, name);
      if (!route) return broken(manifest, command, "looks up in the route '" + name + "', which the service does not have");
      request.lookup->target = route->path;
      request.lookup->is_public = route->is_public;
      if (!at(lookup, "paging")) request.lookup->paging = paging_of(manifest, *route);
    }
  }
  request.modify = flag(said, "modify");
  if (const auto& wait = object(said, "wait"); !wait.empty()) request.wait = waiting_of(wait);
  if (const auto* failed = at(said, "failed")) add_failures(*failed, request.failed);
  const RemoteType* type = &manifest.remote;
  for (const auto& used : manifest.uses)
    if (used.type == request.remote) type = &used;
  add_failures(type->failed, request.failed);
  if (const auto* expect = at(said, "expect"); expect && expect->is_array())
    for (const auto& one : expect->get_array())
      if (one.is_string()) request.expect.emplace_back(one.get_string());
  request.note = text(said, "note");
  if (auto typed = type_all(manifest, command, request); !typed) return typed.error();
  return request;
}

}  // namespace chitty::host
