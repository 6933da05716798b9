// The departures of a request, told to whoever sent it.
#include <chitty/route_shape.hpp>

namespace chitty {

namespace {

constexpr std::size_t most_told = 64, most_in_words = 8;

// "/rateLimit/steps/0" is rateLimit.steps[0].
std::string place_in(std::string_view pointer) {
  std::string name;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    std::string step(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(step.size());
    for (const auto& [escaped, plain] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}})
      for (auto at = step.find(escaped); at != step.npos; at = step.find(escaped, at + 1)) step.replace(at, 2, plain);
    const bool number = !name.empty() && !step.empty() && step.find_first_not_of("0123456789") == step.npos;
    name += number ? "[" + step + "]" : (name.empty() ? "" : ".") + step;
  }
  return name;
}

std::string words_of(std::string_view part, const Departure& departure, std::uint64_t line) {
  std::string words = line ? "line " + std::to_string(line) : "the " + std::string(part);
  if (!departure.at.empty()) words += "'s " + place_in(departure.at).substr(0, 128);
  const std::string_view message = departure.message;
  if (departure.keyword == "required" && !departure.member.empty()) return words + " lacks " + departure.member;
  const bool goes_on = message.starts_with("must ") || message.starts_with("cannot ") || message.starts_with("is ") || message.starts_with("has ");
  return words += (goes_on ? " " : ": ") + departure.message;
}

}  // namespace

void Departures::add(std::string_view part, const Departure& departure, std::uint64_t line) {
  if (told_.size() >= most_told) {
    ++left_out_;
    return;
  }
  if (told_.size() < most_in_words) sentence_ += (told_.empty() ? "" : "; ") + words_of(part, departure, line);
  json::object one{{"in", part}};
  if (line) one["line"] = line;
  one["at"] = departure.at;
  one["rule"] = departure.rule;
  one["keyword"] = departure.keyword;
  one["message"] = departure.message;
  told_.push_back(std::move(one));
}

bool Departures::tells_of(std::string_view part, std::string_view at) const {
  for (const auto& one : told_)
    if (one.at("in") == json::value(part) && one.at("at") == json::value(at)) return true;
  return false;
}

Error Departures::error() const {
  std::string sentence = sentence_;
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z') sentence[0] = static_cast<char>(sentence[0] & ~0x20);
  const auto all = told_.size() + left_out_;
  if (all > most_in_words) sentence += "; and " + std::to_string(all - most_in_words) + " more";
  Error error = usage_error(sentence + ".");
  error.details["departures"] = told_;
  return error;
}

}  // namespace chitty
