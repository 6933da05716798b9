// chitty cases deadline: counted here, without asking anybody.
#include <chittycases_names.hpp>

#include "../rules/count.hpp"

namespace chittycases::commands {

using namespace chitty;

Result<Reply> deadline(const Deadline& args, Host& host) {
  const auto event = rules::day_of(args.from);
  if (!event) return usage_error("invalid value '" + args.from + "' for '--from': expected a day such as 2026-11-29");
  const auto* set = rules::rule_set(args.rules);
  if (!set) return usage_error("unknown rules '" + args.rules + "'");
  const auto counted = rules::count(*set, *event, {static_cast<int>(args.days), "days", args.before, args.served_by});
  json::array records;
  const auto row = [&](rules::Day day, json::value number, std::string_view why) { records.push_back(json::object{{"day", rules::text_of(day)}, {"weekday", rules::weekday_name(day)}, {"count", std::move(number)}, {"why", why}}); };
  if (args.explain)
    for (const auto& step : counted.steps) row(step.day, step.count ? json::value(*step.count) : json::value(nullptr), step.why);
  row(counted.day, args.days, "the deadline, by " + set->name + " (version " + set->version + ")");
  for (const auto& note : counted.notes) host.note(note);
  return Reply::records(std::move(records));
}

}  // namespace chittycases::commands
