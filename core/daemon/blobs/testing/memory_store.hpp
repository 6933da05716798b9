// An object store in memory, behind a Transport: it holds signatures and hashes to what they should be, and lies, loses and
// refuses as a test wants.
#pragma once

#include "base/hash.hpp"
#include "base/text.hpp"
#include "net/headers.hpp"
#include "net/signing/sigv4.hpp"
#include "net/transport.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host::daemon {

class MemoryStore {
 public:
  struct Answer {
    int status = 200;
    Headers headers{};
    std::string body{};
    std::size_t cut_after = std::string::npos;  // of the body: the connection breaks then
    bool unreachable = false;                   // nothing answers
  };
  struct Asked {
    std::string method, path, query, body;
    Headers headers;
    bool is(std::string_view how, std::string_view in_query = {}) const {
      return method == how && query.find(in_query) != std::string::npos;
    }
  };

  // Told of each request as it comes, by whichever thread sends it, many at once.
  std::function<void(const Asked&)> arriving;
  // Asked before the store itself; what it answers goes out instead.
  std::function<std::optional<Answer>(const Asked&)> instead;
  // What the store does to content that it takes: damage, loss.
  std::function<void(std::string&)> taking;
  AwsCredentials credentials{"AKIDEXAMPLE", "a-secret-of-the-test", ""};
  std::string bucket = "/bucket/";
  bool knows_conditions = true, checks_hashes = true;
  std::int64_t clock = 0;  // its own minus the true one, in milliseconds
  std::map<std::string, std::string> objects;
  std::map<std::string, std::map<int, std::string>> uploads;
  std::vector<Asked> asked;

  std::unique_ptr<Transport> transport() { return std::make_unique<Line>(*this); }
  std::size_t count(std::string_view method, std::string_view in_query = {}) const {
    return static_cast<std::size_t>(
        std::count_if(asked.begin(), asked.end(), [&](const Asked& one) { return one.is(method, in_query); }));
  }
  static Answer refusal(int status, const std::string& code) {
    return {status,
            {{"Content-Type", "application/xml"}},
            "<?xml version=\"1.0\"?>\n<Error><Code>" + code + "</Code><Message>Because.</Message></Error>"};
  }

 private:
  class Heard : public HttpReply {
   public:
    Heard(Answer answer, std::string url) : answer_(std::move(answer)), url_(std::move(url)) {}
    int status() const override { return answer_.status; }
    std::string header(std::string_view name) const override { return std::string(find_header(answer_.headers, name)); }
    std::string url() const override { return url_; }
    Result<std::size_t> read(char* buffer, std::size_t capacity) override {
      if (at_ >= answer_.cut_after) return broken();
      const std::size_t size =
          answer_.body.copy(buffer, std::min<std::size_t>({capacity, 100'000, answer_.cut_after - at_}), at_);
      at_ += size;
      return size;
    }

   private:
    Answer answer_;
    std::string url_;
    std::size_t at_ = 0;
  };

  class Line : public Transport {
   public:
    explicit Line(MemoryStore& store) : store_(store) {}
    Result<std::unique_ptr<HttpReply>> send(const HttpRequest& request, const NetOptions&, const CancelToken& cancel) override {
      if (cancel.cancelled()) return make_error(Code::timeout, "The time is over.");
      Asked one = taken_apart(request);
      if (store_.arriving) store_.arriving(one);
      const std::lock_guard guard(store_.mutex_);
      store_.asked.push_back(one);
      auto answer = store_.instead ? store_.instead(one) : std::nullopt;
      if (!answer) answer = store_.check_signature(one, request);
      if (!answer) answer = store_.answer(one);
      if (answer->unreachable) return broken();
      if (one.method == "HEAD") answer->body.clear();
      return std::unique_ptr<HttpReply>(std::make_unique<Heard>(std::move(*answer), request.url));
    }

   private:
    static Asked taken_apart(const HttpRequest& request) {
      Asked one{request.method, {}, {}, request.body, request.headers};
      const auto target = request.url.substr(request.url.find('/', 8));
      const auto question = std::min(target.find('?'), target.size());
      one.path = target.substr(0, question);
      one.query = target.substr(std::min(question + 1, target.size()));
      char piece[10'000];
      for (std::size_t got = 0; request.source && (got = request.source(piece, sizeof piece)) != 0;) one.body.append(piece, got);
      return one;
    }
    MemoryStore& store_;
  };

  static Error broken() {
    Error error = make_error(Code::unreachable, "The connection broke.");
    error.retryable = true;
    return error;
  }

  std::optional<Answer> check_signature(const Asked& one, const HttpRequest& request) const {
    const auto date = find_header(one.headers, "x-amz-date");
    const UnixMs now = now_ms() + clock;
    const auto is_near = [&](std::string_view given) {
      return given >= amz_date(now - 900'000) && given <= amz_date(now + 900'000);
    };
    if (!is_near(date)) {
      auto answer = refusal(403, "RequestTimeTooSkewed");
      const std::time_t seconds = now / 1000;
      char text[64];
      std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&seconds));
      answer.headers.emplace_back("Date", text);
      return answer;
    }
    std::tm parts{};
    ::strptime(std::string(date).c_str(), "%Y%m%dT%H%M%SZ", &parts);
    RequestToSign again{one.method, one.path, one.query, {}, std::string(find_header(one.headers, "x-amz-content-sha256"))};
    for (const auto& [name, value] : one.headers)
      if (name.starts_with("x-amz") || name == "Content-Type" || name == "If-None-Match" || name == "Range")
        again.headers.emplace_back(name, value);
    again.headers.emplace_back("Host", "store.test");
    const auto made = sign_v4(again, credentials, {"us-east-1", "s3", std::int64_t{::timegm(&parts)} * 1000}, PathRules::of_s3());
    if (request.credential != made.authorization) return refusal(403, "SignatureDoesNotMatch");
    if (checks_hashes && again.body_hash != hex(sha256(one.body))) return refusal(400, "XAmzContentSHA256Mismatch");
    return std::nullopt;
  }

  Answer answer(const Asked& one) {
    if (!one.path.starts_with(bucket)) return refusal(404, "NoSuchBucket");
    const bool conditional = !find_header(one.headers, "If-None-Match").empty();
    if (conditional && !knows_conditions) return refusal(501, "NotImplemented");
    const auto at = objects.find(one.path);
    if (one.is("POST", "uploads=")) {
      const std::string id = "up/" + std::to_string(uploads.size());
      uploads[id];
      return {200, {}, "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>"};
    }
    if (const auto upload = uploads.find(upload_of(one.query)); upload != uploads.end())
      return answer_upload(one, upload, conditional && at != objects.end());
    if (one.query.find("uploadId") != std::string::npos) return refusal(404, "NoSuchUpload");
    if (one.method == "PUT") {
      if (conditional && at != objects.end()) return refusal(412, "PreconditionFailed");
      return take(one.path, one.body), Answer{200, {{"ETag", "\"whole\""}}};
    }
    if (at == objects.end()) return refusal(404, "NoSuchKey");
    const auto range = find_header(one.headers, "Range");
    if (range.empty()) return {200, {{"Content-Length", std::to_string(at->second.size())}}, at->second};
    const auto from = std::stoul(std::string(range.substr(6)));
    return {206,
            {{"Content-Range", "bytes " + std::to_string(from) + "-" + std::to_string(at->second.size() - 1) + "/" +
                                   std::to_string(at->second.size())}},
            at->second.substr(from)};
  }

  Answer answer_upload(const Asked& one, std::map<std::string, std::map<int, std::string>>::iterator upload, bool there) {
    if (one.method == "PUT") {
      const int number = std::stoi(one.query.substr(one.query.find("partNumber=") + 11));
      upload->second[number] = one.body;
      return {200, {{"ETag", "\"part&" + std::to_string(number) + "\""}}};
    }
    if (one.method == "DELETE") return uploads.erase(upload), Answer{204};
    if (there) return refusal(412, "PreconditionFailed");
    std::string whole;
    for (const auto& [number, part] : upload->second)
      if (one.body.find("<ETag>&quot;part&amp;" + std::to_string(number) + "&quot;</ETag>") != std::string::npos) whole += part;
    take(one.path, std::move(whole));
    uploads.erase(upload);
    return {200, {}, "<?xml version=\"1.0\"?><CompleteMultipartUploadResult xmlns=\"x\"/>"};
  }

  static std::string upload_of(const std::string& query) {
    const auto at = query.find("uploadId=");
    if (at == std::string::npos) return {};
    std::string id = query.substr(at + 9);
    if (const auto escape = id.find("%2F"); escape != std::string::npos) id.replace(escape, 3, "/");
    return id;
  }
  void take(const std::string& path, std::string body) {
    if (taking) taking(body);
    objects[path] = std::move(body);
  }

  std::mutex mutex_;
};

}  // namespace chitty::host::daemon
