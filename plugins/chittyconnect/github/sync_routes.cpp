// /api/v1/github/sync, /api/v1/github/items
#include <chittyconnect_names.hpp>

#include <chitty/answers.hpp>
#include <chitty/lists.hpp>

#include "delivery.hpp"
#include "sync.hpp"

namespace chittyconnect::routes {

using namespace chitty;

Result<Response> sync_github(Service& service, const SyncGithub& given) {
  CHITTY_TRY(const auto repository, github::repository_called(service, given.body.owner, given.body.repo));
  CHITTY_TRY(auto done, github::read_more(service, repository));
  return answer(service, std::move(done));
}

Result<Response> list_github_items(Service& service, const ListGithubItems& given) {
  auto select = Select::own("SELECT repository, kind, number, title, state, author, url, heard_by, updated_at, repository || ' ' || kind || ' ' || number AS id FROM connect_github_items",
                            Ownership(service, {"holder"}).strictly());
  select.where_given("repository = :repository", "repository", given.query.repository);
  select.where_given("kind = :kind", "kind", given.query.kind);
  select.where_given("state = :state", "state", given.query.state);
  const Page page{given.query.limit, 0, given.query.cursor};
  select.where_given("repository || ' ' || kind || ' ' || number > :cursor", "cursor", page.cursor);
  select.sql += " ORDER BY repository || ' ' || kind || ' ' || number";
  return answer_page(service, page, "items", std::move(select), shapes::github_item);
}

}  // namespace chittyconnect::routes
