#include "prometheus.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace os::metrics {

namespace {

constexpr std::size_t most_samples = 100'000;

void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::string_view name_at(std::string_view& text) {
  std::size_t end = 0;
  const auto is_of_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':'; };
  while (end < text.size() && is_of_name(text[end])) ++end;
  const auto name = text.substr(0, end);
  text.remove_prefix(end);
  return name;
}

// "…" with \\, \" and \n; the quote at its begin is taken already.
std::optional<std::string> quoted(std::string_view& text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') return text.remove_prefix(i + 1), value;
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      value += text[i] == 'n' ? '\n' : text[i];
    } else {
      value += text[i];
    }
  }
  return std::nullopt;
}

std::optional<Labels> labels_at(std::string_view& text) {
  Labels labels;
  for (;;) {
    skip_blanks(text);
    if (text.starts_with('}')) return text.remove_prefix(1), labels;
    const auto name = name_at(text);
    skip_blanks(text);
    if (name.empty() || !text.starts_with('=')) return std::nullopt;
    text.remove_prefix(1);
    skip_blanks(text);
    if (!text.starts_with('"')) return std::nullopt;
    text.remove_prefix(1);
    auto value = quoted(text);
    if (!value) return std::nullopt;
    labels[std::string(name)] = std::move(*value);
    skip_blanks(text);
    if (text.starts_with(',')) text.remove_prefix(1);
  }
}

std::optional<double> number_at(std::string_view text) {
  text = text.substr(0, text.find_first_of(" \t\r"));
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text == "Inf") return std::numeric_limits<double>::infinity();
  if (text == "-Inf") return -std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<Sample> sample_at(std::string_view line) {
  skip_blanks(line);
  if (line.empty() || line.front() == '#') return std::nullopt;
  Sample sample;
  sample.name = name_at(line);
  skip_blanks(line);
  if (sample.name.empty() || (sample.name[0] >= '0' && sample.name[0] <= '9')) return std::nullopt;
  if (line.starts_with('{')) {
    line.remove_prefix(1);
    auto labels = labels_at(line);
    if (!labels) return std::nullopt;
    sample.labels = std::move(*labels);
  }
  skip_blanks(line);
  const auto value = number_at(line);
  if (!value) return std::nullopt;
  sample.value = *value;
  return sample;
}

template <class Take>
void each_line(std::string_view page, Take take) {
  while (!page.empty()) {
    const auto end = page.find('\n');
    if (!take(page.substr(0, end))) return;
    page.remove_prefix(end == page.npos ? page.size() : end + 1);
  }
}

bool has(const Labels& labels, const Labels& wanted) {
  for (const auto& [name, value] : wanted)
    if (const auto found = labels.find(name); found == labels.end() || found->second != value) return false;
  return true;
}

}  // namespace

std::vector<Sample> samples_of(std::string_view page) {
  std::vector<Sample> samples;
  each_line(page, [&](std::string_view line) {
    if (auto sample = sample_at(line)) samples.push_back(std::move(*sample));
    return samples.size() < most_samples;
  });
  return samples;
}

std::string lines_of_service(std::string_view page, std::string_view service) {
  std::string out, heading, heading_of;
  each_line(page, [&](std::string_view line) {
    if (line.starts_with("# HELP ") || line.starts_with("# TYPE ")) {
      auto rest = line.substr(7);
      const auto name = std::string(name_at(rest));
      if (name != heading_of) heading.clear();
      heading_of = name;
      heading.append(line).append("\n");
      return true;
    }
    const auto sample = sample_at(line);
    if (!sample || !has(sample->labels, {{"service", std::string(service)}})) return true;
    out += heading;
    heading.clear();
    out.append(line).append("\n");
    return true;
  });
  return out;
}

double value_of(const std::vector<Sample>& samples, std::string_view name, const Labels& labels, double fallback) {
  for (const auto& sample : samples)
    if (sample.name == name && has(sample.labels, labels)) return sample.value;
  return fallback;
}

double quantile(const Histogram& histogram, double q) {
  const double all = histogram.empty() ? 0 : histogram.rbegin()->second;
  if (all <= 0) return std::numeric_limits<double>::quiet_NaN();
  const double wanted = q * all;
  double below = 0, from = 0;
  for (const auto& [bound, count] : histogram) {
    if (count >= wanted) {
      if (std::isinf(bound)) return from;
      return count > below ? from + (bound - from) * (wanted - below) / (count - below) : bound;
    }
    below = count;
    from = bound;
  }
  return from;
}

}  // namespace os::metrics
