#include "reading.hpp"

#include <algorithm>
#include <chitty/base64.hpp>
#include <chitty/members.hpp>

#include "child.hpp"
#include "read_program.hpp"

namespace chittycases::commands {

using namespace chitty;

namespace {

constexpr std::string_view extractor = "chittycases-read/1";
constexpr std::int64_t largest = 64 << 20;  // bytes of a document that is read
constexpr std::int64_t usual_batch = 200;   // pages

Result<json::object> record_of(Result<Reply> reply) {
  if (!reply) return reply.error();
  auto* record = reply->value().if_object();
  if (!record || text_in(*record, "id").empty()) return make_error(Code::malformed, "the service's answer is no document");
  return std::move(*record);
}

std::int64_t number_in(const json::object& of, std::string_view member) {
  const auto* value = of.if_contains(member);
  return value && value->is_int64() ? value->get_int64() : 0;
}

// One document on its way from blob to findings.
class Reading {
 public:
  Reading(Host& host, std::string path, json::object document) : host_(host), path_(std::move(path)), document_(std::move(document)) {}

  Result<json::object> whole(bool again) {
    const auto state = text_in(document_, "state");
    if (!again && text_in(document_, "extractor") == extractor && (state == "analyzed" || state == "unreadable")) return document_;
    if (number_in(document_, "size") > largest) return unreadable("it is larger than 64 MiB");
    CHITTY_DO(download());
    bool afresh = again || text_in(document_, "extractor") != extractor || state != "reading";
    std::int64_t batch = usual_batch;
    for (auto next = afresh ? 1 : number_in(document_, "pagesRead") + 1;;) {
      CHITTY_TRY(auto end, run_program(host_, "chittycases-read", read_program(), std::to_string(next) + " " + std::to_string(next + batch - 1) + "\n" + content_));
      if (end.cut && batch > 1) {
        batch = std::max<std::int64_t>(1, batch / 4);
        continue;
      }
      if (!end.failed.empty() || end.cut) return unreadable(end.cut ? "one of its pages has more than 16 MiB of text" : end.failed);
      auto rest = std::move(end.output);
      const auto first = std::min(rest.find('\n'), rest.size());
      boost::system::error_code wrong;
      const auto about = json::parse(std::string_view(rest).substr(0, first), wrong);
      if (wrong || !about.is_object()) return make_error(Code::plugin_fault, "the reading program said nothing that is understood");
      if (const auto why = text_in(about, "unreadable"); !why.empty()) return unreadable(why);
      const auto& facts = about.get_object();
      pages_ = number_in(facts, "pages");
      if (afresh) CHITTY_DO(begin(facts, again));
      afresh = false;
      rest.erase(0, std::min(first + 1, rest.size()));
      if (!rest.empty()) CHITTY_DO(send(std::move(rest)));
      next = number_in(document_, "pagesRead") + 1;
      host_.progress(static_cast<std::uint64_t>(next - 1), static_cast<std::uint64_t>(pages_), "pages");
      if (next > pages_) break;
      if (host_.cancelled()) return make_error(Code::cancelled, "cancelled");
    }
    return record_of(host_.send({.method = "POST", .target = path_ + "/analysis"}));
  }

 private:
  Result<void> download() {
    CHITTY_TRY(auto reply, host_.open(get(path_ + "/content")));
    CHITTY_TRY(const auto bytes, reply.read_all());
    content_ = base64(bytes);
    return {};
  }
  Result<void> begin(const json::object& facts, bool again) {
    CHITTY_TRY(document_, record_of(host_.send(post(path_ + "/reading", {{"format", facts.at("format")}, {"pages", pages_}, {"extractor", extractor}, {"again", again}}))));
    return {};
  }
  Result<void> send(std::string lines) {
    Request request{.method = "POST", .target = path_ + "/pages", .body = std::move(lines), .headers = {{"Content-Type", "application/x-ndjson"}}};
    request.repeatable = true;
    CHITTY_TRY(document_, record_of(host_.send(request)));
    return {};
  }
  Result<json::object> unreadable(const std::string& why) {
    return record_of(host_.send(post(path_ + "/reading", {{"format", "none"}, {"extractor", extractor}, {"unreadable", why}})));
  }

  Host& host_;
  std::string path_, content_;
  json::object document_;
  std::int64_t pages_ = 0;
};

}  // namespace

std::string case_path(const std::string& of) { return "/api/cases/" + encode(of); }
std::string document_path(const std::string& of, const std::string& document) { return case_path(of) + "/documents/" + encode(document); }

Result<json::object> read_and_analyze(Host& host, const std::string& of, const std::string& document, bool again) {
  const auto path = document_path(of, document);
  CHITTY_TRY(auto record, record_of(host.send(get(path))));
  return Reading(host, path, std::move(record)).whole(again);
}

}  // namespace chittycases::commands
