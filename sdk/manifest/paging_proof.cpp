// How the list of a declared request goes on, against the request that it is written into.
#include "declared_request.hpp"
#include "reach.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

void prove_slot(const DeclaredRequest& of, const std::string& slot) {
  if (slot.empty()) return;
  const auto kind = slot.substr(0, slot.find(':')), name = slot.substr(slot.find(':') + 1);
  const auto* query = of.route ? of.route->if_contains("query") : nullptr;
  const bool there = kind == "path"        ? variables_of(of.path).contains(name)
                     : kind == "variables" ? of.request.contains("graphql")
                     : kind == "body"      ? of.method != "GET" && !of.request.contains("graphql")
                     : kind == "query"     ? !query || reach(*query, "/" + name, of.whole)
                                           : true;
  if (!there) of.wrong(".request.paging", "writes to " + slot + ", which this request does not have");
}

}  // namespace

void prove_paging(const DeclaredRequest& of) {
  const auto& paging = object_at(of.request, "paging");
  if (paging.empty()) return;
  if (!of.has_records()) of.wrong(".request.paging", "needs `records`");
  for (const auto& next : list_at(paging, "next")) prove_slot(of, text_at(next.as_object(), "to"));
  for (const auto* word : {"size", "count"}) prove_slot(of, text_at(object_at(paging, word), "to"));
}

}  // namespace chitty
