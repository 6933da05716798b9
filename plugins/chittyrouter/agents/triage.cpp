#include <algorithm>
#include <array>
#include <cmath>

#include "../mail/text.hpp"
#include "agents.hpp"

namespace chittyrouter {

namespace {

constexpr std::array<std::string_view, 10> all_categories{"court", "litigation", "contract", "evidence", "billing", "scheduling", "compliance", "newsletter", "spam", "general"};

struct Word {
  std::string_view category, word;
  int weight;
};
constexpr std::array<Word, 58> words{{{"court", "notice of electronic filing", 6}, {"court", "hearing", 3}, {"court", "docket", 4}, {"court", "clerk of", 4}, {"court", "summons", 5}, {"court", "subpoena", 5}, {"court", "order of the court", 5}, {"court", "judge", 2}, {"court", "courtroom", 4}, {"litigation", "motion to", 5}, {"litigation", "opposing counsel", 4}, {"litigation", "discovery", 3}, {"litigation", "deposition", 4}, {"litigation", "interrogator", 4}, {"litigation", "plaintiff", 4}, {"litigation", "defendant", 4}, {"litigation", "settlement", 4}, {"litigation", "complaint", 2}, {"litigation", "pleading", 4}, {"litigation", "counsel", 2}, {"contract", "agreement", 3}, {"contract", "contract", 3}, {"contract", "amendment", 3}, {"contract", "non-disclosure", 4}, {"contract", "signature page", 4}, {"contract", "countersign", 4}, {"contract", "lease", 2}, {"contract", "redline", 4}, {"evidence", "exhibit", 4}, {"evidence", "affidavit", 4}, {"evidence", "chain of custody", 6}, {"evidence", "evidence", 3}, {"evidence", "witness", 3}, {"evidence", "declaration of", 3}, {"billing", "invoice", 4}, {"billing", "payment", 3}, {"billing", "amount due", 4}, {"billing", "retainer", 3}, {"billing", "receipt", 2}, {"billing", "overdue", 4}, {"scheduling", "meeting", 3}, {"scheduling", "calendar", 3}, {"scheduling", "reschedule", 4}, {"scheduling", "appointment", 4}, {"scheduling", "availability", 3}, {"scheduling", "conference call", 3}, {"compliance", "compliance", 4}, {"compliance", "regulator", 4}, {"compliance", "audit", 3}, {"compliance", "gdpr", 4}, {"newsletter", "unsubscribe", 4}, {"newsletter", "newsletter", 5}, {"spam", "viagra", 8}, {"spam", "lottery", 6}, {"spam", "act now", 4}, {"spam", "100% free", 6}, {"spam", "make money", 5}, {"spam", "click here", 2}}};
constexpr std::array<std::string_view, 14> urgent{"urgent", "immediately", "asap", "deadline", "due today", "due tomorrow", "final notice", "by close of business", "within 24 hours", "time sensitive", "emergency", "last chance to respond", "statute of limitations", "default judgment"};

}  // namespace

std::span<const std::string_view> categories() { return all_categories; }

Triage triage(const Letter& letter) {
  const auto subject = lower(letter.subject), text = lower(std::string_view(letter.text).substr(0, 16 << 10));
  Triage made;
  std::array<int, all_categories.size()> points{};
  const auto place = [](std::string_view category) { return static_cast<std::size_t>(std::find(all_categories.begin(), all_categories.end(), category) - all_categories.begin()); };
  for (const auto& each : words) {
    const bool in_subject = subject.find(each.word) != subject.npos, in_text = text.find(each.word) != text.npos;
    if (!in_subject && !in_text) continue;
    points[place(each.category)] += each.weight * (in_subject ? 3 : 1);
    if (made.keywords.size() < 12) made.keywords.emplace_back(each.word);
  }
  if (letter.automatic && !letter.list_id.empty()) points[place("newsletter")] += 8;
  if (letter.from.ends_with(".gov") && letter.from.find("court") != letter.from.npos) points[place("court")] += 10;
  for (const auto word : urgent)
    if (subject.find(word) != subject.npos || text.find(word) != text.npos) made.urgency.emplace_back(word);
  const auto best = std::max_element(points.begin(), points.end());
  int total = 0;
  for (const int each : points) total += each;
  if (*best < 3) return made.category = "general", made.confidence = 0.5, made;
  made.category = all_categories[static_cast<std::size_t>(best - points.begin())];
  // How far the best stands out, and how much there was: two decimals.
  made.confidence = std::round(100.0 * *best / (total + 3)) / 100.0;
  return made;
}

}  // namespace chittyrouter
