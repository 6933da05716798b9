#include "item.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

namespace chittyconnect::github {

std::optional<Item> item_in(const json::object& from, std::string_view kind) {
  const auto* number = from.if_contains("number");
  Item made{std::string(kind)};
  made.updated_at = text_in(from, "updated_at");
  if (!number || !number->is_int64() || !parse_rfc3339(made.updated_at)) return std::nullopt;
  made.number = number->get_int64();
  made.title = text_in(from, "title");
  made.state = text_in(from, "state");
  made.url = text_in(from, "html_url");
  if (const auto* user = from.if_contains("user")) made.author = text_in(*user, "login");
  return made;
}

Result<bool> keep(Service& service, std::string_view holder, std::string_view repository, const Item& item, std::string_view heard_by) {
  CHITTY_TRY(const auto changed,
             service.store().execute(
                 "INSERT INTO connect_github_items AS kept (holder, repository, kind, number, title, state, author, url, heard_by, updated_at)"
                 " VALUES (:holder, :repository, :kind, :number, :title, :state, :author, :url, :by, :updated)"
                 " ON CONFLICT (holder, repository, kind, number) DO UPDATE SET title = excluded.title, state = excluded.state, author = excluded.author,"
                 " url = excluded.url, heard_by = excluded.heard_by, updated_at = excluded.updated_at WHERE excluded.updated_at > kept.updated_at",
                 {{"holder", holder},
                  {"repository", repository},
                  {"kind", item.kind},
                  {"number", item.number},
                  {"title", item.title},
                  {"state", item.state},
                  {"author", item.author},
                  {"url", item.url},
                  {"by", heard_by},
                  {"updated", rfc3339(*parse_rfc3339(item.updated_at))}}));
  return changed == 1;
}

}  // namespace chittyconnect::github
