// The entries of one batch: looked up at once, then written one by one.
#include <chitty/members.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>

#include "merge.hpp"
#include "page_list.hpp"
#include "plain_value.hpp"
#include "put.hpp"
#include "table.hpp"
#include "whole_page.hpp"
#include "written_value.hpp"

namespace notion_database {

namespace {

using Pages = std::map<std::string, std::vector<json::object>>;

json::object properties_of(const json::object& page) {
  const auto* properties = page.if_contains("properties");
  return properties && properties->is_object() ? properties->get_object() : json::object();
}

std::string key_of(const json::object& page, const Property& by) {
  const auto properties = properties_of(page);
  const auto* property = properties.if_contains(by.name);
  if (!property || !property->is_object()) return {};
  const auto value = plain_value(property->get_object());
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

class Batch {
 public:
  Batch(Host& host, const std::string& source, const Schema& schema, const std::vector<Wanted>& wanted, bool overwrite)
      : host_(host), source_(source), memory_(schema.find(memory_property)), wanted_(wanted), overwrite_(overwrite) {}

  // The pages that have one of the keys, the first made first.
  Result<Pages> pages(const std::vector<const Wanted*>& of) {
    json::array any;
    for (const auto* one : of) any.push_back(json::object{{"property", one->by->name}, {one->by->type, json::object{{"equals", one->key_value}}}});
    Pages out;
    if (any.empty()) return out;
    const Query query{.filter = any.size() == 1 ? any.front() : json::value(json::object{{"or", any}})};
    CHITTY_DO(each_page(host_, source_, query, [&](const json::value& page) -> Result<void> {
      CHITTY_TRY(const auto whole, whole_page(host_, page));
      const auto& object = whole.get_object();
      out[key_of(object, *of.front()->by)].push_back(object);
      return {};
    }));
    for (auto& [key, found] : out)
      std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::pair(text_in(a, "created_time"), text_in(a, "id")) < std::pair(text_in(b, "created_time"), text_in(b, "id"));
      });
    return out;
  }

  Result<json::object> one(const Wanted& wanted, const std::vector<json::object>& found) {
    if (found.size() > 1) return twice(wanted, found);
    const auto current = found.empty() ? json::object() : properties_of(found.front());
    const auto what = merge(host_.crypto(), wanted.properties, current, memory_of(current), overwrite_);
    if (found.empty()) return added(wanted, what);
    return changed(wanted, text_in(found.front(), "id"), what);
  }

  // Another put may have added the same keys meanwhile: the first made stays.
  Result<void> settle(std::map<std::string, json::object>& made) {
    std::vector<const Wanted*> of;
    for (const auto& one : wanted_)
      if (made.contains(one.key)) of.push_back(&one);
    CHITTY_TRY(const auto found, pages(of));
    for (const auto& [key, all] : found) {
      const auto ours = made.find(key);
      if (ours == made.end() || all.size() < 2 || text_in(all.front(), "id") == text_in(ours->second, "id")) continue;
      auto away = patch("/v1/pages/" + encode(text_in(ours->second, "id")), {{"in_trash", true}});
      away.repeatable = true;
      CHITTY_DO(ask(host_, away));
      ours->second = result(key, "unchanged", text_in(all.front(), "id"), {});
    }
    return {};
  }

 private:
  static json::object result(const std::string& key, std::string_view what, const std::string& id, const std::vector<std::string>& fields) {
    return {{"key", key}, {"result", what}, {"id", id.empty() ? json::value(nullptr) : json::value(id)}, {"fields", json::array(fields.begin(), fields.end())}};
  }

  // What a put has kept in this entry.
  std::optional<std::string> memory_of(const json::object& current) const {
    if (!memory_) return std::nullopt;
    const auto* kept = current.if_contains(memory_->name);
    const auto text = kept && kept->is_object() ? plain_value(kept->get_object()) : json::value("");
    return text.is_string() ? std::string(text.get_string()) : std::string();
  }

  static json::object twice(const Wanted& wanted, const std::vector<json::object>& found) {
    auto out = result(wanted.key, "conflict", text_in(found.front(), "id"), {});
    out["why"] = std::to_string(found.size()) + " entries have this key";
    return out;
  }

  // What is written, with what is to be remembered of it.
  Result<json::object> written(const Wanted& wanted, const Merge& what) {
    json::object out;
    for (const auto& name : what.changed) out[name] = wanted.properties.at(name);
    if (memory_) {
      CHITTY_TRY(out[memory_->name], written_value(*memory_, json::value(json::serialize(what.memory))));
    }
    return out;
  }

  Result<json::object> added(const Wanted& wanted, const Merge& what) {
    auto properties = wanted.properties;
    if (memory_) {
      CHITTY_TRY(properties[memory_->name], written_value(*memory_, json::value(json::serialize(what.memory))));
    }
    const json::object parent{{"type", "data_source_id"}, {"data_source_id", source_}};
    CHITTY_TRY(const auto page, ask(host_, post("/v1/pages", {{"parent", parent}, {"properties", properties}})));
    if (text_in(page, "id").empty()) return make_error(Code::malformed, "Notion's answer is not an entry");
    std::vector<std::string> fields;
    for (const auto& property : wanted.properties) fields.emplace_back(property.key());
    return result(wanted.key, "added", text_in(page, "id"), fields);
  }

  Result<json::object> changed(const Wanted& wanted, const std::string& id, const Merge& what) {
    if (!what.changed.empty() || (memory_ && what.memory_is_new)) {
      CHITTY_TRY(const auto properties, written(wanted, what));
      auto change = patch("/v1/pages/" + encode(id), {{"properties", properties}});
      change.repeatable = true;
      CHITTY_DO(ask(host_, change));
    }
    if (what.conflicts.empty()) return result(wanted.key, what.changed.empty() ? "unchanged" : "changed", id, what.changed);
    auto out = result(wanted.key, "conflict", id, what.conflicts);
    out["why"] = "changed in Notion meanwhile";
    return out;
  }

  Host& host_;
  const std::string& source_;
  const Property* memory_;
  const std::vector<Wanted>& wanted_;
  const bool overwrite_;
};

}  // namespace

Result<void> put_batch(Host& host, const std::string& source, const Schema& schema, const std::vector<Wanted>& wanted, bool overwrite,
                       const std::function<Result<void>(const json::object& written)>& done) {
  Batch batch(host, source, schema, wanted, overwrite);
  std::vector<const Wanted*> all;
  for (const auto& one : wanted) all.push_back(&one);
  CHITTY_TRY(const auto found, batch.pages(all));
  std::map<std::string, json::object> made;
  for (const auto& one : wanted) {
    const auto there = found.find(one.key);
    CHITTY_TRY(const auto written, batch.one(one, there == found.end() ? std::vector<json::object>() : there->second));
    if (text_in(written, "result") == "added") {
      made.emplace(one.key, written);
    } else {
      CHITTY_DO(done(written));
    }
  }
  CHITTY_DO(batch.settle(made));
  for (const auto& [key, written] : made) CHITTY_DO(done(written));
  return {};
}

}  // namespace notion_database
