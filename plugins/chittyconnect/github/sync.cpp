#include "sync.hpp"

#include <algorithm>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <vector>

#include "../integrations/connection.hpp"
#include "item.hpp"

namespace chittyconnect::github {

namespace {

using integrations::Answer;

constexpr int most_pages = 10;  // of one request: whoever asks is told how far it is

struct Reach {
  std::string since, etag;
};

Result<Reach> reach_of(Service& service, const std::string& repository) {
  CHITTY_TRY(const auto row, service.store().find("SELECT since, etag FROM connect_github_syncs WHERE holder = :holder AND repository = :repository",
                                                  {{"holder", service.caller().subject}, {"repository", repository}}));
  return row ? Reach{text_in(*row, "since"), text_in(*row, "etag")} : Reach();
}

// What GitHub refuses, as what it is; 403 without any request left is a limit.
Error refusal(const Answer& answered, const std::string& what) {
  const auto words = integrations::words_of(answered);
  auto code = code_of_status(answered.status);
  if (answered.status == 403 && text_in(answered.headers, "x-ratelimit-remaining") == "0") code = Code::rate_limited;
  auto error = make_error(code == Code::malformed || code == Code::unauthenticated ? Code::refused : code, "GitHub refused " + what + " by " + std::to_string(answered.status) + (words.empty() ? "." : ": " + words));
  if (code == Code::rate_limited) error.retry_after = std::chrono::minutes(1);
  return error;
}

Result<Answer> asked(Service& service, const integrations::Connection& connection, const std::string& path, const std::string& etag = {}) {
  CHITTY_TRY(auto request, integrations::request_to(service, connection, "GET", path));
  if (!etag.empty()) request.headers["If-None-Match"] = etag;
  return integrations::ask_outside(service, request);
}

bool has_next(const Answer& answered) { return text_in(answered.headers, "link").find("rel=\"next\"") != std::string::npos; }

struct Page {
  std::vector<Item> items;
  std::string newest;
};

Result<Page> page_in(const Answer& answered) {
  boost::system::error_code ec;
  const auto said = json::parse(answered.body, ec, {}, detail::as_deep_as_the_host());
  if (ec || !said.is_array()) return make_error(Code::malformed, "GitHub gave no list of issues.");
  Page page;
  for (const auto& one : said.get_array()) {
    if (!one.is_object()) continue;
    const bool is_pull = one.get_object().contains("pull_request");
    if (auto item = item_in(one.get_object(), is_pull ? "pull" : "issue")) {
      page.newest = std::max(page.newest, item->updated_at);
      page.items.push_back(std::move(*item));
    }
  }
  return page;
}

// The page, and how far it reaches, in one: after a crash the same is read again, which changes nothing.
Result<std::int64_t> keep_page(Service& service, const std::string& repository, const Page& page, const Reach& reach) {
  return service.store().transaction([&]() -> Result<std::int64_t> {
    std::int64_t changed = 0;
    for (const auto& item : page.items) {
      CHITTY_TRY(const bool news, keep(service, service.caller().subject, repository, item, "sync"));
      changed += news ? 1 : 0;
    }
    CHITTY_DO(service.store().execute(
        "INSERT INTO connect_github_syncs (holder, repository, since, etag, synced_at) VALUES (:holder, :repository, :since, :etag, :now)"
        " ON CONFLICT (holder, repository) DO UPDATE SET since = excluded.since, etag = excluded.etag, synced_at = excluded.synced_at",
        {{"holder", service.caller().subject}, {"repository", repository}, {"since", reach.since}, {"etag", reach.etag}, {"now", rfc3339(service.now())}}));
    return changed;
  });
}

}  // namespace

Result<std::string> repository_called(Service& service, std::string_view owner, std::string_view repo) {
  if (repo.find('/') != repo.npos) return std::string(repo);
  if (!owner.empty()) return std::string(owner) + "/" + std::string(repo);
  CHITTY_TRY(const auto connection, integrations::connection_of_caller(service, "github"));
  CHITTY_TRY(const auto answered, asked(service, connection, "/user"));
  boost::system::error_code ec;
  const auto said = json::parse(answered.body, ec);
  const auto login = ec ? std::string() : text_in(said, "login");
  if (answered.status == 200 && !login.empty()) return login + "/" + std::string(repo);
  if (answered.status == 401) return refusal(answered, "to say whose the credential is");
  // The token of an app's installation is nobody's.
  return make_error(Code::refused, "GitHub did not say whose " + std::string(repo) + " is.", "Name its owner: chitty connect github sync --repo OWNER/" + std::string(repo));
}

Result<json::object> read_more(Service& service, const std::string& repository) {
  CHITTY_TRY(const auto connection, integrations::connection_of_caller(service, "github"));
  CHITTY_TRY(auto reach, reach_of(service, repository));
  const auto began = reach.since;
  std::int64_t issues = 0, pulls = 0, changed = 0, requests = 0;
  bool more = true;
  // Oldest change first, so that what is kept is always all up to some time. A page that moves `since` on is the first of the next request;
  // where a hundred items changed in one second, the pages behind it are read by number.
  for (int page = 1; more && (requests < most_pages || reach.since == began); ++page) {
    const auto path = get("/repos/" + repository + "/issues", {{"state", "all"}, {"sort", "updated"}, {"direction", "asc"}, {"per_page", "100"}, {"since", began}, {"page", page > 1 ? std::to_string(page) : ""}}).target;
    CHITTY_TRY(const auto answered, asked(service, connection, path, page == 1 ? reach.etag : std::string()));
    ++requests;
    if (answered.status == 304) {
      more = false;
      break;
    }
    if (answered.status != 200) return refusal(answered, repository);
    CHITTY_TRY(const auto read, page_in(answered));
    for (const auto& item : read.items) ++(item.kind == "pull" ? pulls : issues);
    more = has_next(answered) && !read.items.empty();
    // The tag belongs to this address: it is worth keeping once nothing more is to be read at it.
    const bool same_address = read.newest <= began;
    reach = {std::max(reach.since, read.newest), page == 1 && same_address && !more ? text_in(answered.headers, "etag") : std::string()};
    CHITTY_TRY(const auto news, keep_page(service, repository, read, reach));
    changed += news;
  }
  CHITTY_DO(service.event("github.synced", repository, {{"issues", issues}, {"pulls", pulls}, {"changed", changed}}));
  return json::object{{"repository", repository}, {"issues", issues}, {"pulls", pulls}, {"changed", changed}, {"requests", requests}, {"since", text_or_null(reach.since)}, {"more", more}};
}

}  // namespace chittyconnect::github
