#include "reading.hpp"

#include <chitty/answers.hpp>

#include "../chronicled.hpp"
#include "events.hpp"
#include "profiles.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

constexpr const char* chronicle = "chittychronicle";
constexpr std::int64_t page = 1000;
constexpr int most_pages = 20;

Result<std::int64_t> where_it_stands(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT seq FROM trust_reading WHERE one = 1", {}, "Where the chronicle was read to is not known."));
  return row.at("seq").to_number<std::int64_t>();
}

Result<void> take(Service& service, const Chronicled& one) {
  const auto at = parse_rfc3339(one.timestamp);
  if (!at) return {};
  Recorded event{.entity = one.entity, .id = one.id, .type = one.type, .channel = one.channel, .outcome = one.outcome, .tags = one.tags};
  event.event.at = *at;
  for (const auto& tag : one.tags) event.event.marks |= mark_of(tag);
  CHITTY_TRY(const auto is_new, keep(service, event, "chronicle"));
  if (!is_new) return {};
  if (!one.actor.empty()) CHITTY_DO(connect(service, one.actor, one.entity, one.type, *at));
  if (one.fact == Chronicled::Fact::created) return keep_creation(service, one.entity, *at);
  if (one.fact == Chronicled::Fact::credential_issued) return keep_credential(service, one.entity, one.credential, one.credential_type, one.actor, *at);
  if (one.fact == Chronicled::Fact::credential_revoked) return revoke_credential(service, one.credential);
  return {};
}

// A page that begins behind `from`. When another daemon has read on meanwhile, its work stands.
Result<std::int64_t> take_page(Service& service, const json::array& events, std::int64_t from) {
  return service.store().transaction([&]() -> Result<std::int64_t> {
    CHITTY_TRY(const auto stands, where_it_stands(service));
    if (stands != from) return stands;
    std::int64_t seq = from;
    for (const auto& event : events) {
      const auto* object = event.if_object();
      const auto* number = object ? object->if_contains("seq") : nullptr;
      if (!number || !number->is_int64()) return make_error(Code::malformed, "The chronicle's events have no numbers.");
      seq = number->get_int64();
      if (const auto one = read_chronicled(*object)) CHITTY_DO(take(service, *one));
    }
    CHITTY_DO(service.store().execute("UPDATE trust_reading SET seq = :seq WHERE one = 1", {{"seq", seq}}));
    return seq;
  });
}

}  // namespace

Result<Read> read_chronicle(Service& service) {
  Read read;
  CHITTY_TRY(const auto here, service.scopes_of_services());
  read.has_chronicle = here && here->contains(chronicle);
  CHITTY_TRY(read.up_to, where_it_stands(service));
  for (int i = 0; read.has_chronicle && i < most_pages; ++i) {
    const auto target = "/events?order=asc&limit=" + std::to_string(page) + "&cursor=" + std::to_string(read.up_to);
    CHITTY_TRY(const auto reply, service.ask(chronicle, {.method = "GET", .target = target}, Service::As::service));
    const auto* events = reply.if_array();
    if (!events) return make_error(Code::malformed, "The chronicle's answer is not a list of events.");
    if (events->empty()) return read;
    CHITTY_TRY(read.up_to, take_page(service, *events, read.up_to));
    read.behind = static_cast<std::int64_t>(events->size()) == page;
    if (!read.behind) return read;
  }
  return read;
}

}  // namespace chittytrust
