#include "bring_in.hpp"

#include <chitty/lines.hpp>
#include <chitty/members.hpp>
#include <functional>

#include "../mail/parse.hpp"
#include "../source/source.hpp"
#include "replies.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::size_t most_mails = 200, most_bytes = 4u << 20;  // of one batch

json::array addresses(const std::vector<Address>& list) {
  json::array out;
  for (const auto& each : list)
    if (!each.address.empty()) out.emplace_back(each.address);
  return out;
}

json::array texts(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

Result<std::unordered_set<std::string>> known_keys(Host& host, const std::string& source) {
  std::unordered_set<std::string> keys;
  for (std::string cursor;;) {
    CHITTY_TRY(const auto reply, host.send(get("/api/v1/inbox/keys", {{"source", source}, {"cursor", cursor}, {"limit", "1000"}})));
    const auto rows = array_of(reply);
    for (const auto& row : rows) keys.insert(cursor = text_in(row, "key"));
    if (rows.size() < 1000) return keys;
  }
}

// Gathers mails until they are worth a request.
class Batch {
 public:
  Batch(Host& host, std::string source, BroughtIn& counts) : host_(host), source_(std::move(source)), counts_(counts) {}

  Result<void> add(Fetched fetched) {
    if (raw_.size() + fetched.bytes.size() > most_bytes && !raw_.empty()) CHITTY_DO(send());
    const auto mail = parse_mail(fetched.bytes, sha256_hex(fetched.bytes));
    if (!mail) {
      ++counts_.refused;
      host_.note("Left out " + fetched.key + ": " + mail.error().message);
      return {};
    }
    auto line = line_of(*mail);
    line["source"] = source_, line["key"] = fetched.key, line["seen"] = fetched.seen, line["packAt"] = raw_.size();
    if (raw_.empty())
      raw_ = std::move(fetched.bytes);
    else
      raw_ += fetched.bytes;
    lines_.push_back(std::move(line));
    return lines_.size() >= most_mails || raw_.size() >= most_bytes ? send() : Result<void>();
  }

  Result<void> send() {
    if (lines_.empty()) return {};
    Request pack{.method = "POST", .target = "/api/v1/inbox/packs", .body = std::move(raw_), .headers = {{"Content-Type", "application/octet-stream"}}, .repeatable = true};
    raw_.clear();
    CHITTY_TRY(const auto kept, host_.send(pack));
    CHITTY_TRY(const auto pack_kept, object_of(kept));
    const auto address = text_in(pack_kept, "pack");
    std::string body;
    for (auto& line : lines_) line["pack"] = address, body += json::serialize(line) + '\n';
    CHITTY_TRY(auto reply, host_.open({.method = "POST", .target = "/api/v1/inbox/messages", .body = std::move(body), .headers = {{"Content-Type", "application/x-ndjson"}}, .repeatable = true}));
    CHITTY_DO(count(reply));
    lines_.clear();
    return {};
  }

 private:
  Result<void> count(ResponseStream& reply) {
    Lines lines(reply);
    std::size_t answered = 0;
    for (;;) {
      CHITTY_TRY(const auto line, lines.next());
      if (!line) break;
      if (line->is_blank()) continue;
      CHITTY_TRY(const auto value, line->value());
      ++answered;
      const auto state = text_in(value, "state");
      if (state == "new") ++counts_.fresh;
      if (state == "twin") ++counts_.fresh, ++counts_.twins;
      if (state == "known") ++counts_.known;
      if (!state.empty()) continue;
      ++counts_.refused;
      host_.note("Left out a mail: " + text_in(value, "message"));
    }
    if (answered < lines_.size()) return make_error(Code::unreachable, "the service stopped after " + std::to_string(answered) + " of " + std::to_string(lines_.size()) + " mails", "Run the command again: what is there already is not sent twice");
    return {};
  }

  Host& host_;
  std::string source_, raw_;
  std::vector<json::object> lines_;
  BroughtIn& counts_;
};

Result<std::unique_ptr<Source>> source_of(Host& host, const std::string& place) {
  Reading reading{.cancelled = [&host] { return host.cancelled(); }};
  if (place.find("://") != place.npos) {
    auto password = host.secret({}, "mailPassword");
    if (!password && password.error().code != Code::not_found) return password.error();
    if (password) reading.password = *password;
    reading.authority = setting(host, "mailAuthority");
  }
  return open_source(place, reading);
}

Result<void> each_of(Host& host, const std::string& place, const std::function<Result<void>(Source&, Fetched)>& take, BroughtIn& counts) {
  CHITTY_TRY(const auto source, source_of(host, place));
  CHITTY_TRY(const auto known, known_keys(host, source->name()));
  for (;;) {
    if (host.cancelled()) return make_error(Code::cancelled, "cancelled");
    CHITTY_TRY(auto fetched, source->next(known));
    if (!fetched) return {};
    host.progress(++counts.read, 0, "mails");
    if (!fetched->wrong.empty()) {
      ++counts.refused;
      host.note("Left out " + fetched->key + ": " + fetched->wrong);
      continue;
    }
    CHITTY_DO(take(*source, *std::move(fetched)));
  }
}

}  // namespace

std::string setting(Host& host, std::string_view name) {
  const auto settings = host.remote();
  return settings ? text_in(*settings, name) : std::string();
}

json::object line_of(const Mail& mail) {
  json::array headers, attachments;
  for (const auto& [name, value] : mail.headers) headers.push_back(json::object{{"name", name}, {"value", value}});
  for (const auto& each : mail.attachments) attachments.push_back(json::object{{"name", each.name}, {"type", each.type}, {"sha256", each.sha256}, {"size", each.size}});
  const auto from = mail.from.empty() ? Address() : mail.from.front();
  return {{"contentHash", mail.sha256}, {"messageId", mail.message_id}, {"inReplyTo", mail.in_reply_to}, {"references", texts(mail.references)}, {"from", from.address}, {"fromName", from.name}, {"senders", addresses(mail.from)}, {"replyTo", mail.reply_to}, {"to", addresses(mail.to)}, {"cc", addresses(mail.cc)}, {"subject", mail.subject}, {"date", mail.date}, {"listId", mail.list_id}, {"text", mail.text}, {"headers", std::move(headers)}, {"attachments", std::move(attachments)}, {"assumed", texts(mail.assumed)}, {"size", mail.size}};
}

Result<BroughtIn> bring_in(Host& host, const std::string& place) {
  BroughtIn counts;
  std::optional<Batch> batch;
  const auto done = each_of(
      host, place, [&](Source& source, Fetched fetched) {
        if (!batch) batch.emplace(host, source.name(), counts);
        return batch->add(std::move(fetched));
      },
      counts);
  // What has been read before a mailbox broke off is brought in all the same.
  const bool source_failed = !done && done.error().kind() != Kind::cancelled;
  if (batch && (done || source_failed)) CHITTY_DO(batch->send());
  if (!done) return done.error();
  return counts;
}

Result<void> each_new_mail(Host& host, const std::string& place, const std::function<Result<void>(const Mail&)>& take) {
  BroughtIn counts;
  return each_of(
      host, place, [&](Source&, Fetched fetched) -> Result<void> {
        const auto mail = parse_mail(fetched.bytes, sha256_hex(fetched.bytes));
        return mail ? take(*mail) : Result<void>();
      },
      counts);
}

}  // namespace chittyrouter
