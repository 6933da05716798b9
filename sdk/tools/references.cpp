#include "references.hpp"

#include <manifest/shapes.hpp>
#include <map>
#include <stdexcept>

#include "manifest_file.hpp"

namespace chitty::tool {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr std::string_view dialect = "https://json-schema.org/draft/2020-12/schema";

class Files {
 public:
  Files(json::object& manifest, const fs::path& file) : manifest_(manifest), file_(file), folder_(file.parent_path()) {}

  // {"$ref": …} in the place of an argument's choices: the texts of the enum that it refers to.
  void bring_in_choices(json::object& argument) {
    auto* choices = argument.if_contains("choices");
    if (!choices || !choices->is_object()) return;
    bring_in(*choices);
    constexpr std::string_view prefix = "#/$defs/";
    const auto* reference = choices->get_object().if_contains("$ref");
    const auto name = reference && reference->is_string() ? std::string_view(reference->get_string()) : std::string_view();
    const auto* shape = name.starts_with(prefix) ? defs().if_contains(name.substr(prefix.size())) : nullptr;
    const auto* all = shape && shape->is_object() ? shape->get_object().if_contains("enum") : nullptr;
    if (!all || !all->is_array()) throw std::runtime_error(file_.string() + ": `choices` refers to " + std::string(name) + ", which has no `enum`");
    json::array texts;
    for (const auto& one : all->get_array())
      if (one.is_string()) texts.push_back(one);
    *choices = std::move(texts);
  }

  // References in a schema of the manifest itself.
  void bring_in(json::value& schema) {
    each_reference(schema, [&](json::string& reference) {
      if (!reference.starts_with("#")) reference = shape_of(folder_, std::string(reference), file_);
    });
  }

 private:
  // "schema/session.json#/properties/id", said in `from`: as a reference into `$defs`.
  std::string shape_of(const fs::path& folder, const std::string& reference, const fs::path& from) {
    const auto hash = reference.find('#');
    const fs::path path = (folder / reference.substr(0, hash)).lexically_normal();
    const std::string name = path.stem().string();
    if (reference.find("://") != std::string::npos)
      throw std::runtime_error(from.string() + ": refers to " + reference + ", but a schema must be a file beside the manifest");
    if (const auto known = files_.find(name); known == files_.end())
      read(name, path, from);
    else if (known->second != path)
      throw std::runtime_error(from.string() + ": refers to " + path.string() + " and to " + known->second.string() +
                               ": two schemas of one name");
    return "#/$defs/" + name + (hash == std::string::npos ? "" : reference.substr(hash + 1));
  }

  void read(const std::string& name, const fs::path& path, const fs::path& from) {
    if (defs().contains(name))
      throw std::runtime_error(from.string() + ": refers to " + path.string() + ", but `$defs` already has '" + name + "'");
    if (!fs::is_regular_file(path))
      throw std::runtime_error(from.string() + ": refers to " + path.string() + ", which does not exist");
    files_[name] = path;
    json::value schema = parse_json(read_file(path), path);
    if (auto* object = schema.if_object()) {
      if (const auto* says = object->if_contains("$schema"); says && *says != json::value(dialect))
        throw std::runtime_error(path.string() + ": its $schema is not " + std::string(dialect));
      object->erase("$schema");
      object->erase("$id");
    }
    each_reference(schema, [&](json::string& reference) {
      if (!reference.starts_with("#"))
        reference = shape_of(path.parent_path(), std::string(reference), path);
      else
        reference = "#/$defs/" + name + std::string(reference).substr(1);
    });
    defs()[name] = std::move(schema);
  }

  json::object& defs() {
    auto& all = manifest_["$defs"];
    if (!all.is_object()) all.emplace_object();
    return all.get_object();
  }

  json::object& manifest_;
  const fs::path file_, folder_;
  std::map<std::string, fs::path> files_;
};

json::object* object_in(json::object& from, std::string_view key) {
  auto* value = from.if_contains(key);
  return value ? value->if_object() : nullptr;
}

// Calls `take` with each object of the array at `key`.
template <class Take>
void each_in(json::object* from, std::string_view key, Take take) {
  auto* value = from ? from->if_contains(key) : nullptr;
  if (!value || !value->is_array()) return;
  for (auto& one : value->get_array())
    if (one.is_object()) take(one.get_object());
}

// The text of a GraphQL query in the place of its file's name.
void bring_in_query(json::object& request, const fs::path& file) {
  auto* query = request.if_contains("graphql");
  if (!query || !query->is_string() || !query->get_string().ends_with(".graphql")) return;
  *query = read_file(file.parent_path() / std::string(query->get_string()));
}

// {name: schema} as one object schema that no other name fits.
void write_out_query(json::object& route) {
  auto* query = object_in(route, "query");
  if (!query) return;
  if (const auto* type = query->if_contains("type"); type && type->is_string()) return;
  json::object whole{{"type", "object"}, {"properties", std::move(*query)}, {"additionalProperties", false}};
  route["query"] = std::move(whole);
}

constexpr std::string_view shared[] = {"parameters", "query", "body", "reply", "records",
                                       "paging", "refusals", "repeatable", "check"};

}  // namespace

void bring_in_files(json::object& manifest, const fs::path& file) {
  Files files(manifest, file);
  if (auto* defs = manifest.if_contains("$defs"); defs && defs->is_object()) {
    json::object own = defs->get_object();  // a file's shape may join them meanwhile
    for (auto& [name, schema] : own) {
      files.bring_in(schema);
      manifest["$defs"].as_object()[name] = std::move(schema);
    }
  }
  each_in(&manifest, "commands", [&](json::object& command) {
    if (auto* reply = command.if_contains("reply")) files.bring_in(*reply);
    for (const auto* word : {"arguments", "options"}) each_in(&command, word, [&](json::object& argument) { files.bring_in_choices(argument); });
    if (auto* request = object_in(command, "request")) bring_in_query(*request, file);
  });
  each_in(object_in(manifest, "service"), "routes", [&](json::object& route) {
    for (const auto* word : {"body", "reply"})
      if (auto* schema = route.if_contains(word)) files.bring_in(*schema);
    for (const auto* word : {"parameters", "query"})
      if (auto* schemas = object_in(route, word))
        for (auto& [name, schema] : *schemas) files.bring_in(schema);
  });
}

void write_out_routes(json::object& manifest) {
  std::map<std::string, const json::object*> first;  // by handler
  auto* service = object_in(manifest, "service");
  const auto* paging = service ? service->if_contains("paging") : nullptr;
  each_in(service, "routes", [&](json::object& route) {
    write_out_query(route);
    const auto* handler = route.if_contains("handler");
    if (!handler || !handler->is_string()) return;
    const auto said = first.emplace(std::string(handler->get_string()), &route);
    for (const auto word : shared)
      if (const auto* value = said.first->second->if_contains(word); value && !route.contains(word)) route.emplace(word, *value);
    if (paging && route.contains("records") && !route.contains("paging")) route.emplace("paging", *paging);
  });
}

}  // namespace chitty::tool
