// chitty notion-database open: the database or an entry, in the person's browser.
#include <chitty/members.hpp>
#include <notion-database_names.hpp>

#include "../entry.hpp"
#include "../page_id.hpp"
#include "../plain_value.hpp"
#include "../table.hpp"

namespace notion_database::commands {

namespace {

Result<json::object> shown_of(Host& host, const Open& args) {
  if (!args.page.empty()) {
    CHITTY_TRY(const auto id, page_id(args.page));
    CHITTY_TRY(const auto page, ask(host, chitty::get("/v1/pages/" + id)));
    CHITTY_TRY(const auto entry, entry_of(page, false));
    return json::object{{"title", entry.at("title")}, {"url", entry.at("url")}};
  }
  CHITTY_TRY(const auto settings, host.remote());
  const auto database = text_in(settings, "database");
  std::string target = "/v1/databases/" + encode(database);
  if (database.empty()) {
    CHITTY_TRY(const auto source, data_source(host));
    target = "/v1/data_sources/" + encode(source);
  }
  CHITTY_TRY(const auto found, ask(host, chitty::get(target)));
  const auto* title = found.if_contains("title");
  return json::object{{"title", title ? plain_text(*title) : ""}, {"url", text_in(found, "url")}};
}

}  // namespace

Result<Reply> open(const Open& args, Host& host) {
  CHITTY_TRY(auto shown, shown_of(host, args));
  const auto url = text_in(shown, "url");
  if (url.empty()) return make_error(Code::malformed, "Notion's answer has no address to open");
  CHITTY_DO(host.open_browser(url));
  return Reply(std::move(shown));
}

}  // namespace notion_database::commands
