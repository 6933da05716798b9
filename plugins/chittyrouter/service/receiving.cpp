// Mail comes in: first the bytes of several mails as one pack, then a line for each, parsed where the person is.
#include <chitty/answers.hpp>
#include <chitty/bulk.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "inbox.hpp"
#include "threads.hpp"

namespace chittyrouter::routes {

using namespace chitty;

namespace {

constexpr std::uint64_t largest_pack = 192u << 20;

std::vector<std::string> texts_in(const json::object& given, std::string_view member) {
  std::vector<std::string> out;
  if (const auto* list = given.if_contains(member); list && list->is_array())
    for (const auto& each : list->get_array())
      if (each.is_string()) out.emplace_back(each.get_string());
  return out;
}

std::int64_t number_in(const json::object& given, std::string_view member) {
  const auto* found = given.if_contains(member);
  return found && found->is_int64() ? found->get_int64() : -1;
}

json::value list_text(const json::object& given, std::string_view member) {
  const auto* list = given.if_contains(member);
  return json::value(list ? json::serialize(*list) : std::string("[]"));
}

// The pack is the caller's own, and has so many bytes.
Result<void> check_pack(Service& service, const json::object& given) {
  CHITTY_TRY(const auto pack, service.store().find("SELECT size FROM router_packs WHERE owner = :owner AND address = :address", {{"owner", owner(service)}, {"address", text_in(given, "pack")}}));
  const auto at = number_in(given, "packAt"), size = number_in(given, "size");
  if (!pack || at + size > number_in(*pack, "size")) return usage_error("The bytes of this mail are not here.", "Send them first: POST /api/v1/inbox/packs.");
  return {};
}

Result<void> remember_key(Service& service, const json::object& given, const std::string& id) {
  CHITTY_DO(service.store().execute("INSERT INTO router_keys (owner, source, mail_key, message) VALUES (:owner, :source, :key, :id) ON CONFLICT (owner, source, mail_key) DO UPDATE SET message = excluded.message",
                                    {{"owner", owner(service)}, {"source", given.at("source")}, {"key", given.at("key")}, {"id", id}}));
  return {};
}

// How many others have its Message-ID; each of them has one more then.
Result<std::int64_t> twins_of(Service& service, const std::string& message_id) {
  if (message_id.empty()) return std::int64_t{0};
  CHITTY_TRY(const auto changed, service.store().execute("UPDATE router_messages SET twins = twins + 1 WHERE owner = :owner AND message_id = :id", {{"owner", owner(service)}, {"id", message_id}}));
  return static_cast<std::int64_t>(changed);
}

Result<json::object> take(Service& service, const json::object& given) {
  const auto hash = text_in(given, "contentHash");
  if (hash.empty() || text_in(given, "source").empty() || text_in(given, "key").empty() || number_in(given, "size") < 0 || number_in(given, "packAt") < 0) return usage_error("The line is no mail.");
  CHITTY_TRY(const auto there, service.store().find("SELECT id FROM router_messages WHERE owner = :owner AND content_hash = :hash", {{"owner", owner(service)}, {"hash", hash}}));
  if (there) {
    CHITTY_DO(remember_key(service, given, text_in(*there, "id")));
    return json::object{{"id", there->at("id")}, {"state", "known"}};
  }
  CHITTY_DO(check_pack(service, given));
  CHITTY_DO(service.quota("mails"));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const auto message_id = text_in(given, "messageId"), in_reply_to = text_in(given, "inReplyTo");
  CHITTY_TRY(const auto twins, twins_of(service, message_id));
  CHITTY_TRY(const auto thread, thread_of(service, message_id, texts_in(given, "references"), in_reply_to));
  const auto* attachments = given.if_contains("attachments");
  CHITTY_DO(service.store().insert("router_messages", {{"id", id},
                                                       {"owner", owner(service)},
                                                       {"content_hash", hash},
                                                       {"message_id", text_or_null(message_id)},
                                                       {"in_reply_to", text_or_null(in_reply_to)},
                                                       {"reference_ids", list_text(given, "references")},
                                                       {"thread", thread},
                                                       {"from_name", text_in(given, "fromName")},
                                                       {"from_address", text_in(given, "from")},
                                                       {"reply_to", text_in(given, "replyTo")},
                                                       {"senders", list_text(given, "senders")},
                                                       {"recipients", list_text(given, "to")},
                                                       {"copies", list_text(given, "cc")},
                                                       {"subject", text_in(given, "subject")},
                                                       {"sent_at", text_or_null(text_in(given, "date"))},
                                                       {"received_at", rfc3339(service.now())},
                                                       {"list_id", text_in(given, "listId")},
                                                       {"text", text_in(given, "text")},
                                                       {"headers", list_text(given, "headers")},
                                                       {"attachments", list_text(given, "attachments")},
                                                       {"attachment_count", attachments && attachments->is_array() ? static_cast<std::int64_t>(attachments->get_array().size()) : 0},
                                                       {"assumed", list_text(given, "assumed")},
                                                       {"size", given.at("size")},
                                                       {"pack", given.at("pack")},
                                                       {"pack_at", given.at("packAt")},
                                                       {"unread", given.contains("seen") && given.at("seen") == true ? 0 : 1},
                                                       {"archived", 0},
                                                       {"priority", "normal"},
                                                       {"floor", nullptr},
                                                       {"category", nullptr},
                                                       {"labels", "[]"},
                                                       {"decision", nullptr},
                                                       {"status", "new"},
                                                       {"twins", twins}}));
  CHITTY_DO(remember_key(service, given, id));
  return json::object{{"id", id}, {"state", twins > 0 ? "twin" : "new"}};
}

}  // namespace

Result<Response> keep_pack(Service& service) {
  std::uint64_t total = 0;
  CHITTY_TRY(const auto kept, service.blobs().put([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    CHITTY_TRY(const auto got, service.read(buffer, capacity));
    if ((total += got) > largest_pack) return usage_error("A pack has at most 192 MiB.");
    return got;
  }));
  if (total == 0) return usage_error("An empty pack.");
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto there, service.store().find("SELECT size FROM router_packs WHERE owner = :owner AND address = :address", {{"owner", owner(service)}, {"address", kept.address}}));
    if (!there) {
      CHITTY_DO(service.quota("bytes", kept.size));
      CHITTY_DO(service.store().insert("router_packs", {{"owner", owner(service)}, {"address", kept.address}, {"size", kept.size}, {"at", rfc3339(service.now())}}));
    }
    return json::object{{"pack", kept.address}, {"size", kept.size}};
  });
}

Result<Response> receive_mail(Service& service) {
  return answer_bulk<json::object>(
      service, [](const json::object& given) -> Result<json::object> { return given; },
      [&](std::vector<Slot<json::object>>& slots) -> Result<void> {
        std::uint64_t fresh = 0;
        for (auto& slot : slots) {
          if (!slot.order) continue;
          auto made = take(service, *slot.order);
          if (!made && made.error().kind() == Kind::fault) return made.error();
          if (!made) {
            slot.refuse(made.error());
            continue;
          }
          if (text_in(*made, "state") != "known") ++fresh;
          slot.made = *std::move(made);
        }
        if (fresh > 0) CHITTY_DO(service.event("router.mail_received", owner(service), {{"mails", fresh}}));
        return {};
      });
}

Result<Response> known_mail(Service& service, const KnownMail& given) {
  CHITTY_TRY(const auto rows, service.store().query_text("SELECT mail_key AS \"key\" FROM router_keys WHERE owner = :owner AND source = :source AND mail_key > :cursor ORDER BY mail_key LIMIT :limit",
                                                         {{"owner", owner(service)}, {"source", given.query.source}, {"cursor", given.query.cursor}, {"limit", given.query.limit}}));
  return array_of(rows, shapes::key);
}

}  // namespace chittyrouter::routes
