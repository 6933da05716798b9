// A courier for tests: what was asked is kept, what is answered is scripted, no time passes.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <deque>

#include "net/headers.hpp"
#include "request/run.hpp"

namespace chitty::host {

class FakeReply : public HttpReply {
 public:
  FakeReply(int status, std::string body, Headers headers = {}) : status_(status), body_(std::move(body)), headers_(std::move(headers)) {}
  int status() const override { return status_; }
  std::string header(std::string_view name) const override { return std::string(find_header(headers_, name)); }
  std::string url() const override { return "https://acme.example/x"; }
  Result<std::size_t> read(char* buffer, std::size_t capacity) override {
    const auto got = body_.copy(buffer, std::min(capacity, piece_), at_);
    at_ += got;
    if (got == 0 && cut_) return make_error(Code::unreachable, "cut off");
    return got;
  }
  FakeReply& in_pieces_of(std::size_t bytes) { return piece_ = bytes, *this; }
  FakeReply& cut() { return cut_ = true, *this; }

 private:
  int status_;
  std::string body_;
  Headers headers_;
  std::size_t at_ = 0, piece_ = 1 << 16;
  bool cut_ = false;
};

class FakeCourier : public Courier {
 public:
  Result<std::unique_ptr<HttpReply>> send(const Outgoing& request) override {
    sent.push_back(request);
    if (request.source) {
      char piece[7];
      for (std::size_t got; (got = request.source(piece, sizeof piece)) != 0 && got != source_failed;) sent.back().body.append(piece, got);
    }
    if (replies.empty()) return make_error(Code::host_fault, "nothing is scripted for " + request.target + request.url);
    auto reply = std::move(replies.front());
    replies.pop_front();
    if (reply->status() >= 400) return make_error(reply->status() == 412 ? Code::conflict : Code::refused, "answered " + std::to_string(reply->status()));
    return std::unique_ptr<HttpReply>(std::move(reply));
  }
  Result<json::object> settings() override { return remote_settings; }
  Result<std::string> secret(std::string_view setting) override {
    if (const auto* value = secrets.if_contains(setting)) return std::string(value->as_string());
    return make_error(Code::not_found, "no secret");
  }
  Result<void> record(json::value record) override { return records.push_back(std::move(record)), Result<void>(); }
  Result<void> bytes(std::string_view data) override { return output.append(data), Result<void>(); }
  Result<void> will_write(const std::string& file) override {
    if (dry) return make_error(Code::cancelled, "would write " + file);
    return {};
  }
  Result<std::size_t> input(char* buffer, std::size_t size) override {
    const auto got = typed.copy(buffer, size, typed_at);
    typed_at += got;
    return got;
  }
  void note(std::string_view line) override { notes.emplace_back(line); }
  void progress(std::uint64_t, std::uint64_t, std::string_view label) override { labels.emplace_back(label); }
  Result<void> wait(std::chrono::milliseconds time) override {
    waits.push_back(time.count());
    return stop_after_waits && waits.size() >= stop_after_waits ? Result<void>(make_error(Code::cancelled, "Stopped.")) : Result<void>();
  }

  FakeReply& answer(std::string body, Headers headers = {}, int status = 200) {
    replies.push_back(std::make_unique<FakeReply>(status, std::move(body), std::move(headers)));
    return *replies.back();
  }

  std::deque<std::unique_ptr<FakeReply>> replies;
  std::vector<Outgoing> sent;
  json::object remote_settings, secrets;
  json::array records;
  std::string output, typed;
  std::size_t typed_at = 0, stop_after_waits = 0;
  std::vector<std::string> notes, labels;
  std::vector<std::int64_t> waits;
  bool dry = false;  // as under --dry-run
};

// One command of a plugin `acme` with these words; the arguments that a test may give are all declared.
class RequestTest : public ::testing::Test {
 protected:
  // `request` and more members of the manifest, as JSON.
  Result<void> run(const std::string& request, const json::object& arguments = {}, const std::string& more = "{}", Shown shown = Shown::records) {
    json::object manifest{{"manifest", 1}, {"name", "acme"}};
    const json::value added = json::parse(more);
    for (const auto& [key, value] : added.as_object()) manifest[key] = value;
    json::array options;
    for (const auto& [name, type] : json::object{{"id", "string"}, {"name", "string"}, {"limit", "integer"}, {"count", "integer"}, {"flag", "boolean"}, {"tags", "list"}, {"life", "duration"}, {"since", "time"}, {"data", "json"}, {"file", "file"}, {"to", "string"}, {"state", "choice"}})
      options.push_back({{"name", name}, {"type", type}, {"summary", "x"}});
    manifest["commands"] = json::array{{{"path", "acme do"}, {"effect", effect}, {"options", options}, {"request", json::parse(request)}}};
    const auto parsed = parse_manifest(json::serialize(manifest)).value();
    const auto words = read_request(parsed, parsed.commands.front());
    if (!words) return words.error();
    return run_request(*words, arguments, shown, courier);
  }
  std::string sent(std::size_t index = 0) const { return courier.sent.at(index).method + " " + courier.sent.at(index).target + courier.sent.at(index).url; }
  json::value body(std::size_t index = 0) const { return json::parse(courier.sent.at(index).body); }
  std::string header(std::string_view name, std::size_t index = 0) const { return std::string(find_header(courier.sent.at(index).headers, name)); }

  FakeCourier courier;
  std::string effect = "read";
};

}  // namespace chitty::host
