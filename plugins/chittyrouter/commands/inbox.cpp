// chitty router inbox import, process.
#include <chitty/members.hpp>
#include <chittyrouter_names.hpp>

#include "../rules/decide.hpp"
#include "bring_in.hpp"
#include "replies.hpp"
#include "tasks.hpp"

namespace chittyrouter::commands {

using namespace chitty;

namespace {

std::string many(std::uint64_t count, const std::string& what, const std::string& plural) { return std::to_string(count) + " " + (count == 1 ? what : plural); }
std::string mails(std::uint64_t count) { return many(count, "mail", "mails"); }

Result<std::string> mailbox(Host& host, const std::string& given, bool required) {
  auto place = given.empty() ? setting(host, "mailbox") : given;
  if (place.empty() && required)
    return make_error(Code::configuration, "no mailbox to read", "Name one, or set it once: chitty config set chittyos.services.chittyrouter.mailbox FOLDER");
  return place;
}

// "rule (why): what it did" of each rule that matched.
std::string why_of(const json::array& rules) {
  std::string out;
  for (const auto& line : rules) out += (out.empty() ? "" : "; ") + text_in(line, "why") + ": " + text_in(line, "did");
  return out.empty() ? "no rule matched" : out;
}

Result<void> show(Host& host, const json::value& message, bool explain) {
  auto record = object_of(message);
  if (explain) record["why"] = why_of(array_in(record, "rules"));
  return host.record(record);
}

// What the rules of the service say, here: for mail that has not been brought in.
class Foresight {
 public:
  static Result<Foresight> of(Host& host) {
    Foresight made;
    CHITTY_TRY(const auto rules, host.run({"router", "rules", "list"}));
    for (const auto& each : rules) {
      if (!flag_in(object_of(each), "enabled")) continue;
      CHITTY_TRY(auto condition, Condition::parse(text_in(each, "condition")));
      CHITTY_TRY(auto actions, parse_actions(text_in(each, "action")));
      made.rules_.push_back({text_in(each, "id"), text_in(each, "name"), std::move(condition), std::move(actions)});
    }
    CHITTY_TRY(const auto contacts, host.run({"router", "contacts", "list"}));
    for (const auto& each : contacts) made.book_[text_in(each, "group")].push_back(text_in(each, "address"));
    return made;
  }

  json::object operator()(const Mail& mail) const {
    Facts facts;
    for (const auto& [from, to] : {std::pair(&mail.from, &facts.from), std::pair(&mail.to, &facts.to), std::pair(&mail.cc, &facts.cc)})
      for (const auto& each : *from) to->push_back(each.address);
    facts.subject = mail.subject, facts.text = mail.text, facts.list_id = mail.list_id, facts.headers = mail.headers, facts.has_attachment = !mail.attachments.empty();
    const auto decision = decide(facts, rules_, book_);
    auto letter = letter_of(line_of(mail));
    letter.floor = decision.priority.value_or(-1);
    const auto triaged = triage(letter);
    json::array lines;
    for (const auto& line : decision.lines) lines.push_back(json::object{{"rule", line.rule}, {"name", line.name}, {"why", line.why}, {"did", line.did}});
    return {{"id", nullptr}, {"from", letter.from}, {"subject", mail.subject}, {"priority", priority_of(prioritize(letter, triaged).level)}, {"category", triaged.category}, {"actions", decision.text()}, {"rules", std::move(lines)}};
  }

 private:
  std::vector<Rule> rules_;
  Book book_;
};

// Under --dry-run: mail that is in the inbox already, then what is in the mailbox.
Result<void> foretell(Host& host, const std::string& place, bool explain) {
  for (std::string cursor;;) {
    CHITTY_TRY(const auto reply, host.send(get("/api/v1/inbox/plan", {{"cursor", cursor}, {"limit", "200"}})));
    const auto rows = array_of(reply);
    for (const auto& row : rows) {
      cursor = text_in(row, "id");
      CHITTY_DO(show(host, row, explain));
    }
    if (rows.size() < 200) break;
  }
  if (place.empty()) return {};
  CHITTY_TRY(const auto foresight, Foresight::of(host));
  return each_new_mail(host, place, [&](const Mail& mail) { return show(host, foresight(mail), explain); });
}

struct Processed {
  std::uint64_t mails = 0;
};

Result<void> route_all(Host& host, bool models, bool explain, Processed& counts) {
  for (;;) {
    CHITTY_TRY(const auto reply, host.send(post("/api/v1/inbox/process", {{"limit", 200}, {"models", models}})));
    CHITTY_TRY(const auto done, object_of(reply));
    for (const auto& message : array_in(done, "messages")) CHITTY_DO(show(host, message, explain));
    const auto processed = number_in(done, "processed");
    if (processed <= 0) return {};
    counts.mails += static_cast<std::uint64_t>(processed);
    if (number_in(done, "left") <= 0) return {};
    if (host.cancelled()) return make_error(Code::cancelled, "cancelled");
  }
}

void tell(Host& host, const Processed& counts, const TasksDone& tasks) {
  std::string said = "Processed " + mails(counts.mails);
  if (tasks.drafts > 0) said += ", drafted " + many(tasks.drafts, "answer", "answers");
  if (tasks.evidence > 0) said += ", submitted " + many(tasks.evidence, "attachment", "attachments") + " as evidence";
  if (tasks.failed > 0) said += ", " + many(tasks.failed, "task", "tasks") + " failed and will be tried again";
  if (tasks.agents > 0) said += tasks.by_model > 0 ? " (" + many(tasks.by_model, "answer", "answers") + " by a model)" : " (agents by rules alone: " + tasks.note + ")";
  host.note(said);
}

}  // namespace

Result<Reply> inbox_import(const InboxImport& args, Host& host) {
  CHITTY_TRY(const auto place, mailbox(host, args.mailbox, true));
  CHITTY_TRY(const auto counts, bring_in(host, place));
  host.note("Brought in " + mails(counts.fresh) + (counts.refused > 0 ? ", left out " + std::to_string(counts.refused) : std::string()));
  return Reply(json::object{{"mailbox", place}, {"read", counts.read}, {"new", counts.fresh}, {"twins", counts.twins}, {"known", counts.known}, {"leftOut", counts.refused}});
}

Result<Reply> inbox_process(const InboxProcess& args, Host& host) {
  CHITTY_TRY(const auto place, mailbox(host, args.mailbox, false));
  const auto explain = args.explain;
  CHITTY_TRY(auto models, Models::configured(host));
  Processed counts;
  // First what is here, also what an earlier run has left; a dry run learns here that it is one.
  if (auto routed = route_all(host, models.any(), explain, counts); !routed) {
    if (routed.error().code == Code::cancelled && !host.cancelled()) CHITTY_DO(foretell(host, place, explain));
    return routed.error();
  }
  if (!place.empty()) {
    CHITTY_TRY(const auto brought, bring_in(host, place));
    if (brought.fresh > 0) CHITTY_DO(route_all(host, models.any(), explain, counts));
  }
  CHITTY_TRY(const auto tasks, run_tasks(host, models));
  tell(host, counts, tasks);
  return Reply::nothing();
}

}  // namespace chittyrouter::commands
