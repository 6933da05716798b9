#include "request/paging_words.hpp"

#include "request/members.hpp"

namespace chitty::host {

namespace {

Paging::Count count_of(const json::object& from) {
  Paging::Count count;
  count.to = slot_of(text(from, "to"));
  count.by_records = text(from, "step") == "records";
  count.start = count.by_records ? 0 : 1;
  if (const auto* start = at(from, "start"); start && start->is_int64()) count.start = start->get_int64();
  if (text(from, "end") == "short") count.end = Paging::Count::End::size;
  const auto& end = object(from, "end");
  if (at(end, "total")) count.end = Paging::Count::End::total, count.at = place_of(text(end, "total"));
  if (at(end, "pages")) count.end = Paging::Count::End::pages, count.at = place_of(text(end, "pages"));
  return count;
}

// Does the route's query take the parameter? One that does not say what it takes is believed to.
bool takes(const ServiceRoute& route, const Slot& slot) {
  if (slot.where != Slot::Where::query || !route.query.is_object()) return true;
  const auto& query = route.query.get_object();
  const auto* properties = query.if_contains("properties");
  const auto& names = properties && properties->is_object() ? properties->get_object() : query;
  return names.contains(slot.name);
}

}  // namespace

Paging paging_of(const json::object& from) {
  Paging paging;
  if (const auto* next = at(from, "next"); next && next->is_array())
    for (const auto& one : next->get_array()) {
      if (!one.is_object()) continue;
      Paging::Next made{place_of(text(one.get_object(), "from")), {}};
      if (at(one.get_object(), "to")) made.to = slot_of(text(one.get_object(), "to"));
      paging.next.push_back(std::move(made));
    }
  if (at(from, "more")) paging.more = place_of(text(from, "more"));
  if (const auto& size = object(from, "size"); !size.empty()) {
    paging.size = slot_of(text(size, "to"));
    if (const auto* most = at(size, "most"); most && most->is_int64()) paging.most = most->get_int64();
  }
  if (const auto& count = object(from, "count"); !count.empty()) paging.count = count_of(count);
  return paging;
}

Paging paging_of(const Manifest& manifest, const ServiceRoute& route) {
  if (route.paging.is_bool()) return {};
  auto paging = paging_of(route.paging.is_object() ? route.paging.get_object() : manifest.service->paging);
  for (const auto& next : paging.next)
    if (next.to && !takes(route, *next.to)) return {};
  if (paging.count && !takes(route, paging.count->to)) return {};
  if (paging.size && !takes(route, *paging.size)) paging.size.reset();
  return paging;
}

Slot slot_of(std::string_view text) {
  const auto colon = text.find(':');
  const auto kind = text.substr(0, colon);
  Slot slot;
  slot.where = kind == "path"     ? Slot::Where::path
               : kind == "header" ? Slot::Where::header
               : kind == "body"   ? Slot::Where::body
               : kind == "query"  ? Slot::Where::query
                                  : Slot::Where::variables;
  slot.name = colon == text.npos ? std::string_view() : text.substr(colon + 1);
  return slot;
}

Place place_of(std::string_view text) {
  const auto starts = [&](std::string_view with) { return text.substr(0, with.size()) == with; };
  if (starts("header:")) return {Place::Where::header, std::string(text.substr(7))};
  if (starts("link:")) return {Place::Where::link, std::string(text.substr(5))};
  if (starts("last:")) return {Place::Where::last, std::string(text.substr(5))};
  return {Place::Where::body, std::string(text)};
}

Paging paging_of_service(const Manifest& manifest) { return manifest.service ? paging_of(manifest.service->paging) : Paging{}; }

Paging link_paging() {
  Paging paging;
  paging.next.push_back({place_of("link:next"), {}});
  return paging;
}

}  // namespace chitty::host
