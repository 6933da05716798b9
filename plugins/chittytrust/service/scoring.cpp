// Scores: of what is kept, of what is given with a request, of the demonstration personas.
#include <chitty/answers.hpp>
#include <chittytrust_names.hpp>

#include "../entity_id.hpp"
#include "../personas.hpp"
#include "../score/insight.hpp"
#include "../score/score_text.hpp"
#include "events.hpp"
#include "moment.hpp"
#include "profiles.hpp"
#include "reading.hpp"
#include "results.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

struct Scored {
  Profile profile;
  Tally tally;
  Score score;
};

Scored scored(Profile profile, Tally tally) {
  auto score = score_of(profile, tally);
  return {std::move(profile), std::move(tally), std::move(score)};
}

Result<Scored> scored_of_kept(Service& service, const std::string& entity, std::int64_t at) {
  CHITTY_TRY(auto profile, profile_kept(service, entity, at));
  CHITTY_TRY(auto tally, tally_kept(service, entity, at));
  return scored(std::move(profile), std::move(tally));
}

Scored scored_of_given(Profile profile, const std::vector<Recorded>& events, std::int64_t at) {
  Tally tally(at);
  for (const auto& one : events)
    if (one.event.at <= at) tally.add(one.event);
  return scored(std::move(profile), std::move(tally));
}

// Is anything known of it? Nothing is kept of whoever is only asked about.
bool is_known(const Scored& of) { return of.tally.events > 0 || of.profile.created_at || of.profile.credentials > 0 || of.profile.connections > 0; }

json::object record_of(const Scored& of, const std::vector<std::string>& dimensions, bool explain, std::string_view basis) {
  auto record = shown(of.score, of.tally, dimensions);
  record["entity_id"] = of.profile.id;
  record["basis"] = basis;
  record["insights"] = insights_of(of.profile, of.tally, of.score);
  record["calculated_at"] = rfc3339(of.tally.now());
  if (explain) record["explanation"] = explained(of.score, dimensions);
  return record;
}

void say_how_far(const Read& read, json::object& record) {
  record["basis"] = read.has_chronicle ? "chittychronicle" : "recorded";
  if (!read.has_chronicle) return;
  record["readUpTo"] = read.up_to;
  record["behind"] = read.behind;
}

// A score of now is kept, one of the past (`at`) is not.
Result<json::value> persisted(Service& service, const Scored& of, const std::string& at, std::int64_t inserted) {
  if (!is_known(of) || !at.empty()) return json::value(nullptr);
  CHITTY_TRY(const auto id, service.store().transaction([&] { return keep_result(service, of.profile.id, of.score, of.tally.events); }));
  return json::value{{"result_id", id}, {"identity_id", of.profile.id}, {"events_inserted", inserted}};
}

bool gives_anything(const routes::Calculate& given) {
  const auto& body = given.body;
  if (!body.events.empty()) return true;
  if (!body.entity) return false;
  const auto& who = *body.entity;
  return !who.entity_type.empty() || !who.name.empty() || !who.created_at.empty() || who.identity_verified || who.transparency_level || !who.credentials.empty() || !who.connections.empty();
}

Response replied(Service& service, json::object record, json::value kept) {
  return answer(service, {{"data", std::move(record)}, {"persisted", std::move(kept)}});
}

// What a caller gives is computed with and forgotten; whoever runs this ChittyOS has it kept, and then counted with what was there.
Result<Response> calculate_given(Service& service, const std::string& entity, const routes::Calculate& given, std::int64_t at) {
  const shapes::Profile nothing;
  const auto& who = given.body.entity ? *given.body.entity : nothing;
  CHITTY_DO(service.charge(given.body.events.size() / 1000));
  CHITTY_TRY(auto profile, profile_given(service, entity, who, at));
  CHITTY_TRY(const auto events, looked_at(service, entity, given.body.events));
  if (!service.sees_all())
    return replied(service, record_of(scored_of_given(std::move(profile), events, at), given.body.dimensions, given.body.explain, "given"), nullptr);
  std::int64_t inserted = 0;
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(keep_profile(service, entity, who));
    for (const auto& event : events) {
      CHITTY_TRY(const auto is_new, keep(service, event, "given"));
      inserted += is_new;
    }
    return {};
  }));
  CHITTY_TRY(const auto of, scored_of_kept(service, entity, at));
  CHITTY_TRY(auto kept, persisted(service, of, given.body.at, inserted));
  return replied(service, record_of(of, given.body.dimensions, given.body.explain, "recorded"), std::move(kept));
}

}  // namespace

namespace routes {

Result<Response> calculate(Service& service, const Calculate& given) {
  const auto& who = given.body.entity;
  CHITTY_TRY(const auto entity, entity_of(who && !who->id.empty() ? who->id : service.caller().subject));
  CHITTY_TRY(const auto at, clock_of(service, given.body.at));
  if (gives_anything(given)) return calculate_given(service, entity, given, at);
  CHITTY_TRY(const auto read, read_chronicle(service));
  CHITTY_TRY(const auto of, scored_of_kept(service, entity, at));
  CHITTY_TRY(auto kept, persisted(service, of, given.body.at, 0));
  auto record = record_of(of, given.body.dimensions, given.body.explain, {});
  say_how_far(read, record);
  return replied(service, std::move(record), std::move(kept));
}

// The short form, for services that only want to know: {peopleScore, …, scores{…}}.
Result<Response> score(Service& service, const Score& given) {
  CHITTY_TRY(const auto entity, entity_of(given.path.entity));
  CHITTY_TRY(const auto at, clock_of(service, given.query.at));
  CHITTY_DO(read_chronicle(service));
  CHITTY_TRY(const auto of, scored_of_kept(service, entity, at));
  CHITTY_DO(persisted(service, of, given.query.at, 0));
  const auto only = given.query.dimension == "all" ? std::vector<std::string>() : std::vector{given.query.dimension};
  json::object scores;
  for (const auto& dimension : of.score.dimensions)
    if (is_asked(only, dimension.name)) scores[dimension.name] = points(dimension.score);
  return answer(service, {{"data", {{"entityId", entity}, {"peopleScore", points(of.score.people)}, {"legalScore", points(of.score.legal)}, {"stateScore", points(of.score.state)}, {"chittyScore", points(of.score.composite)}, {"scores", std::move(scores)}, {"trustLevel", of.score.level}, {"confidence", of.score.confidence}, {"eventsCounted", of.tally.events}, {"formula", formula_version}, {"calculatedAt", rfc3339(at)}}}});
}

Result<Response> demo(Service& service, const Demo& given) {
  const auto* persona = find_persona(given.path.persona);
  if (!persona)
    return make_error(Code::not_found, "There is no demonstration persona " + given.path.persona + ".", "Choose one of: alice, bob, charlie");
  CHITTY_TRY(const auto at, clock_of(service, given.query.at));
  const auto said = json::parse(persona->text).as_object();
  const shapes::Profile who(said.at("entity").as_object());
  std::vector<shapes::Event> given_events;
  for (const auto& event : said.at("events").as_array()) given_events.emplace_back(event.as_object());
  CHITTY_TRY(auto profile, profile_given(service, who.id, who, at));
  CHITTY_TRY(const auto events, looked_at(service, who.id, given_events));
  auto record = record_of(scored_of_given(std::move(profile), events, at), {}, given.query.explain, "given");
  return answer(service, {{"data", {{"persona_id", persona->id}, {"name", who.name}, {"description", persona->description}, {"trust_score", std::move(record)}}}});
}

}  // namespace routes
}  // namespace chittytrust
