#include "agent_run.hpp"

#include <algorithm>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "../mail/draft.hpp"
#include "../mail/text.hpp"
#include "../rules/action.hpp"
#include "inbox.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::int64_t kept_results = 1000;

json::array texts(const std::vector<std::string>& list) { return json::array(list.begin(), list.end()); }

Result<void> set_column(Service& service, const Row& mail, std::string_view column, std::string_view value) {
  CHITTY_DO(service.store().execute("UPDATE router_messages SET " + std::string(column) + " = :value WHERE id = :id AND owner = :owner", {{"value", value}, {"id", mail.at("id")}, {"owner", owner(service)}}));
  return {};
}

Result<json::object> by_triage(Service& service, const Row& mail, Triage made, const Said& said) {
  const bool known = std::find(categories().begin(), categories().end(), said.category) != categories().end();
  if (known) made.category = said.category;
  CHITTY_DO(set_column(service, mail, "category", made.category));
  json::object out{{"category", made.category}, {"keywords", texts(made.keywords)}, {"urgencyIndicators", texts(made.urgency)}, {"reasoning", known ? said.reason : std::string(made.keywords.empty() ? "no word that speaks for a category" : "the words that it has")}};
  out["confidence"] = known ? json::value(nullptr) : json::value(made.confidence);
  return out;
}

Result<json::object> by_priority(Service& service, const Row& mail, const Letter& letter, const Triage& triaged, const Said& said) {
  auto made = prioritize(letter, triaged);
  if (said.level >= 0) made = raised_to(std::move(made), said.level, "the model says " + std::string(priority_of(said.level)));
  CHITTY_DO(set_column(service, mail, "priority", priority_of(made.level)));
  return json::object{{"level", priority_of(made.level)}, {"score", made.score}, {"factors", texts(made.factors)}, {"escalated", made.level >= 3}, {"reasoning", said.level >= 0 ? said.reason : std::string("the mail's words and your rules")}};
}

Result<json::object> by_response(Service& service, const Row& mail, const Letter& letter, const Triage& triaged, const Agent& agent, const Said& said, bool draft) {
  auto made = answer_to(letter, triaged, agent.name == "legal-response");
  if (!made.respond) return json::object{{"shouldRespond", false}, {"reasoning", "No answer: " + made.why}};
  const bool generated = !said.body.empty();
  if (generated) made.body = clean(said.body, 32 << 10) + "\n";
  json::object out{{"shouldRespond", true}, {"recipient", letter.reply_to.empty() ? letter.from : letter.reply_to}, {"subject", made.subject}, {"body", made.body}, {"responseType", generated ? "ai_generated" : "fallback_template"}, {"reviewRequired", true}};
  if (!draft) return out;
  const auto hash = text_in(mail, "content_hash");
  const json::object which{{"owner", owner(service)}, {"hash", hash}, {"agent", agent.name}};
  CHITTY_TRY(const auto there, service.store().find("SELECT id FROM router_drafts WHERE owner = :owner AND content_hash = :hash AND agent = :agent", which));
  if (there) {  // written once; what somebody may have edited is not written over
    out["draft"] = there->at("id"), out["draftExisted"] = true;
    return out;
  }
  CHITTY_DO(service.quota("drafts"));
  CHITTY_TRY(const auto key, new_id(service, "draft_"));
  CHITTY_DO(service.store().insert("router_drafts", {{"id", key}, {"owner", owner(service)}, {"message", mail.at("id")}, {"agent", agent.name}, {"content_hash", hash}, {"recipient", out.at("recipient")}, {"subject", made.subject}, {"text", draft_of(letter, made.subject, made.body, key, service.now())}, {"file", nullptr}, {"made_at", rfc3339(service.now())}}));
  CHITTY_DO(service.event("router.draft_written", key, {{"message", mail.at("id")}, {"agent", agent.name}}));
  out["draft"] = key, out["draftExisted"] = false;
  return out;
}

}  // namespace

Said said_of(const json::object& said) {
  return {text_in(said, "model"), text_in(said, "category"), one_line(text_in(said, "reason"), 500), text_in(said, "body"), one_line(text_in(said, "note"), 500), level_of(text_in(said, "level")).value_or(-1)};
}

Result<json::object> run_agent(Service& service, const Row& mail, const Agent& agent, const Said& said, bool draft) {
  const auto letter = letter_of(record_of(mail, shapes::mail));
  const auto triaged = triage(letter);  // of the mail's words, whatever a model has called it: nobody talks a mail out of being looked at
  json::object out;
  if (agent.kind == "triage") {
    CHITTY_TRY(out, by_triage(service, mail, triaged, said));
  } else {
    if (agent.kind == "priority") {
      CHITTY_TRY(out, by_priority(service, mail, letter, triaged, said));
    } else {
      CHITTY_TRY(out, by_response(service, mail, letter, triaged, agent, said, draft));
    }
  }
  const bool by_model = !said.model.empty() && (!said.category.empty() || said.level >= 0 || !said.body.empty());
  out["agent"] = agent.name, out["emailId"] = mail.at("id"), out["model"] = by_model ? json::value(said.model) : json::value(nullptr), out["fallback"] = !by_model;
  out["note"] = by_model ? "by the model " + said.model : said.note.empty() ? "by rules alone: no model is configured"
                                                                            : said.note;
  CHITTY_TRY(const auto id, new_ordered_id(service));
  auto kept = out;
  kept.erase("body");
  CHITTY_DO(service.store().insert("router_results", {{"id", id}, {"owner", owner(service)}, {"message", mail.at("id")}, {"agent", agent.name}, {"model", out.at("model")}, {"result", json::serialize(kept)}, {"made_at", rfc3339(service.now())}}));
  CHITTY_DO(service.store().execute("DELETE FROM router_results WHERE owner = :owner AND id < (SELECT id FROM router_results WHERE owner = :owner ORDER BY id DESC LIMIT 1 OFFSET :most)", {{"owner", owner(service)}, {"most", kept_results - 1}}));
  out["timestamp"] = rfc3339(service.now());
  return out;
}

}  // namespace chittyrouter
