#include "case_source.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/models/chat.hpp>
#include <set>

#include "../retrieval/words.hpp"
#include "replies.hpp"

namespace chittychat {

using namespace chitty;

namespace {

constexpr std::size_t most_pages = 200, most_words = 8;
constexpr std::string_view type = "chittycases";

Page page_in(const json::value& value, std::string document, std::string name) {
  Page page;
  if (auto said = text_in(value, "document"); !said.empty()) document = std::move(said);
  if (auto said = text_in(value, "name"); !said.empty()) name = std::move(said);
  page.document = std::move(document), page.name = models::without_controls(name), page.text = text_in(value, "text");
  page.number = value.is_object() ? number_in(value.get_object(), "page", 1) : 1;
  return page;
}

// What is known of the case itself, as sentences that can be quoted.
Page record_of_case(const json::object& about) {
  Page record{text_in(about, "id"), "the case's record", 0, {}};
  for (const auto& [member, words] : {std::pair("title", "The title of the case is"), std::pair("caseNumber", "Its case number is"), std::pair("docketNumber", "Its docket number is"), std::pair("caseType", "Its type is"), std::pair("status", "The status of the case is"),
                                      std::pair("jurisdiction", "Its jurisdiction is"), std::pair("judgeAssigned", "The judge assigned is"), std::pair("filingDate", "The filing date, on which it was filed, is"), std::pair("servedDate", "The date on which it was served is"), std::pair("judgmentDate", "The date of the judgment is"), std::pair("description", "Its description is")})
    if (const auto value = models::without_controls(text_in(about, member)); !value.empty()) record.text += (record.text.empty() ? "" : "\n\n") + std::string(words) + " " + one_line(value) + ".";
  return record;
}

}  // namespace

Result<json::object> CaseSource::ask(const std::string& target) {
  auto request = get(target);
  request.remote = type;
  auto reply = host_.send(request);
  if (reply) return object_of(*reply);
  // Where the configuration says where it is, it need not be here.
  const auto installed = host_.catalogue().plugins();
  bool there = !installed || host_.config("remotes." + std::string(type)).has_value();
  if (installed)
    for (const auto& plugin : *installed) there = there || text_in(plugin, "name") == type;
  if (!there && (reply.error().code == Code::not_found || reply.error().code == Code::configuration || reply.error().code == Code::not_supported))
    return make_error(Code::configuration, "cases cannot be read: the service chittycases is not installed here", "List what is installed: chitty plugin list");
  return reply.error();
}

Result<CaseSource::Case> CaseSource::find(const std::string& id) {
  auto about = ask("/api/cases/" + encode(id));
  if (!about && about.error().code == Code::not_found) return make_error(Code::not_found, "there is no case '" + id + "'", "Give the ID of one of your cases: chitty chat connect case CASE");
  if (!about) return about.error();
  const auto& said = about->contains("case") ? object_at(*about, "case") : *about;
  Case made;
  made.id = text_in(said, "id").empty() ? id : text_in(said, "id");
  made.title = models::without_controls(text_in(said, "title"));
  made.documents = number_in(said, "documents");
  made.record = record_of_case(said);
  return made;
}

Result<std::vector<Page>> CaseSource::pages_about(const Case& about, std::string_view question) {
  std::vector<Page> pages{about.record};
  std::set<std::string> asked;
  std::set<std::pair<std::string, std::int64_t>> seen;
  for (const auto& word : words_of(question)) {
    if (asked.size() == most_words || pages.size() >= most_pages) break;
    if (!asked.insert(word.stem).second) continue;
    // As it is written, and without its ending: how the service compares words is its own affair.
    for (const auto& form : std::set<std::string>{std::string(word.text), word.stem}) {
      CHITTY_TRY(const auto found, ask(get("/api/cases/" + encode(about.id) + "/pages", {{"q", form.substr(0, 100)}, {"limit", "50"}}).target));
      for (const auto& each : array_in(found, "pages")) {
        auto page = page_in(each, {}, {});
        if (pages.size() < most_pages && seen.emplace(page.document, page.number).second) pages.push_back(std::move(page));
      }
    }
  }
  // In the order of the documents, whatever the words were: the same answer each time.
  std::sort(pages.begin() + 1, pages.end(), [](const Page& a, const Page& b) { return std::tie(a.document, a.number) < std::tie(b.document, b.number); });
  return pages;
}

Result<CaseSource::All> CaseSource::all_pages(const Case& about, std::size_t most) {
  All all;
  std::size_t bytes = 0;
  std::string cursor;
  do {
    CHITTY_TRY(const auto list, ask(get("/api/cases/" + encode(about.id) + "/documents", {{"limit", "200"}, {"cursor", cursor}}).target));
    for (const auto& each : array_in(list, "documents")) {
      ++all.documents;
      const auto id = text_in(each, "id"), name = text_in(each, "name");
      const auto before = all.pages.size();
      for (std::int64_t after = 0; bytes < most;) {
        CHITTY_TRY(const auto found, ask(get("/api/cases/" + encode(about.id) + "/documents/" + encode(id) + "/pages", {{"limit", "200"}, {"after", std::to_string(after)}}).target));
        const auto rows = array_in(found, "pages");
        for (const auto& row : rows) {
          auto page = page_in(row, id, name);
          if (page.number <= after) return make_error(Code::malformed, "the service gave the same page twice");
          after = page.number;
          if ((bytes += page.text.size()) > most) break;
          all.pages.push_back(std::move(page));
        }
        if (rows.size() < 200) break;
        host_.progress(all.pages.size(), 0, "pages");
      }
      if (all.pages.size() == before) ++all.unread;
      all.cut = all.cut || bytes > most;
    }
    const auto next = text_in(object_at(list, "metadata"), "nextCursor");
    if (!next.empty() && next == cursor) return make_error(Code::malformed, "the service gave the same page twice");
    cursor = next;
  } while (!cursor.empty() && !all.cut);
  return all;
}

}  // namespace chittychat
