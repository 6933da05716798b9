#include "events.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/bulk.hpp>
#include <chitty/json_view.hpp>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "../entity_id.hpp"
#include "moment.hpp"
#include "profiles.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

auto words_of(const Recorded& one) { return std::tie(one.event.at, one.type, one.channel, one.outcome, one.impact, one.tags, one.related); }

bool is_earlier(const Recorded& a, const Recorded& b) { return std::tie(a.event.at, a.id) < std::tie(b.event.at, b.id); }

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// Of {"at_ms":…,"event_type":…,"channel":…,"outcome":…,"marks":…}, as the store writes it: no tree is made of a row.
Event event_in(std::string_view row) {
  Event event;
  ObjectView(row).each([&](std::string_view name, std::string_view value) {
    if (name == "\"at_ms\"") event.at = number(value);
    else if (name == "\"marks\"") event.marks = static_cast<unsigned>(number(value));
    else if (name == "\"event_type\"") event.type = event_type_of(chitty::detail::unquoted(value)).value_or(EventType::interaction);
    else if (name == "\"outcome\"") event.outcome = outcome_of(chitty::detail::unquoted(value)).value_or(Outcome::pending);
    else if (name == "\"channel\"") event.channel = channel_of(chitty::detail::unquoted(value));
    return true;
  });
  return event;
}

}  // namespace

Result<Recorded> looked_at(const Service& service, const shapes::Event& given) {
  Recorded one{.entity = {}, .id = given.id, .type = given.event_type, .channel = given.channel, .outcome = given.outcome.empty() ? "pending" : given.outcome, .impact = given.impact_score, .tags = given.tags};
  CHITTY_TRY(one.entity, entity_of(given.entity_id));
  CHITTY_TRY(one.event.at, past_moment(service, given.timestamp, "the time of the event " + given.id));
  for (const auto& other : given.related_entities) {
    CHITTY_TRY(auto id, entity_of(other));
    one.related.push_back(std::move(id));
  }
  one.event.type = *event_type_of(one.type);
  one.event.outcome = *outcome_of(one.outcome);
  one.event.channel = channel_of(one.channel);
  for (const auto& tag : one.tags) one.event.marks |= mark_of(tag);
  return one;
}

Result<std::vector<Recorded>> looked_at(const Service& service, const std::string& entity, const std::vector<shapes::Event>& given) {
  std::vector<Recorded> all;
  all.reserve(given.size());
  for (const auto& one : given) {
    CHITTY_TRY(auto event, looked_at(service, one));
    if (event.entity != entity) return usage_error("the event " + event.id + " is about " + event.entity + ", not about " + entity);
    all.push_back(std::move(event));
  }
  std::stable_sort(all.begin(), all.end(), [](const Recorded& a, const Recorded& b) { return a.id < b.id; });
  for (std::size_t i = 1; i < all.size(); ++i)
    if (all[i].id == all[i - 1].id && words_of(all[i]) != words_of(all[i - 1])) return usage_error("there are two different events with the ID " + all[i].id);
  all.erase(std::unique(all.begin(), all.end(), [](const Recorded& a, const Recorded& b) { return a.id == b.id; }), all.end());
  std::sort(all.begin(), all.end(), is_earlier);
  return all;
}

Result<bool> keep(Service& service, const Recorded& one, std::string_view origin) {
  const json::array tags(one.tags.begin(), one.tags.end());
  CHITTY_TRY(const auto added, service.store().execute(
                                   "INSERT INTO trust_events (entity_id, id, at_ms, event_type, channel, outcome, impact, marks, tags, origin)"
                                   " VALUES (:entity, :id, :at, :type, :channel, :outcome, :impact, :marks, :tags, :origin) ON CONFLICT (entity_id, id) DO NOTHING",
                                   {{"entity", one.entity}, {"id", one.id}, {"at", one.event.at}, {"type", one.type}, {"channel", one.channel}, {"outcome", one.outcome}, {"impact", one.impact ? json::value(*one.impact) : json::value(nullptr)}, {"marks", one.event.marks}, {"tags", json::serialize(tags)}, {"origin", origin}}));
  if (added == 0) return false;
  for (const auto& other : one.related) CHITTY_DO(connect(service, one.entity, other, one.type, one.event.at));
  return true;
}

Result<Tally> tally_kept(Service& service, const std::string& entity, std::int64_t at) {
  Tally tally(at);
  CHITTY_DO(service.store().each_text(
      "SELECT at_ms, event_type, channel, outcome, marks FROM trust_events WHERE entity_id = :entity AND at_ms <= :at ORDER BY at_ms, id",
      {{"entity", entity}, {"at", at}}, [&](std::string_view row) {
        tally.add(event_in(row));
        return !service.cancelled();
      }));
  if (service.cancelled()) return make_error(Code::cancelled, "The score was not computed to its end.");
  return tally;
}

namespace routes {

// POST /api/trust/events: whoever runs this ChittyOS says what no service of it has recorded.
Result<Response> record_events(Service& service) {
  return answer_bulk<Recorded>(
      service, [&](const json::object& given) { return looked_at(service, shapes::Event(given)); },
      [&](std::vector<Slot<Recorded>>& slots) -> Result<void> {
        for (auto& slot : slots) {
          if (!slot.order) continue;
          CHITTY_TRY(const auto is_new, keep(service, *slot.order, "given"));
          slot.made = {{"entity_id", slot.order->entity}, {"id", slot.order->id}, {"result", is_new ? "recorded" : "already recorded"}};
        }
        return {};
      });
}

}  // namespace routes
}  // namespace chittytrust
