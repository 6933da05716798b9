#include "documents.hpp"

#include <algorithm>

#include "uri.hpp"

namespace chitty::json_schema {

namespace {

const json::string* text_in(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found ? found->if_string() : nullptr;
}

// Draft 7 ignores what stands beside a $ref.
bool only_refers(const json::object& schema, const Dialect& dialect) {
  return dialect.is_draft7() && schema.contains("$ref");
}

std::string without_hash(std::string_view uri) { return std::string(uri.substr(0, uri.find('#'))); }

}  // namespace

bool Documents::is_too_deep(const json::value& value, int left) {
  if (value.is_array()) {
    const auto& all = value.get_array();
    return left == 0 || std::any_of(all.begin(), all.end(), [&](const auto& one) { return is_too_deep(one, left - 1); });
  }
  if (!value.is_object()) return false;
  const auto& all = value.get_object();
  return left == 0 ||
         std::any_of(all.begin(), all.end(), [&](const auto& one) { return is_too_deep(one.value(), left - 1); });
}

Place Documents::open(const json::value& document) {
  if (is_too_deep(document)) {
    problems_.add("", "is nested too deeply: at most " + std::to_string(deepest) + " levels are read");
    return {};
  }
  Dialect first;
  first.draft = options_.draft;
  first.assert_format = options_.assert_formats;
  if (options_.at.empty()) return {&document, add("", {&document, nullptr, ""}, first), ""};
  // A document that holds schemas and is none: only its $defs and the chosen part are looked at.
  boost::system::error_code missing;
  const auto* part = document.find_pointer(options_.at, missing);
  if (!part) {
    problems_.add(options_.at, "is not there");
    return {};
  }
  if (part->is_object()) first = dialect_of(part->get_object(), first, options_.at);
  resources_.push_back({"", &document, "", first, {}, {}, 0});
  Resource* resource = by_uri_[""] = &resources_.back();
  const auto* object = document.if_object();
  for (const auto* key : {"$defs", "definitions"})
    if (const auto* shapes = object ? object->if_contains(key) : nullptr; shapes && shapes->is_object())
      for (const auto& [name, schema] : shapes->get_object())
        scan({&schema, resource, "/" + std::string(key) + pointer_step(name)});
  return walk({&document, resource, ""}, options_.at);
}

// `base`: where it was found. Known by that and by its $id; the first to have a name keeps it.
Resource* Documents::add(const std::string& base, const Place& root, const Dialect& before) {
  const auto* object = root.schema->if_object();
  Dialect dialect = object ? dialect_of(*object, before, root.name) : before;
  resources_.push_back({base, root.schema, root.name, dialect, {}, {}, static_cast<std::uint32_t>(resources_.size())});
  Resource* resource = &resources_.back();
  by_uri_.emplace(base, resource);
  const auto* id = object && !only_refers(*object, dialect) ? text_in(*object, "$id") : nullptr;
  if (id && !id->starts_with('#')) {
    resource->uri = resolve_reference(base, std::string(*id)).document;
    by_uri_.emplace(resource->uri, resource);
  }
  seen_.emplace(root.schema, resource);
  if (object) scan_below({root.schema, resource, root.name}, *object);
  return resource;
}

// Every schema is scanned before it is compiled, and once.
void Documents::scan(const Place& place) {
  if (seen_.contains(place.schema)) return;
  const auto* object = place.schema->if_object();
  const bool names_itself = object && !only_refers(*object, place.resource->dialect) && object->contains("$id");
  Resource* own = names_itself ? identify(place, *object) : nullptr;
  if (own) return;
  seen_.emplace(place.schema, place.resource);
  if (object) scan_below(place, *object);
}

// A resource of its own, or null: draft 7 writes an anchor as "$id": "#name".
Resource* Documents::identify(const Place& place, const json::object& schema) {
  const auto* id = text_in(schema, "$id");
  if (!id) return nullptr;
  if (id->starts_with('#')) {
    if (place.resource->dialect.is_draft7() && id->size() > 1)
      place.resource->anchors.emplace(std::string(*id).substr(1), place.schema);
    return nullptr;
  }
  return add(place.resource->uri, place, place.resource->dialect);
}

void Documents::scan_below(const Place& place, const json::object& schema) {
  const Dialect& dialect = place.resource->dialect;
  if (!dialect.is_draft7()) {
    if (const auto* name = text_in(schema, "$anchor")) place.resource->anchors.emplace(*name, place.schema);
    if (const auto* name = text_in(schema, "$dynamicAnchor")) {
      place.resource->anchors.emplace(*name, place.schema);
      place.resource->dynamic_anchors.emplace(*name, place.schema);
    }
  }
  for (const auto& [name, value] : schema) {
    const auto* keyword = find_keyword(name, dialect.draft);
    if (!keyword || keyword->holds == Holds::nothing) continue;
    const std::string here = place.name + "/" + std::string(name);
    const bool is_list = value.is_array() && keyword->holds != Holds::object;
    if (is_list)
      for (std::size_t i = 0; i < value.get_array().size(); ++i)
        scan({&value.get_array()[i], place.resource, here + "/" + std::to_string(i)});
    else if (keyword->holds == Holds::object && value.is_object())
      for (const auto& [key, one] : value.get_object()) scan({&one, place.resource, here + pointer_step(key)});
    else if (keyword->holds != Holds::object)
      scan({&value, place.resource, here});
  }
}

Dialect Documents::dialect_of(const json::object& schema, const Dialect& before, const std::string& name) {
  const auto* uri = text_in(schema, "$schema");
  if (!uri) return before;
  const std::string known = without_hash(std::string(*uri));
  Dialect out = before;
  if (known == "http://json-schema.org/draft-07/schema" || known == "https://json-schema.org/draft-07/schema") {
    out.draft = Draft::draft7;
    return out;
  }
  out.draft = Draft::draft2020_12;
  if (known == "https://json-schema.org/draft/2020-12/schema") return out;
  const json::value* meta = options_.resolve ? options_.resolve(known) : nullptr;
  const auto* vocabulary = meta && meta->is_object() ? meta->get_object().if_contains("$vocabulary") : nullptr;
  if (!vocabulary || !vocabulary->is_object()) {
    problems_.add(name + "/$schema", "is " + std::string(*uri) + ", but only draft 7 and 2020-12 are known");
    return out;
  }
  constexpr std::string_view start = "https://json-schema.org/draft/2020-12/vocab/";
  const auto& all = vocabulary->get_object();
  const auto has = [&](std::string_view part) { return all.contains(std::string(start) + std::string(part)); };
  for (const auto& [one, needed] : all)
    if (!one.starts_with(start) && needed.is_bool() && needed.get_bool())
      problems_.add(name + "/$schema", "needs the vocabulary " + std::string(one) + ", which is not known");
  out.validation = has("validation");
  out.applicator = has("applicator");
  out.unevaluated = has("unevaluated");
  out.assert_format = before.assert_format || has("format-assertion");
  return out;
}

Resource* Documents::load(const std::string& uri, const Place& from) {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) return known->second;
  const json::value* document = options_.resolve ? options_.resolve(uri) : nullptr;
  if (!document) document = find_metaschema(uri);
  if (!document) {
    problems_.add(from.name, "refers to " + uri + ", which is not known (nothing is fetched)");
    return nullptr;
  }
  if (is_too_deep(*document)) {
    problems_.add(from.name, "refers to " + uri + ", which is nested too deeply");
    return nullptr;
  }
  Dialect first;
  first.draft = options_.draft;
  first.assert_format = options_.assert_formats;
  Resource* resource = add(uri, {document, nullptr, uri + "#"}, first);
  by_uri_.emplace(uri, resource);
  return resource;
}

Place Documents::find(const std::string& reference, const Place& from) {
  const auto wanted = resolve_reference(from.resource->uri, reference);
  Resource* resource = load(wanted.document, from);
  if (!resource) return {};
  const std::string fragment = percent_decoded(wanted.fragment);
  if (fragment.empty() || fragment.front() == '/') {
    const Place found = walk({resource->root, resource, resource->place}, fragment);
    if (!found.schema) problems_.add(from.name, "refers to " + reference + ", which does not exist");
    return found;
  }
  const auto anchor = resource->anchors.find(fragment);
  if (anchor == resource->anchors.end()) {
    problems_.add(from.name, "refers to " + reference + ", but no schema there has this anchor");
    return {};
  }
  return {anchor->second, seen_.at(anchor->second), resource->place + "#" + fragment};
}

// Step by step, since a schema with an $id on the way begins another resource.
Place Documents::walk(Place at, std::string_view pointer) {
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    const std::string step = unescaped_step(pointer.substr(1, end - 1));
    if (const auto* object = at.schema->if_object()) {
      at.schema = object->if_contains(step);
    } else if (const auto* array = at.schema->if_array();
               array && !step.empty() && step.size() < 7 && step.find_first_not_of("0123456789") == step.npos) {
      at.schema = array->if_contains(std::stoul(step));
    } else {
      at.schema = nullptr;
    }
    if (!at.schema) return {};
    at.name += pointer_step(step);
    if (const auto known = seen_.find(at.schema); known != seen_.end()) at.resource = known->second;
    pointer.remove_prefix(end);
  }
  return part(std::move(at));
}

}  // namespace chitty::json_schema
