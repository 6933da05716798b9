#include "score_text.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace chittytrust {

namespace json = boost::json;

namespace {

// "63.20", "-0.5000": exactly, by whole numbers.
std::string decimals(std::int64_t value, std::int64_t unit) {
  const auto whole = (value < 0 ? -value : value) / unit, rest = (value < 0 ? -value : value) % unit;
  return (value < 0 ? "-" : "") + std::to_string(whole) + "." + std::to_string(unit + rest).substr(1);
}

// "× 0.15 = 9.4800: credentials 20.00 of 30, age 12.30 of 30"
std::string sentence(const Dimension& dimension) {
  std::string text = "x " + decimals(dimension.weight, 100) + " = " + decimals(dimension.contribution(), 10'000);
  bool first = true;
  for (const auto& part : dimension.parts) {
    if (part.points == 0) continue;
    text += (first ? ": " : ", ") + std::string(part.name) + " " + decimals(rounded(part.points, 100), 100);
    if (part.most > 0) text += " of " + std::to_string(part.most);
    first = false;
  }
  return text;
}

json::object explained(const Dimension& dimension) {
  json::array parts;
  for (const auto& part : dimension.parts)
    parts.push_back(json::object{{"name", part.name}, {"points", static_cast<double>(rounded(part.points, 1'000'000)) / 1'000'000}, {"most", part.most}});
  return {{"score", points(dimension.score)}, {"weight", points(dimension.weight)}, {"contribution", static_cast<double>(dimension.contribution()) / 10'000}, {"events", dimension.events}, {"parts", std::move(parts)}, {"text", sentence(dimension)}};
}

}  // namespace

bool is_asked(const std::vector<std::string>& dimensions, std::string_view name) {
  return dimensions.empty() || std::find(dimensions.begin(), dimensions.end(), name) != dimensions.end();
}

json::object shown(const Score& score, const Tally& tally, const std::vector<std::string>& dimensions) {
  json::object each;
  for (const auto& dimension : score.dimensions)
    if (is_asked(dimensions, dimension.name)) each[dimension.name] = points(dimension.score);
  return {{"composite_score", points(score.composite)}, {"trust_level", score.level}, {"dimension_scores", std::move(each)}, {"output_scores", {{"people", points(score.people)}, {"legal", points(score.legal)}, {"state", points(score.state)}, {"chitty", points(score.composite)}}}, {"confidence", score.confidence}, {"formula", formula_version}, {"eventsCounted", tally.events}};
}

json::object explained(const Score& score, const std::vector<std::string>& dimensions) {
  json::object all;
  for (const auto& dimension : score.dimensions)
    if (is_asked(dimensions, dimension.name)) all[dimension.name] = explained(dimension);
  return all;
}

}  // namespace chittytrust
